"""``alm-studio align``: times for text that is given."""

import argparse
import sys
from pathlib import Path

from alm_studio.base.cancel import CancelToken
from alm_studio.base.files import check_writable
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.transcript import Mismatch, Transcript
from alm_studio.cli.interrupt import until_interrupted
from alm_studio.cli.outputs import wanted_formats, write_captions
from alm_studio.cli.progress import ProgressLine, clock
from alm_studio.pipeline.events import (
    Advanced,
    CaptionsReady,
    Finished,
    LanguageDetected,
    SegmentReady,
    Warned,
)
from alm_studio.pipeline.options import TranscribeOptions, check_basics
from alm_studio.pipeline.script import Script, read_script
from alm_studio.text.languages import LANGUAGES


def run(options: argparse.Namespace) -> int:
    """Align one text with one medium, write the captions, and say where the two part ways."""
    media, given = Path(options.media), Path(options.text)
    formats = wanted_formats(options.formats)
    wanted = TranscribeOptions(language=options.language, vad=options.vad, track=options.track, style=options.style)
    check_basics(wanted)
    folder = Path(options.output) if options.output else media.parent
    targets = {fmt.name: folder / f"{media.stem}.{fmt.ending}" for fmt in formats}
    for target in targets.values():
        check_writable(target, overwrite=options.overwrite)
    script = read_script(given)
    line = ProgressLine(sys.stderr, quiet=options.quiet)
    line.title = media.name
    try:
        with until_interrupted() as cancel:
            finished, captions = _align(media, script, wanted, options, line, cancel)
            document = Document(captions, finished.transcript.language, media.stem)
            write_captions(targets, document, finished.transcript, options.overwrite)
        _report(finished.transcript, script, line)
        line.done(finished, list(targets.values()))
    finally:
        line.clear()
    return 0


def _align(
    media: Path,
    script: Script,
    wanted: TranscribeOptions,
    options: argparse.Namespace,
    line: ProgressLine,
    cancel: CancelToken,
) -> tuple[Finished, list[Caption]]:
    from alm_studio.checkpoints.loading import load_model
    from alm_studio.pipeline.aligner import Aligner

    model = load_model(options.model, options.device, options.compute, line.download, cancel)
    captions: list[Caption] = []
    finished: Finished | None = None
    for event in Aligner(model).run(media, script, wanted, cancel):
        match event:
            case Advanced():
                line.advance(event)
            case LanguageDetected():
                language = LANGUAGES.get(event.language, event.language)
                line.note(f"Language: {language} ({event.probability:.0%})")
            case SegmentReady():
                line.segment(event.segment)
            case CaptionsReady():
                captions += event.captions
            case Warned():
                line.warn(f"{media}: {event.message}")
            case Finished():
                finished = event
    assert finished is not None
    return finished, captions


def _report(transcript: Transcript, script: Script, line: ProgressLine) -> None:
    """How much of the text was found, and every place where text and speech part ways."""
    total = sum(bool(word.key) for word in script.words)
    missing = [found for found in transcript.mismatches if found.kind == "unspoken"]
    lost = sum(len(found.text.split()) for found in missing)
    if not transcript.mismatches:
        line.note(f"All {total} words of the text were found, and all speech is in the text.")
        return
    line.note(f"Of {total} words of the text, {total - min(lost, total)} were found.")
    for found in transcript.mismatches:
        line.note(_sentence(found))


def _sentence(found: Mismatch) -> str:
    start, end = clock(found.start / 1000, 1), clock(found.end / 1000, 1)
    if found.kind == "unspoken":
        return f"Not spoken, at {start}: {_short(found.text)}"
    return f"Not in the text, {start} to {end}: {_short(found.text)}"


def _short(text: str, most: int = 240) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most // 2].rstrip()} … {text[-most // 2 :].lstrip()}"
