"""Play, seek, volume."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QToolButton,
    QWidget,
)

from alm_studio.gui import theme
from alm_studio.gui.models.times import short_clock

RATES = (0.5, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0)
"""Speeds in the menu."""


class SeekSlider(QSlider):
    """A slider whose handle comes to where one clicks."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._on_handle(event.position().toPoint()):
            handle = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self)
            span = max(1, self.width() - handle)
            place = round(event.position().x() - handle / 2)
            value = QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), place, span)
            self.setSliderPosition(value)
        super().mousePressEvent(event)

    def _on_handle(self, point: QPoint) -> bool:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        control, handle = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
        return self.style().subControlRect(control, option, handle, self).contains(point)


class TransportBar(QWidget):
    """The row under the picture.

    Signals:
        seek_wanted(ms), volume_wanted(0 to 1): the user moved a slider.
        rate_wanted(rate): the user chose a speed.
    """

    seek_wanted = Signal(int)
    volume_wanted = Signal(float)
    rate_wanted = Signal(float)

    def __init__(self, actions: list[QAction], mute: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(4)
        for action in actions:
            layout.addWidget(self._button(action))
        self._position = SeekSlider(Qt.Orientation.Horizontal)
        self._position.setAccessibleName(self.tr("Position"))
        self._position.setToolTip(self.tr("Position in the media"))
        self._position.setPageStep(5000)
        self._position.setSingleStep(1000)
        self._position.valueChanged.connect(self._on_position)
        self._time = QLabel("00:00 / 00:00")
        self._time.setFont(theme.monospaced_digits(self._time.font()))
        self._time.setAccessibleName(self.tr("Time"))
        self._volume = QSlider(Qt.Orientation.Horizontal)
        self._volume.setRange(0, 100)
        self._volume.setFixedWidth(84)
        self._volume.setAccessibleName(self.tr("Volume"))
        self._volume.setToolTip(self.tr("Volume"))
        self._volume.valueChanged.connect(lambda value: self.volume_wanted.emit(value / 100))
        self._rate = self._rate_button()
        layout.addSpacing(6)
        layout.addWidget(self._position, 1)
        layout.addSpacing(6)
        layout.addWidget(self._time)
        layout.addWidget(self._rate)
        layout.addWidget(self._button(mute))
        layout.addWidget(self._volume)

    def set_duration(self, ms: int) -> None:
        """The media's length."""
        self._position.blockSignals(True)
        self._position.setRange(0, ms)
        self._position.blockSignals(False)
        self._show_time()

    def set_position(self, ms: int) -> None:
        """The play head, unless the user holds it."""
        if not self._position.isSliderDown():
            self._position.blockSignals(True)
            self._position.setValue(ms)
            self._position.blockSignals(False)
        self._show_time()

    def set_volume(self, volume: float) -> None:
        """The volume, without telling anybody."""
        self._volume.blockSignals(True)
        self._volume.setValue(round(volume * 100))
        self._volume.blockSignals(False)

    def set_rate(self, rate: float) -> None:
        """The speed, without telling anybody."""
        self._rate.setText(f"{rate:g}×")
        for action in self._rates.actions():
            action.setChecked(action.data() == rate)

    def _rate_button(self) -> QToolButton:
        button = QToolButton(autoRaise=True)
        button.setFont(theme.monospaced_digits(button.font()))
        button.setAccessibleName(self.tr("Speed"))
        button.setToolTip(self.tr("Speed of playback; the pitch is kept"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._rates = menu = QMenu(button)
        for rate in RATES:
            choice = menu.addAction(f"{rate:g}×")
            choice.setCheckable(True)
            choice.setData(rate)
            choice.triggered.connect(lambda _checked=False, rate=rate: self.rate_wanted.emit(rate))
        # Not the button's own menu, whose arrow would take the room of the text.
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().topLeft())))
        button.setMinimumWidth(button.fontMetrics().horizontalAdvance("0.75×") + 14)
        button.setText("1×")
        return button

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(action.iconText())
        return button

    def _on_position(self, value: int) -> None:
        self._show_time()
        self.seek_wanted.emit(value)

    def _show_time(self) -> None:
        value, total = self._position.value(), self._position.maximum()
        self._time.setText(f"{short_clock(value)} / {short_clock(total)}")
