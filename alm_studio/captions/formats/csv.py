"""Comma-separated values (.csv), for spreadsheets."""

import csv
import io

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.base import TextFormat, clean_lines, ordered
from alm_studio.captions.formats.clock import stamp
from alm_studio.captions.formats.repairs import Mended, Repairs
from alm_studio.captions.transcript import Transcript

_COLUMNS = ("start", "end", "speaker", "text", "note")


class CsvFormat(TextFormat):
    """A row a cue, with times as ``HH:MM:SS.mmm``."""

    name = "csv"
    extensions = (".csv",)
    label = "Comma-separated table"
    readable = True

    def dumps(self, document: Document, transcript: Transcript) -> str:
        """See ``TextFormat.dumps``."""
        out = io.StringIO()
        table = csv.writer(out, lineterminator="\n")
        table.writerow(_COLUMNS)
        for cue in document.captions:
            text = "\n".join(clean_lines(cue.text))
            table.writerow((stamp(cue.start, "."), stamp(cue.end, "."), cue.speaker, text, cue.note))
        return out.getvalue()

    def to_bytes(self, document: Document, transcript: Transcript) -> bytes:
        """See ``Format.to_bytes``. With a byte-order mark: without it, Excel takes the file for an old encoding."""
        return b"\xef\xbb\xbf" + super().to_bytes(document, transcript)

    def loads(self, text: str, repairs: Repairs | None = None) -> Document:
        """See ``Format.loads``. Reads tables with columns named ``start``, ``end`` and ``text``, in any order."""
        repairs = repairs or Repairs()
        text = text.lstrip("\ufeff")
        first = text.partition("\n")[0]
        mark = max(",;\t", key=first.count)
        table = csv.DictReader(io.StringIO(text), delimiter=mark)
        names = {(name or "").strip().lower(): name for name in table.fieldnames or ()}
        if not {"start", "end", "text"} <= names.keys():
            raise UsageError("This table has no columns start, end and text. Choose another file, or name them so.")
        captions = []
        try:
            for row in table:
                cell = {wanted: row.get(names.get(wanted, ""), "") or "" for wanted in _COLUMNS}
                start, end = _ms(cell["start"]), _ms(cell["end"])
                if start is None or end is None:
                    repairs.note(Mended.UNREADABLE)
                    continue
                lines = "\n".join(clean_lines(cell["text"]))
                captions.append(Caption(start, end, lines, speaker=cell["speaker"].strip(), note=cell["note"].strip()))
        except csv.Error as error:
            raise UsageError(f"The table is damaged: {error}. Choose another file.") from error
        return Document(ordered(captions, self.label, repairs))


def _ms(text: str) -> int | None:
    """``HH:MM:SS.mmm``, or seconds, as ms."""
    total = 0.0
    try:
        for part in text.strip().replace(",", ".").split(":"):
            total = total * 60 + float(part)
        return max(0, round(total * 1000))
    except (ValueError, OverflowError):
        return None
