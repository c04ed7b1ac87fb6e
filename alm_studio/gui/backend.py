"""The model's side of a transcription, as the worker thread runs it. The first to import torch."""

import ctypes
import gc
import importlib.util
import logging
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import ModelError
from alm_studio.base.progress import Progress, ProgressListener
from alm_studio.gui.model_choice import ModelChoice
from alm_studio.pipeline.events import Event
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.resuming import Resume
from alm_studio.streaming.options import LiveOptions

if TYPE_CHECKING:
    from alm_studio.audio.downmix import Samples
    from alm_studio.audio.sound_store import SoundStore
    from alm_studio.captions.transcript import Word
    from alm_studio.checkpoints.loading import SpeechModel
    from alm_studio.checkpoints.registry import ModelInfo
    from alm_studio.pipeline.attention_map import AttentionMap
    from alm_studio.pipeline.inspection import Inspector, Reader
    from alm_studio.pipeline.script import Script
    from alm_studio.streaming.session import LiveSession

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Request:
    """One transcription to be done.

    Attributes:
        path: the medium.
        model, device, compute: as ``load_model`` takes them.
        options: of the transcription.
        script: a text to be timed instead of being written; None: the model writes.
        resume: what is known of an earlier run that was interrupted; None: from the beginning.
    """

    path: Path
    model: str = "base"
    device: str = "auto"
    compute: str = "auto"
    options: TranscribeOptions = field(default_factory=TranscribeOptions)
    script: "Script | None" = None
    resume: Resume | None = None


@dataclass(frozen=True)
class Look:
    """A stretch of speech to look at, or to time anew.

    Attributes:
        request: the medium and the model.
        start, end: ms.
        text: what is said; empty where the model shall write it.
        words: the text's words.
        language: code; empty where nobody knows.
        sound: what is decoded already.
    """

    request: Request
    start: int
    end: int
    text: str = ""
    words: "tuple[Word, ...]" = ()
    language: str = ""
    sound: "SoundStore | None" = None


@dataclass(frozen=True)
class LiveRequest:
    """Live captions to be written.

    Attributes:
        model, device, compute: as ``load_model`` takes them.
        options: of the session.
    """

    model: str = "base"
    device: str = "auto"
    compute: str = "auto"
    options: LiveOptions = field(default_factory=LiveOptions)


class Backend(Protocol):
    """What the background threads need. Tests put a script in its place."""

    @property
    def description(self) -> str:
        """What computes, for the status bar: model, device and precision; empty while nothing is loaded."""

    def transcribe(self, request: Request, progress: ProgressListener, cancel: CancelToken) -> Iterator[Event]:
        """Do it, event by event. Raises ``AlmError``; ``CancelledError`` soon after ``cancel`` is set."""

    def live_session(self, request: LiveRequest, progress: ProgressListener, cancel: CancelToken) -> "LiveSession":
        """Make the model ready to caption what is said. Raises ``AlmError``."""

    def inspect(self, look: Look, cancel: CancelToken) -> "AttentionMap":
        """Where every head listens. Raises ``AlmError``."""

    def retime(self, look: Look, pinned: dict[int, int]) -> "tuple[Word, ...]":
        """The words again, with the starts of some held: index → ms. Raises ``AlmError``."""

    def models(self) -> list[ModelChoice]:
        """What there is to choose."""

    def missing(self, name: str) -> ModelChoice | None:
        """The model of that name if it must be downloaded first. Raises ``ModelError`` where there is none."""

    def download(self, name: str, progress: ProgressListener, cancel: CancelToken) -> None:
        """Download it. Raises ``ModelError``; ``CancelledError`` soon after ``cancel`` is set."""


