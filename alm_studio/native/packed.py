"""The weights of a linear layer as the kernels read them."""

import torch
from torch import Tensor, nn

from alm_studio.model.layers import FeedForward
from alm_studio.native.attending import room_for_scores
from alm_studio.native.library import Kernels, Tape, call, kernels
from alm_studio.native.machine import Machine

PANEL = 96
"""States that go through a layer together: what they need stays in the cache."""


class PackedLinear:
    """A linear layer with 8-bit weights, each output with a scale of its own.

    Args:
        weight: [out, in] of any float type; ``in`` is a multiple of 16.
        bias: [out] or None.
        machine: the processor.

    Attributes:
        outputs: how many.
        columns: outputs in whole blocks, those behind the last are 0.
        depth: inputs.
    """

    def __init__(self, weight: Tensor, bias: Tensor | None, machine: Machine) -> None:
        self.outputs, self.depth = weight.shape
        self.columns = machine.padded(self.outputs)
        self.weights = torch.empty(self.columns, self.depth, dtype=torch.int8)
        self.weights[self.columns - machine.columns :] = 0  # the last block may not be filled
        self.scales = torch.ones(self.columns)
        self.sums = torch.zeros(self.columns, dtype=torch.int32)
        self.bias = torch.zeros(self.columns)
        if bias is not None:
            self.bias[: self.outputs] = bias.detach()
        numbers = weight.detach().half().contiguous()
        self._kernels = kernels(machine)
        slots = (self.weights.data_ptr(), self.scales.data_ptr(), self.sums.data_ptr())
        call(self._kernels.pack_layer, numbers.data_ptr(), self.outputs, self.depth, *slots)
        self._slots = (
            self.weights.data_ptr(),
            self.scales.data_ptr(),
            self.sums.data_ptr(),
            self.bias.data_ptr(),
            0,
            self.columns,
        )

    def apply(self, tape: Tape, kernel: int, rows: "ByteRows", count: int, out: int, stride: int) -> None:
        """Put rows through the layer.

        Args:
            tape: where the call is noted.
            kernel: ``linear`` or one of its kin, see ``layers.linear``.
            rows: in bytes.
            count: how many of them.
            out: address of the result [count, columns].
            stride: bytes from one row of it to the next.
        """
        tape.add(kernel, *rows.slots, count, self.depth, *self._slots, out, stride)

    def put(self, rows: Tensor, kernel: int, out: Tensor | None = None) -> Tensor:
        """Put rows through the layer at once, outside of a tape.

        Args:
            rows: [N, depth] float32; the numbers of a row lie side by side.
            kernel: see ``apply``.
            out: [N, columns], what the result is written to, or added to; new by default.

        Returns:
            [N, columns].
        """
        count = len(rows)
        out = torch.empty(count, self.columns) if out is None else out
        tape, packed = Tape(self._kernels), ByteRows(count, self.depth, self._kernels)
        packed.fill(tape, rows.data_ptr(), 4 * rows.stride(0), count, self.depth)
        self.apply(tape, kernel, packed, count, out.data_ptr(), 4 * out.stride(0))
        tape.run()
        return out


def pack_convolution(convolution: nn.Conv1d, machine: Machine) -> PackedLinear:
    """A convolution [out, in, K] as a linear layer of K · in inputs: of frames that lie side by side."""
    return PackedLinear(convolution.weight.transpose(1, 2).flatten(1), convolution.bias, machine)


class Norm:
    """Gain and bias of a layer norm."""

    def __init__(self, norm: nn.LayerNorm) -> None:
        self._numbers = torch.stack([norm.weight.detach().float(), norm.bias.detach().float()])
        self.slots = (self._numbers[0].data_ptr(), self._numbers[1].data_ptr())
        self._width = len(norm.weight)

    def apply(self, tape: Tape, x: int, count: int, hands: "Hands") -> None:
        """Rows at an address, side by side, through the norm, and rounded into the bytes of ``hands``."""
        row = 4 * self._width
        tape.add(hands.kernels.normalise, x, row, count, self._width, *self.slots, hands.normed, row)
        hands.bytes.fill(tape, hands.normed, row, count, self._width)


class PackedFeedForward:
    """The feed-forward half of a layer."""

    def __init__(self, layer: FeedForward, machine: Machine) -> None:
        self._norm = Norm(layer.norm)
        self._up = PackedLinear(layer.up.weight, layer.up.bias, machine)
        self._down = PackedLinear(layer.down.weight, layer.down.bias, machine)

    def apply(self, tape: Tape, x: int, count: int, hands: "Hands") -> None:
        """Add what comes of rows at an address, side by side, to them."""
        run, hidden = hands.kernels, 4 * self._up.outputs
        self._norm.apply(tape, x, count, hands)
        self._up.apply(tape, run.linear_gelu, hands.bytes, count, hands.wide, hidden)
        hands.bytes.fill(tape, hands.wide, hidden, count, self._up.outputs)
        self._down.apply(tape, run.linear_add, hands.bytes, count, x, 4 * self._down.outputs)


class ByteRows:
    """Room for rows of bytes, with a scale and a zero for each."""

    def __init__(self, rows: int, width: int, kernels: Kernels) -> None:
        self._kernels = kernels
        self._bytes = torch.empty(rows, width, dtype=torch.uint8)
        self._scales = torch.empty(rows)
        self._zeros = torch.empty(rows, dtype=torch.int32)
        self.slots = (self._bytes.data_ptr(), self._scales.data_ptr(), self._zeros.data_ptr())

    def fill(self, tape: Tape, numbers: int, stride: int, count: int, width: int) -> None:
        """Round rows of float32 at an address."""
        tape.add(self._kernels.quantise, numbers, stride, count, width, *self.slots)


class Hands:
    """What one thread needs for rows on their way through a layer.

    Args:
        rows: at a time.
        width: of the rows; within a layer they are four times as wide.
        positions: of a sound that is listened to, in whole spans.
        kernels: to be called.

    Attributes:
        normed, wide: addresses of rows as wide as they are, and four times as wide.
        scores: address of what attention needs for itself.
        bytes: rows rounded.
    """

    def __init__(self, rows: int, width: int, positions: int, kernels: Kernels) -> None:
        self.kernels = kernels
        self._kept = (torch.zeros(rows, width), torch.zeros(rows, 4 * width))
        self._room = torch.zeros(room_for_scores(positions), dtype=torch.uint8)
        self.normed, self.wide = (numbers.data_ptr() for numbers in self._kept)
        self.scores = self._room.data_ptr()
        self.bytes = ByteRows(rows, 4 * width, kernels)
