"""The cues of one medium as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from alm_studio.base.errors import AlmError, UsageError
from alm_studio.captions.document import Caption
from alm_studio.captions.edits import AcceptSilence, AcceptWords, Change, Edit, Insert, Replace, SetText, SetTimes
from alm_studio.captions.group_edits import SetSpeaker
from alm_studio.captions.history import History
from alm_studio.captions.quality import Breach, check_cues, reading_speed
from alm_studio.captions.styles import DEFAULT_STYLE, STYLES, Style
from alm_studio.captions.transcript import Word
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.models.breaches import describe
from alm_studio.gui.models.times import clock, read_clock

NUMBER, START, END, DURATION, SPEED, SPEAKER, TEXT = range(7)
COLUMNS = 7
RIGHT = (NUMBER, DURATION, SPEED)  # aligned at the right
EDITABLE = (START, END, DURATION, SPEAKER, TEXT)

# Where a breach of each rule is marked.
PLACES = {
    "cps": SPEED,
    "duration": DURATION,
    "gap": END,
    "overlap": END,
    "line length": TEXT,
    "lines": TEXT,
    "line break": TEXT,
    "lost words": TEXT,
}

CURRENT_ROLE = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


class CueTableModel(QAbstractTableModel):
    """Tells views about a document's cues. All changes to the document of the window pass through here.

    Signals:
        edited(row): the user changed, undid or redid something there.
        refused(error): an edit in a cell was not possible.
        speakers_changed(): cues have speakers now, or have none any more.
    """

    edited = Signal(int)
    refused = Signal(object)
    speakers_changed = Signal()

    def __init__(self, item: MediaItem, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.current_row = -1
        self._shown = list(item.document.captions)  # as views know them, while the document is already ahead
        self._breaches: dict[int, list[Breach]] = {}  # of the rows that were asked about
        self._with_speakers = False
        self._marks: Mapping[int, str] = {}
        self._edited_before = False
        self._history = History(item.document)
        self._history.listeners.append(self._on_change)

    # What views read

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"  {self.title(section)}  "  # room at the sides, as the cells have
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                self.tr("Number of the cue"),
                self.tr("In-time: when the cue appears; double-click to edit"),
                self.tr("Out-time: when the cue goes; double-click to edit"),
                self.tr("Seconds on screen; double-click to edit"),
                self.tr("Reading speed in characters per second"),
                self.tr("Who speaks; double-click to edit"),
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
            said = ", ".join(describe(breach) for breach in self.breaches(row, column))
            return ", ".join(filter(None, (self.shown(row, column), mark, said)))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and index.column() in EDITABLE else flags

    def caption(self, row: int) -> Caption:
        """The cue in ``row``."""
        return self._shown[row]

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
        return caption.speaker if column == SPEAKER else caption.text

    @property
    def speakers(self) -> list[str]:
        """Everybody who speaks, in the order in which they come."""
        return list(dict.fromkeys(caption.speaker for caption in self._shown if caption.speaker))

    @property
    def style(self) -> Style | None:
        """The style that the cues are held to; None where none is known."""
        return STYLES.get(self.item.style or DEFAULT_STYLE)

    def breaches(self, row: int, column: int = -1) -> list[Breach]:
        """What a cue does against the style; with ``column`` what is marked there."""
        if self.style is None:
            return []
        if row not in self._breaches:
            found = check_cues(self._shown[row : row + 2], self.item.document.language, self.style, row)
            self._breaches[row] = [breach for breach in found if breach.index == row]
        return [breach for breach in self._breaches[row] if column in (-1, PLACES[breach.rule])]

    def mark(self, row: int) -> str:
        """Why a cue is worth a look; empty where it is not."""
        return self._marks.get(row, "")

    # What changes it

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        text = str(value).strip("\n")
        if text == self.data(index, role):
            return True
        try:
            self.do(self._cell_edit(index.row(), index.column(), text))
        except AlmError as error:
            self.refused.emit(error)
            return False
        return True

    def _cell_edit(self, row: int, column: int, text: str) -> Edit:
        """The edit that a new text of a cell asks for."""
        if column == START:
            return SetTimes(row, start=read_clock(text))
        if column == END:
            return SetTimes(row, end=read_clock(text))
        if column == DURATION:
            return SetTimes(row, end=self.caption(row).start + read_clock(text))
        if column == SPEAKER:
            return SetSpeaker([row], text)
        if column == TEXT:
            return SetText(row, text)
        raise UsageError("This cannot be edited: it follows from the text and the times.")

    def do(self, edit: Edit) -> None:
        """Make an edit.

        Raises:
            UsageError: the edit is not possible; nothing has changed.
        """
        self._history.do(edit)

    def append(self, captions: Sequence[Caption]) -> None:
        """Add final cues behind the others."""
        if captions:
            first = self.rowCount()
            self.beginInsertRows(QModelIndex(), first, first + len(captions) - 1)
            self.item.document.captions.extend(captions)
            self._shown.extend(captions)
            self._breaches.pop(first - 1, None)
            self.endInsertRows()
            self._look_for_speakers()

    def shorten(self, count: int) -> None:
        """Remove the cues behind the first ``count``, which no edit knows of: they are laid out anew."""
        last = self.rowCount() - 1
        if count <= last:
            self.beginRemoveRows(QModelIndex(), count, last)
            del self.item.document.captions[count:], self._shown[count:]
            self._breaches = {row: found for row, found in self._breaches.items() if row < count - 1}
            self.endRemoveRows()

    def restore(self, captions: Sequence[Caption], done: Sequence[Edit] = (), undone: Sequence[Edit] = ()) -> None:
        """Put cues of an earlier session in the place of what is there, with the edits that made them.

        Args:
            captions: as they are after the edits.
            done: the edits, in their order.
            undone: those that were taken back, the next one to redo first.
        """
        self.clear()
        self.append(captions)
        self._history.restore(done, undone)
        self.item.edited = self._history.changed

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
        self._shown.clear()
        self._breaches.clear()
        self._marks = {}
        self._edited_before = False
        self.current_row = -1
        self.endResetModel()
        self._look_for_speakers()

    def set_current(self, row: int) -> None:
        """Mark the cue that is on the screen now; -1 for none."""
        before, self.current_row = self.current_row, row
        if row != before:
            for changed in (before, row):
                if 0 <= changed < self.rowCount():
                    self.dataChanged.emit(self.index(changed, 0), self.index(changed, COLUMNS - 1), [CURRENT_ROLE])

    @property
    def history(self) -> History:
        """The edits that were made."""
        return self._history

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
        if change.removed or change.inserted:
            self._follow(change)
        self.edited.emit(min(change.index, self.rowCount() - 1))

    def _follow(self, change: Change) -> None:
        """Take over what changed in the document and tell the views, who must hear before and after rows move."""
        first, last = change.index, change.index + change.removed
        new = self.item.document.captions[first : first + change.inserted]
        same = min(change.removed, change.inserted)
        if change.removed != change.inserted:
            self.current_row = -1
            self._marks = {}
            self._breaches.clear()
        retimed = same and self._shown[first].start != new[0].start
        self._shown[first : first + same] = new[:same]
        for row in range(first - 1, first + same):
            self._breaches.pop(row, None)
        if change.removed > same:
            self.beginRemoveRows(QModelIndex(), first + same, last - 1)
            del self._shown[first + same : last]
            self.endRemoveRows()
        elif change.inserted > same:
            self.beginInsertRows(QModelIndex(), first + same, first + change.inserted - 1)
            self._shown[first + same : first + same] = new[same:]
            self.endInsertRows()
        if self.rowCount():
            # The numbers of all that follow where rows moved; the cue before may have another gap behind it now.
            moved = change.removed != change.inserted
            begin, until = max(0, first - (moved or retimed)), self.rowCount() if moved else first + same
            self.dataChanged.emit(self.index(begin, 0), self.index(until - 1, COLUMNS - 1))
        self._look_for_speakers()

    def restyle(self) -> None:
        """The style of the item is another one, or has other limits."""
        self._breaches.clear()
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, COLUMNS - 1))

    @property
    def with_speakers(self) -> bool:
        """Whether any cue has a speaker."""
        return self._with_speakers

    def _look_for_speakers(self) -> None:
        before, self._with_speakers = self._with_speakers, any(caption.speaker for caption in self._shown)
        if before != self._with_speakers:
            self.speakers_changed.emit()

    def title(self, section: int) -> str:
        """What a column is called."""
        return (
            "#",
            self.tr("In"),
            self.tr("Out"),
            self.tr("Length"),
            self.tr("CPS"),
            self.tr("Speaker"),
            self.tr("Text"),
        )[section]

    def _tip(self, row: int, column: int) -> str | None:
        caption = self.caption(row)
        said = [describe(breach) for breach in self.breaches(row, column)]
        if column == NUMBER and self.mark(row):
            said.append(self.mark(row))
        if column == TEXT:
            said = [caption.text, *said]
            if caption.note:
                said.append(self.tr("Note: {note}").format(note=caption.note))
        return "\n".join(said) or None
