"""Where one is in the dialog: four names in a row, the present one lit."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from alm_studio.gui import theme

_DOT = 22
_GAP = 8


class StepBar(QWidget):
    """Numbers in circles with their names; what is done has a tick."""

    def __init__(self, names: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_current(0)

    def set_current(self, step: int) -> None:
        """Light a step."""
        self._current = step
        self.setAccessibleName(
            self.tr("Step {number} of {count}: {name}").format(
                number=step + 1, count=len(self._names), name=self._names[step]
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        width = sum(self.fontMetrics().horizontalAdvance(name) + _DOT + 5 * _GAP for name in self._names)
        return QSize(width, _DOT + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(len(self._names) * (_DOT + _GAP), _DOT + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        text, ground = palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window)
        accent, muted = theme.kind_color("info", palette), theme.mix(text, ground, 0.45)
        full = self.width() >= self.sizeHint().width()
        x, middle = 1.0, self.height() / 2
        for number, name in enumerate(self._names):
            current, done = number == self._current, number < self._current
            circle = QRectF(x, middle - _DOT / 2, _DOT, _DOT)
            painter.setPen(QPen(accent if current or done else muted, 1.5))
            painter.setBrush(accent if current else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle)
            if done:
                place = circle.adjusted(4, 4, -4, -4).toRect()
                painter.drawPixmap(place, theme.pixmap("done", place.width(), accent, self.devicePixelRatioF()))
            else:
                painter.setPen(ground if current else muted)
                painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number + 1))
            x += _DOT + _GAP
            if full or current:  # a narrow bar names the present step alone
                width = self.fontMetrics().horizontalAdvance(name)
                painter.setPen(text if current else muted)
                painter.drawText(QRectF(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, name)
                x += width + _GAP
            if number < len(self._names) - 1:
                painter.setPen(QPen(theme.mix(text, ground, 0.2), 1))
                painter.drawLine(round(x + 2), round(middle), round(x + 2 * _GAP), round(middle))
                x += 3 * _GAP
        painter.end()
