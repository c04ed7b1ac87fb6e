"""Attention in bytes over a sound, and over the text so far, against the softmax in float64."""

import math

import pytest
import torch
from torch import Tensor

from alm_studio.native.machine import SPAN, Machine, padded_positions
from alm_studio.native.rows import HEAD
from tests.unit.native.calling import (
    Queries,
    Sound,
    attend,
    call,
    lay_out_queries,
    lay_out_sound,
    random,
    relative_error,
    sound_room,
)

_HIDDEN = -1e30


def _rounded(machine: Machine) -> float:
    """What rounding weights may cost: 8 bits of them, or 7."""
    return 0.025 if machine.vnni else 0.06


def _mask(states: int, heard: int | None = None) -> Tensor:
    mask = torch.full((padded_positions(states),), _HIDDEN)
    mask[: states if heard is None else heard] = 0
    return mask


def _laid(machine: Machine, keys: Tensor, values: Tensor) -> Sound:
    sound = sound_room(keys.shape[1], padded_positions(len(keys)))
    lay_out_sound(machine, sound, keys, values)
    return sound


def _softmax(queries: Tensor, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
    """Queries [R, heads, 64], the others [S, heads, 64]: mixed [R, heads, 64], weights [heads, R, S]."""
    q, k, v = (numbers.double().transpose(0, 1) for numbers in (queries, keys, values))
    weights = (q @ k.transpose(1, 2) * HEAD**-0.5).softmax(-1)
    return (weights @ v).transpose(0, 1), weights


def _of_bytes(machine: Machine, queries: Queries, sound: Sound, heard: int) -> tuple[Tensor, Tensor]:
    """The same of what the bytes stand for, so that only the weights are not rounded."""
    scores = queries.numbers(machine).transpose(0, 1) @ sound.key_numbers(machine)[:, :heard].transpose(1, 2)
    weights = (scores * math.log(2)).softmax(-1)
    return (weights @ sound.value_numbers[:, :heard]).transpose(0, 1), weights


@pytest.mark.parametrize("rows", [1, 2, 3, 5, 6, 7, 13])
@pytest.mark.parametrize("states", [1, 100, 128, 300])
def test_attention(machine: Machine, rows: int, states: int) -> None:
    heads = 2
    queries, keys, values = (
        random(rows, heads, HEAD) * 2,
        random(states, heads, HEAD, seed=1),
        random(states, heads, HEAD, seed=2),
    )
    asked, sound = lay_out_queries(machine, queries), _laid(machine, keys, values)
    mixed, told = attend(machine, asked, sound, _mask(states), tell=True)
    wanted, weights = _of_bytes(machine, asked, sound, states)
    assert relative_error(mixed, wanted) < _rounded(machine)
    torch.testing.assert_close(told[..., :states].double(), weights, atol=1e-6, rtol=2e-4)
    assert bool((told[..., states:] < 1e-37).all())
    torch.testing.assert_close(told.sum(-1), torch.ones(heads, rows), atol=1e-4, rtol=0)
    wanted, weights = _softmax(queries, keys, values)
    assert relative_error(mixed, wanted) < 2 * _rounded(machine)
    assert relative_error(told[..., :states], weights) < 2 * _rounded(machine)


def test_weights_are_told_or_not(machine: Machine) -> None:
    asked = lay_out_queries(machine, random(7, 3, HEAD))
    sound = _laid(machine, random(200, 3, HEAD, seed=1), random(200, 3, HEAD, seed=2))
    silent, told = attend(machine, asked, sound, _mask(200))
    assert bool(told.isnan().all())
    loud, _ = attend(machine, asked, sound, _mask(200), tell=True)
    assert torch.equal(silent, loud)


def test_a_range_of_heads(machine: Machine) -> None:
    """The weights told begin with the first of them; other heads' places stay as they are."""
    asked = lay_out_queries(machine, random(6, 4, HEAD))
    sound = _laid(machine, random(150, 4, HEAD, seed=1), random(150, 4, HEAD, seed=2))
    whole, weights = attend(machine, asked, sound, _mask(150), tell=True)
    some, told = attend(machine, asked, sound, _mask(150), range(1, 3), tell=True)
    assert torch.equal(some[:, 1:3], whole[:, 1:3])
    assert bool(some[:, 0].isnan().all()) and bool(some[:, 3].isnan().all())
    assert torch.equal(told, weights[1:3])


def test_every_row_by_itself(machine: Machine) -> None:
    """How many are asked together changes nothing."""
    queries = random(13, 2, HEAD) * 3
    sound = _laid(machine, random(140, 2, HEAD, seed=1), random(140, 2, HEAD, seed=2))
    together, _ = attend(machine, lay_out_queries(machine, queries), sound, _mask(140))
    for row in range(13):
        alone, _ = attend(machine, lay_out_queries(machine, queries[row : row + 1]), sound, _mask(140))
        torch.testing.assert_close(alone[0], together[row], atol=1e-6, rtol=1e-6)


@pytest.mark.parametrize("heard", [1, 60, 129, 256])
def test_hidden_states_get_no_attention(machine: Machine, heard: int) -> None:
    """Even where they are what is looked for; a whole span may be hidden."""
    queries, keys, values = random(7, 2, HEAD) * 2, random(300, 2, HEAD, seed=1), random(300, 2, HEAD, seed=2)
    keys[heard:] = queries[0]
    asked, sound = lay_out_queries(machine, queries), _laid(machine, keys, values)
    mixed, told = attend(machine, asked, sound, _mask(300, heard), tell=True)
    wanted, weights = _of_bytes(machine, asked, sound, heard)
    assert relative_error(mixed, wanted) < _rounded(machine)
    torch.testing.assert_close(told[..., :heard].double(), weights, atol=1e-6, rtol=2e-4)
    assert bool((told[..., heard:] < 1e-37).all())


def test_hidden_values_cost_no_digits(machine: Machine) -> None:
    """What lies behind a sound may be of an earlier one, and larger: scales are of what is heard."""
    queries, keys, values = random(7, 2, HEAD) * 2, random(128, 2, HEAD, seed=1), random(128, 2, HEAD, seed=2)
    values[100:] = 0
    quiet, _ = attend(machine, lay_out_queries(machine, queries), _laid(machine, keys, values), _mask(128, 100))
    values[100:] = 50.0
    loud, _ = attend(machine, lay_out_queries(machine, queries), _laid(machine, keys, values), _mask(128, 100))
    assert relative_error(loud, quiet) < _rounded(machine)


def test_one_state_takes_all(machine: Machine) -> None:
    """Scores far apart, positive and negative: nothing overflows."""
    keys, values = torch.zeros(256, 1, HEAD), random(256, 1, HEAD)
    keys[77, 0, 0], keys[200, 0, 0] = 1e3, -1e3
    queries = torch.zeros(2, 1, HEAD)
    queries[0, 0, 0], queries[1, 0, 0] = 1e3, -1e3
    mixed, told = attend(
        machine, lay_out_queries(machine, queries), _laid(machine, keys, values), _mask(256), tell=True
    )
    for row, state in enumerate((77, 200)):
        assert told[0, row, state] == pytest.approx(1)
        torch.testing.assert_close(mixed[row, 0], values[state, 0], atol=0.02, rtol=0)


@pytest.mark.parametrize("spans", [1, 3])
def test_many_small_weights_beside_a_large_one_count(machine: Machine, spans: int) -> None:
    """Each is less than half of the smallest number of a byte, and all together are a fifth to a half: rounding each by
    itself would leave nothing of them."""
    states = spans * SPAN
    generator = torch.Generator().manual_seed(4)
    smaller = 300 if machine.vnni else 150  # times a half: 600 to 3000 times smaller, or 300 to 1500
    below = torch.empty(states).uniform_(math.log(2 * smaller), math.log(10 * smaller), generator=generator)
    large = torch.arange(spans) * SPAN + 41
    below[large] = 0
    queries, keys, values = torch.zeros(6, 1, HEAD), torch.zeros(states, 1, HEAD), torch.ones(states, 1, HEAD)
    queries[..., 0] = 8.0
    keys[:, 0, 0] = -below
    values[large] = 0
    asked, sound = lay_out_queries(machine, queries), _laid(machine, keys, values)
    mixed, _ = attend(machine, asked, sound, _mask(states))
    wanted, weights = _of_bytes(machine, asked, sound, states)
    top = weights[0, 0, large].max()
    small = torch.ones(states, dtype=torch.bool)
    small[large] = False
    assert float(weights[0, 0, small].max() / top) < 0.5 / (machine.largest - 1)
    assert 0.08 < float(wanted[0, 0, 0]) < 0.5
    assert float((mixed / wanted - 1).abs().max()) < 0.1


def test_values_of_different_sizes_in_a_span(machine: Machine) -> None:
    """A quiet value beside loud ones that nobody listens to. It shares their scale, and keeps some of its digits."""
    keys, values = torch.zeros(128, 1, HEAD), random(128, 1, HEAD) * 10
    values[5] = random(HEAD, seed=9)
    keys[5, 0, 0] = 100.0
    queries = torch.zeros(1, 1, HEAD)
    queries[0, 0, 0] = 8.0
    mixed, _ = attend(machine, lay_out_queries(machine, queries), _laid(machine, keys, values), _mask(128))
    assert relative_error(mixed[0, 0], values[5, 0]) < (0.05 if machine.vnni else 0.1)


# -- over the text ---------------------------------------------------------------------------------------------------


def _attend_text(machine: Machine, x: Tensor, before: int, kept: Tensor, table: Tensor) -> Tensor:
    """Rows [R, N, 3, heads, 64], what is kept [2, slots, heads, room, 64], the table: to [R, N, heads, 64]."""
    rows, count, _, heads, _ = x.shape
    out, scores = torch.full((rows, count, heads, HEAD), torch.nan), torch.empty(kept.shape[3])
    places = (kept[0], kept[1], kept.shape[3], table, table.shape[1])
    call(machine, "attend_text", x.contiguous(), heads * HEAD, rows, count, before, heads, *places, out, scores)
    return out


def _causal(x: Tensor) -> Tensor:
    """One text [N, 3, heads, 64] to [N, heads, 64]."""
    q, k, v = x.double().permute(1, 2, 0, 3)
    scores = q @ k.transpose(1, 2) * HEAD**-0.5
    hidden = torch.ones_like(scores, dtype=torch.bool).triu(1)
    return (scores.masked_fill(hidden, -torch.inf).softmax(-1) @ v).transpose(0, 1)


@pytest.mark.parametrize("count", [1, 5, 20])
def test_tokens_over_those_before_them(machine: Machine, count: int) -> None:
    x = random(3, count, 3, 2, HEAD)
    kept = torch.full((2, 3, 2, 24, HEAD), torch.nan)
    table = torch.arange(3, dtype=torch.int32)[:, None].repeat(1, 24)
    found = _attend_text(machine, x, 0, kept, table)
    for row in range(3):
        torch.testing.assert_close(found[row].double(), _causal(x[row]), atol=1e-4, rtol=1e-3)
    assert torch.equal(kept[0, :, :, :count], x[:, :, 1].transpose(1, 2))
    assert torch.equal(kept[1, :, :, :count], x[:, :, 2].transpose(1, 2))
    assert bool(kept[:, :, :, count:].isnan().all())


def test_tokens_read_bit_by_bit(machine: Machine) -> None:
    x = random(2, 12, 3, 2, HEAD) * 2
    kept = torch.full((2, 2, 2, 16, HEAD), torch.nan)
    table = torch.arange(2, dtype=torch.int32)[:, None].repeat(1, 16)
    whole = _attend_text(machine, x, 0, kept, table)
    kept.fill_(torch.nan)
    pieces = [
        _attend_text(machine, x[:, begin:end], begin, kept, table) for begin, end in ((0, 5), (5, 6), (6, 7), (7, 12))
    ]
    assert torch.equal(torch.cat(pieces, dim=1), whole)


def test_rows_that_continue_another(machine: Machine) -> None:
    """The table says where each position was written; what others wrote is not looked at."""
    x = random(3, 4, 3, 2, HEAD)
    kept = torch.full((2, 3, 2, 8, HEAD), torch.nan)
    table = torch.arange(3, dtype=torch.int32)[:, None].repeat(1, 8)
    _attend_text(machine, x, 0, kept, table)
    table[:2, :4] = torch.tensor([[2, 2, 2, 2], [1, 1, 0, 2]])
    new = random(3, 1, 3, 2, HEAD, seed=5)
    found = _attend_text(machine, new, 4, kept, table)
    texts = [x[2], torch.stack([x[1, 0], x[1, 1], x[0, 2], x[2, 3]]), x[2]]
    for row, text in enumerate(texts):
        wanted = _causal(torch.cat([text, new[row]]))[-1]
        torch.testing.assert_close(found[row, 0].double(), wanted, atol=1e-4, rtol=1e-3)


def test_text_scores_far_apart(machine: Machine) -> None:
    x = torch.zeros(1, 3, 3, 1, HEAD)
    x[0, :, 2] = random(3, 1, HEAD)
    x[0, :, 0, 0, 0] = 1e3
    x[0, :, 1, 0, 0] = torch.tensor([1e3, -1e3, 0.0])
    kept, table = torch.empty(2, 1, 1, 3, HEAD), torch.zeros(1, 3, dtype=torch.int32)
    found = _attend_text(machine, x, 0, kept, table)
    torch.testing.assert_close(found[0], x[0, :1, 2].expand(3, 1, HEAD))
