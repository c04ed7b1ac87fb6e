"""Keys and values of the text so far, where hypotheses that part copy nothing."""

from typing import NamedTuple

import torch
from torch import Tensor

from alm_studio.native.rows import HEAD

_GROWTH = 64
"""Tokens for which the cache grows at a time."""


class TextSlots(NamedTuple):
    """Where a text's keys and values are.

    Attributes:
        stores: for each layer the addresses of keys and values, and the tokens that there is room for.
        table: address of the table.
        width: of the table.
    """

    stores: tuple[tuple[int, int, int], ...]
    table: int
    width: int


class TextCache:
    """What each row has read, for every layer.

    Keys and values stay where they were written. A table tells each row, for each position, which row wrote what it
    reads there; a row that continues another takes over its line of the table.

    Args:
        rows: hypotheses.
        layers, heads: of the decoder.
        longest: tokens that a row may read.

    Attributes:
        length: tokens read so far.
    """

    def __init__(self, rows: int, layers: int, heads: int, longest: int) -> None:
        self.length = 0
        self._longest = longest
        self._stores = torch.empty(layers, 2, rows, heads, min(_GROWTH, longest), HEAD)
        self._table = torch.zeros(rows, longest, dtype=torch.int32)

    def take(self, rows: Tensor) -> None:
        """Let row i be what row ``rows[i]`` was; there are as many rows then. rows: [R], int64."""
        self._table = self._table[rows]

    def copy(self, rows: Tensor, times: int) -> "TextCache":
        """A cache of its own: each of these rows, several times. rows: [R], int64."""
        copied = TextCache.__new__(TextCache)
        copied.length, copied._longest = self.length, self._longest
        layers, _, _, heads, room, _ = self._stores.shape
        copied._stores = torch.empty(layers, 2, len(rows) * times, heads, room, HEAD)
        copied._table = torch.zeros(len(rows) * times, self._longest, dtype=torch.int32)
        places = torch.arange(self.length)
        for index, row in enumerate(rows.tolist()):
            sources = self._table[row, : self.length].long()
            copied._stores[:, :, index * times, :, : self.length] = self._stores[:, :, sources, :, places].movedim(0, 3)
            copied._table[index * times : (index + 1) * times] = index * times
        return copied

    def slots(self, count: int) -> TextSlots:
        """Make room for so many tokens of each row, and tell where everything is."""
        rows, end = len(self._table), self.length + count
        if end > self._stores.shape[4]:
            layers, _, slots, heads, _, _ = self._stores.shape
            room = min(self._longest, -(-end // _GROWTH) * _GROWTH)
            grown = torch.empty(layers, 2, slots, heads, room, HEAD)
            grown[..., : self.length, :] = self._stores[..., : self.length, :]
            self._stores = grown
        self._table[:, self.length : end] = torch.arange(rows, dtype=torch.int32)[:, None]
        stores, room = self._stores, self._stores.shape[4]
        places = tuple((layer[0].data_ptr(), layer[1].data_ptr(), room) for layer in stores)
        return TextSlots(places, self._table.data_ptr(), self._table.shape[1])
