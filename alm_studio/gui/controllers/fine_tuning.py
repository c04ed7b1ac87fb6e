"""Opens the fine-tune dialog, and keeps training, captions and the window's choices in step."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from alm_studio.gui.controllers.training import Phase, TrainingController
from alm_studio.gui.controllers.training_data import TrainingDataController
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.model_choice import ModelChoice
from alm_studio.gui.models.times import time_left
from alm_studio.gui.notify import Action
from alm_studio.gui.read_ahead import import_numpy

if TYPE_CHECKING:
    from alm_studio.gui.dialogs.fine_tune import FineTuneDialog
    from alm_studio.gui.main_window import MainWindow


class FineTuning(QObject):
    """What the window and a training have to do with each other."""

    def __init__(self, window: "MainWindow", training: TrainingController) -> None:
        super().__init__(window)
        self._window = window
        self._training = training
        self._data = TrainingDataController(window.jobs, window.notifier, self)
        self._models: list[ModelChoice] = []
        self._opening = False
        self._seen = Phase.IDLE
        self._error = ""
        self.dialog: FineTuneDialog | None = None
        transcription = window.transcription
        training.device_busy = self._writing_on
        transcription.place = training.place
        transcription.held.connect(self._on_held)
        transcription.moved.connect(self._on_moved)
        transcription.state_changed.connect(self._on_transcription)
        training.freed.connect(transcription.release)
        training.changed.connect(self._on_training)
        window.models.listed.connect(self._on_models)

    def open(self) -> None:
        """Show the dialog. What it needs takes long to import, so that happens in the pool, except for Qt's part."""
        if self.dialog is not None:
            self.dialog.open_at_work()
        elif not self._opening:
            self._opening = True
            self._window.jobs.run_io(import_numpy, lambda _done: self._make(), self._failed)

    def close(self) -> None:
        """The window goes: stop and save."""
        if self.dialog is not None:
            self.dialog.close()
        self._data.close()
        self._training.shutdown()

    def _failed(self, error: BaseException) -> None:
        self._opening = False
        self._window.notifier.report(error)

    def _make(self) -> None:
        from alm_studio.gui.dialogs.fine_tune import FineTuneDialog

        window = self._window
        self._opening = False
        self.dialog = FineTuneDialog(
            self._data,
            self._training,
            window.notifier,
            self._corrected,
            lambda: window.settings.volume,
            window.models.ensure,
            window,
        )
        self.dialog.use_wanted.connect(self._use)
        self.dialog.set_models(self._models, window.settings.model)
        self.dialog.open_at_work()

    def _corrected(self) -> list[MediaItem]:
        """The media whose captions the user has corrected, the one in view first."""
        items = [item for item in self._window.queue if item.edited and item.document.captions and not item.active]
        return sorted(items, key=lambda item: item is not self._window.item)

    def _on_models(self, models: list[ModelChoice]) -> None:
        self._models = models
        if self.dialog is not None:
            self.dialog.set_models(models, self._window.settings.model)

    def _use(self, name: str) -> None:
        """Write captions with the new model from now on."""
        window = self._window
        self._training.accept()

        def chosen(_models: list[ModelChoice]) -> None:
            window.models.listed.disconnect(chosen)
            window.commands.use_model(name)
            window.notifier.inform(self.tr("Captions are written with {name} from now on.").format(name=name))

        window.models.listed.connect(chosen)
        window.models.look()

    # Whose turn the device is

    def _writing_on(self, device: str) -> bool:
        """Whether captions are being written on ``device``."""
        if not self._window.transcription.running:
            return False
        theirs = self._window.settings.device
        return theirs == device or "auto" in (theirs, device)

    def _on_transcription(self) -> None:
        if not self._window.transcription.running:
            self._training.captions_done()

    def _on_held(self, items: list[MediaItem]) -> None:
        if self._training.phase not in (Phase.STARTING, Phase.RUNNING):
            return  # it goes on by itself in a moment, or something else has the device
        name = items[0].name if len(items) == 1 else self.tr("{number} files").format(number=len(items))
        self._window.notifier.inform(
            self.tr("A model is learning on this device. The captions of {name} wait for it.").format(name=name),
            Action(self.tr("Pause the training meanwhile"), lambda: self._training.pause(for_captions=True)),
            Action(self.tr("Wait"), lambda: None),
        )

    def _on_moved(self, device: str) -> None:
        names = {"cpu": self.tr("the processor"), "cuda": self.tr("the GPU"), "mps": self.tr("the GPU")}
        self._window.notifier.inform(
            self.tr("A model is learning on the other device, so these captions are written on {device}.").format(
                device=names.get(device, device)
            )
        )

    # What the window says of it

    def _on_training(self) -> None:
        training = self._training
        self._window.status.training.show_text(self._text())
        if training.phase is self._seen:
            return
        before, self._seen = self._seen, training.phase
        self._window.presenter.update_work()
        if before is Phase.FAILED:
            self._forget_error()
        self._error = training.error
        if training.phase is Phase.ENDED:
            self._window.models.look()
            hidden = self.dialog is None or not self.dialog.isVisible()
            if hidden and before is not Phase.STOPPING and training.run is not None:
                self._window.notifier.inform(
                    self.tr("{name} has finished learning.").format(name=training.run.name),
                    Action(self.tr("Show the result"), self.open),
                    Action(self.tr("Later"), lambda: None),
                )
        elif training.phase is Phase.STARTING and before is not Phase.WAITING:
            self.open()

    def _forget_error(self) -> None:
        """What stopped the training before is no news once it goes on."""
        for bar in (self._window.messages, self.dialog.messages if self.dialog is not None else None):
            if bar is not None and bar.text == self._error:
                bar.dismiss()

    def _text(self) -> str:
        training = self._training
        log = training.log
        match training.phase:
            case Phase.WAITING:
                return self.tr("Training waits for the captions")
            case Phase.STARTING:
                return self.tr("Preparing the training")
            case Phase.PAUSED:
                return self.tr("Training paused")
            case Phase.STOPPING:
                return self.tr("Stopping the training")
            case Phase.RUNNING if log.fraction is not None:
                text = self.tr("Training {percent:.0f} %").format(percent=100 * log.fraction)
                if log.last is not None and log.last.remaining is not None:
                    text += "  ·  " + self.tr("{time} left").format(time=time_left(log.last.remaining))
                return text
            case Phase.RUNNING:
                return self.tr("Training")
            case _:
                return ""
