"""Reads caption files as people have them: in any usual encoding and format, broken ones mended with a report."""

from dataclasses import dataclass
from pathlib import Path

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Document
from alm_studio.captions.formats.base import Format, without_controls
from alm_studio.captions.formats.encoding import detect
from alm_studio.captions.formats.registry import FORMATS, get_format
from alm_studio.captions.formats.repairs import Mended, Repair, Repairs
from alm_studio.captions.rolling import unroll
from alm_studio.captions.transcript import Transcript

_LARGEST = 100_000_000
"""Bytes. Caption files are a thousand times smaller; this is a film that was chosen by mistake."""


@dataclass(frozen=True)
class Imported:
    """A caption file that was read.

    Attributes:
        path: the file.
        format: the one it was read as, which its ending need not name.
        document: the cues.
        transcript: what was heard, where the format holds it; else without segments.
        repairs: what was mended or lost.
    """

    path: Path
    format: Format
    document: Document
    transcript: Transcript
    repairs: tuple[Repair, ...] = ()


def readable_endings() -> tuple[str, ...]:
    """The endings of the files that can be read, with the dot."""
    return tuple(ending for row in FORMATS.values() if row.readable for ending in row.extensions)


def is_caption_file(path: Path) -> bool:
    """Whether the name is one of a caption file."""
    return path.suffix.lower() in readable_endings()


def read_captions(path: Path) -> Imported:
    """Read a caption file of any format that can be read, whatever its name.

    Raises:
        UsageError: the file cannot be read, or holds no captions.
    """
    repairs = Repairs()
    text = _text(path, repairs)
    first, *others = _candidates(path, text)
    try:
        return _imported(path, first, text, repairs)
    except UsageError as error:
        for row in others:
            again = Repairs()
            text = _text(path, again)
            try:
                return _imported(path, row, text, again)
            except UsageError:
                continue
        raise UsageError(f"{path.name}: {error}") from error


def _imported(path: Path, row: Format, text: str, repairs: Repairs) -> Imported:
    document = row.loads(text, repairs)
    if not document.captions:
        raise UsageError(f"The {row.label} file is empty. Choose another file.")
    transcript = Transcript(language=document.language)
    if row.name == "json":
        from alm_studio.captions.formats.json_reading import read_json

        transcript = read_json(text, Repairs()).transcript
    document.captions = unroll(document.captions, repairs)
    document.title = document.title or path.stem
    return Imported(path, row, document, transcript, repairs.found)


def _text(path: Path, repairs: Repairs) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path.name} is too large for a caption file. Choose another file.")
        decoded = detect(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror or error}). Check the file's name.") from error
    if not decoded.encoding.startswith("utf"):
        repairs.note(Mended.ENCODING, detail=decoded.encoding)
    repairs.note(Mended.LETTERS, decoded.lost)
    return without_controls(decoded.text, repairs)


def _candidates(path: Path, text: str) -> list[Format]:
    """The formats to try: what the name says, unless the content plainly says another, then the rest."""
    head = text[:4096].lstrip("\ufeff \t\r\n")
    says = {
        "vtt": head.startswith("WEBVTT"),
        "ass": "[script info]" in head.lower() or "[events]" in head.lower(),
        "ttml": head.startswith("<") and "<tt" in head,
        "json": head.startswith(("{", "[")) and not head.lower().startswith("[script info"),
    }
    named = [get_format(path.suffix)] if is_caption_file(path) else []
    found = [get_format(name) for name, yes in says.items() if yes]
    rest = [row for row in FORMATS.values() if row.readable]
    return list(dict.fromkeys([*found, *named, *rest]))
