"""Live captions: from the click to the recording that they leave behind."""

import queue
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import CancelledError
from alm_studio.base.notice import Notice
from alm_studio.base.progress import Progress
from alm_studio.gui import live_run
from alm_studio.gui.backend import Backend, LiveRequest
from alm_studio.gui.controllers.live_menu import LiveMenu
from alm_studio.gui.controllers.live_outputs import LiveOutputs
from alm_studio.gui.controllers.live_results import LiveResults
from alm_studio.gui.live_run import LiveRun
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.models.live_notices import notice_kind, notice_text
from alm_studio.gui.models.times import describe_download, short_clock
from alm_studio.gui.views.live.look import look_of
from alm_studio.gui.views.live.overlay import LiveOverlay
from alm_studio.streaming.events import Committed, Delay, Ended, Level, Ready, RunEvent, Tentative
from alm_studio.streaming.options import LiveOptions

if TYPE_CHECKING:
    from alm_studio.gui.main_window import MainWindow

OFF, OPENING, ON, PAUSED, STOPPING = "off", "opening", "on", "paused", "stopping"
_TICK_MS = 50
_IDLE_MS = 2000


class LiveController(QObject):
    """Starts, shows, pauses and stops live captions; while they are on, no other captions are written.

    Attributes:
        overlay: the window that shows them; None before the first start.
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
        self.overlay: LiveOverlay | None = None
        self.open_input = live_run.open_input
        self._run: LiveRun | None = None
        self._closing = False
        self._told: queue.SimpleQueue[RunEvent | Progress] = queue.SimpleQueue()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._drain)
        self.outputs = LiveOutputs(window, self)
        self.results = LiveResults(window, self)
        self.menu = LiveMenu(window, self)
        self._connect()
        self._share_device()
        self._update_actions()
        self._mirror()

    @property
    def active(self) -> bool:
        """Whether anything is listened to, or still written down."""
        return self.state != OFF

    @property
    def run(self) -> LiveRun | None:
        """What is on its way."""
        return self._run

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
        if self._run is None or self.overlay is None or self.state not in (ON, PAUSED):
            return
        project, place, text = self._run.project, self._run.position.ms, self.tr("Mark")
        self._window.jobs.run_io(lambda: project.mark(place, text), failed=self.tell_error)
        self.overlay.notice.say("info", self.tr("Marked at {time}.").format(time=short_clock(place)))

    def use_input(self, device: str) -> None:
        """Listen to another sound input, from now on where something is listened to."""
        self._settings.device = device
        run = self._run
        if run is None or self.state not in (ON, PAUSED):
            return

        def opened(source: object) -> None:
            run.source.switch(source)  # type: ignore[arg-type]

        self._window.jobs.run_io(lambda: self.open_input(device), opened, self.tell_error)

    def restyle(self) -> None:
        """The look was changed in the settings."""
        if self.overlay is not None:
            self.overlay.use_look(look_of(self._settings))
            self.overlay.set_click_through(self._settings.click_through)
        self._window.actions_["live_through"].setChecked(self._settings.click_through)

    def close(self) -> None:
        """The window goes. The recording is offered at the next start."""
        self._closing = True
        self.stop()
        self.outputs.close()
        if self.overlay is not None:
            self.overlay.hide()

    def look(self) -> None:
        """After the start: offer recordings that were never seen; make the model ready, so that the first words come
        soon. Who has captioned live before may do it at once, who looks at the start page may do it next."""
        self.results.look()
        if self._settings.used:
            self._warm_up()
        else:
            QTimer.singleShot(_IDLE_MS, self, lambda: None if self._window.item or self.active else self._warm_up())

    def _warm_up(self) -> None:
        request = self._request()
        self._window.jobs.ask(
            lambda backend, token: _warm(backend, request, token), lambda _done: None, lambda _error: None
        )

    # How a run goes

    def _open(self) -> None:
        overlay = self._show_overlay()
        overlay.text.set_hint(self.tr("Opening the sound input"))
        request, device = self._request(), self._settings.device
        backend = self._window.jobs.backend
        token = CancelToken()
        style, told = self._window.settings.style, self._told.put

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
        stopped = self.state == STOPPING  # while it was being opened
        self._set_state(STOPPING if stopped else ON)
        if stopped:
            run.stop.cancel()
        assert self.overlay is not None
        self.overlay.text.set_hint(self.tr("The model is being loaded. What you say is recorded already."))
        self._window.jobs.ask(lambda _backend, _token: run.caption(), lambda _done: self._over(None), self._over)

    def _not_opened(self, error: BaseException) -> None:
        self._timer.stop()
        self._set_state(OFF)
        self.tell_error(error, lasting=True)

    def _over(self, error: BaseException | None) -> None:
        """The last word is committed, or something broke."""
        self._drain()
        self._timer.stop()
        run, self._run = self._run, None
        assert run is not None and self.overlay is not None
        self._set_state(OFF)
        self.overlay.hide()
        if error is not None and not isinstance(error, CancelledError):
            self._window.notifier.report(error)
        if not self._closing:
            self.results.show(run)

    def _drain(self) -> None:
        """Show what the threads told since the last tick."""
        level: float | None = None
        while True:
            try:
                news = self._told.get_nowait()
            except queue.Empty:
                break
            if isinstance(news, Level):
                level = news.rms if level is None else max(level, news.rms)
            elif self.overlay is not None:
                self._show(news, self.overlay)
        if level is not None and self.overlay is not None and self.state == ON:
            self.overlay.strip.meter.set_level(level)

    def _show(self, news: RunEvent | Progress, overlay: LiveOverlay) -> None:
        match news:
            case Committed():
                if news.words and self._run is not None:
                    self._run.spoken = True
                overlay.text.commit(news.text, news.language, news.ends)
            case Tentative():
                overlay.text.set_tentative(news.text)
            case Ready():
                overlay.strip.set_model(news.model)
                overlay.text.set_hint(self.tr("Listening. Speak, and the text appears here."))
            case Delay():
                overlay.strip.set_delay(news.seconds)
            case Notice():
                self._tell_notice(news, overlay)
            case Progress() if describe_download(news):
                overlay.text.set_hint(
                    self.tr("The model is being downloaded: {progress}").format(progress=describe_download(news))
                )
            case Ended():
                overlay.text.set_tentative("")

    def _tell_notice(self, notice: Notice, overlay: LiveOverlay) -> None:
        text = notice_text(notice)
        overlay.notice.say(notice_kind(notice), text, lasting=notice.kind in ("device-lost", "output-failed"))
        if notice_kind(notice) == "info":
            self._window.notifier.inform(text)
        else:
            self._window.notifier.warn(text)

    def tell_error(self, error: BaseException, lasting: bool = False) -> None:
        """Show an error in the window, and over the captions while they are seen."""
        self._window.notifier.report(error)
        if self.overlay is not None and self.overlay.isVisible():
            self.overlay.text.set_hint("")
            self.overlay.notice.say("error", self._window.notifier.sentence(error), lasting)

    # What the window shows of it

    def _connect(self) -> None:
        actions = self._window.actions_
        for name, slot in (
            ("live", self.toggle),
            ("live_pause", self.pause),
            ("live_mark", self.mark),
            ("live_settings", self.menu.open_settings),
        ):
            actions[name].triggered.connect(lambda _checked=False, slot=slot: slot())
        actions["live_through"].triggered.connect(self._use_through)
        actions["live_through"].setChecked(self._settings.click_through)
        self._button = QPushButton()
        self._button.setMinimumWidth(86)
        self._button.clicked.connect(actions["live"].trigger)
        actions["live"].changed.connect(self._mirror)
        self._window.choices.add_button(self._button)

    def _use_through(self, through: bool) -> None:
        self._settings.click_through = through
        self.restyle()
        if through and self.overlay is not None and self.overlay.isVisible():
            keys = self._window.actions_["live_through"].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            text = self.tr("The mouse now goes through this window. {keys} in the main window ends that.")
            self.overlay.notice.say("info", text.format(keys=keys))

    def _show_overlay(self) -> LiveOverlay:
        if self.overlay is None:
            actions = self._window.actions_.get("live_pause", "live_mark", "live")
            self.overlay = LiveOverlay(look_of(self._settings), actions, self.menu.menu, self._settings.place)
            self.overlay.set_click_through(self._settings.click_through)
            self.overlay.placed.connect(lambda place: setattr(self._settings, "place", [*place.getRect()]))
            self.overlay.lines_changed.connect(lambda lines: setattr(self._settings, "lines", min(8, lines)))
            self.overlay.close_wanted.connect(self.stop)
            self.overlay.theme_changed.connect(self.restyle)
            self._window.destroyed.connect(self.overlay.deleteLater)
        self.overlay.text.clear()
        self.overlay.notice.clear()
        self.overlay.strip.restart()
        self.restyle()
        self.overlay.show()
        self.overlay.raise_()
        return self.overlay

    def _set_state(self, state: str) -> None:
        self.state = state
        if self.overlay is not None:
            texts = {
                OPENING: ("off", self.tr("Starting")),
                ON: ("on", self.tr("Recording")),
                PAUSED: ("paused", self.tr("Paused")),
                STOPPING: ("off", self.tr("Finishing")),
                OFF: ("off", self.tr("Stopped")),
            }
            self.overlay.strip.set_state(*texts[state])
        self._update_actions()
        self._window.presenter.update_work()
        if state == OFF:
            self._window.transcription.release()
            if not self._window.transcription.running:
                self._window.training.captions_done()
        self.changed.emit()

    def _update_actions(self) -> None:
        actions, icons = self._window.actions_, self._window.icons
        live, pause = actions["live"], actions["live_pause"]
        running = self.state in (ON, PAUSED)
        live.setText(self.tr("Start &live captions") if self.state == OFF else self.tr("Stop &live captions"))
        live.setIconText(live.text().replace("&", ""))
        live.setEnabled(self.state != STOPPING)
        icons.set(live, "microphone" if self.state == OFF else "stop")
        pause.setText(self.tr("&Go on listening") if self.state == PAUSED else self.tr("&Pause"))
        pause.setIconText(pause.text().replace("&", ""))
        icons.set(pause, "play" if self.state == PAUSED else "pause")
        for name in ("live_pause", "live_mark"):
            actions[name].setEnabled(running)

    def _mirror(self) -> None:
        """Let the button beside "Generate captions" follow its action, icon and all."""
        live = self._window.actions_["live"]
        self._button.setText(self.tr("Live") if self.state == OFF else self.tr("Stop"))
        self._button.setIcon(live.icon())
        self._button.setEnabled(live.isEnabled())
        self._button.setToolTip(live.toolTip())
        self._button.setAccessibleName(live.iconText())

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
        backend.live_session(request, lambda _progress: None, token)
