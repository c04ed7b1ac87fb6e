"""Encoded windows kept on the disk between two passes, so that hours of sound need no memory."""

import tempfile
from dataclasses import dataclass
from types import TracebackType

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from alm_studio.base.errors import OutputError
from alm_studio.base.paths import cache_dir
from alm_studio.model.seq2seq import Memory
from alm_studio.pipeline.windows import Window


@dataclass(frozen=True)
class _Entry:
    window: Window  # without its sound
    place: int  # of the first byte
    samples: int
    shape: tuple[int, ...]
    precision: torch.dtype
    lengths: Tensor
    seconds_per_state: float


class WindowStore:
    """Windows with their memories, by number. A context manager: the file goes when it is left.

    Sound and states are kept in half precision: 2 to 5 MB for each window.
    """

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._entries: list[_Entry] = []
        self._size = 0
        self._file = tempfile.TemporaryFile(dir=cache_dir())  # noqa: SIM115 - lives as long as the store

    def __enter__(self) -> "WindowStore":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, window: Window, memory: Memory) -> None:
        """Keep one more.

        Raises:
            OutputError: the disk is full.
        """
        states = memory.states.half().cpu().numpy()
        sound = np.clip(window.samples, -1.0, 1.0).astype(np.float16)
        bare = Window(np.zeros(0, np.float32), window.pieces, window.speech)
        shape = tuple(int(size) for size in states.shape)
        self._entries.append(
            _Entry(
                bare, self._size, len(sound), shape, memory.states.dtype, memory.lengths.cpu(), memory.seconds_per_state
            )
        )
        try:
            self._file.seek(self._size)
            self._size += self._file.write(sound.tobytes()) + self._file.write(states.tobytes())
        except OSError as error:
            raise OutputError(f"Cannot write to {cache_dir()}: {error.strerror or error}. Make room there.") from error

    def span(self, index: int) -> tuple[int, int]:
        """Ms of the medium at which a window begins and ends."""
        window = self._entries[index].window
        return window.start, window.end

    def __getitem__(self, index: int) -> tuple[Window, Memory]:
        """Read one back."""
        entry = self._entries[index]
        self._file.seek(entry.place)
        sound = self._read(entry.samples).astype(np.float32)
        states = self._read(int(np.prod(entry.shape))).reshape(entry.shape)
        window = Window(sound, entry.window.pieces, entry.window.speech)
        restored = torch.from_numpy(states).to(self._device, entry.precision)
        return window, Memory(restored, entry.lengths.to(self._device), entry.seconds_per_state)

    def _read(self, count: int) -> npt.NDArray[np.float16]:
        array: npt.NDArray[np.float16] = np.frombuffer(self._file.read(2 * count), np.float16).copy()
        return array
