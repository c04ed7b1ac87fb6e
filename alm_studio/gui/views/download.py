"""How far the download of a model is, for the status bar."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from alm_studio.base.progress import Progress
from alm_studio.gui import theme
from alm_studio.gui.model_choice import ModelChoice
from alm_studio.gui.models.times import describe_download


class DownloadView(QWidget):
    """Name, megabytes, a bar and a way to stop; hidden while nothing is downloaded.

    Signals:
        cancel_wanted: the user does not want it any more.
    """

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLabel()
        self._text.setFont(theme.monospaced_digits(self._text.font()))
        self._bar = QProgressBar()
        self._bar.setFixedSize(120, 14)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Download"))
        self._cancel = QToolButton(autoRaise=True)
        self._cancel.setToolTip(self.tr("Cancel the download; what has arrived is kept"))
        self._cancel.setAccessibleName(self.tr("Cancel the download"))
        self._cancel.clicked.connect(self._on_cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(8)
        for widget in (self._text, self._bar, self._cancel):
            layout.addWidget(widget)
        self.refresh()
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    @property
    def cancel_button(self) -> QToolButton:
        """The way to stop it."""
        return self._cancel

    def show_progress(self, model: ModelChoice | None, progress: Progress | None) -> None:
        """Show how far a download is; None hides the view."""
        self.setVisible(model is not None)
        if model is None or progress is None:
            self._cancel.setEnabled(True)
            return
        self._bar.setRange(0, 1000 if progress.total else 0)
        self._bar.setValue(round(progress.fraction * 1000))
        if self._cancel.isEnabled():
            parts = [self.tr("Downloading {name}").format(name=model.name), describe_download(progress)]
            self._text.setText("   ·   ".join(part for part in parts if part))

    def refresh(self) -> None:
        """Draw the icon again, in the present palette."""
        self._cancel.setIcon(theme.icon("close"))

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._text.setText(self.tr("Stopping the download"))
        self.cancel_wanted.emit()
