"""A Transformer over reduced frames, for sounds of any length.

Source: Dong et al., "Speech-Transformer: A No-Recurrence Sequence-to-Sequence Model for Speech Recognition", 2018; with
pre-norm blocks.
"""

from torch import Tensor, nn

from alm_studio.model.attention import padding_mask
from alm_studio.model.encoders.reduction import REDUCTION, Reduction, with_positions
from alm_studio.model.encoders.whisper import EncoderBlock
from alm_studio.model.layers import at_least_one_frame, run_block
from alm_studio.model.seq2seq import Encoder, Memory


class TransformerEncoder(Encoder):
    """Frames to states by self-attention over the whole sound."""

    def __init__(
        self, features: int, width: int, heads: int, layers: int, dropout: float, seconds_per_frame: float
    ) -> None:
        super().__init__()
        self.seconds_per_state = REDUCTION * seconds_per_frame
        self.reduction = Reduction(features, width)
        self.dropout = nn.Dropout(dropout)
        self.blocks = nn.ModuleList(EncoderBlock(width, heads, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(width)

    def forward(self, features: Tensor, lengths: Tensor) -> Memory:
        """See ``Encoder``."""
        x, lengths = self.reduction(at_least_one_frame(features), lengths)
        x = self.dropout(with_positions(x))
        mask = padding_mask(lengths, x.shape[1])
        for block in self.blocks:
            x = run_block(block, x, mask, checkpoint=self.gradient_checkpointing)
        return Memory(self.norm(x), lengths, self.seconds_per_state)
