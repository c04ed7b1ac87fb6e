"""Tokens × time as a heatmap under a picture of the sound."""

import math

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QPainter,
    QPalette,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from alm_studio.gui import theme
from alm_studio.gui.views.inspector import colors, pictures
from alm_studio.gui.views.timeline.lane import Lane
from alm_studio.gui.views.timeline.time_axis import TimeAxis
from alm_studio.pipeline.attention_map import AttentionMap, Rows

_ROW = 15  # px that a token needs to be read


class MapLane(Lane):
    """A lane of the inspector: a click plays from there, dragging moves along.

    Signals:
        play_wanted(ms): play from there.
    """

    play_wanted = Signal(int)

    def __init__(self, axis: TimeAxis, height: int, gutter: int, parent: QWidget | None = None) -> None:
        super().__init__(axis, height, gutter, parent)
        self.map: AttentionMap | None = None
        self.shows_words = True
        self._pressed: QPointF | None = None
        self._moved = False

    def show_map(self, shown: AttentionMap | None) -> None:
        """Draw this one."""
        self.map = shown
        self.refresh()

    def show_words(self, wanted: bool) -> None:
        """Draw the word boundaries, or leave them out."""
        self.shows_words = wanted
        self.refresh()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._moved = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        if (event.position() - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._moved = True
        if self._moved:
            self.axis.move(self.ms(self._pressed.x()) - self.ms(event.position().x()))
            self._pressed = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._pressed is not None:
            if not self._moved and event.position().x() >= self.gutter and self.map is not None:
                self.play_wanted.emit(round(self.ms(event.position().x())))
            self._pressed = None

    def paint_image(self, painter: QPainter, area: QRectF, picture: QImage, per_ms: float) -> None:
        """Draw the part in view of a picture whose columns begin with the map, ``per_ms`` of them a millisecond."""
        assert self.map is not None
        start = self.map.start * 1000
        left = max(0.0, (self.axis.begin - start) * per_ms)
        right = min(float(picture.width()), (self.axis.end - start) * per_ms)
        if right > left:
            begin, end = self.place(start + left / per_ms), self.place(start + right / per_ms)
            target = QRectF(begin, area.top(), end - begin, area.height())
            painter.drawImage(target, picture, QRectF(left, 0, right - left, picture.height()))

    def paint_words(self, painter: QPainter, area: QRectF) -> None:
        """Thin lines where words begin, fainter ones where they end before a pause."""
        if self.map is None or not self.shows_words:
            return
        line = self.palette().color(QPalette.ColorRole.Text)
        words = self.map.words
        for number, word in enumerate(words):
            pause = number + 1 == len(words) or words[number + 1].start - word.end > 0.02
            for seconds, alpha in ((word.start, 150), (word.end, 70)) if pause else ((word.start, 150),):
                x = self.place(seconds * 1000)
                if x >= area.left():
                    line.setAlpha(alpha)
                    painter.setPen(QPen(line, 1))
                    painter.drawLine(QLineF(x, area.top(), x, area.bottom()))


class SoundLane(MapLane):
    """The log-mel picture of the span, with the words written over their places."""

    def __init__(self, axis: TimeAxis, gutter: int, parent: QWidget | None = None) -> None:
        super().__init__(axis, 84, gutter, parent)
        self.setFixedHeight(84)
        self.setAccessibleName(self.tr("Log-mel picture of the sound"))
        self._image: QImage | None = None

    def refresh(self) -> None:
        self._image = None
        super().refresh()

    def paint(self, painter: QPainter, area: QRectF) -> None:
        if self.map is None:
            return
        if self._image is None:
            levels = pictures.sound_to_levels(self.map.log_mel)
            self._image = pictures.image(levels, colors.sound_table(self.palette()))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        title = QRectF(area.left(), 0, area.width(), 18)
        self.paint_image(painter, area.adjusted(0, 18, 0, 0), self._image, 0.1)
        painter.setFont(theme.font_for(self.map.language, self.font()))
        metrics = QFontMetricsF(painter.font())
        self.paint_words(painter, area)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        free = area.left()
        for word in self.map.words:
            place = QRectF(
                self.place(word.start * 1000) + 3, 0, metrics.horizontalAdvance(word.text.strip()), title.height()
            )
            if place.left() >= free and word.text.strip():
                painter.drawText(place.adjusted(0, 0, 4, 0), Qt.AlignmentFlag.AlignVCenter, word.text.strip())
                free = place.right() + 6


class Heatmap(MapLane):
    """A row for each token; the path over it.

    Signals:
        hovered(text): what is under the pointer; empty where nothing is.
        resized(width): px that it has.
    """

    hovered = Signal(str)
    resized = Signal(int)

    def __init__(self, axis: TimeAxis, gutter: int, parent: QWidget | None = None) -> None:
        super().__init__(axis, 240, gutter, parent)
        self.setAccessibleName(self.tr("Attention of each token over time"))
        self._rows: Rows | None = None
        self._image: QImage | None = None
        self._shows_path = True
        self._hover: QPointF | None = None

    def show_rows(self, shown: AttentionMap | None, rows: Rows | None) -> None:
        """Draw these weights [tokens, frames] of a map."""
        self._rows = rows
        self._image = None
        self.setMinimumHeight(_ROW * len(shown.tokens) if shown else 0)
        self.show_map(shown)

    def show_path(self, wanted: bool) -> None:
        """Draw the path, or leave it out."""
        self._shows_path = wanted
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit(event.size().width())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._image = None
        super().changeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Time zooms over the picture; over the tokens the list scrolls."""
        if event.position().x() < self.gutter:
            event.ignore()
        else:
            super().wheelEvent(event)

    def paint(self, painter: QPainter, area: QRectF) -> None:
        if self.map is None or self._rows is None:
            return
        if self._image is None:
            self._image = pictures.image(pictures.weights_to_levels(self._rows), colors.weight_table(self.palette()))
        height = area.height() / len(self.map.tokens)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        self.paint_image(painter, area, self._image, 0.001 / self.map.seconds_per_frame)
        painter.setClipRect(area)
        self.paint_words(painter, area)
        if self._shows_path:
            self._paint_path(painter, height)
        painter.setClipping(False)
        painter.setFont(theme.font_for(self.map.language, self.font()))
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        for number, text in enumerate(self.map.texts):
            label = QRectF(0, number * height, self.gutter - 6, height)
            painter.drawText(label, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text.strip() or "·")

    def _paint_path(self, painter: QPainter, height: float) -> None:
        assert self.map is not None
        step, start = self.map.seconds_per_frame * 1000, self.map.start * 1000
        points = []
        for number, (first, last) in enumerate(self.map.path.tolist()):
            y = (number + 0.5) * height
            points += [QPointF(self.place(start + first * step), y), QPointF(self.place(start + (last + 1) * step), y)]
        ground = QColor(0, 0, 0, 110)
        for pen in (QPen(ground, 3.5), QPen(colors.path_color(), 1.8)):
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF(points))

    # The pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover = event.position()
        self.hovered.emit(self._described(event.position()))
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover = None
        self.hovered.emit("")
        self.update()

    def paint_over(self, painter: QPainter, area: QRectF) -> None:
        if self.map is None or self._hover is None or not area.contains(self._hover):
            return
        height = area.height() / len(self.map.tokens)
        row = int(self._hover.y() / height)
        line = self.palette().color(QPalette.ColorRole.Text)
        line.setAlpha(120)
        painter.setPen(QPen(line, 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawLine(QLineF(self._hover.x(), area.top(), self._hover.x(), area.bottom()))
        painter.drawRect(QRectF(0, row * height, self.width() - 1, height))

    def _described(self, place: QPointF) -> str:
        if self.map is None or self._rows is None or not self.area.contains(place):
            return ""
        row = min(int(place.y() / self.area.height() * len(self.map.tokens)), len(self.map.tokens) - 1)
        seconds = self.ms(place.x()) / 1000
        frame = int((seconds - self.map.start) / self.map.seconds_per_frame)
        if not 0 <= frame < self._rows.shape[1]:
            return ""
        return self.tr(
            "Token “{token}”   ·   {seconds:.2f} s   ·   weight {weight:.3f}   ·   probability {share:.0%}"
        ).format(
            token=self.map.texts[row].strip() or "·",
            seconds=seconds,
            weight=float(self._rows[row, frame]),
            share=min(1.0, math.exp(self.map.logprobs[row])),
        )
