"""The sound as a waveform."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QWidget

from alm_studio.gui import theme
from alm_studio.gui.views.timeline.tiles import Stretch, TiledLane
from alm_studio.gui.views.timeline.time_axis import TimeAxis

if TYPE_CHECKING:
    from alm_studio.audio.peaks import Peaks

_FULL_SCALE = 127.0
_LIFT = 0.6
"""Exponent: quiet sound is drawn larger than it is, so that it can be seen where somebody speaks."""


class WaveformLane(TiledLane):
    """Lowest and highest sample of each px."""

    def __init__(self, axis: TimeAxis, height: int = 72, gutter: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(axis, height, gutter, parent)
        self._peaks: Peaks | None = None
        self._start = 0.0
        self._text = ""
        self.setAccessibleName(self.tr("Waveform"))

    @property
    def empty(self) -> str:
        return "" if self._peaks is not None and len(self._peaks.finest) else self._text

    def show_peaks(self, peaks: "Peaks | None", start: float = 0.0, text: str = "") -> None:
        """Draw peaks from ``start`` (ms) on; without any, say ``text``."""
        self._peaks, self._start, self._text = peaks, start, text
        self.refresh()

    def paint_stretch(self, painter: QPainter, stretch: Stretch) -> None:
        palette, area = self.palette(), stretch.area
        faint = theme.mix(palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base), 0.2)
        painter.fillRect(QRectF(area.left(), round(area.center().y()), area.width(), 1), faint)
        if self._peaks is not None:
            paint_wave(painter, self._peaks, self._start, stretch, theme.kind_color("info", palette))


def paint_wave(painter: QPainter, peaks: "Peaks", start: float, stretch: Stretch, color: QColor) -> None:
    """Draw peaks that begin at ``start`` (ms) into a stretch, a column for each px of the device."""
    import numpy as np

    columns, height = round(stretch.area.width() * stretch.ratio), round(stretch.area.height() * stretch.ratio)
    inside, seen = peaks.columns(stretch.begin - start, stretch.per_px / stretch.ratio, columns)
    if not len(seen):
        return
    middle = (height - 1) / 2
    room = (middle - 3 * stretch.ratio) / _FULL_SCALE**_LIFT
    levels = seen.astype(np.float32)
    offsets = np.sign(levels) * np.abs(levels) ** _LIFT * room
    rows = np.arange(height, dtype=np.float32)[:, None]
    filled = (rows >= np.floor(middle - offsets[:, 1])) & (rows <= np.ceil(middle - offsets[:, 0]))
    pixels = np.zeros((height, columns), np.uint32)
    pixels[:, inside] = np.where(filled, np.uint32(color.rgba()), np.uint32(0))
    picture = QImage(pixels.data, columns, height, 4 * columns, QImage.Format.Format_ARGB32)
    picture.setDevicePixelRatio(stretch.ratio)
    painter.drawImage(QPointF(stretch.area.left(), stretch.area.top()), picture)
