"""The list of media."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QDropEvent, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QDockWidget,
    QListView,
    QMenu,
    QStyle,
    QStyleOptionViewItem,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from alm_studio.gui import theme
from alm_studio.gui.media_item import MediaItem, State
from alm_studio.gui.models.queue import QueueModel
from alm_studio.gui.views.two_lines import TwoLineDelegate, TwoLineList, draw_elided

Index = QModelIndex | QPersistentModelIndex

_ICONS = {
    State.READY: ("video", None),
    State.WAITING: ("waiting", None),
    State.WORKING: ("captions", "info"),
    State.DONE: ("done", "done"),
    State.FAILED: ("error", "error"),
    State.CANCELLED: ("stop", "warning"),
}


class QueueDelegate(TwoLineDelegate):
    """Two lines a medium: its name, and how it stands; under them its progress."""

    def icon(self, index: Index) -> tuple[str, str | None]:
        item = _item(index)
        if item.state is State.READY and item.has_video is False:
            return "sound", None
        return _ICONS[item.state]

    def paint_first(self, painter: QPainter, line: QRect, index: Index, tint: QColor) -> None:
        draw_elided(painter, line, _item(index).name, Qt.TextElideMode.ElideMiddle)

    def paint_second(self, painter: QPainter, line: QRect, index: Index) -> None:
        draw_elided(painter, line, _model(index).status(_item(index)))

    def second_color(self, index: Index, palette: QPalette) -> QColor:
        if _item(index).state is State.FAILED:
            return theme.kind_color("error", palette)
        return super().second_color(index, palette)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        item, rect, palette = _item(index), option.rect, option.palette
        if item.state is State.WORKING and item.fraction:
            bar = QRect(rect.left(), rect.bottom() - 2, round(rect.width() * item.fraction), 3)
            selected = option.state & QStyle.StateFlag.State_Selected
            highlighted = palette.color(QPalette.ColorRole.HighlightedText)
            painter.fillRect(bar, highlighted if selected else theme.kind_color("info", palette))


def _model(index: Index) -> QueueModel:
    model = index.model()
    assert isinstance(model, QueueModel)
    return model


def _item(index: Index) -> MediaItem:
    return _model(index).item(index.row())


class QueueView(TwoLineList):
    """The list itself.

    Signals:
        item_chosen(item): show its document.
        remove_wanted(item), retry_wanted(item): from the menu and the keys.
        show_wanted(item): its exported files, in the system's file manager.
    """

    item_chosen = Signal(object)
    remove_wanted = Signal(object)
    retry_wanted = Signal(object)
    show_wanted = Signal(object)

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(QueueDelegate(), parent)
        self._queue = model
        self.setModel(model)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Queue"))
        self.setDragDropMode(QListView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.customContextMenuRequested.connect(lambda point: self._show_menu(self.indexAt(point), point))
        self.selectionModel().currentChanged.connect(self._on_current)

    def choose(self, item: MediaItem) -> None:
        """Select an item."""
        self.setCurrentIndex(self._queue.index(self._queue.row(item)))

    def dropEvent(self, event: QDropEvent) -> None:
        """Move the item that is dragged to where it was let go."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        row = len(self._queue) if not index.isValid() else index.row()
        if index.isValid() and place.y() > self.visualRect(index).center().y():
            row += 1
        item = self._queue.item(self.currentIndex().row())
        before = self._queue.row(item)
        event.setDropAction(Qt.DropAction.IgnoreAction)  # the model has moved the row: nothing is left to remove
        event.accept()
        self._queue.move(item, row - (row > before))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not len(self._queue):
            painter = QPainter(self.viewport())
            painter.setPen(theme.muted_color(self.palette()))
            area = self.viewport().rect().adjusted(20, 20, -20, -20)
            text = self.tr("Drop files or folders here.")
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Delete and index.isValid():
            self.remove_wanted.emit(self._queue.item(index.row()))
        else:
            super().keyPressEvent(event)

    def menu_for(self, item: MediaItem) -> QMenu:
        """What can be done with an item."""
        menu = QMenu(self)
        text = self.tr("Try again") if item.state is State.FAILED else self.tr("Generate captions")
        retry = QAction(theme.icon("retry"), text, menu)
        retry.setEnabled(not item.active)
        retry.triggered.connect(lambda: self.retry_wanted.emit(item))
        remove = QAction(theme.icon("remove"), self.tr("Remove from the queue"), menu)
        remove.setShortcut(Qt.Key.Key_Delete)
        remove.triggered.connect(lambda: self.remove_wanted.emit(item))
        failed = [one for one in self._queue if one.state is State.FAILED]
        again = QAction(theme.icon("retry"), self.tr("Try all that failed again"), menu)
        again.setEnabled(bool(failed))
        again.triggered.connect(lambda: self._retry(failed))
        show = QAction(theme.icon("folder"), self.tr("Show in folder"), menu)
        show.triggered.connect(lambda: self.show_wanted.emit(item))
        menu.addActions([retry, again])
        menu.addSeparator()
        row = self._queue.row(item)
        for icon, text, to in (("up", self.tr("Move up"), row - 1), ("down", self.tr("Move down"), row + 1)):
            action = QAction(theme.icon(icon), text, menu)
            action.setEnabled(0 <= to < len(self._queue))
            action.triggered.connect(lambda _checked=False, to=to: self._queue.move(item, to))
            menu.addAction(action)
        menu.addSeparator()
        menu.addActions([show, remove])
        return menu

    def _retry(self, items: Sequence[MediaItem]) -> None:
        for item in items:
            self.retry_wanted.emit(item)

    def _show_menu(self, index: QModelIndex, point: QPoint) -> None:
        if index.isValid():
            menu = self.menu_for(self._queue.item(index.row()))
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.viewport().mapToGlobal(point))

    def _on_current(self, index: QModelIndex, _previous: QModelIndex) -> None:
        if index.isValid():
            self.item_chosen.emit(self._queue.item(index.row()))


class QueueDock(QDockWidget):
    """The dock around the list."""

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Queue"))
        self.setObjectName("queue")
        self.view = QueueView(model)
        self.view.setMinimumWidth(200)
        self._bar = QToolBar(self.tr("Queue"))
        self._bar.setIconSize(QSize(18, 18))
        self._bar.hide()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.view, 1)
        self.setWidget(inside)

    def use_actions(self, actions: Sequence[QAction]) -> None:
        """Put actions above the list."""
        self._bar.addActions(list(actions))
        self._bar.show()
