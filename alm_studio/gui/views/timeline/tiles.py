"""Lanes painted in tiles: what was painted once is only moved while one scrolls."""

from collections import OrderedDict
from dataclasses import dataclass
from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from alm_studio.gui.views.timeline.lane import Lane
from alm_studio.gui.views.timeline.time_axis import TimeAxis

WIDTH = 256
"""Px of a tile: little enough to be painted within a frame."""
_KEPT = 96
_AHEAD = 1.0
"""Views painted ahead on either side while nothing else happens."""
_CALM_MS = 90
"""After the last change of scale, tiles are painted at it; until then those of the scale before are stretched."""
_STRETCH = 2.5
"""How much at most."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of time and the area that it is painted into.

    Attributes:
        begin: ms at the area's left.
        per_px: ms a px.
        area: px.
        ratio: px of the device a px.
    """

    begin: float
    per_px: float
    area: QRectF
    ratio: float = 1.0

    @property
    def end(self) -> float:
        """Ms at the area's right."""
        return self.begin + self.area.width() * self.per_px

    def place(self, ms: float) -> float:
        """Px of a time."""
        return self.area.left() + (ms - self.begin) / self.per_px


class TiledLane(Lane):
    """A lane that paints a stretch of any length, independent of what is in view."""

    def __init__(self, axis: TimeAxis, height: int, gutter: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(axis, height, gutter, parent)
        self._tiles: OrderedDict[tuple[int, int], QPixmap] = OrderedDict()
        self._ahead = QTimer(self, interval=0, singleShot=True)
        self._ahead.timeout.connect(self._paint_ahead)
        self._scale = 0  # nanoseconds a px of the tiles that are shown
        self._seen = 0  # of what is in view
        self._calm = QTimer(self, singleShot=True)
        self._calm.timeout.connect(self._settle)

    def paint_stretch(self, painter: QPainter, stretch: Stretch) -> None:
        """Draw a stretch. What reaches over its edges is drawn in full, and cut off."""
        raise NotImplementedError

    @property
    def empty(self) -> str:
        """What to say in place of everything else; empty where there is something to see."""
        return ""

    def paint_ground(self, painter: QPainter, area: QRectF) -> None:
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        if self.empty:
            self.say(painter, area, self.empty)
            return
        painter.save()
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        scale = self._scale_to_show()
        stretch = self._per_px(scale) * area.width() / self.axis.span
        if abs(stretch - 1) < 1e-4:
            offset = area.left() - self.axis.begin / self._per_px(scale)
            for number in self._numbers(scale):
                painter.drawPixmap(QPointF(round(offset + number * WIDTH), 0), self._tile(scale, number))
            self._ahead.start()
        else:
            width, height = WIDTH * stretch, self.height()
            offset = area.left() - self.axis.begin / self.axis.span * area.width()
            for number in self._numbers(scale):
                tile = self._tile(scale, number)
                painter.drawPixmap(QRectF(offset + number * width, 0, width, height), tile, QRectF(tile.rect()))
        painter.restore()

    def refresh(self) -> None:
        self._scale = 0
        self._tiles.clear()
        super().refresh()

    def refresh_stretch(self, begin: float, end: float) -> None:
        """Something to draw between two times has changed."""
        for scale, number in list(self._tiles):
            width = WIDTH * self._per_px(scale)
            if number * width <= end and (number + 1) * width >= begin:
                del self._tiles[scale, number]
        self.update()

    def on_axis(self) -> None:
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self._tiles.clear()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ahead.stop()

    # Tiles

    @staticmethod
    def _per_px(scale: int) -> float:
        return scale / 1e6

    def _scale_now(self) -> int:
        return max(1, round(self.axis.span / self.area.width() * 1e6))

    def _scale_to_show(self) -> int:
        """The scale in view; while it changes, the one before, so that a frame is done in time."""
        now = self._scale_now()
        if now == self._scale:
            self._calm.stop()
        elif not self._scale or not 1 / _STRETCH < now / self._scale < _STRETCH:
            self._scale = now
        elif now != self._seen:
            self._calm.start(_CALM_MS)
        self._seen = now
        return self._scale

    def _settle(self) -> None:
        """Paint the tiles of the new scale, one at a time; once all are there, show them."""
        scale = self._scale_now()
        missing = [number for number in self._numbers(scale) if (scale, number) not in self._tiles]
        if missing and self.isVisible():
            self._tile(scale, missing[0])
            self._calm.start(0)
        else:
            self._scale = scale
            self.update()

    def _numbers(self, scale: int) -> range:
        """The tiles in view."""
        width = WIDTH * self._per_px(scale)
        return range(floor(self.axis.begin / width), ceil(self.axis.end / width) + 1)

    def _tile(self, scale: int, number: int) -> QPixmap:
        ratio = self.devicePixelRatioF()
        tile = self._tiles.get((scale, number))
        if tile is None or tile.devicePixelRatio() != ratio:
            tile = self._tiles[scale, number] = self._paint_tile(scale, number, ratio)
            while len(self._tiles) > _KEPT:
                self._tiles.popitem(last=False)
        self._tiles.move_to_end((scale, number))
        return tile

    def _paint_tile(self, scale: int, number: int, ratio: float) -> QPixmap:
        size = QSizeF(WIDTH, self.height())
        tile = QPixmap((size * ratio).toSize())
        tile.setDevicePixelRatio(ratio)
        tile.fill(self.palette().color(QPalette.ColorRole.Base))
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        per_px = self._per_px(scale)
        self.paint_stretch(painter, Stretch(number * WIDTH * per_px, per_px, QRectF(QPointF(0, 0), size), ratio))
        painter.end()
        return tile

    def _paint_ahead(self) -> None:
        """Paint one tile that may soon be in view; then give way to what else there is to do."""
        if not self._scale or not self.isVisible() or self.empty or self._calm.isActive():
            return
        scale = self._scale
        numbers = self._numbers(scale)
        first, last, reach = numbers[0], numbers[-1], ceil(len(numbers) * _AHEAD)
        width = WIDTH * self._per_px(scale)
        for step in range(1, reach + 1):
            for number in (last + step, first - step):
                inside = self.axis.first < (number + 1) * width and number * width < self.axis.last
                if inside and (scale, number) not in self._tiles:
                    self._tile(scale, number)
                    self._ahead.start()
                    return
