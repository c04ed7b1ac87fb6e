"""``alm-studio live``: captions while somebody speaks."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import OutputError, UsageError
from alm_studio.base.files import check_writable
from alm_studio.captions.layout import lay_out
from alm_studio.captions.styles import get_style
from alm_studio.captions.transcript import Segment, Transcript, Word
from alm_studio.cli.interrupt import until_interrupted
from alm_studio.cli.outputs import write_captions
from alm_studio.cli.progress import ProgressLine
from alm_studio.streaming.events import Committed, LiveEvent
from alm_studio.streaming.options import LiveOptions

if TYPE_CHECKING:
    from alm_studio.audio.downmix import Samples
    from alm_studio.streaming.session import LiveSession
    from alm_studio.streaming.sources import LiveSource

_WAIT = 0.05
"""Seconds between two looks at the sound."""
_SLOW = 3.0
"""Seconds that one hearing may take before it is told that the machine is too slow."""
_FORMATS = ("srt", "vtt", "json")


def run(options: argparse.Namespace) -> int:
    """Listen until the file ends or Ctrl-C; what was said until then is still written."""
    if options.realtime and not options.input:
        raise UsageError("--realtime plays a file: name it with --input FILE.")
    if options.input and options.device:
        raise UsageError("Choose one of --input FILE and --device NAME.")
    live = LiveOptions(options.language, options.task, options.prompt, options.policy)
    output = _Output(options.json, Path(options.save) if options.save else None)
    with until_interrupted() as stopped:
        # The sound is listened to before the model is there: nothing that is said meanwhile is lost.
        source = _source(options, live.step)
        try:
            session = _session(options, live)
            _caption(source, session, output, stopped)
        finally:
            source.close()
            output.close()
    return 0


def _source(options: argparse.Namespace, step: float) -> "LiveSource":
    if options.input:
        from alm_studio.streaming.sources import FileSource

        return FileSource(Path(options.input), options.realtime, step)
    from alm_studio.audio.capture import Microphone

    return Microphone(options.device, _tell)


def _session(options: argparse.Namespace, live: LiveOptions) -> "LiveSession":
    from alm_studio.checkpoints.loading import load_model
    from alm_studio.streaming.session import LiveSession

    line = ProgressLine(sys.stderr, quiet=options.json)
    try:
        return LiveSession(load_model(options.model, options.compute_device, options.compute, line.download), live)
    finally:
        line.clear()


def _caption(source: "LiveSource", session: "LiveSession", output: "_Output", stopped: CancelToken) -> None:
    slow = False
    while not (source.ended or stopped.cancelled):
        samples = source.read(_WAIT)
        output.keep(samples)
        session.feed(samples)
        before = time.monotonic()
        output.show(session.step(), source)
        if not slow and time.monotonic() - before > _SLOW:
            slow = True
            _tell("This machine is slower than the speech: captions come later. A smaller model is faster.")
    rest = source.close()
    output.keep(rest)
    session.feed(rest)
    output.show(session.finish(), source)


class _Output:
    """Where text and sound go: the terminal, and a folder if one was named."""

    def __init__(self, as_json: bool, folder: Path | None) -> None:
        self._json = as_json
        self._folder = folder
        self._segments: list[Segment] = []
        self._words: list[Word] = []
        self._language = ""
        self._recording = None
        self._text = None
        if folder is None:
            return
        from alm_studio.audio.recording import Recording

        for name in _FORMATS:
            check_writable(folder / f"captions.{name}", overwrite=False)
        self._recording = Recording(folder / "sound.flac")
        try:
            self._text = (folder / "captions.txt").open("a", encoding="utf-8")
        except OSError as error:
            raise OutputError(f"{folder} cannot be written ({error.strerror}). Choose another folder.") from error

    def keep(self, samples: "Samples") -> None:
        """Save sound."""
        if self._recording is not None:
            self._recording.write(samples)

    def show(self, events: Sequence[LiveEvent], source: "LiveSource") -> None:
        """Print events, and keep what is committed."""
        for event in events:
            if isinstance(event, Committed):
                self._commit(event)
            if self._json:
                _print_json(event, round(source.clock, 3))
            elif isinstance(event, Committed):
                print(event.text, end="\n" if event.ends else "", flush=True)

    def close(self) -> None:
        """Write what is only written at the end.

        Raises:
            OutputError: the disk refuses.
        """
        if self._recording is None or self._folder is None:
            return
        self._recording.close()
        if self._text is not None:
            self._text.close()
        self._end_segment()
        transcript = Transcript(self._language, self._segments)
        document = lay_out(transcript, get_style("netflix"))
        write_captions({name: self._folder / f"captions.{name}" for name in _FORMATS}, document, transcript)

    def _commit(self, event: Committed) -> None:
        self._language = event.language
        self._words += event.words
        if self._text is not None:
            text = event.text if self._words[: -len(event.words)] else event.text.lstrip()
            self._text.write(text + ("\n" if event.ends else ""))
            self._text.flush()
        if event.ends:
            self._end_segment()

    def _end_segment(self) -> None:
        if self._words:
            text = "".join(word.text for word in self._words).strip()
            first, last = self._words[0], self._words[-1]
            self._segments.append(Segment(first.start, last.end, text, tuple(self._words), self._language))
            self._words = []


def _print_json(event: LiveEvent, at: float) -> None:
    """A line for an event; ``at``: seconds of the input's clock."""
    row: dict[str, object] = {"type": "tentative", "text": event.text.strip(), "at": at}
    if isinstance(event, Committed):
        if not event.words:
            return
        words = [{"word": word.text, "start": word.start / 1000, "end": word.end / 1000} for word in event.words]
        start, end = event.words[0].start / 1000, event.words[-1].end / 1000
        row = {"type": "commit", "text": event.text.strip(), "start": start, "end": end, "at": at, "words": words}
    print(json.dumps(row, ensure_ascii=False), flush=True)


def _tell(sentence: str) -> None:
    print(f"alm-studio: {sentence}", file=sys.stderr)
