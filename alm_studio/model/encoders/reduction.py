"""Convolutions that lower the frame rate before the layers that cost most, and positions for what follows."""

import torch.nn.functional as F
from torch import Tensor, nn

from alm_studio.model.layers import Conv1d, reduced, silence_padding, sinusoids

REDUCTION = 4
"""Frames to one state: states of 40 ms from frames of 10 ms."""


class Reduction(nn.Module):
    """Two convolutions over time that halve the frame rate each. What lies beyond the lengths has no influence."""

    def __init__(self, features: int, width: int, kernel: int = 5) -> None:
        super().__init__()
        self.conv1 = Conv1d(features, width, kernel, stride=2, padding=kernel // 2)
        self.conv2 = Conv1d(width, width, kernel, stride=2, padding=kernel // 2)

    def forward(self, features: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """[B, T, F] and lengths [B] to [B, S, D], S = T / 4 rounded up, and the lengths among them."""
        x = features
        for conv in (self.conv1, self.conv2):
            x = F.gelu(conv(silence_padding(x, lengths).transpose(1, 2))).transpose(1, 2)
            lengths = reduced(lengths, 2)
        return x.float(), lengths


def with_positions(x: Tensor) -> Tensor:
    """Add sinusoidal positions to [B, S, D]: they tell apart what sounds the same, and know no longest sound."""
    return x + sinusoids(x.shape[1], x.shape[2]).to(x.device)
