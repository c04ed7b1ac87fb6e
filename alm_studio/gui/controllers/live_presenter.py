"""Shows live captions: in their own window, in the actions, and in the messages of the main window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton

from alm_studio.base.notice import Notice
from alm_studio.base.progress import Progress
from alm_studio.gui.models.live_notices import notice_kind, notice_text
from alm_studio.gui.models.live_states import OFF, ON, OPENING, PAUSED, STOPPING
from alm_studio.gui.models.times import describe_download, short_clock
from alm_studio.gui.views.live.look import look_of
from alm_studio.gui.views.live.overlay import LiveOverlay
from alm_studio.streaming.events import Committed, Delay, Ended, Ready, RunEvent, Tentative

if TYPE_CHECKING:
    from alm_studio.gui.main_window import MainWindow

_LASTING = ("device-lost", "output-failed")
"""Notices that stay until another comes: they are true until then."""


class LivePresenter(QObject):
    """Reads what is told, writes the widgets.

    Attributes:
        overlay: the window with the captions; None before it is first needed.
    """

    def __init__(self, window: "MainWindow", menu: QMenu, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._settings = window.settings.live
        self._menu = menu
        self._state = OFF
        self.overlay: LiveOverlay | None = None
        actions = window.actions_
        actions["live_through"].triggered.connect(self._use_through)
        actions["live_through"].setChecked(self._settings.click_through)
        self._button = QPushButton()
        self._button.setMinimumWidth(86)
        self._button.clicked.connect(actions["live"].trigger)
        actions["live"].changed.connect(self._mirror)
        window.choices.add_button(self._button)
        self._update_actions()
        self._mirror()

    def open(self) -> LiveOverlay:
        """Show the captions' window, empty."""
        if self.overlay is None:
            settings = self._settings
            actions = self._window.actions_.get("live_pause", "live_mark", "live")
            self.overlay = LiveOverlay(look_of(settings), actions, self._menu, settings.place)
            self.overlay.placed.connect(lambda place: setattr(settings, "place", [*place.getRect()]))
            self.overlay.lines_changed.connect(lambda lines: setattr(settings, "lines", min(8, lines)))
            self.overlay.close_wanted.connect(self._window.actions_["live"].trigger)
            self.overlay.theme_changed.connect(self.restyle)
            self._window.destroyed.connect(self.overlay.deleteLater)
        self.overlay.text.clear()
        self.overlay.notice.clear()
        self.overlay.strip.restart()
        self.restyle()
        self.overlay.show()
        self.overlay.raise_()
        return self.overlay

    def hide(self) -> None:
        """Show the captions' window no longer."""
        if self.overlay is not None:
            self.overlay.hide()

    def preview(self) -> None:
        """Show how captions look."""
        overlay = self.open()
        overlay.strip.set_state("off", self.tr("Preview"))
        overlay.text.commit(self.tr("This is how captions look. What has been said stays as it is,"), "", False)
        overlay.text.set_tentative(" " + self.tr("and this is still being heard."))

    def restyle(self) -> None:
        """The look was changed in the settings."""
        if self.overlay is not None:
            self.overlay.use_look(look_of(self._settings))
            self.overlay.set_click_through(self._settings.click_through)
        self._window.actions_["live_through"].setChecked(self._settings.click_through)

    def set_state(self, state: str) -> None:
        """One of ``live_states``."""
        self._state = state
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

    def hint(self, text: str) -> None:
        """Say what is going on, where the captions will stand."""
        if self.overlay is not None:
            self.overlay.text.set_hint(text)

    def show_marked(self, place: int) -> None:
        """A mark was set; ms of the recording."""
        if self.overlay is not None:
            self.overlay.notice.say("info", self.tr("Marked at {time}.").format(time=short_clock(place)))

    def show_level(self, rms: float) -> None:
        """How loud it is."""
        if self.overlay is not None and self._state == ON:
            self.overlay.strip.meter.set_level(rms)

    def show(self, news: RunEvent | Progress) -> None:
        """What the threads told, the level apart."""
        overlay = self.overlay
        if overlay is None:
            return
        match news:
            case Committed():
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
                text = self.tr("The model is being downloaded: {progress}")
                overlay.text.set_hint(text.format(progress=describe_download(news)))
            case Ended():
                overlay.text.set_tentative("")

    def tell_error(self, error: BaseException, lasting: bool = False) -> None:
        """Show an error in the window, and over the captions while they are seen."""
        self._window.notifier.report(error)
        if self.overlay is not None and self.overlay.isVisible():
            self.overlay.text.set_hint("")
            self.overlay.notice.say("error", self._window.notifier.sentence(error), lasting)

    def _tell_notice(self, notice: Notice, overlay: LiveOverlay) -> None:
        text, kind = notice_text(notice), notice_kind(notice)
        overlay.notice.say(kind, text, lasting=notice.kind in _LASTING)
        if kind == "info":
            self._window.notifier.inform(text)
        else:
            self._window.notifier.warn(text)

    def _use_through(self, through: bool) -> None:
        self._settings.click_through = through
        self.restyle()
        if through and self.overlay is not None and self.overlay.isVisible():
            keys = self._window.actions_["live_through"].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            text = self.tr("The mouse now goes through this window. {keys} in the main window ends that.")
            self.overlay.notice.say("info", text.format(keys=keys))

    def _update_actions(self) -> None:
        actions, icons = self._window.actions_, self._window.icons
        live, pause = actions["live"], actions["live_pause"]
        off, paused = self._state == OFF, self._state == PAUSED
        live.setText(self.tr("Start &live captions") if off else self.tr("Stop &live captions"))
        pause.setText(self.tr("&Go on listening") if paused else self.tr("&Pause"))
        for action in (live, pause):
            action.setIconText(action.text().replace("&", ""))
        live.setEnabled(self._state != STOPPING)
        icons.set(live, "microphone" if off else "stop")
        icons.set(pause, "play" if paused else "pause")
        for name in ("live_pause", "live_mark"):
            actions[name].setEnabled(self._state in (ON, PAUSED))

    def _mirror(self) -> None:
        """Let the button beside "Generate captions" follow its action, icon and all."""
        live = self._window.actions_["live"]
        self._button.setText(self.tr("Live") if self._state == OFF else self.tr("Stop"))
        self._button.setIcon(live.icon())
        self._button.setEnabled(live.isEnabled())
        self._button.setToolTip(live.toolTip())
        self._button.setAccessibleName(live.iconText())
