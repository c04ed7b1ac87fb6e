"""The sound of training data, decoded once: 16 kHz, 16 bits, on the disk, any stretch of it read at once.

A cue of a long film is then a short read, not another pass over the film, and memory holds one stretch at a time.
"""

import hashlib
import os
import struct
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from alm_studio.audio.decode import SAMPLE_RATE, decode
from alm_studio.audio.downmix import Samples
from alm_studio.audio.media import probe
from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import MediaError, OutputError
from alm_studio.base.paths import cache_dir
from alm_studio.training.data.example import Example

_HEADER = struct.Struct("<8sQQ")
"""Mark, number of samples, number of bytes of warnings; then the samples, then the warnings."""

_MARK = b"almsnd01"
_SCALE = 32768.0
_KEPT = 20 * 2**30
"""Bytes of decoded sound and features that are kept from one training to the next: some 180 hours."""

_ABANDONED = 86_400
"""Seconds after which nobody writes a temporary file any more."""


@dataclass(frozen=True)
class Sound:
    """The decoded sound of one file.

    Attributes:
        file: where it lies in the cache.
        samples: how many there are.
        warnings: sentences about damage.
    """

    file: Path
    samples: int
    warnings: tuple[str, ...] = ()

    @property
    def duration(self) -> int:
        """Ms."""
        return self.samples * 1000 // SAMPLE_RATE

    def read(self, start: int = 0, end: int | None = None) -> Samples:
        """A stretch, [N], -1 to 1; shorter where the file ends. ``start`` and ``end`` in ms."""
        first = min(self.samples, start * SAMPLE_RATE // 1000)
        last = self.samples if end is None else min(self.samples, end * SAMPLE_RATE // 1000)
        count = max(0, last - first)
        if not count:
            return np.zeros(0, np.float32)
        stored = np.fromfile(self.file, "<i2", count, offset=_HEADER.size + 2 * first)
        return stored.astype(np.float32) / np.float32(_SCALE)

    def blocks(self, start: int = 0, end: int | None = None, length: int = 30_000) -> Iterator[Samples]:
        """The stretch in blocks of ``length`` ms."""
        last = self.duration + 1 if end is None else end
        for begin in range(start, last, length):
            block = self.read(begin, min(last, begin + length))
            if block.size:
                yield block


class SoundCache:
    """Decoded sounds by the identity of their files (place, size, time of change).

    Several processes may share one: a file is written aside and renamed. It can be pickled for loader workers.

    Args:
        folder: where it lies; the program's cache folder when None.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or cache_dir() / "training"

    def open(
        self,
        path: Path,
        cancel: CancelToken | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> Sound:
        """The sound of a file, decoded now if it has not been.

        Args:
            path: sound or video file.
            cancel: looked at for each block of 5 s.
            progress: told the share of the file that is decoded, where its length is known.

        Raises:
            MediaError: the file cannot be decoded.
            OutputError: the disk takes no more.
            CancelledError: ``cancel`` asks for it; nothing is left behind.
        """
        target = self.folder / "sound" / f"{identity(path)}.snd"
        sound = _stored(target)
        if sound is None:
            self._decode(path, target, cancel or CancelToken(), progress)
            sound = _stored(target)
        if sound is None:
            raise OutputError(f"{target} cannot be read back. Check the disk, or delete the folder {self.folder}.")
        return sound

    def prune(self, most: int = _KEPT) -> None:
        """Delete what was used longest ago until no more than ``most`` bytes are left, and what a kill left half."""
        files = []
        for file in self.folder.rglob("*"):
            try:
                status = file.stat()
            except FileNotFoundError:  # another process prunes
                continue
            if file.suffix in {".snd", ".npy"}:
                files.append((max(status.st_atime, status.st_mtime), status.st_size, file))
            elif file.suffix == ".part" and status.st_mtime < time.time() - _ABANDONED:
                file.unlink(missing_ok=True)
        total = sum(size for _, size, _ in files)
        for _, size, file in sorted(files):
            if total <= most:
                return
            file.unlink(missing_ok=True)
            total -= size

    def _decode(self, path: Path, target: Path, cancel: CancelToken, progress: Callable[[float], None] | None) -> None:
        expected = probe(path).duration * SAMPLE_RATE // 1000 if progress else 0
        try:
            with written_aside(target) as file:
                for done in _write(path, file, cancel):
                    if progress and expected:
                        progress(min(1.0, done / expected))
        except OSError as error:
            raise OutputError(
                f"The decoded sound of {path.name} cannot be kept in {self.folder} ({error.strerror or error}). Make "
                "room on the disk, or set ALM_STUDIO_HOME to a folder with more."
            ) from error


@contextmanager
def written_aside(target: Path) -> Iterator[BinaryIO]:
    """A file to write, which becomes ``target`` when all went well. Not forced onto the disk: it can be made again.

    Raises:
        OSError: the disk refuses.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def load_sound(example: Example, cache: SoundCache | None = None, cancel: CancelToken | None = None) -> Samples:
    """The sound of an example, [N] float32 at 16 kHz, -1 to 1.

    Raises:
        MediaError: the file cannot be decoded, or ends before the example begins.
        OutputError: the disk takes no more.
        CancelledError: ``cancel`` asks for it.
    """
    samples = (cache or SoundCache()).open(example.audio, cancel).read(example.start, example.end)
    if not samples.size:
        raise MediaError(f"{example.audio} ends before {example.start / 1000:.1f} s. Check the data again.")
    return samples


def identity(path: Path) -> str:
    """A name for the content of a file: it changes when the file does.

    Raises:
        MediaError: there is no such file.
    """
    try:
        status = path.stat()
    except (OSError, ValueError):
        raise MediaError(f"There is no file {path}. Check the name, or choose the file again.") from None
    text = f"{path.resolve()}\0{status.st_size}\0{status.st_mtime_ns}"
    return hashlib.blake2b(text.encode(errors="surrogateescape"), digest_size=16).hexdigest()


def _write(path: Path, file: BinaryIO, cancel: CancelToken) -> Iterator[int]:
    """Decode into ``file``; yields the number of samples so far."""
    warnings: list[str] = []
    samples = 0
    file.write(_HEADER.pack(_MARK, 0, 0))
    for block in decode(path, warn=warnings.append):
        cancel.check()
        stored = np.clip(np.rint(block * _SCALE), -32768, 32767).astype("<i2")
        file.write(stored.tobytes())
        samples += block.size
        yield samples
    told = "\n".join(warnings).encode(errors="replace")
    file.write(told)
    file.seek(0)
    file.write(_HEADER.pack(_MARK, samples, len(told)))


def _stored(file: Path) -> Sound | None:
    """What lies in the cache; None where nothing does, or half of it (a power failure)."""
    try:
        with file.open("rb") as stream:
            mark, samples, told = _HEADER.unpack(stream.read(_HEADER.size))
            if mark != _MARK or file.stat().st_size != _HEADER.size + 2 * samples + told:
                return None
            stream.seek(_HEADER.size + 2 * samples)
            warnings = stream.read(told).decode(errors="replace")
    except (FileNotFoundError, struct.error):
        return None
    return Sound(file, samples, tuple(warnings.splitlines()))
