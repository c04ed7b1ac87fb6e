"""Examples of speech with their text, as a table: those to learn from, or those left out and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from alm_studio.gui.models.times import short_clock

SOUND, LENGTH, TEXT, REASON = range(4)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class ExampleRow:
    """One example.

    Attributes:
        audio: its file.
        start: ms of the file at which it begins.
        end: ms at which it ends; None where the file ends.
        text: what is said.
        seconds: its length; 0 where that is unknown.
        reason: why it was left out; empty where it was not.
    """

    audio: Path
    start: int
    end: int | None
    text: str
    seconds: float = 0.0
    reason: str = ""


@dataclass(frozen=True)
class DataReport:
    """What the check of the data found.

    Attributes:
        kept, dropped: examples; of very many only the first.
        kept_count, dropped_count: how many there are.
        seconds: of speech to learn from.
        notes: sentences about the data as a whole.
    """

    kept: tuple[ExampleRow, ...]
    dropped: tuple[ExampleRow, ...]
    kept_count: int
    dropped_count: int
    seconds: float
    notes: tuple[str, ...] = ()


class ExampleTableModel(QAbstractTableModel):
    """A table that never changes but as a whole. The reason is the last column, where there are reasons."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[ExampleRow] = ()
        self._columns: tuple[int, ...] = (SOUND, LENGTH, TEXT)

    def show_rows(self, rows: Sequence[ExampleRow]) -> None:
        """Show these in place of the others."""
        self.beginResetModel()
        self._rows = rows
        with_reason = any(row.reason for row in rows)
        self._columns = (SOUND, LENGTH, TEXT, REASON) if with_reason else (SOUND, LENGTH, TEXT)
        self.endResetModel()

    def row(self, number: int) -> ExampleRow:
        """The example in that row."""
        return self._rows[number]

    def column(self, section: int) -> int:
        """What stands in a column: ``SOUND``, ``LENGTH``, ``TEXT`` or ``REASON``."""
        return self._columns[section]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            titles = {
                SOUND: self.tr("Sound"),
                LENGTH: self.tr("Length"),
                TEXT: self.tr("Text"),
                REASON: self.tr("Left out because"),
            }
            return f" {titles[self._columns[section]]} "  # room at the sides
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._columns[section] == LENGTH else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._shown(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(row.audio) if column == SOUND else self._shown(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == LENGTH:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _shown(self, row: ExampleRow, column: int) -> str:
        if column == SOUND:
            return f"{row.audio.name}  {short_clock(row.start)}" if row.start else row.audio.name
        if column == LENGTH:
            return self.tr("{seconds:.1f} s").format(seconds=row.seconds) if row.seconds else "–"
        return row.reason if column == REASON else row.text
