"""The key/value cache of self-attention: an object that is passed in."""

import torch
from torch import Tensor


class KeyValueCache:
    """Keys and values of the tokens read so far, for every layer, in memory that grows by doubling.

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
        shape = (layers, 2, rows, heads, min(64, longest), head_width)
        self._store = torch.empty(shape, dtype=dtype, device=device)

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
        self._reserve(end)
        layer_store = self._store[layer]
        layer_store[0, :, :, self.length : end] = key
        layer_store[1, :, :, self.length : end] = value
        if layer == self._store.shape[0] - 1:
            self.length = end
        return layer_store[0, :, :, :end], layer_store[1, :, :, :end]

    def cut(self, length: int) -> None:
        """Forget all tokens but the first ``length``."""
        self.length = min(self.length, length)

    def copy(self, rows: Tensor) -> "KeyValueCache":
        """A cache of its own, row i of which holds what row ``rows[i]`` holds here. rows: [R'], int64."""
        copied = KeyValueCache.__new__(KeyValueCache)
        copied.length, copied._longest, copied._store = self.length, self._longest, self._store[:, :, rows]
        return copied

    def reorder(self, rows: Tensor) -> None:
        """Let row i hold what row ``rows[i]`` held. Only rows that change are copied. rows: [R'], int64."""
        if rows.shape[0] != self._store.shape[2]:
            self._store = self._store[:, :, rows].contiguous()
            return
        changed = (rows != torch.arange(rows.shape[0], device=rows.device)).nonzero().squeeze(1)
        if changed.numel():
            used = self._store[:, :, :, :, : self.length]
            used[:, :, changed] = used[:, :, rows[changed]]

    def _reserve(self, length: int) -> None:
        if length > self._longest:
            raise IndexError(f"a text of {length} tokens does not fit a cache of {self._longest}")
        have = self._store.shape[4]
        if length <= have:
            return
        shape = list(self._store.shape)
        shape[4] = min(self._longest, max(length, 2 * have))
        grown = self._store.new_empty(shape)
        grown[:, :, :, :, : self.length] = self._store[:, :, :, :, : self.length]
        self._store = grown
