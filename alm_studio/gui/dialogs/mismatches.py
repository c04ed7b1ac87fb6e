"""Where a given text and the speech part ways."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from alm_studio.captions.transcript import Mismatch
from alm_studio.gui import theme
from alm_studio.gui.models.times import clock

_SIZE = (760, 420)
_AIR = 8
_LONGEST = 400
"""Characters of a passage that are shown."""


def shortened(text: str) -> str:
    """A long passage by its beginning and its end."""
    text = " ".join(text.split())
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else f"{text[:half].rstrip()} … {text[-half:].lstrip()}"


class MismatchDialog(QDialog):
    """A list beside the window, which can be worked with meanwhile.

    Signals:
        place_wanted(ms): the user chose a line; there it is.
    """

    place_wanted = Signal(int)

    def __init__(
        self, name: str, mismatches: Sequence[Mismatch], language: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._mismatches = list(mismatches)
        self._language = language
        self.setWindowTitle(self.tr("Text and speech of {name}").format(name=name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self.table = QTableWidget(len(self._mismatches), 3)
        self.table.setHorizontalHeaderLabels(["  " + self.tr("Time"), "  " + self.tr("What"), self.tr("Text")])
        self.table.setAccessibleName(self.tr("Places where text and speech differ"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for row, found in enumerate(self._mismatches):
            self._fill(row, found)
        self.table.itemSelectionChanged.connect(self._on_selected)
        hint = QLabel(self.tr("Choose a line to go there. Text that is not spoken is left out of new captions."))
        hint.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(hint)
        layout.addWidget(self.table)
        layout.addWidget(buttons)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Rows as high as their texts, with some air."""
        self.table.resizeRowsToContents()
        for row in range(self.table.rowCount()):
            self.table.setRowHeight(row, self.table.rowHeight(row) + _AIR)

    def _fill(self, row: int, found: Mismatch) -> None:
        unspoken = found.kind == "unspoken"
        what = self.tr("Not spoken") if unspoken else self.tr("Not in the text")
        items = [QTableWidgetItem(text) for text in (f"  {clock(found.start)}  ", f"  {what}  ", shortened(found.text))]
        items[0].setFont(theme.monospaced_digits(self.table.font()))
        for item in items:
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        font = theme.font_for(self._language, self.table.font())
        font.setStrikeOut(unspoken)
        items[2].setFont(font)
        for column, item in enumerate(items):
            self.table.setItem(row, column, item)

    def _on_selected(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._mismatches):
            self.place_wanted.emit(self._mismatches[row].start)
