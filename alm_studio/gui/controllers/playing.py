"""Connects keys, menu and transport with the playback: steps, speed, loop, in-time and out-time, and the preview."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from alm_studio.base.preview_settings import PreviewSettings
from alm_studio.base.settings import save_settings
from alm_studio.gui.shortcuts import Shortcuts

if TYPE_CHECKING:
    from alm_studio.gui.main_window import MainWindow


class PlayingController(QObject):
    """Everything about playing that the user asks for."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._playback = playback = window.playback
        editor, actions, cues = window.editor, window.actions_, window.timeline.cues
        self.shortcuts = Shortcuts(
            actions, (editor.table, editor.video, editor.timeline), window.settings.shortcuts, self
        )
        on = {
            "word_back": lambda: playback.step_word(-1),
            "word_forward": lambda: playback.step_word(1),
            "frame_back": lambda: playback.step_frame(-1),
            "frame_forward": lambda: playback.step_frame(1),
            "slower": lambda: playback.step_rate(-1),
            "normal_speed": lambda: playback.set_rate(1.0),
            "faster": lambda: playback.step_rate(1),
            "set_in": lambda: cues.set_edge(begin=True),
            "set_out": lambda: cues.set_edge(begin=False),
            "look": self.ask_look,
            "shortcuts": self.show_shortcuts,
        }
        for name, slot in on.items():
            actions[name].triggered.connect(lambda _checked=False, slot=slot: slot())
        actions["loop"].triggered.connect(self._loop)
        playback.loop_changed.connect(actions["loop"].setChecked)
        playback.rate_changed.connect(editor.transport.set_rate)
        editor.transport.rate_wanted.connect(playback.set_rate)
        playback.position_changed.connect(editor.video.set_position)
        editor.video.set_look(window.settings.preview)
        editor.video.menu.addActions(actions.get("play", "loop", "look"))

    def ask_look(self) -> None:
        """Let the user choose how cues look."""
        from alm_studio.gui.dialogs.caption_look import CaptionLookDialog

        video, item = self._window.editor.video, self._window.item
        language = item.document.language if item is not None else ""
        dialog = CaptionLookDialog(self._window.settings.preview, video.caption, language, self._window)
        dialog.changed.connect(video.set_look)
        dialog.accepted.connect(lambda: self._keep_look(dialog.look))
        dialog.open()

    def show_shortcuts(self) -> None:
        """Show all keys, and let the user choose others."""
        from alm_studio.gui.dialogs.shortcuts import ShortcutsDialog

        window = self._window
        dialog = ShortcutsDialog(window.actions_, window.menuBar(), self.shortcuts, window)
        dialog.changed.connect(self._save)
        dialog.changed.connect(window.presenter.update_item)  # a hint names a key
        dialog.open()

    def _keep_look(self, look: PreviewSettings) -> None:
        self._window.settings.preview = look
        self._save()

    def _save(self) -> None:
        settings = self._window.settings
        copy = replace(settings, shortcuts=dict(settings.shortcuts))
        self._window.jobs.run_io(lambda: save_settings(copy), failed=self._window.notifier.report)

    def _loop(self, wanted: bool) -> None:
        """Play the chosen cue again and again, or no longer."""
        row, item = self._window.timeline.cues.row(), self._window.item
        if not wanted or item is None or not 0 <= row < len(item.document.captions):
            self._playback.loop(None)
            self._window.actions_["loop"].setChecked(False)
            return
        caption = item.document.captions[row]
        self._playback.loop((caption.start, caption.end))
