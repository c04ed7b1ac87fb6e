"""Opens media: into the queue, into the recent files, and looks what is in them."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from alm_studio.base.settings import Settings
from alm_studio.gui.jobs import Jobs
from alm_studio.gui.media_item import MediaItem, State
from alm_studio.gui.models.queue import QueueModel
from alm_studio.gui.notify import Notifier

if TYPE_CHECKING:
    from alm_studio.audio.decode import MediaInfo

Probe = Callable[[Path], "MediaInfo"]

# FFmpeg reads some of them, as media without sound; the user wants another sentence than that.
_SUBTITLES = {".srt", ".vtt", ".ass", ".ssa", ".sub", ".sbv", ".smi", ".ttml", ".dfxp", ".lrc"}


class MediaController(QObject):
    """The way into the queue for dialog, drop, command line and recent files.

    Signals:
        opened(item): show it.
        recent_changed: the list of recent files changed.
    """

    opened = Signal(object)
    recent_changed = Signal()

    def __init__(
        self,
        jobs: Jobs,
        queue: QueueModel,
        settings: Settings,
        notifier: Notifier,
        probe: Probe | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._queue = queue
        self._settings = settings
        self._notifier = notifier
        self._probe = probe or probe_media

    def open(self, paths: list[Path]) -> list[MediaItem]:
        """Put files into the queue and show the first; returns their items."""
        items = []
        for path in paths:
            path = path.expanduser().absolute()
            if path.is_dir():
                self._notifier.warn(self.tr("This is a folder. Open the video or sound files in it."), path.name)
                continue
            if path.suffix.lower() in _SUBTITLES:
                self._notifier.warn(
                    self.tr("This is a subtitle file. Open the video or the sound that it belongs to."), path.name
                )
                continue
            item = self._queue.find(path)
            if item is None:
                item = self._queue.add(path)
                self.look(item)
                self._settings.remember_file(path)
            items.append(item)
        if items:
            self.recent_changed.emit()
            self.opened.emit(items[0])
        return items

    def look(self, item: MediaItem) -> None:
        """Find out what is in a medium."""
        path = item.path
        self._jobs.run_io(
            lambda: self._probe(path), lambda info: self._on_info(item, info), lambda e: self._failed(item, e)
        )

    def _on_info(self, item: MediaItem, info: "MediaInfo") -> None:
        if item not in self._queue:
            return
        item.duration = item.duration or info.duration
        item.has_video = info.has_video
        item.tracks = [describe_track(track.index, track.language, track.title) for track in info.tracks]
        self._queue.touch(item)

    def _failed(self, item: MediaItem, error: BaseException) -> None:
        if item in self._queue and item.state is State.READY:  # else the transcription tells
            item.state = State.FAILED
            item.error = self._notifier.sentence(error, item.path)
            self._notifier.report(error, item.path)
            self._queue.touch(item)


def probe_media(path: Path) -> "MediaInfo":
    """What is in a file. Imports FFmpeg, so in the pool alone."""
    from alm_studio.audio.decode import probe

    return probe(path)


def describe_track(index: int, language: str, title: str) -> str:
    """Such as ``"2: Commentary (eng)"``."""
    parts = [part for part in (title, f"({language})" if language else "") if part]
    return f"{index + 1}: {' '.join(parts)}" if parts else f"{index + 1}"
