"""Kernels called with tensors, and their numbers read back."""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from alm_studio.native.attending import room_for_scores
from alm_studio.native.library import Tape, kernels
from alm_studio.native.machine import GROUP, Machine
from alm_studio.native.rows import HEAD
from alm_studio.native.sound import SoundRoom


def call(machine: Machine, kernel: str, *slots: Tensor | int) -> None:
    """One kernel; of a tensor its address is given."""
    tape = Tape(kernels(machine))
    numbers = [slot.data_ptr() if isinstance(slot, Tensor) else slot for slot in slots]
    tape.add(getattr(kernels(machine), kernel), *numbers)
    tape.run()


def packed(machine: Machine, weights: Tensor) -> Tensor:
    """Weights [columns, depth], in whole blocks, as ``native.products`` reads them."""
    columns, depth = weights.shape
    blocks = weights.view(columns // machine.columns, machine.columns, depth // GROUP, GROUP)
    return blocks.transpose(1, 2).reshape(columns, depth)


def unpacked(machine: Machine, blocks: Tensor) -> Tensor:
    """The other way round."""
    columns, depth = blocks.shape
    view = blocks.view(columns // machine.columns, depth // GROUP, machine.columns, GROUP)
    return view.transpose(1, 2).reshape(columns, depth)


def relative_error(found: Tensor, wanted: Tensor) -> float:
    """Of all numbers together."""
    return float((found.double() - wanted.double()).norm() / wanted.double().norm())


def random(*shape: int, seed: int = 0) -> Tensor:
    """Numbers that are the same in every run."""
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


class Quantised(NamedTuple):
    """Rows in bytes, see ``native.rows.quantise``."""

    bytes: Tensor
    scales: Tensor
    zeros: Tensor

    @property
    def numbers(self) -> Tensor:
        """What they stand for [rows, width], in float64."""
        return (self.bytes.double() - self.zeros[:, None]) * self.scales[:, None].double()


def quantise(machine: Machine, rows: Tensor, width: int | None = None) -> Quantised:
    """Rows of float32; of each its first ``width`` numbers."""
    width = rows.shape[1] if width is None else width
    made = Quantised(
        torch.full((len(rows), width), 77, dtype=torch.uint8),
        torch.full((len(rows),), -1.0),
        torch.full((len(rows),), -1, dtype=torch.int32),
    )
    call(machine, "quantise", rows, 4 * rows.shape[1], len(rows), width, *made)
    return made


class Queries(NamedTuple):
    """Queries in bytes [rows, heads, 64], their scales [rows, heads]."""

    bytes: Tensor
    scales: Tensor

    def numbers(self, machine: Machine) -> Tensor:
        """What they stand for: times a key it gives the score as power of 2, in float64."""
        return (self.bytes.double() - (machine.largest // 2 + 1)) * self.scales[..., None].double()


def lay_out_queries(machine: Machine, queries: Tensor) -> Queries:
    """Queries [rows, heads, 64]."""
    rows, heads, _ = queries.shape
    wide = F.pad(queries.reshape(rows, -1), (0, 5), value=1e9)  # rows do not lie side by side
    made = Queries(torch.zeros(rows, heads, HEAD, dtype=torch.uint8), torch.zeros(rows, heads))
    call(machine, "lay_out_queries", wide, 4 * wide.shape[1], rows, heads, *made)
    return made


class Sound(NamedTuple):
    """Keys and values laid out, with room for more positions than there are."""

    keys: Tensor
    values: Tensor
    scales: Tensor

    @property
    def slots(self) -> tuple[int, int, int, int, int, int]:
        """As the kernels take them."""
        _, room, _ = self.keys.shape
        return (*self._side(self.keys), *self._side(self.values), self.scales.data_ptr(), room)

    @staticmethod
    def _side(numbers: Tensor) -> tuple[int, int]:
        return numbers.data_ptr(), numbers.stride(0)

    def key_numbers(self, machine: Machine) -> Tensor:
        """What the keys stand for [heads, room, 64], in float64."""
        bytes_ = torch.stack([unpacked(machine, head) for head in self.keys])
        return bytes_.double() * self.scales[:, 0, :, None].double()

    @property
    def value_numbers(self) -> Tensor:
        """What the values stand for [heads, room, 64], in float64."""
        heads, room, _ = self.values.shape
        bytes_ = self.values.view(heads, room // GROUP, HEAD, GROUP).transpose(2, 3).reshape(heads, room, HEAD)
        return bytes_.double() * self.scales[:, 2, :, None].double()


def sound_room(heads: int, room: int) -> Sound:
    """Whole spans, with bytes that nobody wrote."""
    keys = torch.full((heads, room, HEAD), 101, dtype=torch.int8)
    return Sound(keys, torch.full_like(keys, -99), torch.zeros(heads, 3, room))


def lay_out_sound(machine: Machine, sound: Sound | SoundRoom, keys: Tensor, values: Tensor, first: int = 0) -> None:
    """Keys and values [positions, heads, 64], from the first position on, as a layer gives them out: side by side."""
    count, heads, _ = keys.shape
    wide = torch.cat([keys.reshape(count, -1), values.reshape(count, -1)], dim=1)
    wide = F.pad(wide, (0, 0, 0, -count % GROUP), value=3.0)  # what lies behind the last are numbers
    half = 2 * wide.shape[1]
    call(machine, "lay_out_sound", wide, 2 * half, half, first, count, heads, *sound.slots)


def attend(
    machine: Machine, queries: Queries, sound: Sound, mask: Tensor, heads: range | None = None, tell: bool = False
) -> tuple[Tensor, Tensor]:
    """Mixed values [rows, heads, 64] and, where they are told, weights [heads, rows, positions]; what is not written
    is NaN. Nothing may be written behind the room for scores."""
    rows, all_heads, _ = queries.bytes.shape
    heads = range(all_heads) if heads is None else heads
    positions = len(mask)
    mixed = torch.full((rows, all_heads * HEAD + 3), torch.nan)
    told = torch.full((len(heads), rows, positions), torch.nan)
    size = room_for_scores(positions)
    scores = torch.full((size + 256,), 0xAB, dtype=torch.uint8)
    asked = (queries.bytes, all_heads * HEAD, queries.scales, rows, all_heads)
    target = (mixed, 4 * mixed.shape[1], scores, told if tell else 0, 4 * rows * positions)
    call(machine, "attend", *asked, *sound.slots, positions, mask, heads.start, heads.stop, *target)
    assert bool((scores[size:] == 0xAB).all()), "attend wrote behind its room"
    assert bool(mixed[:, all_heads * HEAD :].isnan().all()), "attend wrote behind a row"
    return mixed[:, : all_heads * HEAD].reshape(rows, all_heads, HEAD), told
