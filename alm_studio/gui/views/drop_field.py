"""A dashed field on which something may be dropped."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from alm_studio.gui import theme


class DropField(QWidget):
    """Draws the field, lit while something hangs over it; who inherits puts something inside.

    Args:
        radius: of its corners, px.
    """

    def __init__(self, radius: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._radius = radius
        self._lit = False

    def set_lit(self, lit: bool) -> None:
        """Show that what is being dragged can be dropped."""
        self._lit = lit
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        base, window = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Window)
        accent = theme.kind_color("info", palette)
        edge = accent if self._lit else theme.mix(palette.color(QPalette.ColorRole.Text), window, 0.3)
        pen = QPen(edge, 2.0 if self._lit else 1.5, Qt.PenStyle.DashLine)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(theme.mix(accent, base, 0.12) if self._lit else base)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), self._radius, self._radius)
        painter.end()
