"""What the model wrote of held-out examples before the training, and what it writes now."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from alm_studio.gui import theme
from alm_studio.gui.models.word_diff import marked
from alm_studio.gui.views.quiet import muted
from alm_studio.gui.views.training.parts import listen_button
from alm_studio.training.report import Sample

_SHOWN = 8


class SamplesView(QScrollArea):
    """Three lines an example, with what is wrong coloured, and a button to hear it.

    Signals:
        listen_wanted(sample): play it.
    """

    listen_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._samples: Sequence[Sample] = ()
        self._rows: list[tuple[QLabel, QLabel, QLabel]] = []
        self._buttons: list[QToolButton] = []
        self._empty = muted(self.tr("Examples from the held-out part appear here after the first evaluation."))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(2, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(10, 8, 10, 8)
        column.addWidget(self._empty)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(self.tr("Examples before and after"))
        self.setMinimumHeight(96)
        self.viewport().setBackgroundRole(self.backgroundRole().Base)
        inside.setBackgroundRole(self.backgroundRole().Base)

    def show_samples(self, samples: Sequence[Sample]) -> None:
        """Show these in place of the others."""
        samples = list(dict.fromkeys(samples))[:_SHOWN]  # of a small held-out part the same ones may come again
        if samples == self._samples:
            return
        self._samples = samples
        self._empty.setVisible(not samples)
        while len(self._rows) < len(samples):
            self._add_row()
        self._fill()

    def texts(self, row: int) -> tuple[str, str, str]:
        """What a row says: said, before and now."""
        sample = self._samples[row]
        return sample.reference, sample.before, sample.now

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_buttons"):
            for button in self._buttons:
                button.setIcon(theme.icon("volume"))
            self._fill()

    def _fill(self) -> None:
        color = theme.kind_color("error", self.palette()).name()
        for number, labels in enumerate(self._rows):
            shown = number < len(self._samples)
            for column in range(3):
                for line in range(4):
                    item = self._grid.itemAtPosition(number * 4 + line, column)
                    widget = item.widget() if item is not None else None
                    if widget is not None:
                        widget.setVisible(shown)
            if shown:
                sample = self._samples[number]
                nothing = f"<i>{self.tr('nothing')}</i>"
                labels[0].setText(sample.reference)
                for label, text in zip(labels[1:], (sample.before, sample.now), strict=True):
                    label.setText(marked(sample.reference, text, color) if text.strip() else nothing)

    def _add_row(self) -> None:
        number = len(self._rows)
        button = listen_button(self.tr("Listen to example {number}").format(number=number + 1))
        button.clicked.connect(lambda: self.listen_wanted.emit(self._samples[number]))
        self._buttons.append(button)
        top = number * 4
        self._grid.addWidget(button, top, 0, 3, 1, Qt.AlignmentFlag.AlignTop)
        labels = []
        for line, title in enumerate((self.tr("Said"), self.tr("Before"), self.tr("Now"))):
            self._grid.addWidget(muted(title), top + line, 1, Qt.AlignmentFlag.AlignTop)
            text = QLabel(wordWrap=True)
            text.setTextFormat(Qt.TextFormat.RichText if line else Qt.TextFormat.PlainText)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            self._grid.addWidget(text, top + line, 2)
            labels.append(text)
        gap = QWidget()
        gap.setFixedHeight(8)
        self._grid.addWidget(gap, top + 3, 0)
        self._rows.append((labels[0], labels[1], labels[2]))
