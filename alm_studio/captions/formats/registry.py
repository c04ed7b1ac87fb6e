"""Every format by name. A new format is one file and one row here."""

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Document
from alm_studio.captions.formats.ass import AssFormat, KaraokeFormat
from alm_studio.captions.formats.base import Format
from alm_studio.captions.formats.csv import CsvFormat
from alm_studio.captions.formats.docx import DocxFormat
from alm_studio.captions.formats.json import JsonFormat
from alm_studio.captions.formats.sbv import SbvFormat
from alm_studio.captions.formats.srt import SrtFormat
from alm_studio.captions.formats.tsv import TsvFormat
from alm_studio.captions.formats.ttml import TtmlFormat
from alm_studio.captions.formats.txt import TxtFormat
from alm_studio.captions.formats.vtt import VttFormat, WordVttFormat
from alm_studio.captions.transcript import Transcript

_ROWS: tuple[Format, ...] = (
    SrtFormat(),
    VttFormat(),
    WordVttFormat(),
    AssFormat(),
    KaraokeFormat(),
    TtmlFormat(),
    SbvFormat(),
    JsonFormat(),
    TxtFormat(),
    DocxFormat(),
    CsvFormat(),
    TsvFormat(),
)
FORMATS: dict[str, Format] = {row.name: row for row in _ROWS}


def get_format(name: str) -> Format:
    """The format called ``name``, or whose files end in ``name`` (``"srt"``, ``".srt"``, ``".SSA"``).

    Raises:
        UsageError: there is no such format.
    """
    wanted = name.strip().lower().removeprefix(".")
    for row in FORMATS.values():
        if wanted in (row.name, row.ending) or f".{wanted}" in row.extensions:
            return row
    raise UsageError(f"There is no format {name!r}. Choose one of: {', '.join(FORMATS)}.")


def render(document: Document, transcript: Transcript | None, name: str) -> bytes:
    """``document`` as the content of a file of the format called ``name``; ``transcript`` where there is one.

    Raises:
        UsageError: there is no such format, or the format cannot hold the document.
    """
    return get_format(name).to_bytes(document, transcript or Transcript(language=document.language))
