"""Words along time, each with where the model listened for it, and boundaries to drag."""

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip, QWidget

from alm_studio.gui import theme
from alm_studio.gui.models.timeline_words import Edge, LaneWord, edges
from alm_studio.gui.models.times import clock
from alm_studio.gui.views.timeline.tiles import Stretch, TiledLane
from alm_studio.gui.views.timeline.time_axis import TimeAxis

if TYPE_CHECKING:
    from alm_studio.pipeline.attention_log import AttentionLog

_NEAR = 5  # px around a boundary that take hold of it
_STRIP = 24  # px of the row of words
_COARSEST = 40.0  # ms a px beyond which single tokens are too narrow to be seen
_LEAST = 0.015  # weights below are not drawn
_REMEMBERED = 8  # windows whose rows are unpacked


class WordsLane(TiledLane):
    """A curve of attention for each token above a block for each word.

    Signals:
        boundary_moved(edge, ms): the user dragged a boundary there.
    """

    boundary_moved = Signal(object, int)

    def __init__(self, axis: TimeAxis, gutter: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(axis, 96, gutter, parent)
        self.setMinimumHeight(_STRIP + 16)
        self.setAccessibleName(self.tr("Words and attention"))
        self._words: list[LaneWord] = []
        self._starts: list[int] = []
        self._edges: list[Edge] = []
        self._log: AttentionLog | None = None
        self._unpacked: dict[int, tuple[Any, Any, tuple[str, ...]]] = {}
        self._language = ""
        self._text = ""
        self._held: Edge | None = None
        self._held_at = 0

    def show_words(self, words: list[LaneWord], language: str, text: str = "") -> None:
        """Draw these; without any, say ``text``."""
        self._words, self._language, self._text = words, language, text
        self._starts = [word.start for word in words]
        self._edges = edges(words)
        self.near = self._held = None
        self.refresh()

    def show_attention(self, log: "AttentionLog | None") -> None:
        """Draw the attention that was kept; None where nothing was."""
        if log is not self._log:
            self._unpacked.clear()
        self._log = log
        self.refresh()

    # Drawing

    @property
    def empty(self) -> str:
        return "" if self._words else self._text

    def paint_stretch(self, painter: QPainter, stretch: Stretch) -> None:
        area = stretch.area
        font = theme.font_for(self._language, self.font())
        font.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(font)
        if self._log is not None and stretch.per_px <= _COARSEST:
            self._paint_attention(painter, stretch, QRectF(area.left(), 2, area.width(), area.height() - _STRIP - 4))
        first = max(0, bisect_left(self._starts, stretch.begin) - 1)
        metrics = QFontMetricsF(painter.font())
        for number in range(first, len(self._words)):
            word = self._words[number]
            if word.start > stretch.end:
                break
            self._paint_word(painter, stretch, word, self._color(number), metrics)

    def _paint_word(
        self, painter: QPainter, stretch: Stretch, word: LaneWord, color: QColor, metrics: QFontMetricsF
    ) -> None:
        left, right = stretch.place(word.start), stretch.place(word.end)
        block = QRectF(left, stretch.area.bottom() - _STRIP, max(1.0, right - left), _STRIP - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.mix(color, self.palette().color(QPalette.ColorRole.Base), 0.25))
        if block.width() < 6:
            painter.drawRect(block)
            return
        painter.drawRoundedRect(block.adjusted(0.5, 0, -0.5, 0), 3, 3)
        if block.width() > 30:
            faint = QColor(color)
            faint.setAlpha(110)
            painter.fillRect(QRectF(round(left), 2, 1, block.top() - 2), faint)
        if metrics.horizontalAdvance(word.text) <= block.width():
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            painter.drawText(block, Qt.AlignmentFlag.AlignCenter, word.text)

    def _paint_attention(self, painter: QPainter, stretch: Stretch, area: QRectF) -> None:
        """One filled curve for each token; its height is the root of the weight, so that faint listening is seen."""
        import numpy as np

        assert self._log is not None
        for window in self._log.between(stretch.begin / 1000, stretch.end / 1000):
            times, rows, texts = self._rows(window)
            # Two frames more at each side, so that the curves of two tiles meet.
            seen = np.flatnonzero((times >= stretch.begin - 40) & (times <= stretch.end + 40))
            if not len(seen):
                continue
            part = slice(seen[0], seen[-1] + 1)
            xs = stretch.area.left() + (times[part] - stretch.begin) / stretch.per_px
            tallest = max(_LEAST, float(np.quantile(rows.max(axis=1), 0.9)))
            heard = rows[:, part]
            for number in np.flatnonzero(heard.max(axis=1) > _LEAST).tolist():
                if not texts[number].strip():
                    continue
                weights = heard[number]
                listened = np.flatnonzero(weights > _LEAST)
                around = slice(max(0, listened[0] - 1), listened[-1] + 2)
                ys = area.bottom() - np.sqrt(np.minimum(weights[around] / tallest, 1.0)) * area.height()
                points = [QPointF(x, y) for x, y in zip(xs[around].tolist(), ys.tolist(), strict=True)]
                curve = QPolygonF(
                    [QPointF(points[0].x(), area.bottom()), *points, QPointF(points[-1].x(), area.bottom())]
                )
                # The colour of the word in whose time it was heard, or of the word before.
                most = int(times[int(rows[number].argmax())])
                color = self._color(max(0, bisect_left(self._starts, most + 1) - 1))
                painter.setPen(QPen(color, 1))
                fill = QColor(color)
                fill.setAlpha(70)
                painter.setBrush(fill)
                painter.drawPolygon(curve)

    def _rows(self, window: int) -> tuple[Any, Any, tuple[str, ...]]:
        """Times in ms [frames], mean weights [tokens, frames] and the tokens' texts of a window."""
        import numpy as np

        if window not in self._unpacked:
            assert self._log is not None
            kept = self._log[window]
            while len(self._unpacked) >= _REMEMBERED:
                del self._unpacked[next(iter(self._unpacked))]
            self._unpacked[window] = kept.times() * 1000, kept.weights().mean(axis=0, dtype=np.float32), kept.texts
        return self._unpacked[window]

    def _color(self, number: int) -> QColor:
        """Neighbours differ: blue and amber, which every eye tells apart."""
        return theme.kind_color("warning" if number % 2 else "info", self.palette())

    def paint_over(self, painter: QPainter, area: QRectF) -> None:
        edge = self._held or self.near
        if edge is not None:
            x = self.place(self._held_at if self._held else edge.ms)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    # The pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        edge = self._edge_at(event.position().x())
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.button() == Qt.MouseButton.LeftButton and edge is not None and plain:
            self._held, self._held_at = edge, edge.ms
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._held is not None:
            self._held_at = round(min(max(self.ms(x), self._held.earliest), self._held.latest))
            QToolTip.showText(event.globalPosition().toPoint(), clock(self._held_at), self)
            self.update()
            return
        super().mouseMoveEvent(event)
        near = self._edge_at(x) if not event.buttons() else None
        self.hover(near, Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held is not None and event.button() == Qt.MouseButton.LeftButton:
            edge, self._held = self._held, None
            self.update()
            if self._held_at != edge.ms:
                self.boundary_moved.emit(edge, self._held_at)
        else:
            super().mouseReleaseEvent(event)

    def tip(self, x: float) -> str:
        ms = self.ms(x)
        number = bisect_left(self._starts, ms + 1) - 1
        word = self._words[number] if number >= 0 else None
        if word is None or ms > word.end:
            return (
                self.tr("Drag a word's boundary to correct it. Shift and drag marks a stretch.") if self._words else ""
            )
        times = f"{clock(word.start)} – {clock(word.end)}"
        return self.tr("“{word}”  {times}\nprobability {share:.0%}").format(
            word=word.text, times=times, share=word.probability
        )

    def _edge_at(self, x: float) -> Edge | None:
        """The boundary under the pointer; none where words are so narrow that every px would be one."""
        near = [edge for edge in self._edges_around(x) if abs(self.place(edge.ms) - x) <= _NEAR]
        if len(near) > 2:
            return None
        return min(near, key=lambda edge: abs(self.place(edge.ms) - x), default=None)

    def _edges_around(self, x: float) -> list[Edge]:
        reach = _NEAR * self.axis.span / max(1.0, self.area.width())
        low = bisect_left(self._edges, self.ms(x) - reach, key=lambda edge: edge.ms)
        high = bisect_left(self._edges, self.ms(x) + reach, key=lambda edge: edge.ms)
        return self._edges[low:high]
