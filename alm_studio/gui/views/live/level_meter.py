"""How loud the sound is."""

import math

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from alm_studio.gui import theme
from alm_studio.gui.views.live.look import Look

_FLOOR = -54.0
"""Decibels below full scale at which the bar is empty; speech into a microphone lies around −25."""
_LOUD = -6.0
"""Decibels from which the input is close to clipping."""
_FALL = 1.2
"""Share of the bar that it falls by in a second."""
_TICK_MS = 40


class LevelMeter(QWidget):
    """A bar that rises at once and falls slowly."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._level = self._held = 0.0
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._fall)
        self.setFixedSize(72, 16)
        self.setAccessibleName(self.tr("Level of the sound"))
        self.setToolTip(self.tr("How loud the sound is that arrives"))

    @property
    def level(self) -> float:
        """What it shows, 0 to 1."""
        return self._level

    def use_look(self, look: Look) -> None:
        """Other colours."""
        self._look = look
        self.update()

    def set_level(self, rms: float) -> None:
        """Show the loudness of the newest sound: root mean square, 0 to 1."""
        decibels = 20 * math.log10(max(rms, 1e-6))
        self._level = max(self._level, min(1.0, max(0.0, 1 - decibels / _FLOOR)))
        self._held = max(self._held, self._level)
        if self._level and self.isVisible() and not self._timer.isActive():
            self._timer.start()
        self.update()

    def reset(self) -> None:
        """No sound."""
        self._level = self._held = 0.0
        self._timer.stop()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(72, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        look = self._look
        whole = QRectF(0, self.height() / 2 - 3, self.width(), 6)
        painter.setBrush(theme.mix(look.text, look.ground, 0.18))
        painter.drawRoundedRect(whole, 3, 3)
        if self._level > 0.01:
            loud = self._level >= 1 - _LOUD / _FLOOR
            painter.setBrush(look.kind("error" if loud else "done"))
            painter.drawRoundedRect(QRectF(0, whole.top(), max(6.0, self._level * whole.width()), 6), 3, 3)
        if self._held > self._level:
            painter.setBrush(look.quiet)
            painter.drawRect(QRectF(min(whole.width() - 2, self._held * whole.width()), whole.top(), 2, 6))
        painter.end()

    def _fall(self) -> None:
        step = _FALL * _TICK_MS / 1000
        self._level = max(0.0, self._level - step)
        self._held = max(self._level, self._held - step / 3)
        if not self._held:
            self._timer.stop()
        self.update()
