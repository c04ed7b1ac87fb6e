"""Tables: CSV with a header that names the columns of sound and text."""

import csv
import io
from pathlib import Path
from typing import Literal

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import UsageError
from alm_studio.training.data.example import Example
from alm_studio.training.data.readers.base import Reader
from alm_studio.training.data.readers.entries import AUDIO, TEXT, Rows
from alm_studio.training.data.readers.text_files import first_line, read_text

_NAMES = ("metadata.csv", "manifest.csv", "train.csv", "transcripts.csv", "metadata.tsv", "manifest.tsv")
_DELIMITERS = (",", "\t", ";", "|")


class TableReader(Reader):
    """CSV or TSV of any of the usual delimiters."""

    name = "csv"
    label = "CSV with the columns audio and text"

    def accepts(self, path: Path) -> bool:
        """See ``Reader.accepts``."""
        return _table_in(path) is not None if path.is_dir() else path.suffix.lower() in {".csv", ".tsv"}

    def read(self, path: Path, language: str, cancel: CancelToken) -> list[Example]:
        """See ``Reader.read``."""
        file = (_table_in(path) or path) if path.is_dir() else path
        delimiter = header_delimiter(file)
        if delimiter is None:
            raise UsageError(f"The first line of {file} names no columns of sound and text. Put 'audio,text' above it.")
        return read_table(file, delimiter, Rows(file, language), cancel)


def header_delimiter(file: Path) -> str | None:
    """What parts the columns of a table, judged by a header with sound and text; None if there is no such."""
    line = first_line(file)
    for delimiter in _DELIMITERS:
        columns = {_column(name) for name in next(csv.reader([line], delimiter=delimiter), [])}
        if columns & set(AUDIO) and columns & set(TEXT):
            return delimiter
    return None


def read_table(file: Path, delimiter: str, rows: Rows, cancel: CancelToken) -> list[Example]:
    """The examples of a table with a header.

    Raises:
        UsageError: a row is wrong.
    """
    # Common Voice quotes nothing; elsewhere a tab-separated text rarely holds a quote at all.
    quoting: Literal[0, 3] = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    reader = csv.reader(io.StringIO(read_text(file), newline=""), delimiter=delimiter, quoting=quoting)
    examples: list[Example] = []
    columns: list[str] = []
    try:
        for row in reader:
            cancel.check()
            if not any(cell.strip() for cell in row):
                continue
            if not columns:
                columns = [_column(name) for name in row]
                continue
            if len(row) > len(columns):
                raise UsageError(
                    f"Line {reader.line_num} of {file} has {len(row)} columns, the first line {len(columns)}. Put "
                    "texts that hold the delimiter into quotes."
                )
            cells = {name: cell for name, cell in zip(columns, row, strict=False) if cell.strip()}
            examples += rows.examples(cells, reader.line_num)
    except csv.Error as error:
        raise UsageError(f"{file} is no table ({error}, line {reader.line_num}). Correct it.") from error
    return examples


def _column(name: str) -> str:
    return name.strip().strip('"').casefold()


def _table_in(folder: Path) -> Path | None:
    """The table of a folder: the one that bears a usual name, or the only one there is."""
    for name in _NAMES:
        if (folder / name).is_file() and header_delimiter(folder / name):
            return folder / name
    found = [path for path in folder.glob("*.csv") if header_delimiter(path)]
    return found[0] if len(found) == 1 else None
