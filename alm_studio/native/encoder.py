"""Whisper's encoder by kernels."""

import threading

import torch
import torch.nn.functional as F
from torch import Tensor

from alm_studio.model.attention import SelfAttention
from alm_studio.model.encoders.whisper import EncoderBlock, WhisperEncoder
from alm_studio.model.layers import FeedForward
from alm_studio.model.seq2seq import Encoder, Memory
from alm_studio.native.library import Kernels, Tape, kernels
from alm_studio.native.machine import Machine
from alm_studio.native.packed import ByteRows, Norm, PackedLinear
from alm_studio.native.sound import SoundRoom

_PANEL = 96
"""States that go through a layer together: what they need stays in the cache."""


class _Layer:
    """One layer's weights, packed."""

    def __init__(self, block: EncoderBlock, machine: Machine) -> None:
        attention, feed_forward = block.attention, block.feed_forward
        assert isinstance(attention, SelfAttention) and isinstance(feed_forward, FeedForward)
        self.norm = Norm(attention.norm)
        self.qkv = PackedLinear(attention.qkv.weight, attention.qkv.bias, machine)
        self.out = PackedLinear(attention.out.weight, attention.out.bias, machine)
        self.middle_norm = Norm(feed_forward.norm)
        self.up = PackedLinear(feed_forward.up.weight, feed_forward.up.bias, machine)
        self.down = PackedLinear(feed_forward.down.weight, feed_forward.down.bias, machine)


class _Room:
    """What one thread needs to encode so many states."""

    def __init__(self, encoder: "NativeEncoder", states: int) -> None:
        width, machine, kernels = encoder.width, encoder.machine, encoder.kernels
        even = states + states % 2
        self.states = torch.zeros(even, width)
        self.sound = SoundRoom(encoder.heads, states, machine)
        self.queries = torch.zeros(even, width, dtype=self.sound.keys.dtype)
        self.mixed = torch.zeros(even, width)
        self.normed = torch.zeros(_PANEL, width)
        self.wide = torch.zeros(_PANEL, 4 * width)
        self.bytes = ByteRows(_PANEL, 4 * width, kernels)
        self.scores = torch.zeros(2, 6, self.sound.positions)
        self.out = torch.zeros(states, width)
        self.tape = Tape(kernels)
        self._record(encoder, states)

    def _record(self, encoder: "NativeEncoder", states: int) -> None:
        tape, run, width = self.tape, encoder.kernels, encoder.width
        row = 4 * width
        panels = [(first, min(_PANEL, states - first)) for first in range(0, states, _PANEL)]
        x, normed, wide, mixed = (t.data_ptr() for t in (self.states, self.normed, self.wide, self.mixed))
        item = self.queries.element_size()
        for layer in encoder.layers:
            for first, count in panels:
                tape.add(run.normalise, x + first * row, row, count, width, *layer.norm.slots, normed, row)
                self.bytes.fill(tape, normed, row, count, width)
                layer.qkv.apply(tape, run.linear, self.bytes, count, wide, 3 * row)
                queries = self.queries.data_ptr() + first * width * item
                tape.add(run.lay_out_queries, wide, 3 * row, count, width, queries, width * item)
                keys = (wide + row, 3 * row, row, first, count, encoder.heads)
                tape.add(run.lay_out_sound, *keys, *self.sound.slots)
            given = (self.queries.data_ptr(), width * item, states, *self.sound.slots)
            where = (self.sound.mask.data_ptr(), 0, encoder.heads, mixed, row, self.scores.data_ptr())
            tape.add(run.attend, *given, *where, 0, 0)
            for first, count in panels:
                at = x + first * row
                self.bytes.fill(tape, mixed + first * row, row, count, width)
                layer.out.apply(tape, run.linear_add, self.bytes, count, at, row)
                tape.add(run.normalise, at, row, count, width, *layer.middle_norm.slots, normed, row)
                self.bytes.fill(tape, normed, row, count, width)
                layer.up.apply(tape, run.linear_gelu, self.bytes, count, wide, 4 * row)
                self.bytes.fill(tape, wide, 4 * row, count, 4 * width)
                layer.down.apply(tape, run.linear_add, self.bytes, count, at, row)
        tape.add(run.normalise, x, row, states, width, *encoder.norm.slots, self.out.data_ptr(), row)


class NativeEncoder(Encoder):
    """See ``model.encoders.whisper.WhisperEncoder``, whose weights it takes; it cannot learn.

    Args:
        encoder: with its weights.
        machine: the processor.
    """

    seconds_per_state = 0.02

    def __init__(self, encoder: WhisperEncoder, machine: Machine) -> None:
        super().__init__()
        self.machine = machine
        self.kernels: Kernels = kernels(machine)
        self.conv1, self.conv2 = encoder.conv1, encoder.conv2
        self.positions: Tensor
        self.register_buffer("positions", encoder.positions)
        first = encoder.blocks[0].attention
        assert isinstance(first, SelfAttention)
        self.heads, self.width = first.heads, encoder.positions.shape[1]
        self.layers = [_Layer(block, machine) for block in encoder.blocks if isinstance(block, EncoderBlock)]
        self.norm = Norm(encoder.norm)
        self._rooms = threading.local()

    def forward(self, features: Tensor, lengths: Tensor) -> Memory:
        """Encode log-mel features [B, T, mel_bands]; padding counts, as in Whisper."""
        states = torch.stack([self._encode(sound) for sound in features])
        counts = torch.full_like(lengths, states.shape[1])
        return Memory(states, counts, self.seconds_per_state)

    def _encode(self, features: Tensor) -> Tensor:
        """[T, mel_bands] to [S, D]."""
        x = F.gelu(self.conv1(features.t()[None]))
        x = F.gelu(self.conv2(x))[0].t()
        states = len(x)
        room = getattr(self._rooms, "room", None)
        if room is None or len(room.out) != states:
            self._rooms.room = room = _Room(self, states)
        torch.add(x.float(), self.positions[:states], out=room.states[:states])
        room.tape.run()
        return room.out.to(torch.bfloat16)
