"""Many files: folders, order, pause, a watched folder, captions exported as they are finished."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import MediaError
from alm_studio.base.queue_settings import QueueSettings
from alm_studio.gui.controllers.films import reveal
from alm_studio.gui.dialogs.automatic import AutomaticDialog
from alm_studio.gui.folder_watch import FolderWatch
from alm_studio.gui.media_item import MediaItem, State

if TYPE_CHECKING:
    from alm_studio.gui.main_window import MainWindow

_MOST = 5000
"""Files of a folder that are opened at once: more is a disk that was chosen by mistake."""


class QueueController(QObject):
    """What the queue can do beyond one file."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._active: set[MediaItem] = set()
        self._written: dict[MediaItem, list[Path]] = {}
        self.watch = FolderWatch(window.jobs, self)
        self.watch.found.connect(lambda paths: self.add(paths, start=True))
        self.watch.failed.connect(window.notifier.report)
        actions = window.actions_
        on = {
            "open_folder": self.ask_folder,
            "queue_up": lambda: self.move(-1),
            "queue_down": lambda: self.move(1),
            "automatic": self.ask_automatic,
        }
        for name, slot in on.items():
            actions[name].triggered.connect(lambda _checked=False, slot=slot: slot())
        actions["queue_pause"].toggled.connect(self.pause)
        window.dock.use_actions(actions.get("open_folder", "queue_pause", "queue_up", "queue_down", "automatic"))
        window.dock.view.show_wanted.connect(self._reveal)
        window.queue.item_changed.connect(self._on_changed)
        self._use_settings()

    @property
    def _settings(self) -> QueueSettings:
        return self._window.settings.queue

    def ask_folder(self) -> None:
        """Ask for a folder and open its media."""
        recent = self._window.settings.recent_files
        first = str(Path(recent[0]).parent) if recent else ""
        chosen = QFileDialog.getExistingDirectory(self._window, self.tr("Open all media in a folder"), first)
        if chosen:
            self.add_folder(Path(chosen))

    def add_folder(self, folder: Path) -> None:
        """Put the media in a folder and below it into the queue, in the order of their names."""

        def done(paths: list[Path]) -> None:
            if not paths:
                self._window.notifier.warn(self.tr("There is no video or sound file in this folder."), folder.name)
            self.add(paths)

        self._window.jobs.run_io(lambda: _media_below(folder), done, self._window.notifier.report)

    def add(self, paths: list[Path], *, start: bool = False) -> None:
        """Put files into the queue without leaving the one in view; ``start`` makes their captions."""
        window, items = self._window, []
        for path in paths:
            if window.queue.find(path) is None:
                item = window.queue.add(path)
                window.media.look(item)
                items.append(item)
        if items and window.item is None:
            window.commands.show_item(items[0])
        window.presenter.update_actions()
        if start and items:
            name = window.settings.model
            window.models.ensure(
                name, lambda: window.transcription.start([item for item in items if item in window.queue])
            )

    def move(self, step: int) -> None:
        """Move the file in view up or down."""
        if (item := self._window.item) is not None:
            self._window.queue.move(item, self._window.queue.row(item) + step)

    def pause(self, resting: bool) -> None:
        """Let the work rest, or go on."""
        self._window.jobs.pause(resting)
        self._window.queue.set_paused(resting)

    def ask_automatic(self) -> None:
        """Change what happens by itself."""
        dialog = AutomaticDialog(self._settings, self._window)
        dialog.accepted.connect(self._use_settings)
        dialog.accepted.connect(self._window.commands.save_settings)
        dialog.open()

    def _use_settings(self) -> None:
        settings = self._settings
        folder = Path(settings.watch_folder) if settings.watch and settings.watch_folder else None
        if folder is None:
            self.watch.stop()
        elif folder != self.watch.folder:
            self.watch.start(folder, self._is_done if settings.automatic else None)

    def _is_done(self, media: Path) -> bool:
        """Whether the captions that would be written are there. Asked in the pool."""
        settings = self._settings
        name = next(iter(settings.formats.split(",")), "srt")
        folder = Path(settings.folder) if settings.folder else media.parent
        stem, ending = media.stem, self._window.export.ending_of(name)
        return any(found.name.endswith(f".{ending}") for found in folder.glob(f"*{_literal(stem)}*"))

    def _on_changed(self, item: MediaItem) -> None:
        """Export what was just finished, where that is wanted."""
        if item.active:
            self._active.add(item)
        elif item in self._active:
            self._active.discard(item)
            if item.state is State.DONE and item.document.captions and self._settings.automatic:
                self._export(item)

    def _export(self, item: MediaItem) -> None:
        settings, written = self._settings, self._written.setdefault(item, [])
        written.clear()
        folder = Path(settings.folder) if settings.folder else item.path.parent

        def done(path: Path) -> None:
            written.append(path)
            if item in self._window.queue:
                self._window.queue.set_result(item, ", ".join(one.name for one in written))

        for name in filter(None, settings.formats.split(",")):
            path = folder / self._window.export.name_of(item, name, settings.template)
            self._window.export.write(item, path, name, overwrite=settings.overwrite, written=done)

    def _reveal(self, item: MediaItem) -> None:
        written = self._written.get(item)
        reveal(written[0] if written else item.path)


def _media_below(folder: Path) -> list[Path]:
    """The media in a folder and below it."""
    from alm_studio.training.data.readers.media_files import files_below, is_media

    found: list[Path] = []
    for path in files_below(folder, CancelToken()):
        if is_media(path):
            found.append(path)
        if len(found) > _MOST:
            raise MediaError(f"{folder} holds more than {_MOST} media. Choose a folder within it.")
    return found


def _literal(text: str) -> str:
    """``text`` as a pattern of ``glob`` that means itself."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in text)
