"""Attention, with its weights where they are wanted."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from alm_studio.model.cache import KeyValueCache
from alm_studio.model.layers import Linear


def split_heads(x: Tensor, heads: int) -> Tensor:
    """[B, N, D] to [B, heads, N, D / heads]."""
    batch, length, width = x.shape
    return x.view(batch, length, heads, width // heads).transpose(1, 2)


def merge_heads(x: Tensor) -> Tensor:
    """[B, heads, N, D / heads] to [B, N, D]."""
    batch, heads, length, size = x.shape
    return x.transpose(1, 2).reshape(batch, length, heads * size)


def sum_by_scores(scores: Tensor, value: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
    """Scores [B, heads, N, S] over values [B, heads, S, d] to the sums [B, heads, N, d] and the weights, in float32."""
    scores = scores.float() if mask is None else scores.float() + mask
    weights = scores.softmax(dim=-1)
    return weights.to(value.dtype) @ value, weights


def weighted_sum(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """Scaled dot-product attention that also returns its weights.

    Args:
        query: [B, heads, N, d].
        key, value: [B, heads, S, d].
        mask: added to the scores, broadcastable to [B, heads, N, S]; -inf hides.

    Returns:
        The sums [B, heads, N, d] and the weights [B, heads, N, S] in float32.
    """
    return sum_by_scores((query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2), value, mask)


class SelfAttention(nn.Module):
    """Multi-head self-attention after a layer norm. The caller adds the residual."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(width)
        self.qkv = Linear(width, 3 * width)
        self.out = Linear(width, width)

    def project(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """[B, N, D] to query, key and value, each [B, heads, N, d]."""
        query, key, value = self.qkv(self.norm(x)).chunk(3, dim=-1)
        return split_heads(query, self.heads), split_heads(key, self.heads), split_heads(value, self.heads)

    def forward(
        self,
        x: Tensor,
        mask: Tensor | None = None,
        causal: bool = False,
        before: tuple[KeyValueCache, int] | None = None,
    ) -> Tensor:
        """Attend.

        Args:
            x: [B, N, D].
            mask: added to the scores.
            causal: whether each listens only to what lies before it.
            before: a cache that holds what lies before ``x``, to which all of it listens too, and the index of this
                layer in it; ``x`` is added.

        Returns:
            [B, N, D].
        """
        query, key, value = self.project(x)
        if before is not None:
            cache, layer = before
            key, value = cache.append(layer, key, value)
        if mask is None and not causal and _goes_by_heads(query):
            return self.out(_by_heads(query, key, value))  # type: ignore[no-any-return]
        mask = mask if mask is None else mask.to(query.dtype)
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=mask, is_causal=causal)
        return self.out(merge_heads(mixed))  # type: ignore[no-any-return]


def _goes_by_heads(query: Tensor) -> bool:
    """Whether to attend one head after the other: for bfloat16 on a processor torch's fused kernel is no faster than
    for float32, and takes half as long again as three plain products whose scores stay in the cache."""
    return query.dtype == torch.bfloat16 and query.device.type == "cpu" and not torch.is_grad_enabled()


def _by_heads(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Scaled dot-product attention: query [B, heads, N, d], the others [B, heads, S, d]; heads merged, [B, N, D]."""
    query = query * query.shape[-1] ** -0.5
    scores = query.new_empty(len(query), query.shape[2], key.shape[2])  # of one head after the other
    mixed = []
    for q, k, v in zip(query.unbind(1), key.unbind(1), value.unbind(1), strict=True):
        torch.bmm(q, k.transpose(1, 2), out=scores)
        mixed.append(torch.softmax(scores, dim=-1, out=scores) @ v)
    return torch.cat(mixed, dim=-1)


class CrossAttention(nn.Module):
    """Multi-head attention of text over encoder states, after a layer norm. The caller adds the residual.

    Other ways to score a state (``attentions/``) replace ``weigh``.
    """

    def __init__(self, width: int, heads: int, memory_width: int | None = None) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(width)
        self.query = Linear(width, width)
        self.key_value = Linear(memory_width or width, 2 * width)
        self.out = Linear(width, width)

    def project_memory(self, states: Tensor) -> tuple[Tensor, Tensor]:
        """Encoder states [B, S, D] to key and value, each [B, heads, S, d]; computed once per example.

        They are read at every step, and products with scattered rows of bfloat16 take five times as long.
        """
        key, value = self.key_value(states).chunk(2, dim=-1)
        return split_heads(key, self.heads).contiguous(), split_heads(value, self.heads).contiguous()

    def forward(
        self,
        x: Tensor,
        key: Tensor,
        value: Tensor,
        mask: Tensor | None = None,
        examples: list[int] | None = None,
        bias: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Attend.

        Args:
            x: [B, N, D].
            key, value: [E, heads, S, d] of E examples; of B where ``examples`` is None.
            mask: [E, 1, 1, S], added to the scores.
            examples: B indices: the example that each row of ``x`` listens to. Keys and values are large, and for a
                processor copying those that are still needed would cost more than reading them one example at a time;
                a GPU would wait for the next of so many small products.
            bias: [B, 1, N, S], added to the scores too: a preference of each query.

        Returns:
            [B, N, D] and the weights [B, heads, N, S] in float32.
        """
        query = split_heads(self.query(self.norm(x)), self.heads).to(key.dtype)
        if examples is None:
            mixed, weights = self.weigh(query, key, value, _sum(mask, bias))
        elif _copies(key.device):
            mask = None if mask is None else mask[examples]
            mixed, weights = self.weigh(query, key[examples], value[examples], _sum(mask, bias))
        else:
            parts = [
                self.weigh(
                    query[i : i + 1],
                    key[e : e + 1],
                    value[e : e + 1],
                    _sum(None if mask is None else mask[e], None if bias is None else bias[i : i + 1]),
                )
                for i, e in enumerate(examples)
            ]
            mixed, weights = (torch.cat(part) for part in zip(*parts, strict=True))
        return self.out(merge_heads(mixed)), weights

    def weigh(self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """Score, normalise, sum: shapes as in ``weighted_sum``."""
        return weighted_sum(query, key, value, mask)


def _copies(device: torch.device) -> bool:
    """Whether examples are copied, not read one at a time."""
    return device.type != "cpu"


def _sum(mask: Tensor | None, bias: Tensor | None) -> Tensor | None:
    return bias if mask is None else mask if bias is None else mask + bias


def padding_mask(lengths: Tensor, size: int) -> Tensor | None:
    """What hides padding: [B, 1, 1, size], 0 for states that hold sound and -inf for the rest; None if all do."""
    hidden = torch.arange(size, device=lengths.device)[None, :] >= lengths[:, None]
    if not bool(hidden.any()):
        return None
    mask = torch.zeros(hidden.shape, device=lengths.device).masked_fill_(hidden, -torch.inf)
    return mask[:, None, None, :]
