"""Shows the state of the work in the window: which actions are possible, and what titles and status say."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from alm_studio.gui import theme
from alm_studio.gui.media_item import MediaItem, State

if TYPE_CHECKING:
    from alm_studio.gui.main_window import MainWindow


class Presenter(QObject):
    """Reads the state, writes the widgets. Holds nothing itself, so that nothing can be out of step."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def update_all(self) -> None:
        """Everything."""
        self.update_recent()
        self.update_item()
        self.update_work()

    def update_item(self) -> None:
        """What depends on the medium in view."""
        item = self._window.item
        self._window.choices.button.setVisible(item is not None)
        self._window.setWindowTitle(f"{item.name} – ALM Studio" if item else "ALM Studio")
        self._window.choices.set_tracks(item.tracks if item else [], item.track if item else 0)
        if item is not None:
            self._window.editor.table.set_empty_text(self._empty_text(item))
            self._window.editor.video.set_has_video(item.has_video)

    def _empty_text(self, item: MediaItem) -> str:
        match item.state:
            case State.READY:
                hint = theme.shortcut_hint(self._window.actions_["generate"])
                return self.tr("No captions yet.\nChoose “Generate captions”{hint}.").format(hint=hint)
            case State.WAITING:
                return self.tr("Waiting for its turn.")
            case State.WORKING if item.stage == "aligning":
                return self.tr("The text appears here when all of it has its times.")
            case State.WORKING:
                return self.tr("Captions appear here as soon as they are written.")
            case State.DONE:
                return self.tr("No speech was found.")
            case State.FAILED:
                return item.error
            case State.CANCELLED:
                return self.tr("Stopped before the first caption.")

    def update_work(self) -> None:
        """What depends on the work that runs."""
        working = self._window.transcription.working
        if working is not None:
            self._window.status.show_work(working, self._window.transcription.waiting)
        else:
            self._window.status.show_idle(self._idle_text())
        self._window.status.set_model(self._window.jobs.description)
        self.update_actions()
        resume = self._window.actions_["resume"].isEnabled()
        name = "cancel" if self._window.transcription.busy else "resume" if resume else "generate"
        self._window.choices.use_action(self._window.actions_[name])

    def _idle_text(self) -> str:
        holding = self._window.transcription.holding
        if self._window.live.active:
            return self.tr("Captions of files wait for the live captions") if holding else self.tr("Live captions")
        return self.tr("Captions wait for the training") if holding else ""

    def update_actions(self) -> None:
        """Which actions are possible now."""
        actions, item = self._window.actions_, self._window.item
        ready = sum(one.state is State.READY for one in self._window.queue)
        text = self.tr("&Generate captions")
        actions["generate"].setText(self.tr("&Generate captions for {n} files").format(n=ready) if ready > 1 else text)
        actions["generate"].setEnabled(item is not None and not self._window.transcription.busy)
        actions["align"].setEnabled(item is not None and not item.active)
        actions["cancel"].setEnabled(self._window.transcription.busy)
        for name in ("export", "export_film"):
            actions[name].setEnabled(bool(item and item.document.captions))
        actions["import_captions"].setEnabled(item is None or not item.active)
        for name in ("queue_up", "queue_down"):
            actions[name].setEnabled(item is not None and len(self._window.queue) > 1)
        actions["export_all"].setEnabled(bool(self._window.with_cues()))
        cues = self._window.queue.cues(item) if item else None
        actions["undo"].setEnabled(bool(cues and cues.undo_label))
        actions["redo"].setEnabled(bool(cues and cues.redo_label))
        self._window.editing.update()
        places = self._window.review.model.rowCount() > 0
        for name in ("review_play", "review_accept", "review_edit", "review_next"):
            actions[name].setEnabled(places)
        self._window.review_dock.list.set_empty_text(self._nothing_to_review(item))
        actions["edit"].setEnabled(bool(item and item.document.captions))
        actions["resume"].setEnabled(item is not None and item.resumable)
        for name in (
            "save_project",
            "remove",
            "play",
            "back",
            "forward",
            "previous",
            "next",
            "frame_back",
            "frame_forward",
        ):
            actions[name].setEnabled(item is not None)
        for name in ("word_back", "word_forward", "loop", "set_in", "set_out"):
            actions[name].setEnabled(bool(item and item.document.captions))

    def _nothing_to_review(self, item: MediaItem | None) -> str:
        if item is None or not item.document.captions:
            return self.tr("Captions that may be wrong are listed here once there are captions.")
        if item.active:
            return self.tr("Nothing worth a look so far.")
        return self.tr("Nothing is worth a look: the sound stands behind every word.")

    def update_recent(self) -> None:
        """The files opened last."""
        paths = [Path(name) for name in self._window.settings.recent_files]
        self._window.start_page.set_recent(paths)
        self._window.recent_menu.clear()
        for number, path in enumerate(paths, 1):
            action = self._window.recent_menu.addAction(f"&{number % 10} " + path.name.replace("&", "&&"))
            action.setToolTip(str(path))
            action.triggered.connect(lambda _checked=False, path=path: self._window.commands.open_paths([path]))
        self._window.recent_menu.setEnabled(bool(paths))
