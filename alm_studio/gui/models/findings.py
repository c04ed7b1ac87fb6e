"""What was found in the cues in view, as a list."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from alm_studio.captions.document import Caption
from alm_studio.captions.scripts import one_line
from alm_studio.gui.models.times import short_clock

Index = QModelIndex | QPersistentModelIndex


class FindingsModel(QAbstractListModel):
    """Findings in the order in which a person goes through them, each with its cue, if it has one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[tuple[Any, Caption | None]] = []

    def reason(self, row: int) -> str:
        """Why the finding in ``row`` is listed."""
        raise NotImplementedError

    def start(self, row: int) -> int:
        """When it begins, ms."""
        raise NotImplementedError

    def title(self, row: int) -> str:
        """What is listed."""
        return self.reason(row)

    def text(self, row: int) -> str:
        """Of the cue in ``row``, in one line; empty where there is none."""
        caption = self.caption(row)
        return one_line(caption.text) if caption is not None else ""

    def finding(self, row: int) -> Any:
        """The finding in ``row``."""
        return self._entries[row][0]

    def caption(self, row: int) -> Caption | None:
        """The cue of the finding in ``row``."""
        return self._entries[row][1]

    def show(self, entries: list[tuple[Any, Caption | None]]) -> None:
        """Show these and no others."""
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = index.row()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(row)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(filter(None, (short_clock(self.start(row)), self.reason(row), self.text(row))))
        return None
