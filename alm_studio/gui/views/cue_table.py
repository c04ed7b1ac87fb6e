"""The table of cues."""

from collections.abc import Sequence
from time import monotonic

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from alm_studio.gui.models import cue_table
from alm_studio.gui.views.cue_delegate import CueDelegate
from alm_studio.gui.views.quiet import in_the_middle

# After the user scrolled, the table does not run away for this long.
_HANDS_OFF_SECONDS = 4.0

# The text has room for so many letters before figures are shown that can be done without.
_TEXT_LETTERS = 20
_NARROWEST = 360


class CueTableView(QTableView):
    """Shows the cues of one medium; follows playback and transcription unless the user is busy in it.

    Signals:
        cue_chosen(row): the user went to a cue, with the mouse or the keys.
        selection_changed(): other rows are selected.
    """

    cue_chosen = Signal(int)
    selection_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = CueDelegate(self)
        self._scrolled_at = -_HANDS_OFF_SECONDS
        self._widths: dict[int, int] = {}  # of the columns but the last, hidden ones too
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(_NARROWEST)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setAccessibleName(self.tr("Cues"))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumHeight(QFontMetrics(self.font()).lineSpacing() + 12)
        self.horizontalHeader().setStretchLastSection(True)
        self.clicked.connect(lambda index: self.cue_chosen.emit(index.row()))
        self.activated.connect(self._edit_text)
        self.verticalScrollBar().sliderMoved.connect(self._note_scroll)
        self._empty = in_the_middle(self, 32)
        self._fit_rows()

    def show_cues(self, model: cue_table.CueTableModel | None) -> None:
        """Show the cues of another medium; None before the medium in view goes."""
        if model is self.model():
            return
        previous = self.model()
        if isinstance(previous, cue_table.CueTableModel):
            for signal in (previous.rowsInserted, previous.rowsRemoved, previous.modelReset):
                signal.disconnect(self._on_rows)
            previous.speakers_changed.disconnect(self._hide_columns)
        selection = self.selectionModel()
        self.setModel(model)
        if selection is not None:
            selection.deleteLater()  # Qt leaves the old one behind
        if model is not None:
            for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
                signal.connect(self._on_rows)
            model.speakers_changed.connect(self._hide_columns)
            self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
            self._fit_columns()
            self._hide_columns()
            self._on_rows()
        self.selection_changed.emit()

    def set_empty_text(self, text: str) -> None:
        """What to say while there are no cues."""
        self._empty.setText(text)

    def follow(self, row: int) -> None:
        """Bring a row into view, unless the user edits or has just scrolled."""
        if self.state() == QAbstractItemView.State.EditingState or row < 0:
            return
        if monotonic() - self._scrolled_at > _HANDS_OFF_SECONDS:
            self.scrollTo(self.model().index(row, cue_table.TEXT), QAbstractItemView.ScrollHint.EnsureVisible)

    def go_to(self, row: int) -> None:
        """Select a row and show it; where it is one of several that are selected, they stay so."""
        index = self.model().index(row, cue_table.TEXT)
        if not self.selectionModel().isRowSelected(row):
            self.setCurrentIndex(index)
        self.scrollTo(index)

    @property
    def selected_rows(self) -> list[int]:
        """The selected rows, in order."""
        selection = self.selectionModel()
        return sorted(index.row() for index in selection.selectedRows()) if selection is not None else []

    def select(self, rows: Sequence[int]) -> None:
        """Select these rows and no others; the first is the current one."""
        rows = [row for row in rows if 0 <= row < self.model().rowCount()]
        selection = QItemSelection()
        for row in rows:
            selection.select(self.model().index(row, 0), self.model().index(row, cue_table.TEXT))
        flags = QItemSelectionModel.SelectionFlag
        if rows:
            first = self.model().index(rows[0], cue_table.TEXT)
            self.selectionModel().setCurrentIndex(first, flags.NoUpdate)
            self.scrollTo(first)
        self.selectionModel().select(selection, flags.ClearAndSelect)

    def edit_current(self) -> None:
        """Edit the text of the selected cue."""
        self._edit_text(self.currentIndex())

    @property
    def selected_text(self) -> str:
        """What is selected in the text that is edited; empty where nothing is."""
        editor = self._delegate.editor
        return editor.textCursor().selectedText() if editor is not None else ""

    def accept_editing(self) -> tuple[int, int] | None:
        """End editing a text, as Return does: the row, and where in the text the cursor was; None: none was edited."""
        editor = self._delegate.editor
        if editor is None:
            return None
        place = self.currentIndex().row(), editor.textCursor().position()
        self._delegate.accept()
        return place

    def _edit_text(self, index: QModelIndex) -> None:
        if index.isValid():
            self.edit(index.siblingAtColumn(cue_table.TEXT))

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        index = super().moveCursor(action, modifiers)
        if index.isValid() and index.row() != self.currentIndex().row():
            self.cue_chosen.emit(index.row())
        return index

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hide_columns()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._note_scroll()
        super().wheelEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._delegate.forget_fonts()
            self._fit_rows()

    def sizeHint(self) -> QSize:
        return QSize(660, 480)

    def _note_scroll(self, *_: object) -> None:
        self._scrolled_at = monotonic()

    def _on_rows(self, *_: object) -> None:
        self._empty.setVisible(self.model().rowCount() == 0)

    def _hide_columns(self) -> None:
        """Leave out what there is no room for beside a text of a line's length, and what no cue has."""
        model = self.model()
        with_speakers = isinstance(model, cue_table.CueTableModel) and model.with_speakers
        self.setColumnHidden(cue_table.SPEAKER, not with_speakers)
        left = self.viewport().width() - QFontMetrics(self.font()).averageCharWidth() * _TEXT_LETTERS
        for column in range(cue_table.TEXT):
            if column == cue_table.SPEAKER and self.isColumnHidden(column):
                continue
            left -= self._widths.get(column, 0)
        for column in (cue_table.DURATION, cue_table.SPEED, cue_table.END):
            hidden = left < 0
            self.setColumnHidden(column, hidden)
            left += self._widths.get(column, 0) if hidden else 0

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._delegate.row_height())

    def _fit_columns(self) -> None:
        metrics = QFontMetrics(self.font())
        time = metrics.horizontalAdvance("0:00:00.000") + 20
        number = metrics.horizontalAdvance("00.00") + 20
        order = metrics.horizontalAdvance("0000") + 16
        columns = (cue_table.NUMBER, cue_table.START, cue_table.END, cue_table.DURATION, cue_table.SPEED)
        for column, width in zip(columns, (order, time, time, number, number), strict=True):
            heading = self.horizontalHeader().sectionSizeHint(column)
            self._widths[column] = max(width, heading)
        self._widths[cue_table.SPEAKER] = metrics.averageCharWidth() * 8
        for column, width in self._widths.items():
            self.setColumnWidth(column, width)
