"""Cepstral coefficients, projected: the plainest encoder, which hears a few frames at a time."""

import torch.nn.functional as F
from torch import Tensor, nn

from alm_studio.model.encoders.reduction import REDUCTION, with_positions
from alm_studio.model.layers import Conv1d, FeedForward, at_least_one_frame, reduced, run_block, silence_padding
from alm_studio.model.seq2seq import Encoder, Memory

_SPLICED = 15
"""Frames that are seen together, 150 ms: about one sound of speech with its surroundings."""


class FrameBlock(nn.Module):
    """A feed-forward layer for each state by itself, added to the residual stream."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.feed_forward = FeedForward(width, 4 * width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """[B, S, D] to [B, S, D]."""
        return x + self.dropout(self.feed_forward(x))  # type: ignore[no-any-return]


class MfccEncoder(Encoder):
    """Neighbouring frames, projected together; then layers that see one state each."""

    def __init__(self, features: int, width: int, layers: int, dropout: float, seconds_per_frame: float) -> None:
        super().__init__()
        self.seconds_per_state = REDUCTION * seconds_per_frame
        self.project = Conv1d(features, width, _SPLICED, stride=REDUCTION, padding=_SPLICED // 2)
        self.dropout = nn.Dropout(dropout)
        self.blocks = nn.ModuleList(FrameBlock(width, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(width)

    def forward(self, features: Tensor, lengths: Tensor) -> Memory:
        """See ``Encoder``."""
        x = silence_padding(at_least_one_frame(features), lengths)
        x = F.gelu(self.project(x.transpose(1, 2))).transpose(1, 2).float()
        x = self.dropout(with_positions(x))
        for block in self.blocks:
            x = run_block(block, x, checkpoint=self.gradient_checkpointing)
        return Memory(self.norm(x), reduced(lengths, REDUCTION), self.seconds_per_state)
