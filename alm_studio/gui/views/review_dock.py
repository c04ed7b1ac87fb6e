"""The dock with the places that are worth a look."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDockWidget, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from alm_studio.gui.models.review import ReviewModel
from alm_studio.gui.views.review_list import ReviewList


class ReviewDock(QDockWidget):
    """How many places there are, which of them are shown, the list, and what can be done with one.

    Args:
        model: the places shown.
        actions: to play, accept and edit one and to go to the next.

    Signals:
        order_chosen(worst): whether the worst places are wanted, or all in the order of time.
    """

    order_chosen = Signal(bool)

    def __init__(self, model: ReviewModel, actions: list[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Review"))
        self.setObjectName("review")
        self._count = QLabel()
        self._order = QComboBox()
        self._order.addItems([self.tr("Worst 20"), self.tr("All, by time")])
        self._order.setAccessibleName(self.tr("Which places"))
        self._order.setToolTip(self.tr("Show the most doubtful places first, or all of them one after another"))
        self._order.currentIndexChanged.connect(lambda index: self.order_chosen.emit(index == 0))
        self.list = ReviewList(model)
        top = QHBoxLayout()
        top.setContentsMargins(12, 6, 8, 6)
        top.addWidget(self._count, 1)
        top.addWidget(self._order)
        keys = QHBoxLayout()
        keys.setContentsMargins(8, 6, 8, 6)
        keys.setSpacing(4)
        for action in actions:
            keys.addWidget(_button(action))
        keys.addStretch(1)
        body = QWidget()
        body.setMinimumWidth(280)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addLayout(keys)
        self.setWidget(body)

    def set_count(self, count: int) -> None:
        """How many places there are in all."""
        one, many = self.tr("1 place"), self.tr("{count} places").format(count=count)
        self._count.setText("" if not count else one if count == 1 else many)
        self._order.setEnabled(count > 0)


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setIconSize(QSize(18, 18))
    button.setAutoRaise(True)
    return button
