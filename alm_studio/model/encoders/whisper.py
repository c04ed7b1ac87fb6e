"""Whisper's encoder: two convolutions that halve the frame rate, then a Transformer.

Source: Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", 2022, section 2.2.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from alm_studio.model.attention import SelfAttention, padding_mask
from alm_studio.model.layers import (
    Conv1d,
    FeedForward,
    at_least_one_frame,
    reduced,
    run_block,
    silence_padding,
    sinusoids,
)
from alm_studio.model.seq2seq import Encoder, Memory


class EncoderBlock(nn.Module):
    """Self-attention and a feed-forward layer, each added to the residual stream."""

    def __init__(self, width: int, heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.attention = SelfAttention(width, heads)
        self.feed_forward = FeedForward(width, 4 * width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """[B, S, D] to [B, S, D]; ``mask`` is added to the scores."""
        x = x + self.dropout(self.attention(x, mask))
        return x + self.dropout(self.feed_forward(x))  # type: ignore[no-any-return]


class WhisperEncoder(Encoder):
    """Log-mel frames of 10 ms to states of 20 ms.

    Args:
        hides_padding: what lies beyond ``lengths`` has no influence and gets no attention. Whisper itself was trained
            on windows padded to 30 s with silence, which it hears like any other silence: there every state counts,
            and a whole window gives exactly what Whisper gives.
    """

    seconds_per_state = 0.02

    def __init__(
        self,
        mel_bands: int,
        positions: int,
        width: int,
        heads: int,
        layers: int,
        dropout: float = 0.0,
        hides_padding: bool = False,
    ) -> None:
        super().__init__()
        self.hides_padding = hides_padding
        self.conv1 = Conv1d(mel_bands, width, kernel_size=3, padding=1)
        self.conv2 = Conv1d(width, width, kernel_size=3, stride=2, padding=1)
        self.positions: Tensor
        self.register_buffer("positions", sinusoids(positions, width))
        self.blocks = nn.ModuleList(EncoderBlock(width, heads, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(width)

    def forward(self, features: Tensor, lengths: Tensor) -> Memory:
        """Encode log-mel features [B, T, mel_bands], T at most twice the positions."""
        hidden = self.hides_padding
        if hidden:
            features = silence_padding(at_least_one_frame(features), lengths)
        x = F.gelu(self.conv1(features.transpose(1, 2)))
        if hidden:
            x = silence_padding(x.transpose(1, 2), lengths).transpose(1, 2)
        x = F.gelu(self.conv2(x)).transpose(1, 2)
        x = x.float() + self.positions[: x.shape[1]]
        counts = reduced(lengths, 2) if hidden else torch.full_like(lengths, x.shape[1])
        mask = padding_mask(counts, x.shape[1]) if hidden else None
        for block in self.blocks:
            x = run_block(block, x, mask, checkpoint=self.gradient_checkpointing)
        states = self.norm(x).to(self.conv1.weight.dtype)  # many windows may wait for their text
        return Memory(states, counts, self.seconds_per_state)
