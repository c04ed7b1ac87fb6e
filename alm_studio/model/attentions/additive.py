"""Additive attention (Bahdanau et al., "Neural Machine Translation by Jointly Learning to Align and Translate")."""

import torch
from torch import Tensor

from alm_studio.model.attention import CrossAttention, sum_by_scores
from alm_studio.model.layers import Linear


class AdditiveAttention(CrossAttention):
    """One set of weights: the softmax of vᵀ tanh(query + key), a network with one hidden layer."""

    def __init__(self, width: int, heads: int = 1, memory_width: int | None = None) -> None:
        super().__init__(width, 1, memory_width)
        self.score = Linear(width, 1, bias=False)

    def weigh(self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """See ``CrossAttention``. The hidden layer takes [B, N, S, D] of memory."""
        hidden = torch.tanh(query[:, 0, :, None] + key[:, 0, None, :])
        return sum_by_scores(self.score(hidden).squeeze(-1)[:, None], value, mask)
