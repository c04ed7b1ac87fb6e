"""Which heads of a decoder follow the sound, found without labels.

Source of the first step: "Whisper Has an Internal Word Aligner" (arXiv 2509.09987): a head that follows the sound
listens to one place for each token (rows of the attention matrix with a large norm) and to another place for each
(columns with a large norm, many of them). The sharpest heads time the words of a text. The second step keeps, of all
heads, those that listen to a word while it sounds: the norms alone also like heads that run ahead or behind.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from alm_studio.alignment.attention_matrix import distributions, median_filter

_FIRST = 10
"""Heads that time the words, as in the paper; a quarter of the heads of small models."""
_MOST = 10
"""Heads that are kept."""
_GOOD = 0.6
"""A head is kept if it listens to the words so much, as a part of what the best one does."""

Head = tuple[int, int]
"""Layer and head, counted from 0."""


def norm_scores(attention: Tensor) -> Tensor:
    """How sharply each head listens, and to how many places.

    Args:
        attention: [layers, heads, N, S] of N tokens over the states that hold sound.

    Returns:
        [layers, heads], 0 to 1: the norms of rows and columns, summed, as a part of what a perfect diagonal would have.
    """
    smooth = median_filter(distributions(attention), 3)  # commutes with the softmax, so it may follow it
    smooth = distributions(smooth)
    total: Tensor = smooth.norm(dim=3).sum(dim=2) + smooth.norm(dim=2).sum(dim=2)
    return total / (2 * attention.shape[2])


def sharpest_heads(attention: Tensor) -> list[Head]:
    """The heads by which the words of one text can be timed; see ``norm_scores``."""
    scores = norm_scores(attention)
    count = max(1, min(_FIRST, scores.numel() // 4))
    return sorted(_pairs(scores.flatten().topk(count).indices, scores.shape[1]))


def shares_on_words(attention: Tensor, spans: Sequence[tuple[int, int]]) -> Tensor:
    """How much of each head's attention lies on the words while they sound: [layers, heads], 0 to 1.

    Args:
        attention: [layers, heads, N, S].
        spans: for each of the N tokens the first state of its word, and the state after its last.
    """
    places = torch.arange(attention.shape[3])
    edges = torch.tensor(list(spans)).reshape(-1, 2, 1)
    inside = (places >= edges[:, 0]) & (places < edges[:, 1])
    return (distributions(attention) * inside).sum(dim=-1).mean(dim=-1)


def best_heads(shares: Tensor) -> tuple[Head, ...]:
    """The heads that follow the sound, in the order of the layers; one at least.

    Args:
        shares: [layers, heads], see ``shares_on_words``.
    """
    best = shares.flatten().topk(min(_MOST, shares.numel()))
    kept = best.indices[best.values >= _GOOD * best.values[0]]
    return tuple(sorted(_pairs(kept, shares.shape[1])))


def _pairs(indices: Tensor, heads: int) -> list[Head]:
    return [(int(index) // heads, int(index) % heads) for index in indices]
