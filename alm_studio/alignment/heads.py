"""Which heads of a decoder follow the sound, found without labels.

Source of the first step: "Whisper Has an Internal Word Aligner" (arXiv 2509.09987): a head that follows the sound
listens to one place for each token (rows of the attention matrix with a large norm) and to another place for each
(columns with a large norm, many of them). The second step keeps, of all heads, those whose attention lies on the path
that the best ones of the first step agree on: the norms alone also like heads that run through the text at a distance.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from alm_studio.alignment.attention_matrix import alignment_matrix, median_filter
from alm_studio.alignment.dtw import monotonic_path

_FIRST = 10
"""Heads that are asked for the path, as in the paper; a quarter of the heads of small models."""
_MOST = 10
"""Heads that are kept."""
_GOOD = 0.6
"""A head is kept if it has this share of what the best one has on the path."""
_REACH = 5
"""States beside the path that count as on it: 0.1 s in Whisper."""

Head = tuple[int, int]
"""Layer and head, counted from 0."""


class HeadFinder:
    """Listens to texts one after another; then knows the heads."""

    def __init__(self) -> None:
        self._sums: list[Tensor] = []
        self._kept: list[Tensor] = []

    def add(self, attention: Tensor) -> None:
        """Take one text.

        Args:
            attention: [layers, heads, N, S] of N tokens over the states that hold sound; N at least 2.
        """
        weights = attention.float()
        weights = weights / weights.sum(dim=-1, keepdim=True).clamp(min=1e-8)
        self._sums.append(norm_scores(weights))
        self._kept.append(attention.half())

    def __len__(self) -> int:
        return len(self._kept)

    def shares(self) -> Tensor:
        """How much of each head's attention lies on the path that the best heads agree on: [layers, heads], 0 to 1."""
        scores = torch.stack(self._sums).mean(dim=0)
        count = max(1, min(_FIRST, scores.numel() // 4))
        first = _pairs(scores.flatten().topk(count).indices, scores.shape[1])
        shares = torch.stack([path_shares(maps.float(), first) for maps in self._kept])
        return shares.mean(dim=0)

    def heads(self) -> tuple[Head, ...]:
        """The heads that follow the sound, in the order of the layers; one at least.

        Raises:
            ValueError: no text was added.
        """
        shares = self.shares()
        best = shares.flatten().topk(min(_MOST, shares.numel()))
        kept = best.indices[best.values >= _GOOD * float(best.values[0])]
        return tuple(sorted(_pairs(kept, shares.shape[1])))


def norm_scores(weights: Tensor) -> Tensor:
    """How sharply each head listens, and to how many places, 0 to 1.

    Args:
        weights: [layers, heads, N, S], each row a distribution.

    Returns:
        [layers, heads]: the sum of the norms of rows and columns, as a part of what a perfect diagonal would have.
    """
    tokens = weights.shape[2]
    smooth = median_filter(weights, 3)  # commutes with the softmax, so it may follow it
    smooth = smooth / smooth.sum(dim=-1, keepdim=True).clamp(min=1e-8)
    return (smooth.norm(dim=3).sum(dim=2) + smooth.norm(dim=2).sum(dim=2)) / (2 * tokens)


def path_shares(attention: Tensor, heads: Sequence[Head]) -> Tensor:
    """The part of each head's attention that lies on the path which some heads agree on: [layers, heads].

    Args:
        attention: [layers, heads, N, S].
        heads: those that are asked.
    """
    states = attention.shape[3]
    asked = torch.stack([attention[layer, head] for layer, head in heads])
    first, last = monotonic_path(-alignment_matrix(asked, states).numpy())
    places = torch.arange(states)
    begin, end = torch.from_numpy(first)[:, None] - _REACH, torch.from_numpy(last)[:, None] + _REACH
    on_path = (places >= begin) & (places <= end)
    heard = (attention * on_path).sum(dim=-1) / attention.sum(dim=-1).clamp(min=1e-8)
    return heard.mean(dim=-1)


def _pairs(indices: Tensor, heads: int) -> list[Head]:
    return [(int(index) // heads, int(index) % heads) for index in indices]
