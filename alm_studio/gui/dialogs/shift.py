"""Asks how far cues are to be shifted or stretched."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption
from alm_studio.captions.edits import Edit
from alm_studio.captions.group_edits import Shift, Stretch
from alm_studio.gui import theme
from alm_studio.gui.models.times import clock, read_clock
from alm_studio.gui.said import said
from alm_studio.gui.views.quiet import say

_FIELD_WIDTH = 130


class ShiftDialog(QDialog):
    """Shift by a time, or stretch so that the first and the last cue come to stand where they belong.

    Args:
        captions: all cues.
        rows: those that are selected.
        position: of the play head, ms: where the first cue is offered to go.
        parent: the window.

    Signals:
        edit_wanted(edit): the edit that was asked for.
    """

    edit_wanted = Signal(object)

    def __init__(
        self, captions: Sequence[Caption], rows: Sequence[int], position: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._captions = captions
        self._selected = list(rows)
        self.setWindowTitle(self.tr("Shift and stretch"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.all_cues = QRadioButton(self.tr("&All cues"))
        self.following = QRadioButton(self.tr("The selected one and all that &follow"))
        self.selected = QRadioButton(self.tr("Only the &selected ones"))
        which = QGroupBox(self.tr("Which cues"))
        column = QVBoxLayout(which)
        for button in (self.all_cues, self.following, self.selected):
            column.addWidget(button)
        for button in (self.following, self.selected):
            button.setEnabled(bool(rows))
        (self.selected if len(rows) > 1 else self.all_cues).setChecked(True)

        self.by_time = QRadioButton(self.tr("S&hift by"))
        self.by_ends = QRadioButton(self.tr("St&retch"))
        how = QButtonGroup(self)
        how.addButton(self.by_time)
        how.addButton(self.by_ends)
        self.by_time.setChecked(True)
        self.time = self._field("00:00.000", self.tr("How far; with a minus sign to an earlier time"))
        self.first = self._field("", self.tr("In-time of the first cue"))
        self.last = self._field("", self.tr("In-time of the last cue"))
        self.here = QPushButton(self.tr("To the &play head"))
        self.here.setAutoDefault(False)
        self.here.setToolTip(
            self.tr("So far that the first of these cues begins at {time}").format(time=clock(position))
        )
        self.here.clicked.connect(lambda: self.shift_to(position))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.addRow(self.by_time, self.time)
        form.addRow("", self.here)
        form.addRow(self.by_ends, QLabel(self.tr("so that the in-times are")))
        form.addRow(self.tr("of the first cue"), self.first)
        form.addRow(self.tr("of the last cue"), self.last)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)

        self.told = QLabel(wordWrap=True)
        self.told.hide()
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(16)
        layout.addWidget(which)
        layout.addLayout(form)
        layout.addWidget(self.told)
        layout.addWidget(buttons)
        for button in (self.all_cues, self.following, self.selected):
            button.toggled.connect(self._fill)
        self.by_time.toggled.connect(self._enable)
        self._fill()
        self._enable()

    @property
    def rows(self) -> list[int]:
        """The cues that are meant."""
        if self.selected.isChecked():
            return self._selected
        return list(range(self._selected[0] if self.following.isChecked() else 0, len(self._captions)))

    def shift_to(self, ms: int) -> None:
        """Choose the shift that brings the first of the cues to a time."""
        by = ms - self._captions[self.rows[0]].start
        self.by_time.setChecked(True)
        self.time.setText(("-" if by < 0 else "") + clock(abs(by)))

    def accept(self) -> None:
        try:
            self.edit_wanted.emit(self.edit())
        except UsageError as error:
            say(self.told, said(str(error)), "error")
            self.told.show()
            return
        super().accept()

    def edit(self) -> Edit:
        """What is asked for.

        Raises:
            UsageError: a field holds no time.
        """
        rows = self.rows
        if self.by_time.isChecked():
            text = self.time.text().strip().replace("−", "-")
            return Shift(rows, -read_clock(text[1:]) if text.startswith("-") else read_clock(text.removeprefix("+")))
        first, last = self._captions[rows[0]].start, self._captions[rows[-1]].start
        return Stretch(rows, (first, read_clock(self.first.text())), (last, read_clock(self.last.text())))

    def _field(self, text: str, tip: str) -> QLineEdit:
        field = QLineEdit(text)
        field.setFixedWidth(_FIELD_WIDTH)
        field.setFont(theme.monospaced_digits(field.font()))
        field.setToolTip(tip)
        field.setAccessibleName(tip)
        return field

    def _fill(self) -> None:
        rows = self.rows
        self.first.setText(clock(self._captions[rows[0]].start))
        self.last.setText(clock(self._captions[rows[-1]].start))
        self._enable()

    def _enable(self) -> None:
        stretch = self.by_ends.isChecked()
        self.by_ends.setEnabled(len(self.rows) > 1)
        for field in (self.first, self.last):
            field.setEnabled(stretch)
        self.time.setEnabled(not stretch)
        self.here.setEnabled(not stretch)
