"""Optimisers, by name."""

from collections.abc import Callable

import torch
from torch import nn

from alm_studio.training.config import TrainConfig


def make_optimizer(network: nn.Module, config: TrainConfig) -> torch.optim.Optimizer:
    """The optimiser of everything in ``network`` that learns.

    Weight decay holds for matrices only: norms and biases have a scale of their own.
    """
    learning = [parameter for parameter in network.parameters() if parameter.requires_grad]
    groups = [
        {"params": [p for p in learning if p.dim() > 1], "weight_decay": config.weight_decay},
        {"params": [p for p in learning if p.dim() <= 1], "weight_decay": 0.0},
    ]
    return _OPTIMIZERS[config.optimizer]([group for group in groups if group["params"]], config)


def _adamw(groups: list[dict[str, object]], config: TrainConfig) -> torch.optim.Optimizer:
    return torch.optim.AdamW(groups, lr=config.learning_rate, betas=(0.9, 0.98), eps=1e-8)


def _sgd(groups: list[dict[str, object]], config: TrainConfig) -> torch.optim.Optimizer:
    return torch.optim.SGD(groups, lr=config.learning_rate, momentum=config.momentum, nesterov=config.momentum > 0)


_OPTIMIZERS: dict[str, Callable[[list[dict[str, object]], TrainConfig], torch.optim.Optimizer]] = {
    "adamw": _adamw,
    "sgd": _sgd,
}
