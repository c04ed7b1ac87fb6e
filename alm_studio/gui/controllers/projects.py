"""Projects: opened, saved elsewhere, gone on with after a crash, and found in the library."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject

from alm_studio.base.errors import AlmError
from alm_studio.gui.dialogs.projects import ask_moved, ask_project_file, ask_projects
from alm_studio.gui.dialogs.question import ask
from alm_studio.gui.media_item import MediaItem, State
from alm_studio.gui.notify import Action
from alm_studio.gui.project_loading import Loaded, fill, load
from alm_studio.project.library import Entry
from alm_studio.project.media import is_same
from alm_studio.project.project import SUFFIX

if TYPE_CHECKING:
    from alm_studio.gui.main_window import MainWindow

_SHOWN = 3
"""Names in a message; the others are counted."""


def is_project(path: Path) -> bool:
    """Whether a file calls itself a project."""
    return path.suffix.lower() == SUFFIX


class ProjectController(QObject):
    """What the user does with projects. Files are touched in the keepers' lane alone."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._keeping = window.keeping
        actions = window.actions_
        actions["open_project"].triggered.connect(self.choose)
        actions["save_project"].triggered.connect(self.save)
        actions["resume"].triggered.connect(self.resume)
        window.keeping.lost.connect(self._on_lost)
        window.queue.rowsInserted.connect(self._on_inserted)

    # Open

    def choose(self) -> None:
        """Ask for projects and open them."""
        for path in ask_projects(self._window, self._window.settings.recent_files):
            self.open(path)

    def open(
        self,
        path: Path,
        at: int | None = None,
        go_on: bool = False,
        then: Callable[[MediaItem], None] | None = None,
    ) -> None:
        """Open a project and show it.

        Args:
            path: its file.
            at: ms of the medium to go to.
            go_on: whether to go on with its transcription, should it have been interrupted.
            then: called with the medium when it is there.
        """
        path = path.expanduser().absolute()
        item = self._keeping.of(path)
        if item is not None:
            self._show(item, at)
            return

        def done(loaded: Loaded) -> None:
            item = self._make_room(loaded)
            if item is None:
                self._keeping.lane.run(loaded.project.close)
                return
            self._take(item, loaded, path)
            self._show(item, at)
            if loaded.interrupted and go_on and loaded.there:
                self._go_on(item)
            elif loaded.interrupted:
                self._window.transcription.complete(item)
            if then is not None:
                then(item)

        self._keeping.lane.run(lambda: load(path), done, self._window.notifier.report)

    def _take(self, item: MediaItem, loaded: Loaded, path: Path) -> None:
        """Fill an item, and go on keeping it in its project."""
        fill(item, self._window.queue.cues(item), loaded)
        self._keeping.keeper(item).adopt(loaded.project)
        self._keeping.lane.run(lambda: self._keeping.opened(loaded.project))
        self._keeping.changed(self._keeping.keeper(item))
        if not self._keeping.is_own(path):
            self._window.settings.remember_file(path)
            self._window.media.recent_changed.emit()
        item.missing = not loaded.there
        if loaded.there:
            self._window.media.look(item)
        else:
            self._offer_to_relink(item)
        if loaded.copy_of is not None:
            self._tell_read_only(item, loaded.copy_of)
        self._window.queue.touch(item)

    def _make_room(self, loaded: Loaded) -> MediaItem | None:
        """A new item for the project; None where its medium is at work with other captions."""
        queue = self._window.queue
        there = queue.find(loaded.media)
        if there is not None and (there.active or there.document.captions):
            self._window.notifier.warn(
                self.tr("It is open already, with other captions. Remove it from the queue, then open the project."),
                there.name,
            )
            self._show(there, None)
            return None
        if there is not None:
            if there is self._window.item:
                self._window.commands.show_item(None)
            queue.remove(there)
        return queue.add(loaded.media)

    def _show(self, item: MediaItem, at: int | None) -> None:
        self._window.commands.show_item(item)
        if at is not None:
            cues = item.document.captions
            row = max((row for row, cue in enumerate(cues) if cue.start <= at), default=-1)
            if row >= 0:
                self._window.editor.table.go_to(row)
            self._window.playback.seek(at)

    def _tell_read_only(self, item: MediaItem, path: Path) -> None:
        self._window.notifier.warn(
            self.tr("{name} is read-only. What you change is kept in a copy, until you save it elsewhere.").format(
                name=path.name
            ),
            item.name,
        )

    # A medium that was moved

    def _offer_to_relink(self, item: MediaItem) -> None:
        self._window.notifier.inform(
            self.tr("{name} is not where it was. The captions can be edited; to hear them, find the file.").format(
                name=item.name
            ),
            Action(self.tr("Find…"), lambda: self._find(item)),
            Action(self.tr("Later"), lambda: None),
        )

    def _find(self, item: MediaItem) -> None:
        chosen = ask_moved(self._window, item.path) if item in self._window.queue else None
        if chosen is not None:
            self.relink(item, chosen)

    def relink(self, item: MediaItem, path: Path) -> None:
        """Let captions belong to another file; ask where its content is another."""

        def done(same: bool) -> None:
            if same:
                self._use(item, path)
                return
            question = ask(
                self._window,
                self.tr("Use {name} all the same?").format(name=path.name),
                self.tr("Its content is not that of the file the captions were made from. Their times may not fit."),
                self.tr("Use it"),
            )
            question.accepted.connect(lambda: self._use(item, path))
            question.open()

        keeper = self._keeping.keeper(item)
        keeper.ask(lambda project: project.media is not None and is_same(project.media, path), done)

    def _use(self, item: MediaItem, path: Path) -> None:
        if item not in self._window.queue:
            return
        item.path, item.missing = path, False
        item.sound = item.peaks = None
        self._keeping.keeper(item).relink()
        self._window.media.look(item)
        self._window.queue.touch(item)
        if item is self._window.item:
            self._window.commands.show_item(None)
            self._window.commands.show_item(item)

    # Save

    def save(self) -> None:
        """Ask for a file, and keep the project of the medium in view there from now on."""
        if self._window.item is not None:
            self._save_elsewhere(self._window.item)

    def _save_elsewhere(self, item: MediaItem) -> None:
        path = ask_project_file(self._window, item.path)
        if path is not None:
            self.save_to(item, path)

    def save_to(self, item: MediaItem, path: Path) -> None:
        """Keep a medium's project at ``path`` from now on."""
        if item not in self._window.queue:
            return
        keeper = self._keeping.keeper(item)
        if keeper.path == path and keeper.kept:
            self._window.notifier.inform(
                self.tr("{name} is up to date: changes are saved as you make them.").format(name=path.name)
            )
            return

        def done() -> None:
            self._window.settings.remember_file(path)
            self._window.media.recent_changed.emit()
            text = self.tr("Saved as {name}. From now on changes are saved there as you make them.")
            self._window.notifier.inform(text.format(name=path.name))

        keeper.save_to(path, done, lambda error: self._on_lost(item, error))

    def _on_lost(self, item: MediaItem, error: BaseException) -> None:
        """The disk refuses: say so, and offer another one. Meanwhile the data folder keeps what another disk lost."""
        keeper = self._keeping.keeper(item)
        path = keeper.path
        actions = [Action(self.tr("Save elsewhere…"), lambda: self._save_elsewhere(item))]
        if keeper.broken:
            actions.append(Action(self.tr("Try again"), lambda: self._try_again(item, path)))
        self._window.notifier.report(error, actions=actions)
        if keeper.broken and path is not None and not self._keeping.is_own(path):
            keeper.save_to(self._keeping.place_for(item), lambda: None, self._window.notifier.report)

    def _try_again(self, item: MediaItem, path: Path | None) -> None:
        if item in self._window.queue:
            try:
                self.save_to(item, path or self._keeping.place_for(item))
            except AlmError as error:
                self._on_lost(item, error)

    def ask_before_loss(self, then: Callable[[], None]) -> bool:
        """Where captions are in memory only, ask whether to close all the same; ``then`` does it.

        Returns:
            Whether there is such a question.
        """
        items = self._keeping.in_memory_only()
        if not items:
            return False
        more = self.tr("The disk refused them, so they are in memory only. Save them elsewhere, or export them.")
        text = self.tr("Close without saving the captions of {name}?").format(name=items[0].name)
        question = ask(self._window, text, more, self.tr("Close without saving"))
        question.accepted.connect(then)
        question.open()
        return True

    # Go on

    def resume(self) -> None:
        """Go on with the captions of the medium in view."""
        if self._window.item is not None:
            self._go_on(self._window.item)

    def _go_on(self, item: MediaItem) -> None:
        def then() -> None:
            if item in self._window.queue and item.resumable:
                self._window.transcription.resume([item])

        self._window.models.ensure(item.settings.get("model", self._window.settings.model), then)

    def look(self) -> None:
        """Search for what an earlier start left behind, and offer to go on."""
        self._keeping.lane.run(self._left_behind, self._offer, self._window.notifier.report)

    def _left_behind(self) -> list[tuple[Path, str]]:
        """In the lane: projects with their media's names."""
        found = []
        library = self._keeping.library
        for path in library.unfinished():
            try:
                loaded = load(path)
            except AlmError:  # another window has it, or it cannot be read: opening it will say so
                continue
            left = bool(loaded.document.captions) and (not loaded.facts["exported"] or loaded.interrupted)
            library.index(loaded.project)
            library.closed(path, unfinished=left)
            loaded.project.close()
            if left:
                found.append((path, loaded.media.name))
        return found

    def _offer(self, found: list[tuple[Path, str]]) -> None:
        if not found:
            return
        names = ", ".join(name for _path, name in found[:_SHOWN])
        if len(found) > _SHOWN:
            names = self.tr("{names} and {number} more").format(names=names, number=len(found) - _SHOWN)
        paths = [path for path, _name in found]
        self._window.notifier.inform(
            self.tr("Captions are left from last time, not finished or not exported: {names}.").format(names=names),
            Action(self.tr("Go on"), lambda: self._open_all(paths)),
            Action(self.tr("Not now"), lambda: self._leave(paths)),
        )

    def _open_all(self, paths: list[Path]) -> None:
        for path in reversed(paths):  # the first one is shown
            self.open(path, go_on=True)

    def _leave(self, paths: list[Path]) -> None:
        """They stay in the library, and are not offered again."""

        def work() -> None:
            for path in paths:
                self._keeping.library.closed(path, unfinished=False)

        self._keeping.lane.run(work, None, self._window.notifier.report)

    # Captions that a medium has already

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        for row in range(first, last + 1):
            item = self._window.queue.item(row)
            find = partial(self._keeping.library.find, item.path)
            self._keeping.lane.run(find, partial(self._offer_earlier, item), lambda _error: None)

    def _offer_earlier(self, item: MediaItem, entries: list[Entry]) -> None:
        entries = [entry for entry in entries if entry.cues and self._keeping.of(entry.path) is None]
        if not entries or item not in self._window.queue or item.state is not State.READY:
            return
        self._window.notifier.inform(
            self.tr("There are captions of {name} from before.").format(name=item.name),
            Action(self.tr("Open them"), lambda: self.open(entries[0].path)),
            Action(self.tr("Begin anew"), lambda: None),
        )
