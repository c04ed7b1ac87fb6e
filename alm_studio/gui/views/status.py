"""The status bar: what runs, how far it is, what computes."""

from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QWidget

from alm_studio.gui import theme
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.models.times import short_clock
from alm_studio.gui.views.download import DownloadView
from alm_studio.gui.views.training.status import TrainingStatus


class StatusBar(QStatusBar):
    """Progress, speed and time left; at the right a download, and the model with its device."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QProgressBar()
        self._bar.setFixedSize(200, 14)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._text = QLabel()
        self._text.setFont(theme.monospaced_digits(self._text.font()))
        self.download = DownloadView()
        self.training = TrainingStatus()
        self._model = QLabel()
        self._model.setContentsMargins(0, 0, 8, 0)
        self._model.setToolTip(self.tr("Model, device and precision in use"))
        for widget in (self._bar, self._text):
            self.addWidget(widget)
        self.addPermanentWidget(self.training)
        self.addPermanentWidget(self.download)
        self.addPermanentWidget(self._model)
        self.setContentsMargins(8, 0, 0, 0)
        self.show_idle()

    def show_idle(self, text: str = "") -> None:
        """Nothing runs."""
        self._bar.hide()
        self._text.setText(text)

    def show_work(self, item: MediaItem, waiting: int) -> None:
        """How far ``item`` is, with ``waiting`` others behind it."""
        self._bar.show()
        if item.fraction is None:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(item.fraction * 1000))
        parts = [self._stage(item)]
        if item.detail:
            parts.append(item.detail)
        if item.fraction is not None and item.stage in ("writing", "aligning"):
            parts.append(f"{item.fraction * 100:.0f} %")
        if item.speed:
            parts.append(self.tr("{speed:.1f}× real time").format(speed=item.speed))
        if item.seconds_left is not None:
            parts.append(self.tr("{time} left").format(time=short_clock(round(item.seconds_left) * 1000)))
        if waiting:
            parts.append(self.tr("{number} more in the queue").format(number=waiting))
        self._text.setText("   ·   ".join(parts))

    def set_model(self, text: str) -> None:
        """What computes."""
        self._model.setText(text)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def _stage(self, item: MediaItem) -> str:
        loading = self.tr("Downloading the model") if item.detail else self.tr("Loading the model")
        return {
            "loading": loading,
            "listening": self.tr("Looking for speech"),
            "writing": self.tr("Writing captions"),
            "aligning": self.tr("Aligning the text"),
            "stopping": self.tr("Stopping"),
        }.get(item.stage, self.tr("Starting"))
