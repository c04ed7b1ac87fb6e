"""The dock with the places that are worth a look."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDockWidget, QLabel, QWidget

from alm_studio.gui.models.review import ReviewModel
from alm_studio.gui.views.dock_body import action_button, dock_body
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
        self.setWidget(dock_body([self._count, self._order], self.list, [*map(action_button, actions)], 280))

    def set_count(self, count: int) -> None:
        """How many places there are in all."""
        one, many = self.tr("1 place"), self.tr("{count} places").format(count=count)
        self._count.setText("" if not count else one if count == 1 else many)
        self._order.setEnabled(count > 0)
