"""The sound as a waveform."""

from typing import Any

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from alm_studio.gui import theme
from alm_studio.gui.views.timeline.lane import Lane
from alm_studio.gui.views.timeline.time_axis import TimeAxis

_PER_MS = 0.1
"""Peaks a millisecond."""
_FULL_SCALE = 127.0


class WaveformLane(Lane):
    """Lowest and highest sample of each px."""

    def __init__(self, axis: TimeAxis, height: int = 72, gutter: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(axis, height, gutter, parent)
        self._peaks: Any = None
        self._start = 0.0
        self._text = ""
        self.setAccessibleName(self.tr("Waveform"))

    def show_peaks(self, peaks: Any, start: float = 0.0, text: str = "") -> None:
        """Draw peaks, [P, 2] int8 of 10 ms each from ``start`` (ms) on; without any, say ``text``."""
        self._peaks, self._start, self._text = peaks, start, text
        self.refresh()

    def paint(self, painter: QPainter, area: QRectF) -> None:
        palette = self.palette()
        middle = area.center().y()
        painter.setPen(theme.mix(palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base), 0.2))
        painter.drawLine(QLineF(area.left(), middle, area.right(), middle))
        if self._peaks is None or not len(self._peaks):
            painter.setPen(theme.muted_color(palette))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._text)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(theme.kind_color("info", palette), 1))
        painter.drawLines(self._lines(area, middle))

    def _lines(self, area: QRectF, middle: float) -> list[QLineF]:
        import numpy as np

        columns = round(area.width())
        edges = ((self.axis.begin - self._start + np.arange(columns + 1) * self.axis.span / columns) * _PER_MS).astype(
            int
        )
        inside = np.flatnonzero((edges[:-1] >= 0) & (edges[:-1] < len(self._peaks)))
        if not len(inside):
            return []
        first = edges[inside]
        last = np.clip(np.maximum(edges[inside + 1], first + 1), 1, len(self._peaks))
        seen = self._peaks[first[0] : last[-1]]
        low = np.minimum.reduceat(seen[:, 0], first - first[0]).astype(float)
        high = np.maximum.reduceat(seen[:, 1], first - first[0]).astype(float)
        # Quiet sound is drawn larger than it is, so that it can be seen where somebody speaks.
        room = (area.height() / 2 - 3) / _FULL_SCALE**0.6
        top = middle - np.sign(high) * np.abs(high) ** 0.6 * room
        bottom = middle - np.sign(low) * np.abs(low) ** 0.6 * room
        left = area.left() + inside
        return [QLineF(x, y, x, z) for x, y, z in zip(left.tolist(), top.tolist(), bottom.tolist(), strict=True)]
