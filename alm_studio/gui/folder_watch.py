"""Looks into a folder for media that came and are whole."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import MediaError
from alm_studio.gui.jobs import Jobs

_EVERY_MS = 3000

Stamp = tuple[int, int]
"""Size in bytes and time of the last change, ns: a file whose stamp moves is still being copied."""


class FolderWatch(QObject):
    """Polls, because network folders tell nobody what comes into them. The disk is read in the pool.

    Signals:
        found(paths): media that were not there before, unchanged between two looks.
        failed(error): the folder cannot be read; told once until it can be read again.
    """

    found = Signal(list)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None, every: int = _EVERY_MS) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._folder: Path | None = None
        self._skip: Callable[[Path], bool] = lambda _path: False
        self._last: dict[Path, Stamp] | None = None
        self._known: set[Path] = set()
        self._busy = self._lost = False
        self._timer = QTimer(self, interval=every)
        self._timer.timeout.connect(self.look)

    @property
    def folder(self) -> Path | None:
        """The folder that is watched."""
        return self._folder

    def start(self, folder: Path, skip: Callable[[Path], bool] | None) -> None:
        """Watch a folder.

        Args:
            folder: it and what is below it.
            skip: whether a file that is there already is done with, asked in the pool; None: all of them are.
        """
        self._folder, self._last, self._known, self._lost = folder, None, set(), False
        self._skip = skip or (lambda _path: True)
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Watch nothing any more."""
        self._folder = None
        self._timer.stop()

    def look(self) -> None:
        """Look now."""
        if self._busy or self._folder is None:
            return
        self._busy = True
        folder, first, skip = self._folder, self._last is None, self._skip

        def work() -> tuple[Path, dict[Path, Stamp], set[Path]]:
            stamps = _stamps(folder)
            return folder, stamps, {path for path in stamps if first and skip(path)}

        self._jobs.run_io(work, lambda seen: self._compare(*seen), self._fail)

    def _compare(self, folder: Path, stamps: dict[Path, Stamp], done: set[Path]) -> None:
        self._busy = self._lost = False
        if folder != self._folder:
            return
        before, self._last = self._last, stamps
        self._known |= done
        if before is not None:
            new = [p for p, stamp in stamps.items() if p not in self._known and stamp[0] and before.get(p) == stamp]
            self._known.update(new)
            if new:
                self.found.emit(sorted(new))

    def _fail(self, error: BaseException) -> None:
        self._busy = False
        if not self._lost and self._folder is not None:
            self._lost = True
            self.failed.emit(error)


def _stamps(folder: Path) -> dict[Path, Stamp]:
    from alm_studio.training.data.readers.media_files import files_below, is_media

    try:
        next(folder.iterdir(), None)  # os.walk passes over a folder that cannot be read
    except OSError as error:
        raise MediaError(
            f"The watched folder {folder} cannot be read ({error.strerror or error}). Connect it, or "
            "choose another one."
        ) from error
    found: dict[Path, Stamp] = {}
    for path in files_below(folder, CancelToken()):
        if is_media(path):
            try:
                status = path.stat()
            except OSError:
                continue  # gone between two calls
            found[path] = (status.st_size, status.st_mtime_ns)
    return found
