"""Whisper's encoder: two convolutions that halve the frame rate, then a Transformer.

Source: Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", 2022, section 2.2.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from alm_studio.model.attention import SelfAttention, padding_mask
from alm_studio.model.cache import KeyValueCache
from alm_studio.model.layers import (
    Conv1d,
    FeedForward,
    at_least_one_frame,
    reduced,
    run_block,
    silence_padding,
    sinusoids,
)
from alm_studio.model.seq2seq import Memory, StreamingEncoder


class EncoderBlock(nn.Module):
    """Self-attention and a feed-forward layer, each added to the residual stream."""

    def __init__(self, width: int, heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.attention = SelfAttention(width, heads)
        self.feed_forward = FeedForward(width, 4 * width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None = None, before: tuple[KeyValueCache, int] | None = None) -> Tensor:
        """[B, S, D] to [B, S, D]; ``mask`` and ``before`` as in ``SelfAttention``."""
        x = x + self.dropout(self.attention(x, mask, before=before))
        return x + self.dropout(self.feed_forward(x))  # type: ignore[no-any-return]


@dataclass
class EncoderState:
    """What an encoder remembers of a sound that goes on.

    Attributes:
        cache: keys and values of each layer.
        states: [1, S, D], what came out.
    """

    cache: KeyValueCache
    states: Tensor


class WhisperEncoder(StreamingEncoder):
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

    def start(self) -> EncoderState:
        """See ``StreamingEncoder``."""
        longest, width = self.positions.shape
        attention = self.blocks[0].attention
        assert isinstance(attention, SelfAttention)
        heads, dtype, device = attention.heads, self.conv1.weight.dtype, self.positions.device
        cache = KeyValueCache(1, len(self.blocks), heads, width // heads, longest, dtype, device)
        return EncoderState(cache, torch.empty(1, 0, width, dtype=dtype, device=device))

    def go_on(self, features: Tensor, state: EncoderState, kept: int) -> Memory:
        """See ``StreamingEncoder``. Keys and values of what came before are kept as in Dai et al., "Transformer-XL:
        Attentive Language Models beyond a Fixed-Length Context", 2019."""
        state.cache.cut(kept)
        # A state hears two frames on each side: one more is computed, which lacks those before it, and dropped.
        more = min(kept, 1)
        x = F.gelu(self.conv1(features[:, 2 * (kept - more) :].transpose(1, 2)))
        x = F.gelu(self.conv2(x)).transpose(1, 2)[:, more:]
        x = x.float() + self.positions[kept : kept + x.shape[1]]
        for layer, block in enumerate(self.blocks):
            x = block(x, before=(state.cache, layer))
        state.states = torch.cat([state.states[:, :kept], self.norm(x).to(state.states.dtype)], dim=1)
        counts = torch.full((1,), state.states.shape[1], device=x.device)
        return Memory(state.states, counts, self.seconds_per_state)
