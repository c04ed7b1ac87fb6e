"""Fine-tuning, from the choice of data to the use of the new model. The window lives on beside it."""

import math
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from alm_studio.gui.controllers.clip_player import ClipPlayer
from alm_studio.gui.controllers.training import Phase, TrainingController
from alm_studio.gui.controllers.training_data import TrainingDataController
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.model_choice import ModelChoice
from alm_studio.gui.models.examples import ExampleRow
from alm_studio.gui.models.times import megabytes, time_left
from alm_studio.gui.models.training_method import RECOMMENDED, SCRATCH, uses_lora
from alm_studio.gui.notify import Message, Notifier
from alm_studio.gui.views.message_bar import MessageBar
from alm_studio.gui.views.training.data_page import DataPage
from alm_studio.gui.views.training.method_page import MethodPage
from alm_studio.gui.views.training.result_page import ResultPage
from alm_studio.gui.views.training.run_page import RunPage
from alm_studio.gui.views.training.steps import StepBar
from alm_studio.training.report import Sample

DATA, METHOD, RUN, RESULT = range(4)


class FineTuneDialog(QDialog):
    """Four pages. It holds nothing itself: closing it ends no training, and opening it shows how far one is.

    Args:
        data, training: what does the work.
        notifier: whose errors are shown here too.
        corrected: the media whose captions the user has corrected.
        volume: of playback, 0 to 1.
        ensure: calls a function once a model is installed; asks before it is downloaded.

    Signals:
        use_wanted(name): captions shall be written with this model from now on.
    """

    use_wanted = Signal(str)

    def __init__(
        self,
        data: TrainingDataController,
        training: TrainingController,
        notifier: Notifier,
        corrected: Callable[[], list[MediaItem]],
        volume: Callable[[], float],
        ensure: Callable[[str, Callable[[], None]], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._data, self._training, self._notifier = data, training, notifier
        self._corrected, self._volume, self._ensure = corrected, volume, ensure
        self._model = ""
        self._seen = Phase.IDLE
        self.player = ClipPlayer(self)
        self.setWindowTitle(self.tr("Fine-tune a model"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self.setAcceptDrops(True)
        self.steps = StepBar([self.tr("Data"), self.tr("Method"), self.tr("Training"), self.tr("Result")])
        self.messages = MessageBar()
        self.data_page = DataPage()
        self.method_page = MethodPage()
        self.run_page = RunPage()
        self.result_page = ResultPage()
        self.pages = QStackedWidget()
        for page in (self.data_page, self.method_page, self.run_page, self.result_page):
            self.pages.addWidget(page)
        self.back = QPushButton(self.tr("&Back"))
        self.close_button = QPushButton(self.tr("Close"))
        self.next = QPushButton()
        self.next.setDefault(True)
        for button in (self.back, self.close_button):
            button.setAutoDefault(False)
        self._lay_out()
        self._connect()
        self.go_to(DATA)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.close_button)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.result_page.more)
        buttons.addWidget(self.next)
        buttons.addWidget(self.result_page.use)
        inside = QVBoxLayout()
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(14)
        inside.addWidget(self.steps)
        inside.addWidget(self.pages, 1)
        inside.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.messages)
        layout.addLayout(inside, 1)
        self.resize(880, 720)

    def _connect(self) -> None:
        self._data.changed.connect(self._show_data)
        self._training.changed.connect(self._show_training)
        self._notifier.shown.connect(self._on_message)
        self.data_page.chosen.connect(self._data.choose)
        self.data_page.captions_wanted.connect(lambda: self._data.choose_captions(self._corrected()))
        self.data_page.options_changed.connect(self._set_options)
        self.data_page.cancel_wanted.connect(self._data.cancel)
        self.data_page.listen_wanted.connect(self._listen)
        self.method_page.changed.connect(self._on_method)
        self.run_page.pause_wanted.connect(self._training.pause)
        self.run_page.resume_wanted.connect(self._training.resume)
        self.run_page.stop_wanted.connect(self._training.stop)
        self.run_page.samples.listen_wanted.connect(self._listen_to_sample)
        self.result_page.samples.listen_wanted.connect(self._listen_to_sample)
        self.result_page.use_wanted.connect(self._use)
        self.result_page.more_wanted.connect(lambda: self._training.go_on())
        self.player.playing_changed.connect(self.data_page.set_playing)
        self.player.failed.connect(self._notifier.warn)
        self.back.clicked.connect(self._go_back)
        self.next.clicked.connect(self._go_forth)
        self.close_button.clicked.connect(self.close)

    # Where one is

    @property
    def page(self) -> int:
        """``DATA``, ``METHOD``, ``RUN`` or ``RESULT``."""
        return self.pages.currentIndex()

    def go_to(self, page: int) -> None:
        """Show a page."""
        self.player.stop()
        self.pages.setCurrentIndex(page)
        self.steps.set_current(page)
        if page == DATA:
            self._offer_captions()
        elif page == METHOD:
            self._suggest_name()
            self.method_page.set_seconds(self._data.data().seconds)
            self._on_method()
        self._show_buttons()

    def open_at_work(self) -> None:
        """Show the dialog where there is something to see: the training, if there is one."""
        if self._training.active or self._training.phase is Phase.WAITING:
            self.go_to(RUN)
        elif self.page == DATA:
            self._offer_captions()
        self.show()
        self.raise_()
        self.activateWindow()

    def set_models(self, models: list[ModelChoice], chosen: str) -> None:
        """Offer models to start from; ``chosen`` is the one in use."""
        self._model = chosen
        self.method_page.set_models(models, chosen)

    def _go_back(self) -> None:
        self.go_to(METHOD if self.page in (RUN, METHOD + 1) else DATA)

    def _go_forth(self) -> None:
        if self.page == DATA:
            self.go_to(METHOD)
        elif self.page == METHOD:
            self._start()
        elif self.page == RUN:
            self._training.go_on()
        else:
            self.go_to(DATA)

    def _start(self) -> None:
        method = self.method_page.method()
        if method.kind == SCRATCH:
            self._begin()
        else:
            self._ensure(method.model, self._begin)

    def _begin(self) -> None:
        if self._training.active or self._training.phase is Phase.WAITING:
            return
        page = self.method_page
        self._data.measure_with(page.valid.path, page.general.path)
        data, captions = self._data.data(), self._data.captions
        self._data.close()
        self._training.start(data, self.method_page.method(), captions)
        self.go_to(RUN)

    def _show_buttons(self) -> None:
        page, training = self.page, self._training
        failed = training.phase is Phase.FAILED
        report = self._data.report
        texts = {
            DATA: self.tr("&Next"),
            METHOD: self.tr("&Start learning"),
            RUN: self.tr("&Go on"),
            RESULT: self.tr("&New training"),
        }
        self.next.setText(texts[page])
        self.next.setVisible(page != RUN or (failed and training.run is not None))
        self.next.setAutoDefault(page != RESULT)
        self.back.setVisible(page == METHOD or (page == RUN and failed))
        self.result_page.use.setVisible(page == RESULT)
        self.result_page.more.setVisible(page == RESULT and training.stopped)
        self.result_page.use.setDefault(page == RESULT)
        self.next.setDefault(page != RESULT)
        if page == DATA:
            self.next.setEnabled(report is not None and report.kept_count > 0 and not self._data.checking)
        elif page == METHOD:
            busy = training.active or training.phase is Phase.WAITING
            self.next.setEnabled(bool(self.method_page.name.text().strip()) and not busy)
            self.next.setToolTip(self.tr("Another training runs") if busy else "")
        else:
            self.next.setEnabled(True)

    def _on_message(self, message: Message) -> None:
        if self.isVisible() and message.kind != "info":  # offers and good news are the window's
            self.messages.show_message(message)

    # Data

    def _show_data(self) -> None:
        data = self._data
        if data.checking:
            texts = {
                "reading": self.tr("Reading the data"),
                "checking": self.tr("Listening to the examples"),
                "hearing": self.tr("Comparing the texts with what the model hears"),
            }
            self.data_page.show_checking(data.source, data.fraction, texts.get(data.stage, ""))
        elif data.report is not None:
            self.data_page.show_report(data.source, data.report)
        else:
            self.data_page.show_nothing()
        self._show_cost()
        self._show_buttons()

    def _set_options(self) -> None:
        hear = self._model if self.data_page.hear.isChecked() else ""
        self._data.set_options(self.data_page.language.currentData(), hear)

    def _offer_captions(self) -> None:
        items = self._corrected()
        name = items[0].name if len(items) == 1 else self.tr("{number} files").format(number=len(items))
        self.data_page.offer_captions(
            name if items else "", self.tr("Correct the captions of an open file first, then learn from them")
        )

    def _listen(self, row: ExampleRow) -> None:
        if self.player.playing:
            self.player.stop()
        else:
            self.player.play(row.audio, row.start, row.end, self._volume())

    def _listen_to_sample(self, sample: Sample) -> None:
        if self.player.playing:
            self.player.stop()
        else:
            self.player.play(sample.audio, sample.start, sample.end, self._volume())

    # Method

    def _on_method(self) -> None:
        page = self.method_page
        self._data.measure_with(page.valid.path, page.general.path)
        self._data.estimate(page.method())
        self._show_cost()
        self._show_buttons()

    def _suggest_name(self) -> None:
        if not self.method_page.name.text().strip():
            stem = Path(self._data.source).stem or "speech"
            self.method_page.name.setText(f"{self._model.replace('/', '-') or 'model'}-{stem}".lower()[:60])

    def _show_cost(self) -> None:
        cost, method = self._data.cost, self.method_page.method()
        if cost is None:
            self.method_page.show_estimate(self.tr("Estimating time and memory…"), self._plan())
            return
        device = {"cpu": self.tr("the processor")}.get(cost.device, cost.device.upper())
        seconds = min(cost.seconds, method.minutes * 60) if method.minutes else cost.seconds
        text = self.tr("About {time} and {memory} of memory on {device}").format(
            time=time_left(seconds), memory=megabytes(cost.memory), device=device
        )
        note = self._plan()
        if cost.too_large:
            note = self.tr("Only {memory} are free. Choose small adapters, or a smaller model.").format(
                memory=megabytes(cost.available)
            )
        self.method_page.show_estimate(text if math.isfinite(seconds) else "", note, cost.too_large)

    def _plan(self) -> str:
        """What the recommendation means here."""
        method = self.method_page.method()
        if method.kind != RECOMMENDED:
            return self.tr("It will know no other words than those of your data.") if method.kind == SCRATCH else ""
        if uses_lora(method, self._data.data().seconds):
            return self.tr("Small adapters will learn: the best choice for less than some hours of speech.")
        return self.tr("All weights will learn: there is speech enough.")

    # Training and result

    def _show_training(self) -> None:
        training = self._training
        waiting = training.phase is Phase.WAITING
        self.run_page.show_state(
            self._state(),
            training.log,
            paused=training.phase is Phase.PAUSED,
            active=training.active or waiting,
            stopping=training.phase is Phase.STOPPING,
        )
        self.run_page.pause.setEnabled(self.run_page.pause.isEnabled() and not waiting)
        if training.phase is Phase.FAILED:
            self.run_page.show_note(training.error, "error")
        if training.phase is Phase.ENDED and training.run is not None:
            name = training.log.ended.name if training.log.ended else ""
            self.result_page.show_log(training.log, name or training.run.name, stopped=training.stopped)
        if training.phase is not self._seen:
            self._seen = training.phase
            if training.phase is Phase.ENDED:
                self.go_to(RESULT)
            elif training.active or waiting or training.phase is Phase.FAILED:
                self.go_to(RUN)
        self._show_buttons()

    def _state(self) -> str:
        training = self._training
        name = training.run.name if training.run else ""
        match training.phase:
            case Phase.WAITING:
                return self.tr("Waiting until the captions are written")
            case Phase.STARTING if training.log.started is None:
                return self.tr("Preparing {name}").format(name=name)
            case Phase.PAUSED if training.for_captions:
                return self.tr("Paused while captions are written")
            case Phase.PAUSED:
                return self.tr("Paused")
            case Phase.STOPPING:
                return self.tr("Stopping; the best model is kept")
            case Phase.FAILED:
                return self.tr("The training stopped")
            case _ if training.log.last is None and not training.log.evaluations:
                return self.tr("Measuring the model before it learns")
            case _:
                return self.tr("{name} is learning").format(name=name)

    def _use(self) -> None:
        run = self._training.run
        if run is not None:
            ended = self._training.log.ended
            self.use_wanted.emit(ended.name if ended is not None and ended.name else run.name)
            self.close()

    # What the system tells

    def refresh(self) -> None:
        """Draw the icons again, in the present palette."""
        self.data_page.refresh()
        self.run_page.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "player"):
            self.refresh()
            self._show_cost()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.player.close()
        self._data.close()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.messages.isVisible():
            self.messages.dismiss()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.page == DATA and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self.data_page.field.set_lit(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.data_page.field.set_lit(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.data_page.field.set_lit(False)
        event.acceptProposedAction()
        self._data.choose([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
