"""Whisper's decoder by kernels."""

import threading
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from alm_studio.model.attention import CrossAttention, SelfAttention
from alm_studio.model.decoders.transformer import DecoderBlock, TransformerDecoder
from alm_studio.model.layers import FeedForward
from alm_studio.model.seq2seq import Decoder, DecoderState, Memory
from alm_studio.native.library import Kernels, Tape, kernels
from alm_studio.native.machine import Machine
from alm_studio.native.packed import PANEL, ByteRows, Hands, Norm, PackedFeedForward, PackedLinear
from alm_studio.native.sound import SoundRoom
from alm_studio.native.text import TextCache, TextSlots


class _Layer:
    """One layer's weights, packed."""

    def __init__(self, block: DecoderBlock, machine: Machine) -> None:
        text, sound, feed_forward = block.self_attention, block.cross_attention, block.feed_forward
        assert isinstance(text, SelfAttention)
        assert isinstance(sound, CrossAttention)
        assert isinstance(feed_forward, FeedForward)
        self.text_norm = Norm(text.norm)
        self.qkv = PackedLinear(text.qkv.weight, text.qkv.bias, machine)
        self.text_out = PackedLinear(text.out.weight, text.out.bias, machine)
        self.sound_norm = Norm(sound.norm)
        self.query = PackedLinear(sound.query.weight, sound.query.bias, machine)
        self.key_value = PackedLinear(sound.key_value.weight, sound.key_value.bias, machine)
        self.sound_out = PackedLinear(sound.out.weight, sound.out.bias, machine)
        self.feed_forward = PackedFeedForward(feed_forward, machine)


class NativeState(DecoderState):
    """The text so far, and each layer's keys and values of the examples' sounds, which hypotheses share.

    Attributes:
        sounds: [example][layer], of all examples there ever were.
        states: of a sound.
        beam: hypotheses of each example.
        examples: indices of those still decoded.
        text: keys and values of the text.
        plan: the calls of the last pass: the next is often the same.
    """

    def __init__(
        self, sounds: Sequence[Sequence[SoundRoom]], states: int, beam: int, examples: list[int], text: TextCache
    ) -> None:
        self.sounds = sounds
        self.states = states
        self.beam = beam
        self.examples = examples
        self.text = text
        self.plan: _Plan | None = None

    @property
    def device(self) -> torch.device:
        """See ``DecoderState``."""
        return torch.device("cpu")

    def reorder(self, rows: Tensor) -> None:
        """See ``DecoderState``."""
        self.text.take(rows)

    def keep(self, examples: Tensor) -> None:
        """See ``DecoderState``."""
        self.text.take((examples[:, None] * self.beam + torch.arange(self.beam)).flatten())
        self.examples = [self.examples[index] for index in examples.tolist()]

    def branch(self, examples: Tensor, beam: int) -> "NativeState":
        """See ``DecoderState``."""
        chosen = [self.examples[index] for index in examples.tolist()]
        text = self.text.copy(examples * self.beam, beam)
        return NativeState(self.sounds, self.states, beam, chosen, text)

    def rewind(self, tokens: int) -> bool:
        """See ``DecoderState``."""
        self.text.length -= tokens
        return True


class _Plan:
    """The calls of a pass, which can be made again with other places for what it gives.

    Args:
        fits: what it was made for.

    Attributes:
        texts: calls that attend to the text.
        shown: of calls that show their attention: where it lies in all of it, bytes.
    """

    _BEFORE, _TABLE, _SHOWN, _LOGITS = 4, 9, 18, 11

    def __init__(self, fits: tuple[object, ...]) -> None:
        self.fits = fits
        self.texts: list[int] = []
        self.shown: dict[int, int] = {}

    def finish(self, tape: Tape) -> None:
        """Take the calls, of which the last gives the logits."""
        self._tape = tape
        self._texts = np.array(self.texts)
        self._shows = np.array(list(self.shown), dtype=np.int64)
        self._offsets = np.array(list(self.shown.values()), dtype=np.int64)

    def run(self, before: int, table: int, attention: int, logits: int) -> None:
        """Make them.

        Args:
            before: tokens that were read before.
            table: address of the text's table.
            attention, logits: addresses of what they give.
        """
        tape = self._tape
        tape.put(self._texts, self._BEFORE, before)
        tape.put(self._texts, self._TABLE, table)
        tape.put(self._shows, self._SHOWN, self._offsets + attention)
        tape.put(len(tape) - 1, self._LOGITS, logits)
        tape.run()


