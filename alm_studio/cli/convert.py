"""``alm-studio convert``: captions into another format, or into a film."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from alm_studio.base.errors import UsageError
from alm_studio.base.files import check_writable, write_atomically
from alm_studio.captions.formats.registry import get_format
from alm_studio.captions.importing import Imported, read_captions
from alm_studio.cli.interrupt import until_interrupted
from alm_studio.cli.progress import ProgressLine
from alm_studio.pipeline.films import CONTAINERS, FilmForm
from alm_studio.project.project import SUFFIX, Project


def run(options: argparse.Namespace) -> int:
    """Read captions, say what was mended, write them."""
    source, target = Path(options.captions), Path(options.output)
    line = ProgressLine(sys.stderr, quiet=options.quiet)
    line.title = source.name
    if not options.media and (options.burn or target.suffix.lower() in CONTAINERS):
        raise UsageError("Captions go into a film that is there already. Name it with --media FILM.")
    row = None if options.media else get_format(options.format or target.suffix)
    check_writable(target, overwrite=options.overwrite)
    found = _read(source)
    for repair in found.repairs:
        line.note(f"{source.name}: {repair}")
    try:
        if row is not None:
            write_atomically(target, row.to_bytes(found.document, found.transcript), overwrite=options.overwrite)
        else:
            _write_film(found, target, options, line)
        line.note(f"{target} ({len(found.document.captions)} cues)")
    finally:
        line.clear()
    return 0


def _read(source: Path) -> Imported:
    """Captions of any format, or those that a project holds."""
    if source.suffix.lower() != SUFFIX:
        return read_captions(source)
    with Project.open(source) as project:
        document, transcript = project.document(), project.transcript()
        done, _undone = project.history()
    if done:  # what was heard knows nothing of edits; formats then take the cues for it
        transcript = replace(transcript, segments=[])
    return Imported(source, get_format("json"), document, transcript)


def _write_film(found: Imported, target: Path, options: argparse.Namespace, line: ProgressLine) -> None:
    form = FilmForm("film", target.suffix, burned=options.burn)
    with until_interrupted() as cancel:
        missing = form.write(
            Path(options.media),
            found.document,
            target,
            overwrite=options.overwrite,
            cancel=cancel,
            progress=line.film,
        )
    if missing:
        line.warn(f"{target.name} lacks what this kind of file cannot hold: {', '.join(missing)}.")
