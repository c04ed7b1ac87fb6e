"""``alm-studio transcribe``: captions for media files."""

import argparse
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import AlmError, CancelledError, OutputError
from alm_studio.base.files import write_atomically
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.registry import get_format
from alm_studio.captions.transcript import Segment, Transcript
from alm_studio.cli.errors import tell
from alm_studio.cli.progress import ProgressLine
from alm_studio.pipeline.events import (
    Advanced,
    CaptionsReady,
    Finished,
    LanguageDetected,
    SegmentReady,
    Warned,
)
from alm_studio.pipeline.options import TranscribeOptions, check_basics
from alm_studio.text.languages import LANGUAGES

if TYPE_CHECKING:
    from alm_studio.pipeline.transcriber import Transcriber


def run(options: argparse.Namespace) -> int:
    """Transcribe every file; a file that fails does not stop the others.

    Returns:
        0, or the exit code of the first file that failed.
    """
    formats = [get_format(name) for name in options.formats.split(",") if name.strip()]
    if not formats:
        formats = [get_format("srt")]
    wanted = TranscribeOptions(
        language=options.language,
        task=options.task,
        beam=options.beam,
        batch=options.batch,
        prompt=options.prompt,
        condition_on_previous=options.condition_on_previous,
        vad=options.vad,
        track=options.track,
        style=options.style,
        keep_attention=bool(options.attention),
    )
    check_basics(wanted)
    jobs = [
        _Job(media, {fmt.name: target for fmt, target in zip(formats, targets, strict=True)})
        for media, targets in _targets([Path(name) for name in options.media], options.output, formats)
    ]
    cancel = CancelToken()
    previous = signal.signal(signal.SIGINT, lambda *_: cancel.cancel())
    line = ProgressLine(sys.stderr, quiet=options.quiet)
    code = 0
    try:
        transcriber: Transcriber | None = None
        for job in jobs:
            try:
                job.check(options.overwrite)
                if transcriber is None:
                    transcriber = _load(options, line, cancel)
                job.transcribe(transcriber, wanted, options, line, cancel)
            except CancelledError:
                raise
            except AlmError as error:
                line.clear()
                tell(error)
                code = code or error.exit_code
                if transcriber is None and error.exit_code not in (
                    3,
                    5,
                ):  # no model: no other file will fare better
                    break
    finally:
        line.clear()
        signal.signal(signal.SIGINT, previous)
    return code


def _load(options: argparse.Namespace, line: ProgressLine, cancel: CancelToken) -> "Transcriber":
    from alm_studio.checkpoints.loading import load_model
    from alm_studio.pipeline.transcriber import Transcriber

    return Transcriber(load_model(options.model, options.device, options.compute, line.download, cancel))


def _targets(media: Sequence[Path], output: str | None, formats: Sequence[Any]) -> list[tuple[Path, list[Path]]]:
    """Where each medium's captions go; media that share a stem keep their suffix in the name."""
    folders = [Path(output) if output else path.parent for path in media]
    stems = Counter((folder, path.stem) for folder, path in zip(folders, media, strict=True))
    return [
        (
            path,
            [folder / f"{path.name if stems[folder, path.stem] > 1 else path.stem}.{fmt.name}" for fmt in formats],
        )
        for folder, path in zip(folders, media, strict=True)
    ]


class _Job:
    """One medium, and the files its captions go to, by format."""

    def __init__(self, media: Path, targets: dict[str, Path]) -> None:
        self._media = media
        self._targets = targets
        self._captions: list[Caption] = []
        self._segments: list[Segment] = []

    def check(self, overwrite: bool) -> None:
        """Refuse before the work what would be refused after it.

        Raises:
            OutputError: a target exists.
        """
        for target in self._targets.values():
            if target.exists() and not overwrite:
                raise OutputError(f"{target} exists already. Use --overwrite to replace it, or -o to choose a folder.")

    def transcribe(
        self,
        transcriber: "Transcriber",
        wanted: TranscribeOptions,
        options: argparse.Namespace,
        line: ProgressLine,
        cancel: CancelToken,
    ) -> None:
        """Transcribe and write. A cancelled run writes what it has, under the name ``*.partial.*``."""
        line.title = self._media.name
        language = ""
        try:
            for event in transcriber.run(self._media, wanted, cancel):
                match event:
                    case Advanced():
                        line.advance(event)
                    case LanguageDetected():
                        language = event.language
                        line.note(f"Language: {LANGUAGES.get(language, language)} ({event.probability:.0%})")
                    case SegmentReady():
                        self._segments.append(event.segment)
                        line.segment(event.segment)
                    case CaptionsReady():
                        self._captions += event.captions
                    case Warned():
                        line.warn(f"{self._media}: {event.message}")
                    case Finished():
                        self._write(event.transcript, options.overwrite)
                        if options.attention:
                            transcriber.save_attention(Path(options.attention), options.overwrite)
                        line.done(event, list(self._targets.values()))
        except CancelledError:
            if self._segments:
                partial = Transcript(language=language, segments=self._segments, task=wanted.task)
                self._targets = {name: path.with_suffix(f".partial.{name}") for name, path in self._targets.items()}
                self._write(partial, overwrite=True)
                line.warn(f"Stopped; what was done is in {', '.join(map(str, self._targets.values()))}")
            raise

    def _write(self, transcript: Transcript, overwrite: bool) -> None:
        document = Document(self._captions, transcript.language, self._media.stem)
        for name, target in self._targets.items():
            text = get_format(name).dumps(document, transcript)
            write_atomically(target, text.encode("utf-8"), overwrite=overwrite)