class _Room(Hands):
    """What one thread needs for so many tokens at a time."""

    def __init__(self, tokens: int, positions: int, width: int, heads: int, kernels: Kernels) -> None:
        super().__init__(tokens, width, positions, kernels)
        self.tokens, self.positions = tokens, positions
        self.states = torch.zeros(tokens, width)
        self.mixed = torch.zeros(tokens, width)
        self.queries = torch.zeros(tokens, width, dtype=torch.uint8)
        self.query_scales = torch.zeros(tokens, heads)


class NativeDecoder(Decoder):
    """See ``model.decoders.transformer.TransformerDecoder``, whose weights it takes; it cannot learn.

    Args:
        decoder: with its weights.
        machine: the processor.
    """

    def __init__(self, decoder: TransformerDecoder, machine: Machine) -> None:
        super().__init__()
        self._kernels: Kernels = kernels(machine)
        self.token_embedding = decoder.token_embedding
        self.positions = decoder.positions
        self.longest_text = decoder.longest_text
        self._width = decoder.positions.shape[1]
        self._heads = decoder.heads
        self._alignment_heads = decoder.alignment_heads
        self._layers = [_Layer(block, machine) for block in decoder.blocks if isinstance(block, DecoderBlock)]
        self._norm = Norm(decoder.norm)
        self._output = PackedLinear(decoder.output.weight, None, machine)
        self._rooms = threading.local()

    @property
    def alignment_heads(self) -> list[tuple[int, int]]:
        """See ``Decoder``."""
        return list(self._alignment_heads)

    def start(self, memory: Memory, beam: int = 1) -> NativeState:
        """See ``Decoder``. Computes every layer's keys and values of the sound, once."""
        examples, states, _ = memory.states.shape
        sounds = [self._project(states_, int(n)) for states_, n in zip(memory.states, memory.lengths, strict=True)]
        text = TextCache(examples * beam, len(self._layers), self._heads, self.longest_text)
        return NativeState(sounds, states, beam, list(range(examples)), text)

    def step(self, tokens: Tensor, state: DecoderState) -> tuple[Tensor, Tensor]:
        """See ``Decoder``."""
        logits, attention = self._read(tokens, state, 1, self._alignment_heads)
        return logits[:, 0], attention[:, :, -1]

    def read(self, tokens: Tensor, state: DecoderState, last: int) -> tuple[Tensor, Tensor]:
        """See ``Decoder``; all tokens in one pass."""
        return self._read(tokens, state, last, self._alignment_heads)

    def forward(self, tokens: Tensor, memory: Memory) -> tuple[Tensor, Tensor]:
        """See ``Decoder``."""
        return self._read(tokens, self.start(memory), tokens.shape[1], self._alignment_heads)

    def attend(self, tokens: Tensor, memory: Memory) -> tuple[Tensor, Tensor]:
        """See ``Decoder``."""
        layers, heads = len(self._layers), self._heads
        everything = [(layer, head) for layer in range(layers) for head in range(heads)]
        logits, attention = self._read(tokens, self.start(memory), tokens.shape[1], everything)
        return logits, attention.view(len(tokens), layers, heads, *attention.shape[2:])

    def _project(self, states: Tensor, length: int) -> list[SoundRoom]:
        """Encoder states [S, D] to keys and values for each layer."""
        run, width = self._kernels, self._width
        numbers = states.float().contiguous()
        row, count = 4 * width, len(states)
        rooms = [SoundRoom(self._heads, count) for _ in self._layers]
        for room in rooms:
            room.hear(count, length)
        tape, wide, packed = Tape(run), torch.zeros(PANEL, 2 * width), ByteRows(PANEL, width, run)
        for first in range(0, count, PANEL):
            rows = min(PANEL, count - first)
            packed.fill(tape, numbers.data_ptr() + first * row, row, rows, width)
            for layer, room in zip(self._layers, rooms, strict=True):
                layer.key_value.apply(tape, run.linear, packed, rows, wide.data_ptr(), 2 * row)
                tape.add(run.lay_out_sound, wide.data_ptr(), 2 * row, row, first, rows, self._heads, *room.slots)
        tape.run()
        return rooms

    def _read(
        self, tokens: Tensor, state: DecoderState, last: int, told: Sequence[tuple[int, int]]
    ) -> tuple[Tensor, Tensor]:
        """Tokens [R, N] to logits behind the last ones [R, last, V] and the attention of heads [R, H, N, S]."""
        assert isinstance(state, NativeState)
        rows, count = tokens.shape
        before = state.text.length
        if before + count > self.longest_text:
            raise IndexError(f"a text of {before + count} tokens is longer than {self.longest_text}")
        total, room = rows * count, self._room(rows * count, state.sounds[0][0].positions)
        embedded = self.token_embedding(tokens).float() + self.positions[before : before + count].float()
        room.states[:total] = embedded.view(total, self._width)
        text = state.text.slots(count)
        attention = torch.empty(len(told), total, room.positions)
        logits = torch.empty(rows, last, self._output.columns)
        fits = (rows, count, last, tuple(told), room, tuple(state.examples), text.stores)
        if state.plan is None or state.plan.fits != fits:
            state.plan = self._plan(state, room, text, rows, count, last, told, fits)
        state.plan.run(before, text.table, attention.data_ptr(), logits.data_ptr())
        state.text.length += count
        seen = attention.view(len(told), rows, count, room.positions)[..., : state.states].transpose(0, 1)
        return logits[..., : self._output.outputs], seen

    def _plan(
        self,
        state: NativeState,
        room: _Room,
        text: TextSlots,
        rows: int,
        count: int,
        last: int,
        told: Sequence[tuple[int, int]],
        fits: tuple[object, ...],
    ) -> "_Plan":
        """All calls of a pass over so many tokens, but for where its results go and what was read before."""
        total, width, run = rows * count, self._width, self._kernels
        tape, plan = Tape(run), _Plan(fits)
        x, mixed, wide = room.states.data_ptr(), room.mixed.data_ptr(), room.wide
        row, queries, scales = 4 * width, room.queries.data_ptr(), room.query_scales.data_ptr()
        group = state.beam * count
        shown = 4 * room.positions

        for index, layer in enumerate(self._layers):
            layer.text_norm.apply(tape, x, total, room)
            layer.qkv.apply(tape, run.linear, room.bytes, total, wide, 3 * row)
            stores = text.stores[index]
            call = tape.add(
                run.attend_text, wide, width, rows, count, 0, self._heads, *stores, 0, text.width, mixed, room.scores
            )
            plan.texts.append(call)
            room.bytes.fill(tape, mixed, row, total, width)
            layer.text_out.apply(tape, run.linear_add, room.bytes, total, x, row)

            layer.sound_norm.apply(tape, x, total, room)
            layer.query.apply(tape, run.linear, room.bytes, total, wide, row)
            tape.add(run.lay_out_queries, wide, row, total, self._heads, queries, scales)
            heads = {head: place for place, (at, head) in enumerate(told) if at == index}
            for place, example in enumerate(state.examples):
                first = place * group
                sound = state.sounds[example][index]
                asked = (queries + first * width, width, scales + first * 4 * self._heads, group, self._heads)
                target = (mixed + first * row, row, room.scores)
                for begin, end in _ranges(self._heads, heads):
                    call = tape.add(run.attend, *asked, *sound.slots, *sound.heard, begin, end, *target, 0, 0)
                    if begin in heads:
                        plan.shown[call] = (heads[begin] * total + first) * shown
            room.bytes.fill(tape, mixed, row, total, width)
            layer.sound_out.apply(tape, run.linear_add, room.bytes, total, x, row)

            layer.feed_forward.apply(tape, x, total, room)
        for index in range(rows):  # the last tokens of each row side by side
            place = room.normed + index * last * row
            source = x + (index * count + count - last) * row
            tape.add(run.normalise, source, row, last, width, *self._norm.slots, place, row)
        room.bytes.fill(tape, room.normed, row, rows * last, width)
        self._output.apply(tape, run.linear, room.bytes, rows * last, 0, 4 * self._output.columns)
        plan.finish(tape)
        return plan

    def _room(self, tokens: int, positions: int) -> _Room:
        room: _Room | None = getattr(self._rooms, "room", None)
        if room is None or room.tokens < tokens or room.positions != positions:
            size = max(tokens, 16 if room is None else room.tokens)
            room = _Room(size, positions, self._width, self._heads, self._kernels)
            self._rooms.room = room
        return room


def _ranges(heads: int, alone: dict[int, int]) -> list[tuple[int, int]]:
    """The heads in ranges, those of ``alone`` each by itself."""
    ranges: list[tuple[int, int]] = []
    begin = 0
    for head in sorted(alone):
        ranges += [(begin, head)] if begin < head else []
        ranges.append((head, head + 1))
        begin = head + 1
    return [*ranges, (begin, heads)] if begin < heads else ranges
