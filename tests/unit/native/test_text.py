"""The cache of the text so far: whatever hypotheses do, each goes by its own text."""

import pytest
import torch
from torch import Tensor

from alm_studio.native.machine import Machine
from alm_studio.native.rows import HEAD
from alm_studio.native.text import TextCache
from tests.unit.native.calling import call

_LAYERS, _HEADS, _LONGEST = 2, 2, 150


def _numbers(layer: int, tokens: Tensor) -> Tensor:
    """Queries, keys and values that belong to tokens [R, N] in a layer: [R, N, 3, heads, 64]."""
    table = torch.randn(1000, 3, _HEADS, HEAD, generator=torch.Generator().manual_seed(layer))
    return table[tokens]


def _read(machine: Machine, cache: TextCache, tokens: Tensor) -> Tensor:
    """[R, N] to what the last tokens make of their text in every layer: [R, layers, heads, 64]."""
    rows, count = tokens.shape
    before, mixed = cache.length, []
    slots = cache.slots(count)
    for layer, store in enumerate(slots.stores):
        out, scores = torch.full((rows, count, _HEADS, HEAD), torch.nan), torch.empty(_LONGEST)
        x = _numbers(layer, tokens)
        sizes = (_HEADS * HEAD, rows, count, before, _HEADS)
        call(machine, "attend_text", x, *sizes, *store, slots.table, slots.width, out, scores)
        mixed.append(out[:, -1])
    cache.length += count
    return torch.stack(mixed, dim=1)


def _wanted(texts: list[list[int]]) -> Tensor:
    """The same, of whole texts at once, by torch."""
    rows = []
    for text in texts:
        layers = [_numbers(layer, torch.tensor(text)).double() for layer in range(_LAYERS)]
        mixed = []
        for x in layers:
            query, keys, values = x[-1, 0], x[:, 1], x[:, 2]  # [heads, 64], [N, heads, 64]
            weights = ((query * keys).sum(-1) * HEAD**-0.5).softmax(0)
            mixed.append((weights[..., None] * values).sum(0))
        rows.append(torch.stack(mixed))
    return torch.stack(rows)


class _Texts:
    """A cache beside the texts that its rows should know."""

    def __init__(self, machine: Machine, rows: int) -> None:
        self.machine = machine
        self.cache = TextCache(rows, _LAYERS, _HEADS, _LONGEST)
        self.texts: list[list[int]] = [[] for _ in range(rows)]
        self._next = 0

    def read(self, count: int = 1) -> None:
        """New tokens for every row, never the same; each row must see its text."""
        rows = len(self.texts)
        tokens = torch.arange(self._next, self._next + rows * count).view(rows, count) % 1000
        self._next += rows * count
        self.texts = [text + new for text, new in zip(self.texts, tokens.tolist(), strict=True)]
        found = _read(self.machine, self.cache, tokens)
        torch.testing.assert_close(found.double(), _wanted(self.texts), atol=1e-4, rtol=1e-3)

    def take(self, *rows: int) -> None:
        self.cache.take(torch.tensor(rows))
        self.texts = [self.texts[row] for row in rows]

    def copy(self, rows: list[int], times: int) -> "_Texts":
        made = _Texts.__new__(_Texts)
        made.machine, made._next = self.machine, self._next + 500
        made.cache = self.cache.copy(torch.tensor(rows), times)
        made.texts = [self.texts[row] for row in rows for _ in range(times)]
        return made

    def rewind(self, tokens: int) -> None:
        self.cache.length -= tokens
        self.texts = [text[: len(text) - tokens] for text in self.texts]


def test_reading_on(machine: Machine) -> None:
    texts = _Texts(machine, 3)
    for count in (4, 1, 1, 7, 1):
        texts.read(count)
    assert texts.cache.length == 14


def test_rows_that_part(machine: Machine) -> None:
    """As a beam search does it: some go on twice, some end; then they part again."""
    texts = _Texts(machine, 4)
    texts.read(3)
    for rows in ((1, 1, 3, 2), (0, 0, 0, 0), (3, 2, 1, 0), (2, 3, 3, 1), (0, 1, 2, 3)):
        texts.take(*rows)
        texts.read()
    texts.take(3, 1)  # an example has ended
    texts.read(2)
    texts.take(1, 1)
    texts.read()


def test_a_copy_goes_its_own_way(machine: Machine) -> None:
    texts = _Texts(machine, 4)
    texts.read(3)
    texts.take(2, 2, 0, 1)
    texts.read(2)
    copy = texts.copy([3, 0], 3)
    assert len(copy.texts) == 6
    copy.read()
    texts.read()
    copy.take(2, 0, 1, 5, 3, 3)
    copy.read(2)
    texts.take(0, 0, 3, 3)
    texts.read()
    copy.read()
    again = copy.copy([4], 1)
    again.read(3)
    copy.read()


def test_a_copy_before_the_first_token(machine: Machine) -> None:
    copy = _Texts(machine, 2).copy([1, 0], 2)
    copy.read(2)
    copy.take(1, 0, 3, 3)
    copy.read()


@pytest.mark.parametrize("steps", [(63, 1, 1, 1), (60, 10), (100, 50), (64, 64, 22)])
def test_long_texts(machine: Machine, steps: tuple[int, ...]) -> None:
    """The room grows; what was read before, by whomever, moves along."""
    texts = _Texts(machine, 3)
    for count in steps:
        texts.read(count)
        texts.take(2, 0, 0)
    copy = texts.copy([1], 2)
    if texts.cache.length < _LONGEST:
        texts.read()
        copy.read()
    assert texts.cache.length <= _LONGEST


def test_going_back(machine: Machine) -> None:
    texts = _Texts(machine, 3)
    texts.read(6)
    texts.rewind(2)
    texts.read()
    texts.take(2, 0, 1)
    texts.read(3)
    texts.rewind(3)
    texts.take(1, 1, 0)
    texts.read()
    texts.rewind(len(texts.texts[0]))
    texts.read(2)
