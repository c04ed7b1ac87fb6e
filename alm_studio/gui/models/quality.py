"""What the cues in view do against their style, as a list."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from alm_studio.captions.document import Caption
from alm_studio.captions.quality import Breach
from alm_studio.captions.scripts import one_line
from alm_studio.gui.models.breaches import describe
from alm_studio.gui.models.times import short_clock

Index = QModelIndex | QPersistentModelIndex


class QualityModel(QAbstractListModel):
    """Breaches in the order of the cues, each with its cue."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[tuple[Breach, Caption]] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        breach, caption = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return describe(breach)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join((short_clock(caption.start), describe(breach), one_line(caption.text)))
        return None

    def show(self, entries: list[tuple[Breach, Caption]]) -> None:
        """Show these and no others."""
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def breach(self, row: int) -> Breach:
        """The breach in ``row``."""
        return self._entries[row][0]

    def caption(self, row: int) -> Caption:
        """The cue of the breach in ``row``."""
        return self._entries[row][1]
