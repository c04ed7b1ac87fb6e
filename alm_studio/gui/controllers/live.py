"""Live captions: from the click to the recording that they leave behind."""

import queue
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import CancelledError
from alm_studio.base.progress import Progress
from alm_studio.gui import live_run
from alm_studio.gui.backend import Backend, LiveRequest
from alm_studio.gui.controllers.live_menu import LiveMenu
from alm_studio.gui.controllers.live_outputs import LiveOutputs
from alm_studio.gui.controllers.live_presenter import LivePresenter
from alm_studio.gui.controllers.live_results import LiveResults
from alm_studio.gui.live_run import LiveRun
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.models.live_states import OFF, ON, OPENING, PAUSED, STOPPING
from alm_studio.gui.views.live.overlay import LiveOverlay
from alm_studio.streaming.events import Committed, Level, RunEvent
from alm_studio.streaming.options import LiveOptions

if TYPE_CHECKING:
    from alm_studio.gui.main_window import MainWindow

_TICK_MS = 50
_IDLE_MS = 2000
_READ_MS = 10_000
"""For which an error stays over a start that failed."""


class LiveController(QObject):
    """Starts, pauses and stops live captions; while they are on, no other captions are written.

    Attributes:
        state: one of ``live_states``.
        open_input: opens a sound input by its name, in the pool.

    Signals:
        changed: they began, ended, or were paused.
    """

    changed = Signal()

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._settings = window.settings.live
        self.state = OFF
        self.open_input = live_run.open_input
        self._run: LiveRun | None = None
        self._closing = False
        self._told: queue.SimpleQueue[RunEvent | Progress] = queue.SimpleQueue()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._drain)
        self.outputs = LiveOutputs(window, self)
        self.results = LiveResults(window, self)
        self.menu = LiveMenu(window, self)
        self.presenter = LivePresenter(window, self.menu.menu, self)
        for name, slot in (
            ("live", self.toggle),
            ("live_pause", self.pause),
            ("live_mark", self.mark),
            ("live_settings", self.menu.open_settings),
        ):
            window.actions_[name].triggered.connect(lambda _checked=False, slot=slot: slot())
        self._share_device()

    @property
    def active(self) -> bool:
        """Whether anything is listened to, or still written down."""
        return self.state != OFF

    @property
    def run(self) -> LiveRun | None:
        """What is on its way."""
        return self._run

    @property
    def overlay(self) -> LiveOverlay | None:
        """The window with the captions; None before it is first needed."""
        return self.presenter.overlay

    # What the user asks

    def toggle(self) -> None:
        """Start, or stop."""
        if self.state == OFF:
            self.start()
        else:
            self.stop()

    def start(self) -> None:
        """Listen to the chosen input, and show what is said."""
        if self.state == OFF:
            self._set_state(OPENING)
            self._pause_training()
            self._window.models.ensure(self._model(), self._open, lambda: self._set_state(OFF))

    def stop(self) -> None:
        """Listen no more; what was said is still written down."""
        if self.state in (ON, PAUSED) and self._run is not None:
            self._run.stop.cancel()
            self._set_state(STOPPING)
        elif self.state == OPENING:
            self._set_state(STOPPING)

    def pause(self) -> None:
        """Listen no more for a while; or again."""
        if self._run is None or self.state not in (ON, PAUSED):
            return
        if self.state == ON:
            self._run.paused.set()
            self._set_state(PAUSED)
        else:
            self._run.paused.clear()
            self._set_state(ON)

    def mark(self) -> None:
        """Mark this moment of the recording."""
        if self._run is None or self.state not in (ON, PAUSED):
            return
        project, place, text = self._run.project, self._run.position.ms, self.tr("Mark")
        self._window.jobs.run_io(lambda: project.mark(place, text), failed=self.presenter.tell_error)
        self.presenter.show_marked(place)

    def use_input(self, device: str) -> None:
        """Listen to another sound input, from now on where something is listened to."""
        self._settings.device = device
        run = self._run
        if run is not None and self.state in (ON, PAUSED):
            self._window.jobs.run_io(
                lambda: self.open_input(device), run.source.switch, failed=self.presenter.tell_error
            )

    def preview(self, on: bool) -> None:
        """Show how captions look, while the settings are open and nothing is captioned."""
        if not self.active and on:
            self.presenter.preview()
        elif not self.active:
            self._hide_if_off()

    def close(self) -> None:
        """The window goes. The recording is offered at the next start."""
        self._closing = True
        self.stop()
        self.outputs.close()
        self.presenter.hide()

    def look(self) -> None:
        """After the start: offer recordings that were never seen, and make the model ready for the first words.

        For who has captioned live before that happens at once, for who looks at the start page a little later.
        """
        self.results.look()
        if self._settings.used:
            self._warm_up()
        else:
            QTimer.singleShot(_IDLE_MS, self, lambda: None if self._window.item or self.active else self._warm_up())

    def _warm_up(self) -> None:
        request = self._request()
        if self._window.transcription.place(request.device) is not None:
            self._window.jobs.ask(
                lambda backend, token: _warm(backend, request, token), lambda _done: None, lambda _error: None
            )

    # How a run goes

    def _open(self) -> None:
        if self.state == STOPPING:  # while the model was being downloaded
            self._set_state(OFF)
            return
        self.presenter.open()
        self.presenter.set_state(self.state)
        self.presenter.hint(self.tr("Opening the sound input"))
        request, device = self._request(), self._settings.device
        backend, style, told, token = (
            self._window.jobs.backend,
            self._window.settings.style,
            self._told.put,
            CancelToken(),
        )

        def work() -> LiveRun:
            return live_run.begin(
                lambda: self.open_input(device),
                lambda: backend.live_session(request, told, token),
                told,
                style,
                model=request.model,
                task=request.options.task,
            )

        self._timer.start()
        self._window.jobs.run_io(work, self._opened, self._not_opened)

    def _opened(self, run: LiveRun) -> None:
        self._run = run
        self._settings.used = True
        self.outputs.attach(run)
        if self.state == STOPPING:  # while it was being opened
            run.stop.cancel()
        else:
            self._set_state(ON)
        hint = self.tr("The model is being loaded. What you say is recorded already.")
        if self._window.transcription.running:
            hint = self.tr("The model finishes a stretch of a file first. What you say is recorded already.")
        self.presenter.hint(hint)
        self._window.jobs.ask(lambda _backend, _token: run.caption(), lambda _done: self._over(None), self._over)

    def _not_opened(self, error: BaseException) -> None:
        self._timer.stop()
        self._set_state(OFF)
        self.presenter.tell_error(error, lasting=True)
        QTimer.singleShot(_READ_MS, self, self._hide_if_off)

    def _hide_if_off(self) -> None:
        if not self.active and self.menu.dialog is None:
            self.presenter.hide()

    def _over(self, error: BaseException | None) -> None:
        """The last word is committed, or something broke."""
        self._drain()
        self._timer.stop()
        run, self._run = self._run, None
        assert run is not None
        self._set_state(OFF)
        self.presenter.hide()
        if error is not None and not isinstance(error, CancelledError):
            self._window.notifier.report(error)
        if not self._closing:
            self.results.show(run)

    def _drain(self) -> None:
        """Show what the threads told since the last tick."""
        levels = [0.0]
        while True:
            try:
                news = self._told.get_nowait()
            except queue.Empty:
                break
            if isinstance(news, Level):
                levels.append(news.rms)
                continue
            if isinstance(news, Committed) and news.words and self._run is not None:
                self._run.spoken = True
            self.presenter.show(news)
        self.presenter.show_level(max(levels))

    def _set_state(self, state: str) -> None:
        self.state = state
        self.presenter.set_state(state)
        if state == OFF:
            self._window.transcription.release()
            if not self._window.transcription.running:
                self._window.training.captions_done()
        self.changed.emit()

    # Whose turn the device is

    def _share_device(self) -> None:
        """While live captions are on, others wait, and a training pauses that would slow them."""
        transcription, training = self._window.transcription, self._window.training
        place, device_busy = transcription.place, training.device_busy
        transcription.place = lambda device: None if self.active else place(device)
        training.device_busy = lambda device: self.active or device_busy(device)
        transcription.held.connect(self._on_held)

    def _on_held(self, _items: list[MediaItem]) -> None:
        if self.active:
            self._window.notifier.inform(self.tr("The captions of files are written when the live captions are over."))

    def _pause_training(self) -> None:
        training = self._window.training
        if training.active and training.place(self._window.settings.device) is None:
            training.pause(for_captions=True)
            self._window.notifier.inform(self.tr("The training pauses until the live captions are over."))

    def _model(self) -> str:
        return self._settings.model or self._window.settings.model

    def _request(self) -> LiveRequest:
        general, live = self._window.settings, self._settings
        options = LiveOptions(live.language, live.task, general.prompt)
        return LiveRequest(self._model(), general.device, general.compute, options)


def _warm(backend: Backend, request: LiveRequest, token: CancelToken) -> None:
    """Load the model, if it is there: the first words shall not wait for it."""
    if backend.missing(request.model) is None:
        backend.live_session(request, lambda _progress: None, token).warm_up()
