"""A list of what was found in the cues, to go through."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QListView, QWidget

from alm_studio.gui.models.findings import FindingsModel
from alm_studio.gui.views.quiet import in_the_middle
from alm_studio.gui.views.two_lines import TwoLineDelegate, TwoLineList


class FindingsList(TwoLineList):
    """When what was found changes, the entry that takes the selected one's row is selected.

    Signals:
        chosen(finding): the user went to it.
    """

    chosen = Signal(object)

    def __init__(self, model: FindingsModel, delegate: TwoLineDelegate, parent: QWidget | None = None) -> None:
        super().__init__(delegate, parent)
        self._findings = model
        self._row = -1
        self.setModel(model)
        self._empty = in_the_middle(self, 24)
        self.clicked.connect(self.go_to)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)

    def set_empty_text(self, text: str) -> None:
        """What to say while nothing is found."""
        self._empty.setText(text)

    @property
    def row(self) -> int:
        """Of the selected entry; -1 where none is."""
        return self.currentIndex().row()

    def go_to(self, index: QModelIndex) -> None:
        """The user went to that entry."""
        self.chosen.emit(self._findings.finding(index.row()))

    def moveCursor(self, action: QListView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        index = super().moveCursor(action, modifiers)
        if index.isValid() and index.row() != self.row:
            self.go_to(index)
        return index

    def _remember(self) -> None:
        self._row = self.row

    def _restore(self) -> None:
        count = self._findings.rowCount()
        self._empty.setVisible(count == 0)
        if self._row >= 0 and count:
            self.setCurrentIndex(self._findings.index(min(self._row, count - 1)))
