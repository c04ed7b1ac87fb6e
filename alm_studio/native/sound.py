"""What attention reads of a sound."""

import torch

from alm_studio.native.machine import padded_positions
from alm_studio.native.rows import HEAD, SCALES

_HIDDEN = -1e30


class SoundRoom:
    """Room for the keys and values of a sound, in bytes, laid out for the kernels.

    Args:
        heads: how many.
        states: at most.

    Attributes:
        positions: states known, in whole spans.
    """

    def __init__(self, heads: int, states: int) -> None:
        room = padded_positions(states)
        self._keys = torch.empty(heads, room, HEAD, dtype=torch.int8)
        self._values = torch.empty(heads, room, HEAD, dtype=torch.int8)
        self._scales = torch.zeros(heads, SCALES, room)  # what is not written yet has to be numbers
        self._mask = torch.empty(room)
        self.positions = 0
        self.hear(states)

    def hear(self, states: int, heard: int | None = None) -> None:
        """Let so many states be known, and all of them or the first ``heard`` be listened to."""
        heard = states if heard is None else heard
        self.positions = padded_positions(states)
        self._mask[:heard] = 0
        self._mask[heard:] = _HIDDEN

    @property
    def slots(self) -> tuple[int, int, int, int, int, int]:
        """Keys, bytes of a head, values, bytes of a head, scales, room: as the kernels take them."""
        size = self._keys.stride(0)
        return self._keys.data_ptr(), size, self._values.data_ptr(), size, self._scales.data_ptr(), len(self._mask)

    @property
    def heard(self) -> tuple[int, int]:
        """Positions, and what is added to the scores."""
        return self.positions, self._mask.data_ptr()