class ModelBackend:
    """The real one. Keeps the last model, so that the next file starts at once."""

    def __init__(self) -> None:
        self._model: SpeechModel | None = None
        self._key: tuple[str, str, str] | None = None
        self._inspector: Inspector | None = None

    @property
    def description(self) -> str:
        """Model, device and precision."""
        model = self._model
        return f"{model.name} · {str(model.device).upper()} · {model.compute}" if model else ""

    def transcribe(self, request: Request, progress: ProgressListener, cancel: CancelToken) -> Iterator[Event]:
        """Load the model if it is another than last time, then run the pipeline."""
        model = self._load(request, progress, cancel)
        if request.script is not None:
            from alm_studio.pipeline.aligner import Aligner

            yield from Aligner(model).run(request.path, request.script, request.options, cancel)
            return
        from alm_studio.pipeline.transcriber import Transcriber

        yield from Transcriber(model).run(request.path, request.options, cancel, request.resume)

    def live_session(self, request: LiveRequest, progress: ProgressListener, cancel: CancelToken) -> "LiveSession":
        """See ``Backend.live_session``."""
        model = self._load(request, progress, cancel)
        from alm_studio.streaming.session import LiveSession

        return LiveSession(model, request.options, cancel)

    def inspect(self, look: Look, cancel: CancelToken) -> "AttentionMap":
        """See ``Backend.inspect``."""
        model = self._at_hand(look.request, cancel)
        from alm_studio.pipeline.inspection import Inspector, Span

        if self._inspector is None:
            self._inspector = Inspector(model)
        track = look.request.options.track
        span = Span(look.request.path, look.start, look.end, look.text, look.language, look.words, track)
        return self._inspector.inspect(span, _reader(look), cancel)

    def retime(self, look: Look, pinned: dict[int, int]) -> "tuple[Word, ...]":
        """See ``Backend.retime``."""
        model = self._at_hand(look.request, CancelToken())
        from alm_studio.pipeline.retiming import retime

        track = look.request.options.track
        return retime(model, look.request.path, look.words, pinned, look.language, track, _reader(look))

    def models(self) -> list[ModelChoice]:
        """Those of the registry, which imports no torch."""
        from alm_studio.checkpoints.registry import list_models

        return [_choice(info) for info in list_models()]

    def missing(self, name: str) -> ModelChoice | None:
        """See ``Backend.missing``."""
        from alm_studio.checkpoints.registry import needs_download

        info = needs_download(name)
        return _choice(info) if info else None

    def download(self, name: str, progress: ProgressListener, cancel: CancelToken) -> None:
        """See ``Backend.download``."""
        from alm_studio.checkpoints.registry import resolve

        resolve(name, progress=progress, cancel=cancel)

    def _at_hand(self, request: Request, cancel: CancelToken) -> "SpeechModel":
        """The model, unless it is still to be downloaded: a look by the way starts no download."""
        if self.missing(request.model) is not None:
            raise ModelError(f"The model {request.model} is not here yet. Generate captions with it first.")
        return self._load(request, lambda _progress: None, cancel)

    def _load(self, request: Request | LiveRequest, progress: ProgressListener, cancel: CancelToken) -> "SpeechModel":
        key = (request.model, request.device, request.compute)
        if self._model is None or self._key != key:
            self._model = self._key = self._inspector = None  # the old weights go before the new ones come
            progress(Progress(0, 0))
            load_model = _import_loader()
            cancel.check()
            self._model = load_model(*key, progress=progress, cancel=cancel)
            self._key = key
        return self._model


def _reader(look: Look) -> "Reader":
    """The decoded sound where there is enough of it, else the file itself."""
    from alm_studio.audio.sound_store import read_span

    def read(begin: int, end: int) -> "Samples":
        stored = look.sound.read(begin, end) if look.sound is not None else None
        return stored if stored is not None else read_span(look.request.path, look.request.options.track, begin, end)

    return read


def _choice(info: "ModelInfo") -> ModelChoice:
    return ModelChoice(info.name, info.title, info.installed, info.multilingual is not False, info.size_bytes)


def _import_loader() -> "Callable[..., SpeechModel]":
    """Import torch and what needs it, without the window standing still meanwhile."""
    if "torch" not in sys.modules:
        load_torch_library()
        gc.disable()  # a full collection stops every thread, and an import of this size sets off several
        try:
            import alm_studio.pipeline.transcriber  # noqa: F401
        finally:
            gc.freeze()  # modules live for ever; later collections need not look at a million objects again
            gc.enable()
    from alm_studio.checkpoints.loading import load_model

    return load_model


def load_torch_library() -> None:
    """Map torch's shared libraries into the process without holding the interpreter lock.

    ``import torch`` does it while holding the lock, and the window stands still for the third of a second
    that takes. A foreign function called through ctypes releases the lock, and ``dlopen`` is one. The import
    afterwards finds the library already there. Best effort: whatever is missing, the import still works.
    """
    spec = importlib.util.find_spec("torch")
    if "torch" in sys.modules or spec is None or spec.origin is None or os.name != "posix":
        return
    suffix = "dylib" if sys.platform == "darwin" else "so"
    library = Path(spec.origin).parent / "lib" / f"libtorch_python.{suffix}"
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.argtypes, dlopen.restype = [ctypes.c_char_p, ctypes.c_int], ctypes.c_void_p
    if not dlopen(os.fsencode(library), os.RTLD_NOW):
        _log.info("Torch's library was not mapped ahead of its import: %s", library)
