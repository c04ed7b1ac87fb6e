"""The window of live captions: frameless, on top of all others."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QMouseEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from alm_studio.gui import theme
from alm_studio.gui.views.live.caption_text import CaptionText
from alm_studio.gui.views.live.look import Look
from alm_studio.gui.views.live.notice_line import NoticeLine
from alm_studio.gui.views.live.strip import LiveStrip

_GRIP = 8
"""Pixels at each side by which the window is made larger."""
_RADIUS = 14
_SHARE, _WIDEST, _NARROWEST = 0.62, 1100, 420
"""Of the screen's width at first; px at most, and at least."""
_FOOT = 56
"""Pixels between the window and the foot of the screen at first."""
_SETTLED_MS = 400


class LiveOverlay(QWidget):
    """Shows text, level, delay and state. Dragged anywhere it moves, at its sides it changes its size.

    Args:
        look: fonts and colours.
        actions: pause, mark and stop.
        menu: for the button and the right mouse key.
        place: left, top, width and height in px where the user put it; empty: at the foot of the screen.

    Signals:
        placed(rect): the user moved it or changed its size.
        lines_changed(number): it shows so many lines since its height was changed.
        close_wanted: the window manager closes it.
        theme_changed: light turned to dark, or back.
    """

    placed = Signal(QRect)
    lines_changed = Signal(int)
    close_wanted = Signal()
    theme_changed = Signal()

    def __init__(self, look: Look, actions: list[QAction], menu: QMenu, place: list[int] | None = None) -> None:
        super().__init__(None)
        self._look = look
        self._menu = menu
        self._click_through = False
        self._drag: tuple[Qt.Edge, QPoint, QRect] | None = None
        self._fitting = False  # the window changes its size by itself
        self.setWindowTitle(self.tr("Live captions"))
        self.setWindowFlags(self._flags())
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setMouseTracking(True)
        self.setMinimumWidth(_NARROWEST)
        self.strip = LiveStrip(look, actions, menu)
        self.text = CaptionText(look)
        self.notice = NoticeLine(look)
        self.notice.changed.connect(self._make_room)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 14)
        column.setSpacing(6)
        column.addWidget(self.strip)
        column.addWidget(self.notice)
        column.addWidget(self.text, 1)
        self.text.setContentsMargins(8, 0, 8, 0)
        for action in actions:
            self.addAction(action)  # their shortcuts work while this window has the keyboard
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._on_settled)
        self.use_look(look)
        self._put(place or [])

    def use_look(self, look: Look) -> None:
        """Other fonts, colours or number of lines."""
        self._look = look
        self.strip.use_look(look)
        self.notice.use_look(look)
        self.text.use_look(look)
        self._make_room()
        self.update()

    def set_click_through(self, through: bool) -> None:
        """Let the mouse reach what lies under the window."""
        if through != self._click_through:
            self._click_through = through
            shown, place = self.isVisible(), self.geometry()
            self.setWindowFlags(self._flags())  # this hides it
            self.setGeometry(place)
            self.setVisible(shown)

    def _flags(self) -> Qt.WindowType:
        kind = Qt.WindowType
        flags = kind.Tool | kind.FramelessWindowHint | kind.WindowStaysOnTopHint | kind.NoDropShadowWindowHint
        return flags | kind.WindowTransparentForInput if self._click_through else flags

    # Place and size

    def _put(self, place: list[int]) -> None:
        """Where the user had it, if a screen is there; else at the foot of the screen."""
        if len(place) == 4:
            rect = QRect(*place)
            screen = QGuiApplication.screenAt(rect.center())
            if screen is not None:
                self.setGeometry(rect.intersected(screen.availableGeometry()))
                self._make_room()
                return
        self.put_at_foot()

    def put_at_foot(self) -> None:
        """Wide and low, in the middle at the foot of the screen."""
        screen = self.screen().availableGeometry()
        width = max(_NARROWEST, min(_WIDEST, round(_SHARE * screen.width())))
        height = self._height()
        self._fit(QRect(screen.center().x() - width // 2, screen.bottom() - _FOOT - height, width, height))

    def _height(self) -> int:
        margins = self._column.contentsMargins()
        parts = [self.strip.sizeHint().height(), self.text.sizeHint().height()]
        if not self.notice.isHidden():
            parts.append(self.notice.height_in(self.width() - margins.left() - margins.right()))
        return sum(parts) + (len(parts) - 1) * self._column.spacing() + margins.top() + margins.bottom()

    def _make_room(self) -> None:
        """The height that the lines need; the foot stays where it is."""
        height = self._height()
        if height != self.height():
            place = self.geometry()
            place.setTop(place.bottom() + 1 - height)
            self._fit(place)

    def _fit(self, place: QRect) -> None:
        self._fitting = True
        self.setGeometry(place)
        self._fitting = False

    def _on_settled(self) -> None:
        place = self.geometry()
        if not self.notice.isHidden():
            place.setTop(place.top() + self.notice.height() + self._column.spacing())
        self.placed.emit(place)

    # What the mouse does

    def _edges(self, place: QPoint) -> Qt.Edge:
        edges = Qt.Edge(0)
        for near, edge in (
            (place.x() < _GRIP, Qt.Edge.LeftEdge),
            (place.x() >= self.width() - _GRIP, Qt.Edge.RightEdge),
            (place.y() < _GRIP, Qt.Edge.TopEdge),
            (place.y() >= self.height() - _GRIP, Qt.Edge.BottomEdge),
        ):
            if near:
                edges |= edge
        return edges

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        edges = self._edges(event.position().toPoint())
        handle = self.windowHandle()
        # The window system does it where it can; Wayland leaves no other way.
        if handle is not None and (handle.startSystemResize(edges) if edges else handle.startSystemMove()):
            return
        self._drag = (edges, event.globalPosition().toPoint(), self.geometry())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            self.setCursor(_cursor(self._edges(event.position().toPoint())))
            return
        edges, begun, before = self._drag
        way = event.globalPosition().toPoint() - begun
        if not edges:
            self.move(before.topLeft() + way)
            return
        place = QRect(before)
        least = self.minimumSizeHint().expandedTo(self.minimumSize())
        if edges & Qt.Edge.LeftEdge:
            place.setLeft(min(before.left() + way.x(), before.right() - least.width()))
        if edges & Qt.Edge.RightEdge:
            place.setRight(max(before.right() + way.x(), before.left() + least.width()))
        if edges & Qt.Edge.TopEdge:
            place.setTop(min(before.top() + way.y(), before.bottom() - least.height()))
        if edges & Qt.Edge.BottomEdge:
            place.setBottom(max(before.bottom() + way.y(), before.top() + least.height()))
        self.setGeometry(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._menu.popup(event.globalPos())

    # What the window system tells

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        if self.isVisible() and not self._fitting:
            self._settled.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible() and not self._fitting:
            self._settled.start()
            if event.oldSize().height() != event.size().height():
                self.lines_changed.emit(self.text.lines_in(self.text.height()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.theme_changed.emit()

    def closeEvent(self, event: QEvent) -> None:
        event.ignore()
        self.close_wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(self._look.ground)
        ground.setAlphaF(max(self._look.opacity, 0.01))  # not quite clear: else the mouse would fall through
        edge = theme.mix(self._look.text, self._look.ground, 0.22)
        edge.setAlphaF(ground.alphaF())
        painter.setPen(edge)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.end()


def _cursor(edges: Qt.Edge) -> Qt.CursorShape:
    """The pointer over these edges."""
    edge, shape = Qt.Edge, Qt.CursorShape
    if edges in (edge.LeftEdge | edge.TopEdge, edge.RightEdge | edge.BottomEdge):
        return shape.SizeFDiagCursor
    if edges in (edge.RightEdge | edge.TopEdge, edge.LeftEdge | edge.BottomEdge):
        return shape.SizeBDiagCursor
    if edges & (edge.LeftEdge | edge.RightEdge):
        return shape.SizeHorCursor
    if edges & (edge.TopEdge | edge.BottomEdge):
        return shape.SizeVerCursor
    return shape.ArrowCursor
