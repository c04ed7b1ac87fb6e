"""The waveform itself, cut into frames, for encoders that learn their own filters."""

import torch
from torch import Tensor, nn


class WaveFrames(nn.Module):
    """Samples → frames of samples that stand side by side, scaled to the item's loudest sample.

    Args:
        size: samples in a frame.
    """

    def __init__(self, size: int = 40) -> None:
        super().__init__()
        self.hop = size

    def forward(self, samples: Tensor) -> Tensor:
        """[N] or [B, N] at 16 kHz to [N // size, size] or [B, N // size, size], float32, -1 to 1."""
        frames = samples.shape[-1] // self.hop
        samples = samples.float()[..., : frames * self.hop]
        if frames:
            samples = samples / samples.abs().amax(dim=-1, keepdim=True).clamp(min=1e-5)
        return samples.reshape(*samples.shape[:-1], frames, self.hop).to(torch.float32)
