"""The list of media."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDockWidget,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from alm_studio.gui import theme
from alm_studio.gui.media_item import MediaItem, State
from alm_studio.gui.models.queue import QueueModel

Index = QModelIndex | QPersistentModelIndex

_ICONS = {
    State.READY: ("video", None),
    State.WAITING: ("waiting", None),
    State.WORKING: ("captions", "info"),
    State.DONE: ("done", "done"),
    State.FAILED: ("error", "error"),
    State.CANCELLED: ("stop", "warning"),
}


class QueueDelegate(QStyledItemDelegate):
    """Two lines a medium: its name, and how it stands; under them its progress."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, option.fontMetrics.lineSpacing() * 2 + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, QueueModel)
        item = model.item(index.row())
        rect, palette = option.rect, option.palette
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, palette.color(QPalette.ColorRole.Highlight))
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        color = palette.color(role)
        name, kind = _ICONS[item.state]
        if item.state is State.READY and item.has_video is False:
            name = "sound"
        tint = color if selected or kind is None else theme.kind_color(kind, palette)
        ratio = option.widget.devicePixelRatioF()
        painter.drawPixmap(rect.left() + 10, rect.center().y() - 10, theme.pixmap(name, 20, tint, ratio))
        height = option.fontMetrics.lineSpacing()
        line = QRect(rect.left() + 40, rect.top() + 8, rect.width() - 50, height)
        elide = option.fontMetrics.elidedText
        painter.setPen(color)
        painter.drawText(
            line, Qt.AlignmentFlag.AlignVCenter, elide(item.name, Qt.TextElideMode.ElideMiddle, line.width())
        )
        line.translate(0, height + 2)
        if not selected:
            failed = item.state is State.FAILED
            painter.setPen(theme.kind_color("error", palette) if failed else theme.muted_color(palette))
        status = elide(model.status(item), Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, status)
        if item.state is State.WORKING and item.fraction:
            bar = QRect(rect.left(), rect.bottom() - 2, round(rect.width() * item.fraction), 3)
            painter.fillRect(bar, color if selected else theme.kind_color("info", palette))


class QueueView(QListView):
    """The list itself.

    Signals:
        item_chosen(item): show its document.
        remove_wanted(item), retry_wanted(item): from the menu and the keys.
    """

    item_chosen = Signal(object)
    remove_wanted = Signal(object)
    retry_wanted = Signal(object)

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = model
        self.setModel(model)
        self.setItemDelegate(QueueDelegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Queue"))
        self.customContextMenuRequested.connect(lambda point: self._show_menu(self.indexAt(point), point))
        self.selectionModel().currentChanged.connect(self._on_current)

    def choose(self, item: MediaItem) -> None:
        """Select an item."""
        self.setCurrentIndex(self._queue.index(self._queue.row(item)))

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
        menu.addActions([retry, remove])
        return menu

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
        self.setWidget(self.view)
