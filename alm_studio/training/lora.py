"""Low-rank adapters: a few numbers learn beside weights that stay as they are.

Source: Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", 2021.
"""

import math
from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from alm_studio.base.errors import UsageError
from alm_studio.model.layers import Linear


class LoraLinear(nn.Module):
    """A linear layer whose weights are W + alpha / rank · up · down. W does not learn; ``up`` starts at zero."""

    def __init__(self, base: nn.Linear, rank: int, alpha: float, dropout: float = 0.0) -> None:
        super().__init__()
        self.base = base
        self.scale = alpha / rank
        self.dropout = dropout
        device = base.weight.device
        self.down = nn.Parameter(torch.empty(rank, base.in_features, device=device))
        self.up = nn.Parameter(torch.zeros(base.out_features, rank, device=device))
        nn.init.kaiming_uniform_(self.down, a=math.sqrt(5))
        base.requires_grad_(False)

    def forward(self, x: Tensor) -> Tensor:
        """[..., in] to [..., out], in the precision of the base's weights."""
        dtype = self.base.weight.dtype
        x = x.to(dtype)
        dropped = F.dropout(x, self.dropout, self.training)
        low = F.linear(dropped, self.down.to(dtype))
        return self.base(x) + F.linear(low, (self.up * self.scale).to(dtype))  # type: ignore[no-any-return]

    def added(self) -> Tensor:
        """What the adapter adds to the weights, [out, in] in float32."""
        return self.scale * (self.up.float() @ self.down.float())

    @torch.no_grad()
    def merged(self) -> Tensor:
        """The weights with the adapter added, [out, in] in float32."""
        return self.base.weight.float() + self.added()


def add_adapters(
    network: nn.Module, layers: Sequence[str], rank: int, alpha: float, dropout: float = 0.0
) -> list[LoraLinear]:
    """Freeze the network, and give every linear layer whose own name is among ``layers`` an adapter.

    Raises:
        UsageError: no layer has such a name.
    """
    network.requires_grad_(False)
    found = [
        (parent, name, child)
        for parent in list(network.modules())
        for name, child in parent.named_children()
        if name in layers and isinstance(child, Linear)
    ]
    if not found:
        raise UsageError(f"This model has no linear layers named {', '.join(layers)}. Train without --lora.")
    adapters = []
    for parent, name, child in found:
        adapter = LoraLinear(child, rank, alpha, dropout)
        setattr(parent, name, adapter)
        adapters.append(adapter)
    return adapters


def has_adapters(network: nn.Module) -> bool:
    """Whether any layer has an adapter."""
    return any(isinstance(module, LoraLinear) for module in network.modules())


@torch.no_grad()
def merge_into(plain: nn.Module, adapted: nn.Module) -> None:
    """Add the adapters of a network to the weights of its twin without adapters.

    The twin holds the weights as they were read; those beside the adapters may have been rounded for speed.
    """
    for name, module in adapted.named_modules():
        if isinstance(module, LoraLinear):
            target = plain.get_submodule(name)
            assert isinstance(target, nn.Linear)
            target.weight.add_(module.added().to(target.weight.device, target.weight.dtype))
