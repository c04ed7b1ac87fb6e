"""The media in the window, as a list."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from alm_studio.gui.media_item import MediaItem, State
from alm_studio.gui.models.cue_table import CueTableModel
from alm_studio.gui.said import said

Index = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    """Holds every medium with its cue table.

    Signals:
        item_changed(item): state, progress or facts of an item changed.
        reordered: items have other places.
    """

    item_changed = Signal(object)
    reordered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cues: dict[MediaItem, CueTableModel] = {}  # in the order of the list
        self._items: list[MediaItem] = []
        self._results: dict[MediaItem, str] = {}
        self._paused = False

    # What views read

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{item.path}\n{self.status(item)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{item.name}, {self.status(item)}"
        return None

    def status(self, item: MediaItem) -> str:
        """An item's state in words."""
        match item.state:
            case State.READY:
                return self.tr("Ready")
            case State.WAITING:
                return self.tr("Waiting")
            case State.WORKING:
                return self._working(item)
            case State.DONE:
                return self.tr("Done, {cues}").format(cues=self._count(item)) + self._result(item)
            case State.CANCELLED if item.document.captions:
                return self.tr("Cancelled, {cues} kept").format(cues=self._count(item))
            case State.CANCELLED:
                return self.tr("Cancelled")
            case State.FAILED:
                return said(item.error).removeprefix(f"{item.name} ")  # which stands above it

    def _count(self, item: MediaItem) -> str:
        number = len(item.document.captions)
        return self.tr("1 cue") if number == 1 else self.tr("{number} cues").format(number=number)

    def _working(self, item: MediaItem) -> str:
        if item.stage == "loading":
            return self.tr("Loading the model")
        if item.stage == "stopping":
            return self.tr("Stopping")
        if self._paused:
            return self.tr("Paused")
        if item.fraction is None:
            return self.tr("Listening")
        return self.tr("Working, {percent} %").format(percent=round(item.fraction * 100))

    def _result(self, item: MediaItem) -> str:
        result = self._results.get(item, "")
        return f" · {result}" if result else ""

    def flags(self, index: Index) -> Qt.ItemFlag:
        known = super().flags(index)
        return known | (Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled)

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def __iter__(self) -> Iterator[MediaItem]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __bool__(self) -> bool:
        return True

    def item(self, row: int) -> MediaItem:
        """The item in ``row``."""
        return self._items[row]

    def row(self, item: MediaItem) -> int:
        """Where ``item`` is."""
        return self._items.index(item)

    def cues(self, item: MediaItem) -> CueTableModel:
        """The cue table of ``item``."""
        return self._cues[item]

    def find(self, path: Path) -> MediaItem | None:
        """The item of that file."""
        return next((item for item in self._items if item.path == path), None)

    # What changes it

    def add(self, path: Path) -> MediaItem:
        """Put a medium at the end."""
        item = MediaItem(path)
        item.clear()
        self._cues[item] = CueTableModel(item, self)
        self.beginInsertRows(QModelIndex(), len(self._items), len(self._items))
        self._items.append(item)
        self.endInsertRows()
        return item

    def remove(self, item: MediaItem) -> None:
        """Take a medium out; its file stays where it is."""
        row = self.row(item)
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._items[row]
        self._results.pop(item, None)
        self.endRemoveRows()
        self._cues.pop(item).deleteLater()

    def move(self, item: MediaItem, row: int) -> None:
        """Put an item into another row; out of range means first or last."""
        before, row = self.row(item), min(max(0, row), len(self._items) - 1)
        if row == before:
            return
        self.beginMoveRows(QModelIndex(), before, before, QModelIndex(), row + (row > before))
        self._items.insert(row, self._items.pop(before))
        self.endMoveRows()
        self.reordered.emit()

    def set_result(self, item: MediaItem, text: str) -> None:
        """Say what became of an item, such as which files were written; ``""`` forgets it."""
        self._results[item] = text
        self.touch(item)

    def set_paused(self, paused: bool) -> None:
        """Say that the work rests, or goes on."""
        self._paused = paused
        for item in self._items:
            if item.active:
                self.touch(item)

    def touch(self, item: MediaItem) -> None:
        """Tell the views that an item changed."""
        index = self.index(self.row(item))
        self.dataChanged.emit(index, index)
        self.item_changed.emit(item)
