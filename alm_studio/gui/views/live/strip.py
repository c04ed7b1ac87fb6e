"""The strip above live captions: what is going on, and the few buttons that one needs meanwhile."""

from PySide6.QtCore import QElapsedTimer, QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from alm_studio.gui import theme
from alm_studio.gui.models.times import short_clock
from alm_studio.gui.views.elided_label import ElidedLabel
from alm_studio.gui.views.live.level_meter import LevelMeter
from alm_studio.gui.views.live.look import Look

_LATE = 3.0
"""Seconds of delay from which it is shown as a warning."""
_BLINK_MS = 900
_ICON = 18
_RED = {True: "#ff5147", False: "#c8261f"}
"""Of the recording light, on a dark ground and on a light one."""
_SIDE = _GAP = 8
_LEAST = 40
"""Pixels of the model's name below which it is left out."""
_PLATE = 0.62
"""Opacity of the plate behind the strip where the captions have next to no ground."""


class RecordLight(QWidget):
    """A red dot while sound is recorded; two bars while it is not."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._state = "off"
        self._dim = False
        self._timer = QTimer(self, interval=_BLINK_MS)
        self._timer.timeout.connect(self._blink)
        self.setFixedSize(12, 16)

    def use_look(self, look: Look) -> None:
        """Other colours."""
        self._look = look
        self.update()

    def set_state(self, state: str) -> None:
        """``"on"``, ``"paused"`` or ``"off"``."""
        self._state, self._dim = state, False
        if state == "on":
            self._timer.start()
        else:
            self._timer.stop()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() / 2
        look = self._look
        if self._state == "paused":
            painter.setBrush(look.kind("warning"))
            for left in (1.5, 7.5):
                painter.drawRoundedRect(QRectF(left, middle - 5, 3, 10), 1, 1)
        else:
            red = QColor(_RED[look.dark]) if self._state == "on" else look.quiet
            painter.setBrush(theme.mix(red, look.ground, 0.55) if self._dim else red)
            painter.drawEllipse(QRectF(1, middle - 5, 10, 10))
        painter.end()

    def _blink(self) -> None:
        self._dim = not self._dim
        self.update()


class LiveStrip(QWidget):
    """Recording light, time, level, delay and model at the left; buttons at the right.

    In a narrow window the model goes first, then the time, then the level; last the words for the state are shortened,
    which the light tells, too.

    Args:
        look: fonts and colours.
        actions: pause, mark and stop, as buttons.
        menu: everything else.
    """

    def __init__(self, look: Look, actions: list[QAction], menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._state = "off"
        self._elapsed = 0.0  # seconds, when the clock was last set
        self._since = QElapsedTimer()
        self._seen = QTimer(self, interval=250)
        self._seen.timeout.connect(self._show_time)
        self.light = RecordLight(look)
        self.meter = LevelMeter(look)
        self._state_text, self._model = ElidedLabel(), ElidedLabel()
        self._time, self._delay = QLabel(), QLabel()
        self._time.setFont(theme.monospaced_digits(self._time.font()))
        self._delay.setFont(theme.monospaced_digits(self._delay.font()))
        self._delay.setToolTip(self.tr("From the end of a word to its text"))
        self._model.setToolTip(self.tr("The model that listens"))
        for label in (self._state_text, self._time, self._delay, self._model):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, label is not self._delay)
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE, 0, _SIDE, 0)
        row.setSpacing(_GAP)
        self._delay.setContentsMargins(4, 0, 4, 0)
        self._time.setContentsMargins(0, 0, 4, 0)
        for widget in (self.light, self._state_text, self._time, self.meter, self._delay, self._model):
            row.addWidget(widget)
        row.addStretch(1)
        self._buttons: list[tuple[QToolButton, QAction | None]] = []
        for action in actions:
            button = self._button()
            action.changed.connect(lambda button=button, action=action: self._mirror(button, action))
            button.clicked.connect(action.trigger)
            self._buttons.append((button, action))
        more = self._button()
        more.setToolTip(self.tr("Input, language, look and outputs"))
        more.setAccessibleName(self.tr("More"))
        more.clicked.connect(lambda: menu.popup(more.mapToGlobal(QPoint(0, more.height() + 4))))
        self._buttons.insert(max(0, len(actions) - 1), (more, None))
        for button, _ in self._buttons:
            row.addWidget(button)
        self.use_look(look)

    def use_look(self, look: Look) -> None:
        """Other colours."""
        self._look = look
        self.light.use_look(look)
        self.meter.use_look(look)
        self.setPalette(look.palette())
        for button, action in self._buttons:
            self._mirror(button, action)
        self._color_delay(False)

    def set_state(self, state: str, text: str) -> None:
        """``state``: ``"on"``, ``"paused"`` or ``"off"``; ``text``: the same in words."""
        self._state = state
        self.light.set_state(state)
        self.light.setAccessibleName(text)
        self._state_text.setText(text)
        self._elapsed = self._now()
        if state == "on":
            self._since.start()
            self._seen.start()
        else:
            self._since.invalidate()
            self._seen.stop()
            self.meter.reset()
        self._show_time()
        self._fit()

    def restart(self) -> None:
        """The clock begins at nought."""
        self._elapsed = 0.0
        self._since.invalidate()
        self._delay.clear()
        self._model.clear()
        self._fit()

    def set_delay(self, seconds: float | None) -> None:
        """How far the text is behind the speech; None while unknown."""
        late = seconds is not None and seconds >= _LATE
        text = self.tr("{seconds} s behind") if late else self.tr("{seconds} s")
        self._delay.setText("" if seconds is None else text.format(seconds=f"{seconds:.1f}"))
        self._color_delay(late)
        self._fit()

    def set_model(self, text: str) -> None:
        """What listens."""
        self._model.setText(text)
        self._fit()

    @property
    def texts(self) -> list[str]:
        """What the labels say."""
        return [label.text() for label in (self._state_text, self._time, self._delay, self._model)]

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 30)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._look.outlined:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            ground = QColor(self._look.ground)
            ground.setAlphaF(_PLATE)
            painter.setBrush(ground)
            painter.drawRoundedRect(self.rect(), 8, 8)
            painter.end()

    def _color_delay(self, late: bool) -> None:
        palette = self._look.palette()
        color = self._look.kind("warning") if late else self._look.quiet
        palette.setColor(palette.ColorRole.WindowText, color)
        self._delay.setPalette(palette)
        palette.setColor(palette.ColorRole.WindowText, self._look.quiet)
        for label in (self._time, self._model):
            label.setPalette(palette)

    def _now(self) -> float:
        return self._elapsed + (self._since.elapsed() / 1000 if self._since.isValid() else 0.0)

    def _show_time(self) -> None:
        before = len(self._time.text())
        self._time.setText(short_clock(round(self._now() * 1000)))
        if len(self._time.text()) != before:
            self._fit()

    def _fit(self) -> None:
        """Show as much as there is room for, by importance."""
        room = self.width() - 2 * _SIDE - self.light.width()
        for button, _ in self._buttons:
            room -= button.sizeHint().width() + _GAP
        room -= self._delay.sizeHint().width() + _GAP
        state = self._state_text.sizeHint().width()
        self._state_text.setMinimumWidth(max(0, min(state, room - _GAP)))
        room -= state + _GAP
        for widget, least in (
            (self.meter, self.meter.width()),
            (self._time, self._time.sizeHint().width()),
            (self._model, min(_LEAST, self._model.sizeHint().width())),
        ):
            room -= least + _GAP
            widget.setVisible(room >= 0)

    def _button(self) -> QToolButton:
        button = QToolButton(autoRaise=True)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        return button

    def _mirror(self, button: QToolButton, action: QAction | None) -> None:
        """Let a button look as its action, in the colours of the captions."""
        source = theme.icon("settings") if action is None else action.icon()
        button.setIcon(theme.tinted(source, self._look.text, _ICON, self.devicePixelRatioF()))
        if action is not None:
            button.setToolTip(action.toolTip())
            button.setAccessibleName(action.iconText())
            button.setEnabled(action.isEnabled())
