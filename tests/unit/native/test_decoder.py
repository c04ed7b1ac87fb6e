"""The decoder by kernels, against torch's, and its steps against its own whole pass."""

import pytest
import torch
from torch import Tensor

from alm_studio.model.decoders.transformer import TransformerDecoder
from alm_studio.model.seq2seq import DecoderState, Memory, Seq2Seq
from alm_studio.native.decoder import NativeDecoder
from alm_studio.native.machine import Machine
from tests.unit.native.calling import random, relative_error
from tests.unit.native.conftest import SPEC

_TEXT = [5, 17, 96, 3, 3, 41, 0, 22]
_STATES = 150
_CLOSE = {"atol": 1e-5, "rtol": 1e-5}


@pytest.fixture(scope="module")
def plain(whisper: Seq2Seq) -> TransformerDecoder:
    assert isinstance(whisper.decoder, TransformerDecoder)
    return whisper.decoder


@pytest.fixture(scope="module")
def native(plain: TransformerDecoder, machine: Machine) -> NativeDecoder:
    return NativeDecoder(plain, machine)


def _memory(examples: int, lengths: list[int] | None = None, states: int = _STATES) -> Memory:
    lengths = [states] * examples if lengths is None else lengths
    return Memory(random(examples, states, SPEC.width), torch.tensor(lengths), 0.02)


def _rounded(machine: Machine) -> float:
    """Relative error of logits and weights: all products are of bytes, and without VNNI of 7 bits on one side."""
    return 0.04 if machine.vnni else 0.08


def _texts(rows: int, count: int = len(_TEXT)) -> Tensor:
    return torch.randint(0, SPEC.vocabulary, (rows, count), generator=torch.Generator().manual_seed(rows))


def test_what_it_tells_of_itself(native: NativeDecoder, plain: TransformerDecoder) -> None:
    assert native.alignment_heads == plain.alignment_heads == list(SPEC.alignment_heads)
    assert native.longest_text == plain.longest_text == SPEC.text_positions
    assert native.start(_memory(1)).device == torch.device("cpu")


@pytest.mark.parametrize(("examples", "count"), [(1, 1), (2, 8), (3, 70), (1, SPEC.text_positions)])
def test_whole_texts(
    native: NativeDecoder, plain: TransformerDecoder, machine: Machine, examples: int, count: int
) -> None:
    memory, tokens = _memory(examples), _texts(examples, count)
    logits, attention = native(tokens, memory)
    wanted, weights = plain(tokens, memory)
    assert logits.shape == wanted.shape == (examples, count, SPEC.vocabulary)
    assert attention.shape == weights.shape == (examples, len(SPEC.alignment_heads), count, _STATES)
    assert logits.dtype == attention.dtype == torch.float32
    assert relative_error(logits, wanted) < _rounded(machine)
    torch.testing.assert_close(attention.sum(-1), torch.ones(attention.shape[:-1]), atol=1e-4, rtol=0)
    for head in range(len(SPEC.alignment_heads)):  # in the order that was asked for
        assert relative_error(attention[:, head], weights[:, head]) < _rounded(machine)


@pytest.mark.parametrize("states", [1, 128, 149])
def test_sounds_of_any_length(native: NativeDecoder, plain: TransformerDecoder, machine: Machine, states: int) -> None:
    memory, tokens = _memory(2, states=states), _texts(2)
    logits, attention = native(tokens, memory)
    wanted, weights = plain(tokens, memory)
    assert attention.shape == weights.shape
    assert relative_error(logits, wanted) < _rounded(machine)
    assert relative_error(attention, weights) < _rounded(machine)


def test_padding_gets_no_attention(native: NativeDecoder, plain: TransformerDecoder, machine: Machine) -> None:
    memory, tokens = _memory(3, [150, 70, 131]), _texts(3)
    logits, attention = native(tokens, memory)
    wanted, weights = plain(tokens, memory)
    assert relative_error(logits, wanted) < _rounded(machine)
    assert relative_error(attention, weights) < _rounded(machine)
    for row, length in enumerate((150, 70, 131)):
        assert float(attention[row, ..., length:].sum()) < 1e-30
        alone = Memory(memory.states[row : row + 1, :length], torch.tensor([length]), 0.02)
        assert relative_error(logits[row], native(tokens[row : row + 1], alone)[0][0]) < _rounded(machine) / 2
    states = memory.states.clone()
    states[1, 70:] = states[1, 70:].flip(0) * 0.5
    changed, _ = native(tokens, Memory(states, memory.lengths, 0.02))
    assert relative_error(changed[1], logits[1]) < _rounded(machine) / 2
    assert torch.equal(changed[[0, 2]], logits[[0, 2]])


def test_states_of_half_precision(native: NativeDecoder) -> None:
    memory, tokens = _memory(1), _texts(1)
    half = Memory(memory.states.bfloat16(), memory.lengths, 0.02)
    same = Memory(half.states.float(), memory.lengths, 0.02)
    assert torch.equal(native(tokens, half)[0], native(tokens, same)[0])


