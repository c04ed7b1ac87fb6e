"""Word documents (.docx), to be read, corrected and printed by people."""

import io
from typing import TYPE_CHECKING

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.base import Format, clean_lines, without_controls
from alm_studio.captions.formats.clock import stamp
from alm_studio.captions.scripts import is_right_to_left
from alm_studio.captions.transcript import Transcript

if TYPE_CHECKING:
    from docx.table import _Cell

_WIDTHS_CM = {"Time": 3.6, "Speaker": 3.0, "Text": 10.0, "Note": 3.5}


class DocxFormat(Format):
    """A table with a row a cue; columns for speakers and notes where there are any."""

    name = "docx"
    label = "Word document"

    def to_bytes(self, document: Document, transcript: Transcript) -> bytes:
        """See ``Format.to_bytes``."""
        import docx  # slow to import, and seldom needed
        from docx.shared import Cm, Pt

        cues = document.captions
        columns = ["Time", *(["Speaker"] if any(c.speaker for c in cues) else []), "Text"]
        columns += ["Note"] if any(c.note for c in cues) else []
        paper = docx.Document()
        paper.styles["Normal"].font.size = Pt(10.5)
        paper.core_properties.title = without_controls(document.title)[:255]
        paper.core_properties.author = "ALM Studio"
        paper.core_properties.language = document.language
        if document.title:
            paper.add_heading(without_controls(document.title), level=1)
        table = paper.add_table(rows=1, cols=len(columns), style="Light Grid Accent 1")
        table.autofit = False
        for cell, title in zip(table.rows[0].cells, columns, strict=True):
            cell.text = title
        _repeat(table.rows[0])
        # Through lists: python-docx looks for a cell by going through all of the table.
        rows = [table.add_row() for _ in cues]
        for row, cue in zip(rows, cues, strict=True):
            for cell, column in zip(row.cells, columns, strict=True):
                _fill(cell, _content(cue, column))
        for row in table.rows:
            for cell, column in zip(row.cells, columns, strict=True):
                cell.width = Cm(_WIDTHS_CM[column] + (3.0 if column == "Text" and "Speaker" not in columns else 0.0))
        out = io.BytesIO()
        try:
            paper.save(out)
        except ValueError as error:
            raise UsageError(
                f"The captions cannot stand in a Word document: {error}. Choose another format."
            ) from error
        return out.getvalue()


def _content(cue: Caption, column: str) -> str:
    match column:
        case "Time":
            return f"{stamp(cue.start, '.')}\n{stamp(cue.end, '.')}"
        case "Speaker":
            return cue.speaker
        case "Note":
            return cue.note
        case _:
            return "\n".join(clean_lines(cue.text))


def _fill(cell: "_Cell", text: str) -> None:
    from docx.oxml import OxmlElement

    cell.text = without_controls(text)
    if is_right_to_left(text):
        for paragraph in cell.paragraphs:
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))


def _repeat(row: object) -> None:
    """Let the row head every page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # type: ignore[attr-defined]
