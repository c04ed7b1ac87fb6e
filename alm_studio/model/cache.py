"""The key/value cache of self-attention: an object that is passed in."""

import torch
from torch import Tensor

_ROOM = 64
"""Tokens for which a cache grows at a time."""


class KeyValueCache:
    """Keys and values of the tokens read so far, for every layer.

    Attributes:
        length: tokens read so far.
    """

    def __init__(
        self,
        rows: int,
        layers: int,
        heads: int,
        head_width: int,
        longest: int,
        dtype: torch.dtype,
        device: torch.device,
    ) -> None:
        self.length = 0
        self._longest = longest
        shape = (2, rows, heads, min(_ROOM, longest), head_width)
        self._layers = [torch.empty(shape, dtype=dtype, device=device) for _ in range(layers)]

    def append(self, layer: int, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
        """Add the newest tokens of a layer, and return everything of it.

        Args:
            layer: index. The last layer's call moves ``length`` on.
            key, value: [R, heads, N, d].

        Returns:
            keys and values, each [R, heads, length + N, d].

        Raises:
            IndexError: more than ``longest`` tokens.
        """
        end = self.length + key.shape[2]
        store = self._with_room(layer, end)
        store[0, :, :, self.length : end] = key
        store[1, :, :, self.length : end] = value
        if layer == len(self._layers) - 1:
            self.length = end
        return store[0, :, :, :end], store[1, :, :, :end]

    def cut(self, length: int) -> None:
        """Forget all tokens but the first ``length``."""
        self.length = min(self.length, length)

    def copy(self, rows: Tensor) -> "KeyValueCache":
        """A cache of its own, row i of which holds what row ``rows[i]`` holds here. rows: [R'], int64."""
        copied = KeyValueCache.__new__(KeyValueCache)
        copied.length, copied._longest = self.length, self._longest
        copied._layers = [store[:, rows] for store in self._layers]
        return copied

    def reorder(self, rows: Tensor) -> None:
        """Let row i hold what row ``rows[i]`` held. Only rows that change are copied. rows: [R'], int64."""
        if rows.shape[0] != self._layers[0].shape[1]:
            self._layers = [store[:, rows] for store in self._layers]
            return
        changed = (rows != torch.arange(rows.shape[0], device=rows.device)).nonzero().squeeze(1)
        if changed.numel():
            for store in self._layers:
                used = store[:, :, :, : self.length]
                used[:, changed] = used[:, rows[changed]]

    def _with_room(self, layer: int, length: int) -> Tensor:
        """What holds a layer's keys and values, large enough for so many tokens."""
        if length > self._longest:
            raise IndexError(f"a text of {length} tokens does not fit a cache of {self._longest}")
        store = self._layers[layer]
        if length > store.shape[3]:
            shape = list(store.shape)
            shape[3] = min(self._longest, -(-length // _ROOM) * _ROOM)
            grown = store.new_empty(shape)
            grown[:, :, :, : self.length] = store[:, :, :, : self.length]
            self._layers[layer] = store = grown
        return store
