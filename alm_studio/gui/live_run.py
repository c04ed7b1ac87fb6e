"""One run of live captions: its sound, its folder, and the runner that captions it. No part of Qt's but a lock."""

import logging
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import MediaError, OutputError
from alm_studio.base.paths import live_dir
from alm_studio.streaming.events import LiveEvent, RunEvent
from alm_studio.streaming.sinks.sink import Sink

if TYPE_CHECKING:  # FFmpeg and the sound system take a moment to import
    from alm_studio.audio.downmix import Samples
    from alm_studio.streaming.runner import LiveRunner
    from alm_studio.streaming.session import LiveSession
    from alm_studio.streaming.sinks.project_file import ProjectFile
    from alm_studio.streaming.sources import LiveSource
    from alm_studio.streaming.switching import SwitchingSource

_log = logging.getLogger(__name__)

SOUND, TEXT, PROJECT = "sound.flac", "captions.txt", "captions.alms"
_LOCK, _UNSEEN = "lock", "unseen"
_RATE = 16_000

Listener = Callable[[RunEvent], None]


class LentSink(Sink):
    """Lets a run use what lives longer than it."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def hear(self, samples: "Samples") -> None:
        """See ``Sink``."""
        self._sink.hear(samples)

    def show(self, event: LiveEvent) -> None:
        """See ``Sink``."""
        self._sink.show(event)


class Position(Sink):
    """Counts what was recorded: a mark is a place in the recording, not a time of day."""

    def __init__(self) -> None:
        self._samples = 0

    @property
    def ms(self) -> int:
        """Of sound so far."""
        return self._samples * 1000 // _RATE

    def hear(self, samples: "Samples") -> None:
        """See ``Sink``."""
        self._samples += samples.size


@dataclass(frozen=True)
class SoundInput:
    """Something to listen to: its name for ``open_input``, what the user reads, whether it is what the system plays."""

    name: str
    title: str
    monitor: bool = False


@dataclass
class LiveRun:
    """A run on its way.

    Attributes:
        folder: of the recording.
        source: what is listened to.
        runner: that listens, saves and captions.
        position: in the recording.
        lock: says that this process works on the folder.
        stop: ends the listening; what was said is still captioned.
        paused: set while nothing is listened to.
        project: that is written while it goes on.
        spoken: whether a word was committed.
    """

    folder: Path
    source: "SwitchingSource"
    runner: "LiveRunner"
    position: Position
    lock: QLockFile
    stop: CancelToken
    paused: threading.Event
    project: "ProjectFile"
    spoken: bool = False

    def caption(self) -> None:
        """Caption until it is stopped. In the model's thread. Raises ``AlmError``."""
        try:
            self.runner.run(self.stop, self.paused)
        finally:
            self.lock.unlock()


def open_input(device: str) -> "LiveSource":
    """Open a sound input; in the pool.

    Raises:
        MediaError: there is none, or the system does not let it be opened.
    """
    from alm_studio.audio.capture import Microphone

    return Microphone(device)


def list_inputs() -> list[SoundInput]:
    """The sound inputs of this machine; none where none is connected. In the pool.

    Raises:
        MediaError: there is no sound system.
    """
    from alm_studio.audio.inputs import PULSE
    from alm_studio.audio.inputs import list_inputs as found_inputs

    inputs = [SoundInput(one.name, one.title, one.monitor) for one in found_inputs()]
    if any(one.name.startswith(PULSE) for one in inputs):  # the same once more, by ALSA's names for them
        inputs = [one for one in inputs if one.name not in ("pulse", "default")]
    return inputs


def begin(
    open_source: Callable[[], "LiveSource"],
    open_session: Callable[[], "LiveSession"],
    listener: Listener,
    style: str,
    **meta: str,
) -> LiveRun:
    """Begin to listen and to save; in the pool.

    Args:
        open_source: see ``open_input``; asked first, so that nothing is left behind where there is no input.
        open_session: loads the model; called in the thread of ``LiveRun.caption``.
        listener: told every event, from other threads than the window's.
        style: of the captions.
        **meta: facts for the project.

    Raises:
        MediaError: no sound.
        OutputError: the recording cannot be written.
    """
    from alm_studio.streaming.runner import LiveRunner
    from alm_studio.streaming.sinks.project_file import ProjectFile
    from alm_studio.streaming.sinks.sound_file import SoundFile
    from alm_studio.streaming.sinks.text_file import TextFile
    from alm_studio.streaming.switching import SwitchingSource

    source = SwitchingSource(open_source())
    folder = None
    try:
        folder = _new_folder()
        lock = _locked(folder)
        position = Position()
        sound, text = SoundFile(folder / SOUND), TextFile(folder / TEXT)
        project = ProjectFile(folder / PROJECT, folder / SOUND, style, **meta)
        # The project is closed last of all, when the sound is whole.
        runner = LiveRunner(source, open_session, listener, [sound, text, position, project])
    except BaseException:
        source.close()
        if folder is not None:
            discard(folder)
        raise
    run = LiveRun(folder, source, runner, position, lock, CancelToken(), threading.Event(), project)
    runner.listen(run.stop, run.paused)
    return run


def _new_folder() -> Path:
    name = time.strftime("%Y-%m-%d %H.%M.%S")
    for number in range(1, 100):
        folder = live_dir() / (name if number == 1 else f"{name} ({number})")
        try:
            folder.mkdir(parents=True)
            (folder / _UNSEEN).touch()
        except FileExistsError:
            continue
        except OSError as error:
            raise OutputError(
                f"The recording cannot be saved in {folder} ({error.strerror}). Make room there."
            ) from error
        return folder
    raise OutputError(f"There are too many recordings of this moment in {live_dir()}. Wait a second.")


def _locked(folder: Path) -> QLockFile:
    lock = QLockFile(str(folder / _LOCK))
    lock.setStaleLockTime(0)  # a run may last for hours; its process tells whether it lives
    lock.tryLock(0)
    return lock


def leftovers() -> list[Path]:
    """Folders of recordings that were never seen in the window, and that no process works on; in the pool.

    A recording that was broken off is mended, and one that nothing can be heard in is deleted.
    """
    found = []
    for marker in sorted(live_dir().glob(f"*/{_UNSEEN}")):
        folder = marker.parent
        lock = _locked(folder)
        if not lock.isLocked():
            continue
        if _mend(folder):
            found.append(folder)
            lock.unlock()
        else:
            lock.unlock()
            discard(folder)
    return found


def _mend(folder: Path) -> bool:
    from alm_studio.audio.recording import mend

    try:
        mend(folder / SOUND)
        return True
    except MediaError as error:
        _log.info("A live recording without sound: %s", error)
        return _has_text(folder)
    except OutputError as error:  # it can be read, but not written: it is shown as it is
        _log.info("%s", error)
        return True


def _has_text(folder: Path) -> bool:
    try:
        return (folder / TEXT).stat().st_size > 0
    except OSError:
        return False


def settle(folder: Path) -> None:
    """A recording was seen; it is not offered again."""
    (folder / _UNSEEN).unlink(missing_ok=True)


def discard(folder: Path) -> None:
    """Delete a recording."""
    shutil.rmtree(folder, ignore_errors=True)
