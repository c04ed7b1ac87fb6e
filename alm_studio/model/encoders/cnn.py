"""Convolutions over time, on log-mel frames or on the waveform through filters that are learned.

Sources: the blocks are those of Liu et al., "A ConvNet for the 2020s", 2022, in one dimension; the learned filters
follow Zeghidour et al., "Learning Filterbanks from Raw Speech for Phone Recognition", 2018.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from alm_studio.model.encoders.reduction import REDUCTION, Reduction, with_positions
from alm_studio.model.layers import Conv1d, FeedForward, at_least_one_frame, reduced, run_block, silence_padding
from alm_studio.model.seq2seq import Encoder, Memory

_KERNEL = 9  # states, 360 ms
_FILTER_FRAMES = 5  # frames of the waveform under one filter
_POOLED = 9  # frames of the waveform under the window that smooths a filter's energy
_POOL_STRIDE = 4
_BANDS = 64
_LOUDEST_HZ = 7_600.0


class ConvolutionBlock(nn.Module):
    """A convolution of each channel over time, then a feed-forward layer; added to the residual stream."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.depthwise = Conv1d(width, width, _KERNEL, padding=_KERNEL // 2, groups=width)
        self.feed_forward = FeedForward(width, 4 * width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        """[B, S, D] and lengths [B] to [B, S, D]."""
        nearby = self.depthwise(silence_padding(x, lengths).transpose(1, 2)).transpose(1, 2)
        return x + self.dropout(self.feed_forward(nearby.float()))  # type: ignore[no-any-return]


class LearnedFilters(nn.Module):
    """The waveform to log energies of bands, through pairs of filters that begin as Gabor filters on the mel scale.

    Args:
        frame: samples that stand side by side in a frame.
        seconds_per_frame: the frame's duration.
    """

    def __init__(self, frame: int, seconds_per_frame: float) -> None:
        super().__init__()
        self.samples = frame * _FILTER_FRAMES
        self.filters = nn.Conv1d(frame, 2 * _BANDS, _FILTER_FRAMES, padding=_FILTER_FRAMES // 2, bias=False)
        self.scale = nn.Parameter(torch.full((_BANDS,), 0.25))
        self.shift = nn.Parameter(torch.full((_BANDS,), 1.0))
        with torch.no_grad():
            # Weights near one, so that an optimiser's first steps turn the filters slowly; the sums are scaled back.
            self.filters.weight.copy_(_gabor_filters(frame, frame / seconds_per_frame) * self.samples)

    def forward(self, frames: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """[B, T, frame] and lengths [B] to [B, T / 4, bands] and the lengths among them."""
        pair = self.filters(silence_padding(frames.float(), lengths).transpose(1, 2)) / self.samples
        energy = pair[:, :_BANDS].square() + pair[:, _BANDS:].square()
        energy = silence_padding(energy.transpose(1, 2), lengths).transpose(1, 2)
        energy = F.avg_pool1d(energy, _POOLED, _POOL_STRIDE, padding=_POOLED // 2).transpose(1, 2)
        return self.scale * energy.clamp(min=1e-7).log() + self.shift, reduced(lengths, _POOL_STRIDE)


class CnnEncoder(Encoder):
    """Frames to states by convolutions, each of which hears its neighbourhood.

    Args:
        filters: what turns the bare waveform into frames first; None for log-mel frames.
    """

    def __init__(
        self,
        features: int,
        width: int,
        layers: int,
        dropout: float,
        seconds_per_frame: float,
        filters: LearnedFilters | None = None,
    ) -> None:
        super().__init__()
        self.seconds_per_state = REDUCTION * seconds_per_frame * (_POOL_STRIDE if filters else 1)
        self.filters = filters
        self.reduction = Reduction(_BANDS if filters else features, width)
        self.dropout = nn.Dropout(dropout)
        self.blocks = nn.ModuleList(ConvolutionBlock(width, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(width)

    def forward(self, features: Tensor, lengths: Tensor) -> Memory:
        """See ``Encoder``."""
        x = at_least_one_frame(features)
        if self.filters is not None:
            x, lengths = self.filters(x, lengths)
        x, lengths = self.reduction(x, lengths)
        x = self.dropout(with_positions(x))
        for block in self.blocks:
            x = run_block(block, x, lengths, checkpoint=self.gradient_checkpointing)
        return Memory(self.norm(x), lengths, self.seconds_per_state)


def _gabor_filters(frame: int, rate: float) -> Tensor:
    """Sine and cosine filters of unit gain, each as narrow as its mel band: [2 * bands, frame, filter frames]."""
    size = frame * _FILTER_FRAMES
    highest = 2595 * math.log10(1 + min(_LOUDEST_HZ, 0.475 * rate) / 700)
    lowest = 2595 * math.log10(1 + 60 / 700)
    # On the CPU even where a network is built without memory, see ``layers.sinusoids``.
    mels = torch.linspace(lowest, highest, _BANDS + 2, device="cpu")
    edges = 700 * (10 ** (mels / 2595) - 1)
    centre, width = edges[1:-1], (edges[2:] - edges[:-2]) / 2
    time = (torch.arange(size, device="cpu") - (size - 1) / 2) / rate
    spread = 0.5 / width.clamp(min=2.0 * rate / size)  # seconds; a filter cannot be narrower than its length allows
    envelope = torch.exp(-0.5 * (time[None, :] / spread[:, None]) ** 2)
    envelope = envelope / envelope.sum(dim=1, keepdim=True)
    angle = 2 * math.pi * centre[:, None] * time[None, :]
    filters = 2 * torch.cat([envelope * angle.cos(), envelope * angle.sin()])
    return filters.view(2 * _BANDS, _FILTER_FRAMES, frame).transpose(1, 2)
