"""Layers shared by the Transformers of the family.

The residual stream stays in float32; each linear layer computes in the precision of its own weights. So one network
serves every precision, and halves, bfloat16 and int8 lose no accuracy by adding up.
"""

import math
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Linear(nn.Linear):
    """An affine map computed in the precision of its weights."""

    def reset_parameters(self) -> None:
        """See ``nn.Linear``; what is built without memory is not drawn: on the meta device torch would first decompose
        the drawing, which takes longer than reading all the weights."""
        if not self.weight.is_meta:
            super().reset_parameters()

    def forward(self, x: Tensor) -> Tensor:
        """[..., in] of any float type to [..., out] in the weights' type."""
        return F.linear(x.to(self.weight.dtype), self.weight, self.bias)


class Conv1d(nn.Conv1d):
    """A convolution over time computed in the precision of its weights."""

    def reset_parameters(self) -> None:
        """See ``Linear.reset_parameters``."""
        if not self.weight.is_meta:
            super().reset_parameters()

    def forward(self, x: Tensor) -> Tensor:
        """[B, in, T] of any float type to [B, out, T'] in the weights' type."""
        return super().forward(x.to(self.weight.dtype))


class Embedding(nn.Embedding):
    """A vector for each token, initialised small enough that tied output weights start with an even distribution."""

    def reset_parameters(self) -> None:
        """Draw from a uniform distribution (a normal one would import torch's compiler on the meta device)."""
        if self.weight.is_meta:
            return
        bound = float(self.embedding_dim**-0.5)
        nn.init.uniform_(self.weight, -bound, bound)


class TiedOutput(nn.Module):
    """Logits from the embedding's own vectors, whose weights it shares without holding them a second time."""

    def __init__(self, embedding: nn.Embedding) -> None:
        super().__init__()
        self._embedding = (embedding,)  # a tuple hides it: weights are saved and counted once

    @property
    def weight(self) -> Tensor:
        """[V, D]."""
        return self._embedding[0].weight

    def forward(self, x: Tensor) -> Tensor:
        """[R, D] of any float type to [R, V] in float32."""
        weight = self.weight
        return F.linear(x.to(weight.dtype), weight).float()


class FeedForward(nn.Module):
    """Two linear layers with a GELU between them, after a layer norm. The caller adds the residual."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.up = Linear(width, hidden)
        self.activation: nn.Module = nn.GELU()
        self.down = Linear(hidden, width)

    def forward(self, x: Tensor) -> Tensor:
        """[..., D] to [..., D]."""
        return self.down(self.activation(self.up(self.norm(x))))  # type: ignore[no-any-return]


def sinusoids(length: int, channels: int, longest: float = 10_000.0) -> Tensor:
    """Sinusoidal positions, sines first, then cosines (Whisper's order).

    Returns:
        [length, channels], float32.
    """
    half = channels // 2
    step = math.log(longest) / (half - 1)
    # On the CPU even where a network is built without memory: arithmetic on the meta device imports torch's compiler.
    angles = torch.arange(length, device="cpu")[:, None] * torch.exp(-step * torch.arange(half, device="cpu"))[None, :]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


def at_least_one_frame(features: Tensor) -> Tensor:
    """[B, T, F] with T >= 1: a sound too short for a frame counts as one of silence."""
    return features if features.shape[1] else F.pad(features, (0, 0, 0, 1))


def silence_padding(x: Tensor, lengths: Tensor) -> Tensor:
    """Zero what lies beyond each example's end, so that a convolution hears what it hears without padding.

    Args:
        x: [B, T, *].
        lengths: [B].
    """
    beyond = torch.arange(x.shape[1], device=x.device)[None, :] >= lengths[:, None]
    return x.masked_fill(beyond[:, :, None], 0.0)


def reduced(lengths: Tensor, factor: int) -> Tensor:
    """Lengths behind a convolution of so large a stride that pads by half its kernel; at least 1. [B] to [B]."""
    return torch.div(lengths + factor - 1, factor, rounding_mode="floor").clamp(min=1)


def run_block(block: nn.Module, *inputs: Tensor | None, checkpoint: bool = False) -> Any:
    """Call a block; with ``checkpoint``, compute its activations anew in the backward pass instead of keeping them."""
    if not (checkpoint and torch.is_grad_enabled()):
        return block(*inputs)
    from torch.utils.checkpoint import checkpoint as compute_again  # slow to import, and only training needs it

    return compute_again(block, *inputs, use_reentrant=False)
