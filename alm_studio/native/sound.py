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
        positions: states in whole blocks.
        keys, values: of each head.
        mask: [positions], what is added to the scores.
    """

    def __init__(self, heads: int, states: int, machine: Machine) -> None:
        self.positions = machine.padded(states)
        dtype = torch.bfloat16 if machine.halves else torch.float32
        self.keys = torch.zeros(heads, self.positions, HEAD, dtype=dtype)
        self.values = torch.zeros(heads, self.positions, HEAD, dtype=dtype)
        self.mask = torch.zeros(self.positions)
        self.hide(states)

    def hide(self, states: int) -> None:
        """Let nobody listen to what lies behind so many states."""
        self.mask[:states] = 0
        self.mask[states:] = _HIDDEN

    @property
    def slots(self) -> tuple[int, int, int, int, int]:
        """Keys, bytes of a head, values, bytes of a head, positions: as the kernels take them."""
        keys, values = self.keys, self.values
        size = keys.stride(0) * keys.element_size()
        return keys.data_ptr(), size, values.data_ptr(), size, self.positions