def test_attention_of_every_head(native: NativeDecoder, plain: TransformerDecoder, machine: Machine) -> None:
    memory, tokens = _memory(2, [150, 90]), _texts(2)
    logits, attention = native.attend(tokens, memory)
    wanted, weights = plain.attend(tokens, memory)
    assert attention.shape == weights.shape == (2, SPEC.text_layers, SPEC.text_heads, len(_TEXT), _STATES)
    assert relative_error(logits, wanted) < _rounded(machine)
    for layer in range(SPEC.text_layers):
        for head in range(SPEC.text_heads):
            assert relative_error(attention[:, layer, head], weights[:, layer, head]) < _rounded(machine)
    same, reported = native(tokens, memory)
    torch.testing.assert_close(same, logits, **_CLOSE)
    for place, (layer, head) in enumerate(SPEC.alignment_heads):
        torch.testing.assert_close(reported[:, place], attention[:, layer, head], **_CLOSE)


def test_no_heads_are_reported(plain: TransformerDecoder, machine: Machine) -> None:
    silent = NativeDecoder(plain, machine)
    silent._alignment_heads = []
    memory, tokens = _memory(2), _texts(2)
    logits, attention = silent(tokens, memory)
    assert attention.shape == (2, 0, len(_TEXT), _STATES)
    torch.testing.assert_close(logits, NativeDecoder(plain, machine)(tokens, memory)[0], **_CLOSE)


@pytest.mark.parametrize("beam", [1, 5])
def test_steps_equal_the_whole_pass(native: NativeDecoder, beam: int) -> None:
    memory, tokens = _memory(2, [150, 100]), _texts(2, 75)  # the cache grows on the way
    logits, attention = native(tokens, memory)
    state, rows = native.start(memory, beam), tokens.repeat_interleave(beam, dim=0)
    first, heard = native.step(rows[:, :3], state)  # a prompt of three tokens
    steps, rows_heard = [first], [heard]
    for place in range(3, 75):
        step, heard = native.step(rows[:, place : place + 1], state)
        steps.append(step)
        rows_heard.append(heard)
    assert first.shape == (2 * beam, SPEC.vocabulary)
    assert heard.shape == (2 * beam, len(SPEC.alignment_heads), _STATES)
    torch.testing.assert_close(torch.stack(steps, dim=1), logits[:, 2:].repeat_interleave(beam, dim=0), **_CLOSE)
    wanted = attention[:, :, 2:].repeat_interleave(beam, dim=0)
    torch.testing.assert_close(torch.stack(rows_heard, dim=2), wanted, **_CLOSE)


@pytest.mark.parametrize("last", [1, 2, 5])
def test_reading_several_tokens(native: NativeDecoder, last: int) -> None:
    memory, tokens = _memory(2), _texts(4)
    state = native.start(memory, 2)
    native.step(tokens[:, :3], state)
    logits, attention = native.read(tokens[:, 3:], state, last)
    assert logits.shape == (4, last, SPEC.vocabulary)
    assert attention.shape == (4, len(SPEC.alignment_heads), 5, _STATES)
    wanted, weights = native(tokens, memory.take([0, 0, 1, 1]))
    torch.testing.assert_close(logits, wanted[:, -last:], **_CLOSE)
    torch.testing.assert_close(attention, weights[:, :, 3:], **_CLOSE)


def test_too_long_a_text(native: NativeDecoder) -> None:
    memory, tokens = _memory(1), _texts(1, SPEC.text_positions + 1)
    with pytest.raises(IndexError, match="101 tokens is longer than 100"):
        native(tokens, memory)
    state = native.start(memory)
    native.step(tokens[:, :98], state)
    with pytest.raises(IndexError, match="101"):
        native.step(tokens[:, 98:101], state)
    logits, _ = native.step(tokens[:, 98:100], state)  # what fits can still be read
    torch.testing.assert_close(logits, native(tokens[:, :100], memory)[0][:, -1], **_CLOSE)
    with pytest.raises(IndexError, match="101"):
        native.step(tokens[:, 100:], state)


