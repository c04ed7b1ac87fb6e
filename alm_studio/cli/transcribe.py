"""``alm-studio transcribe``: captions for media files."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import AlmError, CancelledError, MediaError, OutputError, UsageError
from alm_studio.base.files import check_writable
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.base import Format
from alm_studio.captions.formats.registry import FORMATS
from alm_studio.captions.layout import lay_out
from alm_studio.captions.styles import get_style
from alm_studio.captions.transcript import Segment, Transcript
from alm_studio.cli.errors import tell
from alm_studio.cli.interrupt import until_interrupted
from alm_studio.cli.outputs import wanted_formats, write_captions, write_films
from alm_studio.cli.progress import ProgressLine
from alm_studio.pipeline.events import (
    Advanced,
    CaptionsReady,
    Finished,
    LanguageDetected,
    SegmentReady,
    Warned,
)
from alm_studio.pipeline.films import FILMS, FilmForm
from alm_studio.pipeline.options import TranscribeOptions, check_basics
from alm_studio.text.languages import LANGUAGES

if TYPE_CHECKING:
    from alm_studio.pipeline.transcriber import Transcriber


def run(options: argparse.Namespace) -> int:
    """Transcribe every file; a file that fails does not stop the others.

    Returns:
        0, or the exit code of the first file that failed.
    """
    formats = wanted_formats(options.formats, films=True)
    wanted = TranscribeOptions(
        language=options.language,
        task=options.task,
        beam=options.beam,
        batch=options.batch,
        prompt=options.prompt,
        context=options.context,
        vad=options.vad,
        track=options.track,
        style=options.style,
        keep_attention=bool(options.attention),
    )
    check_basics(wanted)
    media = list(dict.fromkeys(Path(name) for name in options.media))
    if options.attention and len(media) > 1:
        raise UsageError("--attention saves one medium. Name one file, or run the command once for each.")
    jobs = [_Job(path, targets) for path, targets in _targets(media, options.output, formats)]
    line = ProgressLine(sys.stderr, quiet=options.quiet)
    try:
        with until_interrupted() as cancel:
            return _transcribe(jobs, wanted, options, line, cancel)
    finally:
        line.clear()


def _transcribe(
    jobs: Sequence["_Job"],
    wanted: TranscribeOptions,
    options: argparse.Namespace,
    line: ProgressLine,
    cancel: CancelToken,
) -> int:
    """The exit code of the first job that failed; 0 where none did."""
    code = 0
    transcriber: Transcriber | None = None
    for job in jobs:
        try:
            job.check(options)
            if transcriber is None:
                transcriber = _load(options, line, cancel)
            job.transcribe(transcriber, wanted, options, line, cancel)
        except CancelledError:
            raise
        except AlmError as error:
            line.clear()
            tell(error)
            code = code or error.exit_code
            if transcriber is None and not isinstance(error, (MediaError, OutputError)):
                break  # no model: no other file will fare better
    return code


def _load(options: argparse.Namespace, line: ProgressLine, cancel: CancelToken) -> "Transcriber":
    from alm_studio.checkpoints.loading import load_model
    from alm_studio.pipeline.transcriber import Transcriber

    return Transcriber(load_model(options.model, options.device, options.compute, line.download, cancel))


def _targets(
    media: Sequence[Path], output: str | None, formats: Sequence[Format | FilmForm]
) -> list[tuple[Path, dict[str, Path]]]:
    """Where each medium's captions go, by format.

    Media that share a stem keep their suffix in the name; those that share a whole name are numbered.
    """
    folders = [Path(output) if output else path.parent for path in media]
    stems = Counter((folder, path.stem) for folder, path in zip(folders, media, strict=True))
    taken: Counter[tuple[Path, str]] = Counter()
    found = []
    for folder, path in zip(folders, media, strict=True):
        name = path.name if stems[folder, path.stem] > 1 else path.stem
        taken[folder, name] += 1
        number = f"-{taken[folder, name]}" if taken[folder, name] > 1 else ""
        found.append((path, {fmt.name: folder / f"{name}{number}.{fmt.ending}" for fmt in formats}))
    return found


class _Job:
    """One medium, and the files its captions go to, by format."""

    def __init__(self, media: Path, targets: dict[str, Path]) -> None:
        self._media = media
        self._targets = targets
        self._captions: list[Caption] = []
        self._segments: list[Segment] = []

    def check(self, options: argparse.Namespace) -> None:
        """Refuse before the work what would be refused after it.

        Raises:
            OutputError: a target exists or cannot be written.
        """
        attention = [Path(options.attention)] if options.attention else []
        for target in [*self._targets.values(), *attention]:
            check_writable(target, overwrite=options.overwrite)

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
                        document = self._write(event.transcript, self._captions, options.overwrite)
                        films = write_films(self._targets, self._media, document, options.overwrite, cancel, line.film)
                        for sentence in films:
                            line.warn(sentence)
                        if options.attention:
                            transcriber.save_attention(Path(options.attention), options.overwrite)
                        line.done(event, list(self._targets.values()))
        except CancelledError:
            if self._segments:
                partial = Transcript(language=language, segments=self._segments, task=wanted.task)
                self._targets = {name: _partial(path) for name, path in self._targets.items() if name not in FILMS}
                self._write(partial, lay_out(partial, get_style(wanted.style)).captions, overwrite=True)
                line.warn(f"Stopped; what was done is in {', '.join(map(str, self._targets.values()))}")
            raise

    def _write(self, transcript: Transcript, captions: list[Caption], overwrite: bool) -> Document:
        document = Document(captions, transcript.language, self._media.stem)
        write_captions(self._targets, document, transcript, overwrite)
        return document


def _partial(path: Path) -> Path:
    """The name of a file that holds a part: ``talk.partial.srt``."""
    ending = next(row.ending for row in sorted(FORMATS.values(), key=lambda row: -len(row.ending))
                  if path.name.endswith(f".{row.ending}"))  # fmt: skip
    return path.with_name(f"{path.name.removesuffix(ending)}partial.{ending}")
