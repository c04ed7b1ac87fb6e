"""Where live sound comes from: a microphone, or a file as if it were one."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import numpy as np

from alm_studio.audio.decode import SAMPLE_RATE, decode
from alm_studio.audio.downmix import Samples
from alm_studio.base.notice import Notice


class LiveSource(Protocol):
    """Sound that comes while time passes. Everything but ``clock`` is asked from one thread alone."""

    @property
    def realtime(self) -> bool:
        """Whether the sound comes by itself, not when it is taken."""

    @property
    def clock(self) -> float:
        """Seconds that have passed for who listens, since the first sample."""

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""

    def read(self, seconds: float) -> Samples:
        """Wait until sound comes, at most so long, and take all of it: [N] mono at 16 kHz, perhaps none."""

    def notices(self) -> list[Notice]:
        """What there is to say since it was asked last."""

    def close(self) -> Samples:
        """Stop; what was still on its way."""


class FileSource:
    """A medium played to the program.

    Args:
        path: any medium.
        realtime: as fast as it would sound; else as fast as it is taken, ``step`` seconds at a time.
        step: seconds.

    Raises:
        MediaError: it cannot be read.
    """

    def __init__(self, path: Path, realtime: bool, step: float = 0.4) -> None:
        self._blocks: Iterator[Samples] = decode(path)
        self._rest: Samples = next(self._blocks)  # an unreadable file is told before anything begins
        self.realtime = realtime
        self._step = step
        self._given = 0
        self._began = time.monotonic()
        self._ended = False

    @property
    def ended(self) -> bool:
        """See ``LiveSource``."""
        return self._ended

    @property
    def clock(self) -> float:
        """See ``LiveSource``."""
        return time.monotonic() - self._began if self.realtime else self._given / SAMPLE_RATE

    def read(self, seconds: float) -> Samples:
        """See ``LiveSource``."""
        if not self.realtime:
            return self._take(round(self._step * SAMPLE_RATE))
        due = round(self.clock * SAMPLE_RATE) - self._given
        if due < seconds * SAMPLE_RATE:
            time.sleep(seconds - max(0.0, due / SAMPLE_RATE))
            due = round(self.clock * SAMPLE_RATE) - self._given
        return self._take(due)

    def notices(self) -> list[Notice]:
        """See ``LiveSource``; a file has nothing to say."""
        return []

    def close(self) -> Samples:
        """See ``LiveSource``; what was not played is not heard."""
        self._ended = True
        return np.zeros(0, np.float32)

    def _take(self, count: int) -> Samples:
        parts: list[Samples] = []
        while count > 0 and not self._ended:
            if not self._rest.size:
                following = next(self._blocks, None)
                if following is None:
                    self._ended = True
                    break
                self._rest = following
            parts.append(self._rest[:count])
            self._rest = self._rest[count:]
            count -= parts[-1].size
        taken = np.concatenate(parts) if parts else np.zeros(0, np.float32)
        self._given += taken.size
        return taken
