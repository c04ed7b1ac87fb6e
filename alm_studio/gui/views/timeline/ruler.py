"""The times along the axis."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from alm_studio.gui import theme
from alm_studio.gui.models.times import short_clock
from alm_studio.gui.views.timeline.tiles import Stretch, TiledLane
from alm_studio.gui.views.timeline.time_axis import TimeAxis

_STEPS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
          1_800_000, 3_600_000)  # fmt: skip
_ROOM = 1.6  # widths of a label from one to the next


class Ruler(TiledLane):
    """Ticks with clock times."""

    def __init__(self, axis: TimeAxis, gutter: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(axis, 22, gutter, parent)
        self.setFixedHeight(22)
        self.setAccessibleName(self.tr("Times"))

    def paint_stretch(self, painter: QPainter, stretch: Stretch) -> None:
        font = theme.monospaced_digits(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        wanted = QFontMetricsF(font).horizontalAdvance("00:00:00.0") * _ROOM * stretch.per_px
        step = next((step for step in _STEPS if step >= wanted), _STEPS[-1])
        color = theme.muted_color(self.palette())
        painter.setPen(color)
        tick = max(0, int(stretch.begin // step) - 1) * step  # the label of the one before reaches in here
        while tick <= stretch.end:
            x, bottom = stretch.place(tick), stretch.area.bottom()
            painter.fillRect(QRectF(round(x), bottom - 5, 1, 5), color)
            label = QRectF(x + 4, 0, 200, stretch.area.height() - 2)
            painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, _label(tick, step))
            tick += step


def _label(ms: int, step: int) -> str:
    if step >= 1000:
        return short_clock(ms)
    digits = 1 if step >= 100 else 2
    return f"{short_clock(ms)}.{ms % 1000 // 10 ** (3 - digits):0{digits}d}"
