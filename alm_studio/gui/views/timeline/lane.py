"""What every lane along the time axis has in common."""

from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from alm_studio.gui import theme
from alm_studio.gui.views.timeline.time_axis import TimeAxis

_ZOOM_STEP = 1.2
_WHEEL = 120.0  # of a wheel's notch


class Lane(QWidget):
    """A strip along the time axis with the play head. A kind of lane says what is painted, once per change.

    Args:
        axis: which time is in view.
        height: px by default.
        gutter: px at the left for a heading.

    Signals:
        seek_wanted(ms): the user clicked there, or drags.
    """

    seek_wanted = Signal(int)

    def __init__(self, axis: TimeAxis, height: int, gutter: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.axis = axis
        self.gutter = gutter
        self.position = 0.0
        self._height = height
        self._picture: QPixmap | None = None
        self.near: Any = None  # what of the lane's own can be taken hold of where the pointer is
        self._panning: float | None = None
        self._marking: float | None = None
        self.setMouseTracking(True)
        self.setMinimumHeight(min(height, 24))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        axis.changed.connect(self.on_axis)
        axis.touched.connect(self.update)

    # What a kind of lane says

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Draw the stretch in view into ``area``; the play head is drawn over it."""

    def paint_over(self, painter: QPainter, area: QRectF) -> None:
        """Draw what changes often, over everything but the play head."""

    def tip(self, x: float) -> str:
        """What to say about the place at a px."""
        return ""

    # Places and times

    @property
    def area(self) -> QRectF:
        """Where time runs, right of the gutter."""
        return QRectF(self.gutter, 0, max(1, self.width() - self.gutter), self.height())

    def place(self, ms: float) -> float:
        """Px of a time."""
        area = self.area
        return area.left() + (ms - self.axis.begin) / self.axis.span * area.width()

    def ms(self, x: float) -> float:
        """Time at a px."""
        area = self.area
        return self.axis.begin + (x - area.left()) / area.width() * self.axis.span

    def set_position(self, ms: float) -> None:
        """Move the play head."""
        before, self.position = self.position, ms
        for place in (before, ms):
            self.update(QRect(round(self.place(place)) - 2, 0, 5, self.height()))

    def refresh(self) -> None:
        """Something to draw has changed."""
        self._picture = None
        self.update()

    def on_axis(self) -> None:
        """Another stretch is in view."""
        self.refresh()

    def hover(self, near: object | None, cursor: Qt.CursorShape) -> None:
        """The pointer is at ``near``, and looks like that; None: at nothing to take hold of."""
        if near != self.near:
            self.near = near
            self.setCursor(cursor)
            self.update()

    # Qt

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.tip(event.pos().x()))
        return super().event(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self.near is not None:
            self.near = None
            self.unsetCursor()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        area = self.area
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        self.paint_ground(painter, area)
        highlight = theme.mix(self.palette().color(QPalette.ColorRole.Highlight), QColor("white"), 0.9)
        for spans, alpha in ((self.axis.bands, 26), ([self.axis.selection] if self.axis.selection else [], 60)):
            highlight.setAlpha(alpha)
            for span in spans:
                begin, end = (min(max(self.place(ms), area.left()), area.right()) for ms in span)
                painter.fillRect(QRectF(begin, 0, end - begin, self.height()), highlight)
        self.paint_over(painter, area)
        if self.axis.guide is not None:
            self._line(painter, self.axis.guide, QPen(self.palette().color(QPalette.ColorRole.Highlight), 1))
        self._line(painter, self.position, QPen(playhead_color(self.palette()), 1))
        painter.end()

    def paint_ground(self, painter: QPainter, area: QRectF) -> None:
        """Draw what seldom changes, from a picture of it."""
        if self._picture is None:
            ratio = self.devicePixelRatioF()
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(self.palette().color(QPalette.ColorRole.Base))
            picture = QPainter(self._picture)
            picture.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.paint(picture, area)
            picture.end()
        painter.drawPixmap(0, 0, self._picture)

    def say(self, painter: QPainter, area: QRectF, text: str) -> None:
        """Write something in place of what is not there."""
        painter.setPen(theme.muted_color(self.palette()))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    def _line(self, painter: QPainter, ms: float, pen: QPen) -> None:
        area, place = self.area, self.place(ms)
        if area.left() <= place <= area.right():
            painter.setPen(pen)
            painter.drawLine(QPointF(round(place) + 0.5, 0), QPointF(round(place) + 0.5, self.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._picture = None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.refresh()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; with Shift, or a sideways wheel, move along."""
        delta = event.angleDelta()
        sideways = delta.x() or (delta.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        if sideways:
            self.axis.move(-sideways / _WHEEL * self.axis.span / 10)
        else:
            self.axis.zoom(_ZOOM_STEP ** (-delta.y() / _WHEEL), self.ms(event.position().x()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            self._panning = self.ms(event.position().x())
        elif event.button() == Qt.MouseButton.LeftButton and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._marking = self.ms(event.position().x())
        elif event.button() == Qt.MouseButton.LeftButton:
            self.axis.unmark()
            self._seek(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._panning is not None:
            self.axis.move(self._panning - self.ms(event.position().x()))
        elif self._marking is not None:
            self.axis.mark(self._marking, self.ms(event.position().x()))
        elif event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            self._panning = None
        elif self._marking is not None:
            self._marking = None
            if self.axis.selection is not None:
                self.axis.selected.emit(*map(round, self.axis.selection))

    def _seek(self, x: float) -> None:
        ms = min(max(self.ms(x), self.axis.first), self.axis.last)
        self.seek_wanted.emit(round(ms))


def playhead_color(palette: QPalette) -> QColor:
    """Seen on every ground that is drawn on."""
    return QColor("#ff7a59") if theme.is_dark(palette) else QColor("#d1330a")
