"""Whisper's encoder by kernels."""

import threading
from dataclasses import dataclass

import torch
from torch import Tensor

from alm_studio.model.attention import SelfAttention
from alm_studio.model.encoders.whisper import EncoderBlock, WhisperEncoder
from alm_studio.model.layers import FeedForward
from alm_studio.model.seq2seq import Memory, StreamingEncoder
from alm_studio.native.library import Kernels, Shared, kernels
from alm_studio.native.machine import GROUP, Machine, padded_positions
from alm_studio.native.packed import PANEL, Hands, Norm, PackedFeedForward, PackedLinear, pack_convolution
from alm_studio.native.sound import SoundRoom

_REACH = 3
"""Frames that a convolution hears."""
_DTYPE = torch.bfloat16
"""Of what comes out: many windows may wait for their text."""


class _Layer:
    """One layer's weights, packed."""

    def __init__(self, block: EncoderBlock, machine: Machine) -> None:
        attention, feed_forward = block.attention, block.feed_forward
        assert isinstance(attention, SelfAttention)
        assert isinstance(feed_forward, FeedForward)
        self.norm = Norm(attention.norm)
        self.qkv = PackedLinear(attention.qkv.weight, attention.qkv.bias, machine)
        self.out = PackedLinear(attention.out.weight, attention.out.bias, machine)
        self.feed_forward = PackedFeedForward(feed_forward, machine)


@dataclass
class StreamState:
    """What the encoder remembers of a sound that goes on.

    Attributes:
        sounds: keys and values of each layer.
        states: [1, S, D], what came out.
    """

    sounds: list[SoundRoom]
    states: Tensor


class _Desk:
    """What is needed to encode so many states with so many threads, and the calls that do it."""

    def __init__(self, encoder: "NativeEncoder", states: int, threads: int) -> None:
        width = encoder.width
        self.room, self.threads = states, threads
        self.frames = torch.zeros(2 * states + 2, encoder.bands)
        self.edges = torch.zeros(2 * states + 2, width)
        self.states = torch.zeros(states, width)
        self.queries = torch.zeros(states, width, dtype=torch.uint8)
        self.query_scales = torch.zeros(states, encoder.heads)
        self.mixed = torch.zeros(states, width)
        self.out = torch.zeros(states, width)
        self.hands = [Hands(PANEL, width, padded_positions(states), encoder.kernels) for _ in range(threads)]
        self.sound = SoundRoom(encoder.heads, states)
        self.work: list[Shared] = []  # of a whole window


