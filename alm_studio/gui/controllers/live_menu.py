"""The menu of the live captions, and the way to their settings."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup, QGuiApplication
from PySide6.QtWidgets import QMenu

from alm_studio.base.settings import save_settings
from alm_studio.gui import live_run
from alm_studio.gui.dialogs.live_settings import LiveSettingsDialog
from alm_studio.gui.dialogs.live_text import ask_text_file
from alm_studio.gui.live_run import SoundInput
from alm_studio.gui.model_choice import ModelChoice
from alm_studio.gui.models.live_inputs import input_title
from alm_studio.text.languages import LANGUAGES

if TYPE_CHECKING:
    from alm_studio.gui.controllers.live import LiveController
    from alm_studio.gui.main_window import MainWindow

_COMMON = ("en", "zh", "es", "fr", "de", "ja", "ko", "pt", "ru", "it")


class LiveMenu(QObject):
    """What one changes while captions are on: quickly in the menu, at leisure in the dialog.

    Attributes:
        menu: for the button of the captions and the right mouse key.
        dialog: None while it is closed.
    """

    def __init__(self, window: "MainWindow", live: "LiveController") -> None:
        super().__init__(live)
        self._window, self._live = window, live
        self._settings = window.settings.live
        self._inputs: list[SoundInput] = []
        self._models: list[ModelChoice] = []
        window.models.listed.connect(self._on_models)
        self.dialog: LiveSettingsDialog | None = None
        self.menu = QMenu(window)
        self.menu.aboutToShow.connect(self._fill)
        self._input_menu = QMenu(self.tr("Sound &input"), self.menu)

    def open_settings(self) -> None:
        """Show the dialog, or bring it to the front."""
        if self.dialog is None:
            self.dialog = LiveSettingsDialog(self._settings, self._live.outputs.address, self._window)
            self.dialog.input_chosen.connect(self._live.use_input)
            self.dialog.look_changed.connect(self._live.presenter.restyle)
            self.dialog.speech_changed.connect(self._say_later)
            self.dialog.text_chosen.connect(lambda path: self._live.outputs.use_text(Path(path) if path else None))
            self.dialog.page_wanted.connect(self._live.outputs.use_page)
            self.dialog.page_changed.connect(self._live.outputs.restart_page)
            self.dialog.finished.connect(self._closed)
            self._live.outputs.changed.connect(self._show_outputs)
            self.dialog.set_models(self._models)
            self._live.preview(True)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self.look_for_inputs()

    def look_for_inputs(self) -> None:
        """Find out which sound inputs there are."""
        self._window.jobs.run_io(live_run.list_inputs, self._on_inputs, self._on_no_inputs)

    def _closed(self) -> None:
        self._live.outputs.changed.disconnect(self._show_outputs)
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
        self._live.preview(False)
        settings = self._window.settings
        self._window.jobs.run_io(lambda: save_settings(settings), failed=self._window.notifier.report)

    def _show_outputs(self) -> None:
        if self.dialog is not None:
            self.dialog.show_outputs(self._live.outputs.address)

    def _on_inputs(self, inputs: list[SoundInput], problem: str = "") -> None:
        self._inputs = inputs
        self._fill_inputs()
        if self.dialog is not None:
            self.dialog.set_inputs(inputs, problem)

    def _on_no_inputs(self, error: BaseException) -> None:
        self._on_inputs([], self._window.notifier.sentence(error))

    def _on_models(self, models: list[ModelChoice]) -> None:
        self._models = models
        if self.dialog is not None:
            self.dialog.set_models(models)

    def _say_later(self) -> None:
        """Language and model belong to a session: say when they count."""
        overlay = self._live.overlay
        if self._live.active and overlay is not None:
            overlay.notice.say("info", self.tr("This counts from the next start."))

    # The menu

    def _fill(self) -> None:
        """As things are now."""
        self.look_for_inputs()
        menu, settings, actions = self.menu, self._settings, self._window.actions_
        menu.clear()
        self._fill_inputs()
        menu.addMenu(self._input_menu)
        languages = [("auto", self.tr("Detect automatically")), *((code, LANGUAGES[code]) for code in _COMMON)]
        if settings.language not in dict(languages):
            languages.append((settings.language, LANGUAGES.get(settings.language, settings.language)))
        self._choices(menu.addMenu(self.tr("&Language spoken")), languages, settings.language, self._use_language)
        self._switch(self.tr("&Translate into English"), settings.task == "translate", self._use_translation)
        menu.addSeparator()
        self._switch(self.tr("Write to a text &file…"), bool(settings.text_path), self._use_text)
        self._switch(self.tr("&Web page for OBS"), settings.page, self._live.outputs.use_page)
        copy = menu.addAction(self.tr("&Copy the address of the page"))
        copy.setEnabled(bool(self._live.outputs.address))
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(self._live.outputs.address))
        menu.addSeparator()
        larger, smaller = menu.addAction(self.tr("La&rger text")), menu.addAction(self.tr("S&maller text"))
        larger.triggered.connect(lambda: self._resize(1.15))
        smaller.triggered.connect(lambda: self._resize(1 / 1.15))
        foot = menu.addAction(self.tr("To the f&oot of the screen"))
        foot.setEnabled(self._live.overlay is not None)
        foot.triggered.connect(self._put_at_foot)
        menu.addAction(actions["live_through"])
        menu.addSeparator()
        menu.addAction(actions["live_settings"])

    def _fill_inputs(self) -> None:
        self._input_menu.clear()
        inputs = [("", self.tr("The system's default")), *((one.name, input_title(one)) for one in self._inputs)]
        if self._settings.device not in dict(inputs):
            inputs.append((self._settings.device, self._settings.device))
        self._choices(self._input_menu, inputs, self._settings.device, self._live.use_input)

    def _choices(self, menu: QMenu, choices: list[tuple[str, str]], chosen: str, use: Callable[[str], None]) -> None:
        group = QActionGroup(menu)
        for value, title in choices:
            action = menu.addAction(title.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value == chosen)
            action.triggered.connect(lambda _checked=False, value=value: use(value))
            group.addAction(action)

    def _switch(self, text: str, on: bool, use: Callable[[bool], None]) -> None:
        action = self.menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(use)

    def _use_language(self, code: str) -> None:
        self._settings.language = code
        self._say_later()

    def _use_translation(self, on: bool) -> None:
        self._settings.task = "translate" if on else "transcribe"
        self._say_later()

    def _use_text(self, on: bool) -> None:
        path = ask_text_file(self._window) if on else ""
        self._live.outputs.use_text(Path(path) if path else None)

    def _put_at_foot(self) -> None:
        if self._live.overlay is not None:
            self._live.overlay.put_at_foot()

    def _resize(self, factor: float) -> None:
        size = round(self._settings.size * factor)
        self._settings.size = min(96, max(10, size))
        self._live.presenter.restyle()
