"""Every format by name. A new format is one file and one row here."""

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Document
from alm_studio.captions.formats.ass import AssFormat
from alm_studio.captions.formats.base import Format
from alm_studio.captions.formats.json import JsonFormat
from alm_studio.captions.formats.srt import SrtFormat
from alm_studio.captions.formats.tsv import TsvFormat
from alm_studio.captions.formats.txt import TxtFormat
from alm_studio.captions.formats.vtt import VttFormat
from alm_studio.captions.transcript import Transcript

FORMATS: dict[str, Format] = {
    row.name: row for row in (SrtFormat(), VttFormat(), AssFormat(), JsonFormat(), TxtFormat(), TsvFormat())
}


def get_format(name: str) -> Format:
    """The format called ``name``, or whose files end in ``name`` (``"srt"``, ``".srt"``, ``".SSA"``).

    Raises:
        UsageError: there is no such format.
    """
    wanted = name.strip().lower().removeprefix(".")
    for row in FORMATS.values():
        if wanted == row.name or f".{wanted}" in row.extensions:
            return row
    raise UsageError(f"There is no format {name!r}. Choose one of: {', '.join(FORMATS)}.")


def render(document: Document, transcript: Transcript | None, name: str) -> str:
    """``document`` as the text of a file of the format called ``name``; ``transcript`` where there is one.

    Raises:
        UsageError: there is no such format.
    """
    return get_format(name).dumps(document, transcript or Transcript(language=document.language))
