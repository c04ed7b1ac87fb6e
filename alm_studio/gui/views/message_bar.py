"""Messages at the top of the window. They never stop the user."""

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from alm_studio.gui import theme
from alm_studio.gui.notify import Action, Message
from alm_studio.gui.views.wrapped_text import WrappedText

_INFO_MS = 8000
_RANK = {"info": 0, "warning": 1, "error": 2}


class MessageBar(QWidget):
    """One message at a time; a graver one is not pushed away by a lesser one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Message] = []
        self._message: Message | None = None
        self._icon = QLabel()
        self._text = WrappedText()
        self._action_buttons: list[QPushButton] = []
        self._buttons = QHBoxLayout()
        self._close = QToolButton(autoRaise=True)
        self._close.setToolTip(self.tr("Close this message (Escape)"))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.clicked.connect(self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 8)
        layout.setSpacing(10)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(self._buttons)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self, singleShot=True, interval=_INFO_MS)
        self._timer.timeout.connect(self.dismiss)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; empty while hidden."""
        return self._message.text if self._message else ""

    def show_message(self, message: Message) -> None:
        """Show it now, or after a graver one."""
        if message == self._message or message in self._waiting:
            return
        shown = self._message
        if shown is not None:
            if _RANK[message.kind] < _RANK[shown.kind] or (_asks(shown) and message.kind == shown.kind):
                self._waiting.append(message)
                return
            if shown.kind != "info" or _asks(shown):
                self._waiting.append(shown)
        self._display(message)

    def dismiss(self) -> None:
        """Close the message; the next one takes its place."""
        self._message = None
        if self._waiting:
            self._display(self._waiting.pop())
        else:
            self._timer.stop()
            self.hide()

    def refresh(self) -> None:
        """Draw the icons again, in the present palette."""
        self._close.setIcon(theme.icon("close"))
        if self._message is not None:
            kind = self._message.kind
            color = theme.kind_color(kind, self.palette())
            self._icon.setPixmap(theme.pixmap(kind, 20, color, self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_close"):
            self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._message is not None:
            painter = QPainter(self)
            color = theme.kind_color(self._message.kind, self.palette())
            ground = self.palette().color(QPalette.ColorRole.Window)
            painter.fillRect(self.rect(), theme.mix(color, ground, 0.14))
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.mix(color, ground, 0.45))
            painter.end()

    def _display(self, message: Message) -> None:
        self._message = message
        self._text.say(message.text)
        for button in self._action_buttons:
            button.deleteLater()
        self._action_buttons = [self._button(action) for action in message.actions]
        for button in self._action_buttons:
            self._buttons.addWidget(button)
        self.refresh()
        self.show()
        self.update()
        if message.kind == "info" and not _asks(message):
            self._timer.start()
        else:
            self._timer.stop()

    def _button(self, action: Action) -> QPushButton:
        def click() -> None:
            self.dismiss()
            action.run()

        button = QPushButton(action.text)
        button.setAccessibleName(action.text)
        button.clicked.connect(click)
        return button


def _asks(message: Message) -> bool:
    """Whether it waits for an answer: what offers a choice must not go by itself."""
    return len(message.actions) > 1