class _Pair:
    """A state of each decoder, the same done to both; what the native one says is compared with torch's, and with a
    whole pass over the text that each row should know."""

    def __init__(self, native: NativeDecoder, plain: TransformerDecoder, machine: Machine, memory: Memory) -> None:
        self.native, self.plain, self.machine, self.memory = native, plain, machine, memory
        self.states: tuple[DecoderState, DecoderState]
        self.texts: list[list[int]]
        self.examples: list[int]
        self.beam: int
        self.seed = 0

    @classmethod
    def started(
        cls, native: NativeDecoder, plain: TransformerDecoder, machine: Machine, memory: Memory, beam: int
    ) -> "_Pair":
        pair = cls(native, plain, machine, memory)
        pair.states = native.start(memory, beam), plain.start(memory, beam)
        pair.examples, pair.beam = list(range(len(memory.states))), beam
        pair.texts = [[] for _ in range(len(memory.states) * beam)]
        return pair

    def read(self, count: int = 1) -> None:
        self.seed += 1
        generator = torch.Generator().manual_seed(self.seed)
        tokens = torch.randint(0, SPEC.vocabulary, (len(self.texts), count), generator=generator)
        self.texts = [text + new for text, new in zip(self.texts, tokens.tolist(), strict=True)]
        logits, attention = self.native.step(tokens, self.states[0])
        wanted, weights = self.plain.step(tokens, self.states[1])
        assert logits.shape == wanted.shape and attention.shape == weights.shape
        assert relative_error(logits, wanted) < 1.5 * _rounded(self.machine)
        assert relative_error(attention, weights) < 1.5 * _rounded(self.machine)
        listening = self.memory.take([example for example in self.examples for _ in range(self.beam)])
        wanted, weights = self.native(torch.tensor(self.texts), listening)
        torch.testing.assert_close(logits, wanted[:, -1], **_CLOSE)
        torch.testing.assert_close(attention, weights[:, :, -1], **_CLOSE)

    def reorder(self, *rows: int) -> None:
        for state in self.states:
            state.reorder(torch.tensor(rows))
        self.texts = [self.texts[row] for row in rows]

    def keep(self, *examples: int) -> None:
        for state in self.states:
            state.keep(torch.tensor(examples))
        self.texts = [self.texts[example * self.beam + row] for example in examples for row in range(self.beam)]
        self.examples = [self.examples[example] for example in examples]

    def branch(self, examples: list[int], beam: int) -> "_Pair":
        pair = _Pair(self.native, self.plain, self.machine, self.memory)
        first, second = (state.branch(torch.tensor(examples), beam) for state in self.states)
        pair.states, pair.beam, pair.seed = (first, second), beam, self.seed + 100
        pair.examples = [self.examples[example] for example in examples]
        pair.texts = [self.texts[example * self.beam] for example in examples for _ in range(beam)]
        return pair

    def rewind(self, tokens: int) -> None:
        assert all(state.rewind(tokens) for state in self.states)
        self.texts = [text[: len(text) - tokens] for text in self.texts]


def test_hypotheses_that_part(native: NativeDecoder, plain: TransformerDecoder, machine: Machine) -> None:
    pair = _Pair.started(native, plain, machine, _memory(2, [150, 110]), 3)
    pair.read(3)
    for rows in ((1, 1, 2, 5, 4, 3), (0, 0, 0, 3, 3, 5), (2, 1, 0, 4, 5, 4)):
        pair.reorder(*rows)
        pair.read()


def test_examples_that_end(native: NativeDecoder, plain: TransformerDecoder, machine: Machine) -> None:
    pair = _Pair.started(native, plain, machine, _memory(4, [150, 110, 20, 128]), 2)
    pair.read(2)
    pair.keep(0, 2, 3)
    pair.read()
    pair.reorder(1, 0, 2, 2, 5, 5)
    pair.read()
    pair.keep(2)
    pair.read()
    pair.keep(0)
    pair.reorder(1, 1)
    pair.read(2)


def test_a_state_that_branches(native: NativeDecoder, plain: TransformerDecoder, machine: Machine) -> None:
    """Both go on, and know nothing of each other."""
    pair = _Pair.started(native, plain, machine, _memory(3, [150, 110, 60]), 1)
    pair.read(4)
    pair.keep(0, 2)
    beams = pair.branch([1, 0], 3)
    beams.read()
    pair.read()
    beams.reorder(2, 2, 0, 4, 3, 5)
    beams.read()
    again = beams.branch([1], 2)
    beams.keep(0)
    again.read(2)
    beams.read()
    pair.read()


def test_going_back(native: NativeDecoder, plain: TransformerDecoder, machine: Machine) -> None:
    pair = _Pair.started(native, plain, machine, _memory(2), 2)
    pair.read(5)
    pair.rewind(2)
    pair.read()
    pair.reorder(1, 0, 2, 2)
    pair.read(3)
    pair.rewind(0)
    pair.rewind(4)
    pair.read(2)
    branch = pair.branch([0], 1)
    branch.rewind(1)
    branch.read()
    pair.read()


def test_sounds_of_different_lengths_by_turns(native: NativeDecoder) -> None:
    """Calls share the room that they need; none may see another's."""
    memories = [_memory(1, states=150), _memory(2, states=40), _memory(1, states=300)]
    texts = [_texts(1, 5), _texts(2, 9), _texts(1, 20)]
    first = [native(text, memory)[0] for text, memory in zip(texts, memories, strict=True)]
    for index in (2, 0, 1, 2, 1, 0):
        assert torch.equal(native(texts[index], memories[index])[0], first[index])
