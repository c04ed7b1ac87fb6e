"""A sentence over the captions, for a while: the input is lost, the machine too slow."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from alm_studio.gui import theme
from alm_studio.gui.views.live.look import Look
from alm_studio.gui.views.wrapped_text import WrappedText

_SHOWN_MS = {"info": 4000, "warning": 10_000, "error": 15_000}
_ICON = 16
_GAP = _SIDE = 8


class NoticeLine(QWidget):
    """Hidden while there is nothing to say.

    Signals:
        changed: it came, went, or has another height.
    """

    changed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._kind = "info"
        self._icon = QLabel()
        self._icon.setFixedWidth(_ICON)
        self._text = WrappedText()
        for part in (self._icon, self._text):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE, 0, _SIDE, 2)
        row.setSpacing(_GAP)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.clear)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; empty while hidden."""
        return "" if self.isHidden() else str(self._text.text)

    def use_look(self, look: Look) -> None:
        """Other colours."""
        self._look = look
        color = look.kind(self._kind)
        palette = look.palette()
        palette.setColor(palette.ColorRole.Text, color)
        self._text.setPalette(palette)
        self._icon.setPixmap(theme.pixmap(self._kind, _ICON, color, self.devicePixelRatioF()))

    def say(self, kind: str, text: str, lasting: bool = False) -> None:
        """Show a sentence; ``lasting``: until ``clear``, not for a while alone."""
        self._kind = kind
        self._text.say(text)
        self.use_look(self._look)
        self.show()
        if lasting:
            self._timer.stop()
        else:
            self._timer.start(_SHOWN_MS[kind])
        self.changed.emit()

    def clear(self) -> None:
        """Say nothing."""
        self._timer.stop()
        if not self.isHidden():
            self.hide()
            self.changed.emit()

    def height_in(self, width: int) -> int:
        """What it needs in a width, px."""
        text = self._text.heightForWidth(max(1, width - _ICON - _GAP - 2 * _SIDE))
        return max(_ICON, text) + 2
