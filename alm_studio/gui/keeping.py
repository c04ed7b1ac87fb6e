"""Keeps every medium's captions in projects while they come, so that nothing that was shown can be lost."""

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal

from alm_studio.base.errors import AlmError, OutputError
from alm_studio.base.paths import projects_dir
from alm_studio.gui.keeper import Keeper
from alm_studio.gui.lane import Lane
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.models.queue import QueueModel
from alm_studio.project.copying import remove_logs
from alm_studio.project.library import Library
from alm_studio.project.project import SUFFIX, Project

_log = logging.getLogger(__name__)

_CALM_MS = 2000
"""The index of the library follows this long after the first of several changes."""


class Keeping(QObject):
    """A keeper for each medium of the queue, and the lane in which they write.

    Signals:
        lost(item, error): the disk refused; the captions are in memory only.
        indexed: the library knows what was said last.
    """

    lost = Signal(object, object)
    indexed = Signal()

    def __init__(self, queue: QueueModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self._keepers: dict[MediaItem, Keeper] = {}
        self._stale: set[Keeper] = set()
        self._closed = False
        self.lane = Lane("projects", self)
        self.library = Library()
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._index)
        queue.rowsInserted.connect(self._on_inserted)
        queue.rowsAboutToBeRemoved.connect(self._on_removed)
        queue.item_changed.connect(self.note)

    def keeper(self, item: MediaItem) -> Keeper:
        """Who keeps a medium."""
        return self._keepers[item]

    def of(self, project: Path) -> MediaItem | None:
        """The medium that is kept there."""
        return next((item for item, keeper in self._keepers.items() if keeper.path == project), None)

    def note(self, item: MediaItem) -> None:
        """Something about a medium may have changed."""
        if item in self._keepers:
            self._keepers[item].sync()

    def in_memory_only(self) -> list[MediaItem]:
        """Media whose captions the disk refused, and that are in no other file."""
        return [
            item
            for item, keeper in self._keepers.items()
            if keeper.broken and item.document.captions and not item.exported
        ]

    def is_own(self, project: Path) -> bool:
        """Whether a project lies in the data folder: the user has not saved it anywhere."""
        try:
            return project.absolute().parent == projects_dir().absolute()
        except OSError:  # there can be no data folder
            return False

    def close(self) -> None:
        """The window goes. What is still to be written is written; ``join`` waits for it."""
        if not self._closed:
            self._closed = True
            self._calm.stop()
            for item in list(self._keepers):
                self._close(item)
            self.lane.run(self.library.close, failed=_shrug)

    def join(self) -> None:
        """Wait until everything is written."""
        self.lane.join()

    # The shelf of the keepers; what follows runs in the lane

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[BaseException], None],
    ) -> None:
        """See ``Shelf``."""
        self.lane.run(work, done, failed)

    def place_for(self, item: MediaItem) -> Path:
        """See ``Shelf``."""
        name = re.sub(r"[^\w.-]+", "_", item.path.stem)[:60] or "captions"
        try:
            folder, number = projects_dir(), 1
        except OSError as error:
            raise OutputError(
                f"The data folder {error.filename} cannot be made ({error.strerror}). Save the project elsewhere."
            ) from error
        path = folder / f"{name}{SUFFIX}"
        while path.exists():
            number += 1
            path = folder / f"{name}-{number}{SUFFIX}"
        return path

    def opened(self, project: Project) -> None:
        """See ``Shelf``."""
        self._tell_library(lambda: self.library.opened(project))

    def closed(self, project: Project, *, unfinished: bool) -> None:
        """See ``Shelf``."""
        self._tell_library(lambda: self.library.index(project))
        self._tell_library(lambda: self.library.closed(project.path, unfinished=unfinished))

    def moved(self, old: Path, project: Project) -> None:
        """See ``Shelf``. What lay in the data folder only because it was saved nowhere goes."""
        if self.is_own(old) and old != project.path:
            self._tell_library(lambda: self.library.forget(old))
            old.unlink(missing_ok=True)
            remove_logs(old)
        elif old != project.path:
            self._tell_library(lambda: self.library.closed(old, unfinished=False))

    def _tell_library(self, work: Callable[[], object]) -> None:
        """The index can be made again: a failure is no reason to stop."""
        try:
            work()
        except AlmError as error:
            _log.info("The index of the projects: %s", error)

    # In the window's thread

    def changed(self, keeper: Keeper) -> None:
        """See ``Shelf``."""
        self._stale.add(keeper)
        if not self._calm.isActive() and not self._closed:
            self._calm.start()

    def failed(self, keeper: Keeper, error: BaseException) -> None:
        """See ``Shelf``."""
        self.lost.emit(keeper.item, error)

    def _index(self) -> None:
        for keeper in self._stale:
            keeper.index(self.library.index)
        self._stale.clear()
        self.lane.run(lambda: None, lambda _none: self.indexed.emit())

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        for row in range(first, last + 1):
            item = self._queue.item(row)
            self._keepers[item] = Keeper(item, self._queue.cues(item).history, self)

    def _on_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        for row in range(first, last + 1):
            self._close(self._queue.item(row))

    def _close(self, item: MediaItem) -> None:
        keeper = self._keepers.pop(item)
        self._stale.discard(keeper)
        own = keeper.path is None or self.is_own(keeper.path)
        keeper.close(unfinished=own and is_unfinished(item))


def is_unfinished(item: MediaItem) -> bool:
    """Whether captions are to be offered at the next start: they are in no file, or not whole."""
    return bool(item.document.captions) and (not item.exported or item.place is not None)


def _shrug(error: BaseException) -> None:
    _log.info("Closing the library: %r", error)
