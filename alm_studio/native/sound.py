"""What attention reads of a sound."""

import torch

from alm_studio.native.machine import Machine
from alm_studio.native.rows import HEAD

_HIDDEN = -1e30


class SoundRoom:
    """Room for the keys and values of a sound, laid out for the kernels.

    Args:
        heads: how many.
        states: at most.
        machine: the processor.

    Attributes:
        positions: states known, in whole blocks.
        keys, values: of each head.
        mask: what is added to the scores.
    """

    def __init__(self, heads: int, states: int, machine: Machine) -> None:
        self._machine = machine
        room = machine.padded(states)
        dtype = torch.bfloat16 if machine.halves else torch.float32
        self.keys = torch.empty(heads, room, HEAD, dtype=dtype)
        self.values = torch.empty(heads, room, HEAD, dtype=dtype)
        for kept in (self.keys, self.values):
            kept[:, states - states % machine.columns :] = 0  # what is hidden has to be numbers too
        self.mask = torch.empty(room)
        self.positions = 0
        self.hear(states)

    def hear(self, states: int, heard: int | None = None) -> None:
        """Let so many states be known, and all of them or the first ``heard`` be listened to."""
        self.positions = self._machine.padded(states)
        self.mask[: states if heard is None else heard] = 0
        self.mask[states if heard is None else heard :] = _HIDDEN

    @property
    def written(self) -> tuple[int, int, int, int]:
        """Keys, bytes of a head, values, bytes of a head: as the kernels take them."""
        size = self.keys.stride(0) * self.keys.element_size()
        return self.keys.data_ptr(), size, self.values.data_ptr(), size

    @property
    def read(self) -> tuple[int, int, int, int, int, int]:
        """The same, and positions and mask."""
        return *self.written, self.positions, self.mask.data_ptr()