class NativeEncoder(StreamingEncoder):
    """See ``model.encoders.whisper.WhisperEncoder``, whose weights it takes; it cannot learn.

    Convolutions are linear layers of three frames that lie side by side.

    Args:
        encoder: with its weights.
        machine: the processor.
    """

    seconds_per_state = 0.02

    def __init__(self, encoder: WhisperEncoder, machine: Machine) -> None:
        super().__init__()
        self.kernels: Kernels = kernels(machine)
        self.conv1 = encoder.conv1  # small, and tells whose encoder it is
        self.positions: Tensor
        self.register_buffer("positions", encoder.positions)
        first = encoder.blocks[0].attention
        assert isinstance(first, SelfAttention)
        self.heads, self.width, self.bands = first.heads, encoder.positions.shape[1], encoder.conv1.in_channels
        assert encoder.conv1.kernel_size == encoder.conv2.kernel_size == (_REACH,)
        self.first, self.second = pack_convolution(encoder.conv1, machine), pack_convolution(encoder.conv2, machine)
        self.layers = [_Layer(block, machine) for block in encoder.blocks if isinstance(block, EncoderBlock)]
        self.norm = Norm(encoder.norm)
        self._desks = threading.local()

    def forward(self, features: Tensor, lengths: Tensor) -> Memory:
        """Encode log-mel features [B, T, mel_bands]; padding counts, as in Whisper."""
        states = torch.stack([self._encode(sound) for sound in features])
        return Memory(states, torch.full_like(lengths, states.shape[1]), self.seconds_per_state)

    def start(self) -> StreamState:
        """See ``StreamingEncoder``."""
        longest, width = self.positions.shape
        sounds = [SoundRoom(self.heads, longest) for _ in self.layers]
        return StreamState(sounds, torch.empty(1, 0, width, dtype=_DTYPE))

    def go_on(self, features: Tensor, state: object, kept: int) -> Memory:
        """See ``StreamingEncoder``."""
        assert isinstance(state, StreamState)
        kept -= kept % GROUP  # values of so many states lie side by side
        desk, states = self._ready(features[0], kept)
        for sound in state.sounds:
            sound.hear(states)
        for step in self._record(desk, state.sounds, kept, states, features.shape[1]):
            step.run()
        state.states = torch.cat([state.states[:, :kept], desk.out[None, : states - kept].to(_DTYPE)], dim=1)
        return Memory(state.states, torch.full((1,), states), self.seconds_per_state)

    def _encode(self, features: Tensor) -> Tensor:
        """[T, mel_bands] to [S, D]."""
        desk, states = self._ready(features, 0)
        frames = len(features)
        work = desk.work
        if not work or frames != 2 * desk.room:
            desk.sound.hear(states)
            work = self._record(desk, [desk.sound] * len(self.layers), 0, states, frames)
            desk.work = work if frames == 2 * desk.room else []
        for step in work:
            step.run()
        return desk.out[:states].to(_DTYPE)

    def _ready(self, features: Tensor, kept: int) -> tuple[_Desk, int]:
        """This thread's desk with features [T, mel_bands] on it, and how many states they become."""
        states = (len(features) + 1) // 2
        desk: _Desk | None = getattr(self._desks, "desk", None)
        threads = torch.get_num_threads()
        if desk is None or desk.room < states or desk.threads != threads:
            self._desks.desk = desk = _Desk(self, states, threads)
        desk.frames[1 : 1 + len(features)] = features
        desk.frames[1 + len(features) :] = 0
        desk.states[kept:states] = self.positions[kept:states]
        return desk, states

    def _record(self, desk: _Desk, sounds: list[SoundRoom], first: int, last: int, frames: int) -> list[Shared]:
        """What has to be computed for these states of so many frames; those before them stay as ``sounds`` knows them.

        All states of a layer must be there before any is listened to; until the next layer they go their own ways.
        """
        run, width, heads = self.kernels, self.width, self.heads
        row = 4 * width
        x, mixed = desk.states.data_ptr(), desk.mixed.data_ptr()
        queries, scales = desk.queries.data_ptr(), desk.query_scales.data_ptr()
        panels = [(begin, min(PANEL, last - begin)) for begin in range(first, last, PANEL)]
        work = self._convolve(desk, first, last, frames)
        before: _Layer | None = None
        for layer, sound in [*zip(self.layers, sounds, strict=True), (None, None)]:
            step = Shared(run, desk.threads)
            for tape, hands, (begin, count) in step.deal(desk.hands, panels):
                at, bytes_ = x + begin * row, hands.bytes
                if before is not None:
                    bytes_.fill(tape, mixed + begin * row, row, count, width)
                    before.out.apply(tape, run.linear_add, bytes_, count, at, row)
                    before.feed_forward.apply(tape, at, count, hands)
                if layer is None or sound is None:
                    out = desk.out.data_ptr() + (begin - first) * row
                    tape.add(run.normalise, at, row, count, width, *self.norm.slots, out, row)
                    continue
                layer.norm.apply(tape, at, count, hands)
                layer.qkv.apply(tape, run.linear, bytes_, count, hands.wide, 3 * row)
                asked = (queries + begin * width, scales + begin * 4 * heads)
                tape.add(run.lay_out_queries, hands.wide, 3 * row, count, heads, *asked)
                tape.add(run.lay_out_sound, hands.wide + row, 3 * row, row, begin, count, heads, *sound.slots)
            work.append(step)
            if layer is None or sound is None:
                return work
            step = Shared(run, desk.threads)
            asking = (queries + first * width, width, scales + first * 4 * heads, last - first, heads)
            for tape, hands, head in step.deal(desk.hands, range(heads)):
                target = (mixed + first * row, row, hands.scores)
                tape.add(run.attend, *asking, *sound.slots, *sound.heard, head, head + 1, *target, 0, 0)
            work.append(step)
            before = layer
        return work

    def _convolve(self, desk: _Desk, first: int, last: int, length: int) -> list[Shared]:
        """Features of so many frames to states, whose positions are there already; zeros stand before and behind."""
        run, bands, width = self.kernels, 4 * self.bands, 4 * self.width
        frames, edges = desk.frames.data_ptr(), desk.edges.data_ptr()
        begin = max(0, 2 * first - 1)
        desk.edges[length + 1] = 0
        steps = [Shared(run, desk.threads), Shared(run, desk.threads)]
        for tape, hands, at in steps[0].deal(desk.hands, range(begin, length, PANEL)):
            count = min(PANEL, length - at)
            hands.bytes.fill(tape, frames + at * bands, bands, count, _REACH * self.bands)
            self.first.apply(tape, run.linear_gelu, hands.bytes, count, edges + (at + 1) * width, width)
        for tape, hands, at in steps[1].deal(desk.hands, range(first, last, PANEL)):
            count = min(PANEL, last - at)
            hands.bytes.fill(tape, edges + 2 * at * width, 2 * width, count, _REACH * self.width)
            states = desk.states.data_ptr() + at * width
            self.second.apply(tape, run.linear_gelu_add, hands.bytes, count, states, width)
        return steps
