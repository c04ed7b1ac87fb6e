"""A fixed stretch of memory between a sound device's callback and a reader."""

import threading

import numpy as np
from numpy.typing import NDArray

Frames = NDArray[np.float32]


class RingBuffer:
    """Frames in the order in which they came; one thread writes, one reads.

    The memory is taken once, so that a callback that must not wait only copies. What does not fit is counted.

    Args:
        capacity: frames.
        channels: of each frame.

    Attributes:
        lost: frames that came while the buffer was full.
    """

    def __init__(self, capacity: int, channels: int) -> None:
        self._frames = np.zeros((capacity, channels), np.float32)
        self._written = self._read = 0  # frames ever; each is changed by one thread alone
        self._arrived = threading.Event()
        self.lost = 0

    def __len__(self) -> int:
        """Frames that wait to be read."""
        return self._written - self._read

    def write(self, frames: Frames) -> None:
        """Copy frames [N, channels] in; those that do not fit are lost, and counted."""
        capacity = len(self._frames)
        fitting = min(len(frames), capacity - len(self))
        place = self._written % capacity
        first = min(fitting, capacity - place)
        self._frames[place : place + first] = frames[:first]
        self._frames[: fitting - first] = frames[first:fitting]
        self._written += fitting
        self.lost += len(frames) - fitting
        self._arrived.set()

    def read(self) -> Frames:
        """Take out all frames that wait, [N, channels]."""
        self._arrived.clear()
        count, capacity = len(self), len(self._frames)
        place = self._read % capacity
        first = min(count, capacity - place)
        taken = np.concatenate([self._frames[place : place + first], self._frames[: count - first]])
        self._read += count
        return taken

    def wait(self, seconds: float) -> bool:
        """Sleep until frames come, or the time is over; whether any came since the last ``read``."""
        return self._arrived.wait(seconds)
