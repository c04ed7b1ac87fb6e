"""The cues of one medium as a table."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from alm_studio.captions.document import Caption
from alm_studio.captions.edits import AcceptSilence, AcceptWords, Change, Insert, Replace, SetText
from alm_studio.captions.history import History
from alm_studio.captions.quality import reading_speed
from alm_studio.captions.styles import STYLES
from alm_studio.captions.transcript import Word
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.models.times import clock

NUMBER, START, END, DURATION, SPEED, TEXT = range(6)
COLUMNS = 6
RIGHT = (NUMBER, DURATION, SPEED)  # aligned at the right

CURRENT_ROLE = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


class CueTableModel(QAbstractTableModel):
    """Tells views about a document's cues. All changes to the document of the window pass through here.

    Signals:
        edited(row): the user changed, undid or redid something there.
    """

    edited = Signal(int)

    def __init__(self, item: MediaItem, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.current_row = -1
        self._marks: Mapping[int, str] = {}
        self._edited_before = False
        self._history = History(item.document)
        self._history.listeners.append(self._on_change)

    # What views read

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.item.document.captions)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._title(section)
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                self.tr("Number of the cue"),
                self.tr("In-time: when the cue appears"),
                self.tr("Out-time: when the cue goes"),
                self.tr("Seconds on screen"),
                self.tr("Reading speed in characters per second"),
                self.tr("What the viewer reads; double-click to edit"),
            )[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = section in RIGHT
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.shown(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return self.caption(row).text if column == TEXT else self.shown(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            mark = self.mark(row) if column == NUMBER else ""
            return ", ".join(filter(None, (self.shown(row, column), mark)))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and index.column() == TEXT else flags

    def caption(self, row: int) -> Caption:
        """The cue in ``row``."""
        return self.item.document.captions[row]

    def shown(self, row: int, column: int) -> str:
        """What a cell says."""
        if column == NUMBER:
            return str(row + 1)
        caption = self.caption(row)
        if column == START:
            return clock(caption.start)
        if column == END:
            return clock(caption.end)
        if column == DURATION:
            return f"{caption.duration / 1000:.2f}"
        if column == SPEED:
            return f"{reading_speed(caption):.0f}"
        return caption.text

    def mark(self, row: int) -> str:
        """Why a cue is worth a look; empty where it is not."""
        return self._marks.get(row, "")

    def too_fast(self, row: int) -> bool:
        """Whether the cue asks for faster reading than its style allows."""
        caption = self.caption(row)
        return reading_speed(caption) > self._limit(caption) + 0.5

    # What changes it

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or index.column() != TEXT or role != Qt.ItemDataRole.EditRole:
            return False
        row, text = index.row(), str(value).strip("\n")
        if text != self.caption(row).text:
            self._history.do(SetText(row, text))
        return True

    def append(self, captions: Sequence[Caption]) -> None:
        """Add final cues behind the others."""
        if captions:
            first = self.rowCount()
            self.beginInsertRows(QModelIndex(), first, first + len(captions) - 1)
            self.item.document.captions.extend(captions)
            self.endInsertRows()

    def restore(self, captions: Sequence[Caption], edited: bool) -> None:
        """Put cues of an earlier session in the place of what is there."""
        self.clear()
        self.append(captions)
        self.item.edited = self._edited_before = edited

    def replace_all(self, captions: Sequence[Caption], label: str) -> None:
        """Put other cues in the place of all, as an edit that can be undone; ``label`` names it."""
        self._history.do(Replace(0, self.rowCount(), captions, label))

    def replace_words(self, row: int, words: Sequence[Word]) -> None:
        """Give the words of a cue other times; the cue stays on the screen while they are said.

        Raises:
            UsageError: a word would begin before the cue above.
        """
        cue = self.caption(row)
        start, end = min(cue.start, words[0].start), max(cue.end, words[-1].end)
        changed = replace(cue, start=start, end=end, words=tuple(words))
        self._history.do(Replace(row, row + 1, [changed], "Move word boundary"))

    def accept(self, row: int) -> None:
        """Take the words of a cue for right."""
        self._history.do(AcceptWords(row))

    def accept_silence(self, start: int, end: int) -> None:
        """Want no text from ``start`` to ``end``, ms."""
        self._history.do(AcceptSilence(start, end))

    def insert(self, row: int, caption: Caption) -> None:
        """Put a cue before the one that is in ``row`` now."""
        self._history.do(Insert(row, caption))

    def set_marks(self, marks: Mapping[int, str]) -> None:
        """Mark the cues of these rows as worth a look, each with the reason in words."""
        rows = [row for row in {*marks, *self._marks} if marks.get(row) != self._marks.get(row)]
        self._marks = marks
        for row in rows:
            if row < self.rowCount():
                self.dataChanged.emit(self.index(row, NUMBER), self.index(row, NUMBER), [Qt.ItemDataRole.ToolTipRole])

    def clear(self) -> None:
        """Remove the cues, for another run."""
        self.beginResetModel()
        self.item.clear()
        self._history.clear()
        self._marks = {}
        self._edited_before = False
        self.current_row = -1
        self.endResetModel()

    def set_current(self, row: int) -> None:
        """Mark the cue that is on the screen now; -1 for none."""
        before, self.current_row = self.current_row, row
        if row != before:
            for changed in (before, row):
                if 0 <= changed < self.rowCount():
                    self.dataChanged.emit(self.index(changed, 0), self.index(changed, COLUMNS - 1), [CURRENT_ROLE])

    @property
    def undo_label(self) -> str | None:
        """What ``undo`` would take back; None where there is nothing."""
        return self._history.undo_label

    @property
    def redo_label(self) -> str | None:
        """What ``redo`` would make again; None where there is nothing."""
        return self._history.redo_label

    def undo(self) -> None:
        """Take the last edit back."""
        self._history.undo()

    def redo(self) -> None:
        """Make the edit again that was taken back."""
        self._history.redo()

    def _on_change(self, change: Change) -> None:
        """The history changed cues."""
        self.item.edited = self._edited_before or self._history.changed
        self.item.exported = False
        if change.removed != change.inserted:
            self.current_row = -1
            self._marks = {}
            self.beginResetModel()
            self.endResetModel()
            self.edited.emit(change.index)
            return
        if not change.inserted:  # only what is accepted changed
            self.edited.emit(min(change.index, self.rowCount() - 1))
            return
        first, last = self.index(change.index, START), self.index(change.index + change.inserted - 1, TEXT)
        self.dataChanged.emit(first, last, [Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole])
        self.edited.emit(change.index)

    def _title(self, section: int) -> str:
        titles = ("#", self.tr("In"), self.tr("Out"), self.tr("Length"), self.tr("CPS"), self.tr("Text"))
        return f"  {titles[section]}  "  # room at the sides, as the cells have

    def _limit(self, caption: Caption) -> float:
        style = STYLES.get(self.item.style)
        return style.cps(caption.language or self.item.document.language) if style else math.inf

    def _tip(self, row: int, column: int) -> str | None:
        caption = self.caption(row)
        if column == NUMBER:
            return self.mark(row) or None
        if column == SPEED and self.too_fast(row):
            return self.tr("{speed:.0f} characters per second; the style allows {limit:.0f}").format(
                speed=reading_speed(caption), limit=self._limit(caption)
            )
        return caption.text if column == TEXT else None
