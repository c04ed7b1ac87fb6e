"""A pyramid of bidirectional LSTMs, each above the first hearing two states of the one below at a time.

Source: Chan et al., "Listen, Attend and Spell", 2016, section 3.1.
"""

import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from alm_studio.model.encoders.reduction import REDUCTION
from alm_studio.model.layers import at_least_one_frame, reduced, silence_padding
from alm_studio.model.seq2seq import Encoder, Memory


class PyramidLayer(nn.Module):
    """A bidirectional LSTM over ``step`` neighbouring inputs at a time."""

    def __init__(self, inputs: int, width: int, step: int) -> None:
        super().__init__()
        self.step = step
        self.lstm = nn.LSTM(step * inputs, width // 2, batch_first=True, bidirectional=True)

    def forward(self, x: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """[B, T, inputs] and lengths [B] to [B, T / step, width] and the lengths among them."""
        x = silence_padding(x, lengths)
        x = F.pad(x, (0, 0, 0, -x.shape[1] % self.step))
        x = x.reshape(x.shape[0], x.shape[1] // self.step, -1)
        lengths = reduced(lengths, self.step)
        packed = pack_padded_sequence(x, lengths.cpu(), batch_first=True, enforce_sorted=False)
        x, _ = pad_packed_sequence(self.lstm(packed)[0], batch_first=True, total_length=x.shape[1])
        return x, lengths


class LstmEncoder(Encoder):
    """Frames to states by LSTMs that read forwards and backwards; the two lowest layers halve the frame rate."""

    def __init__(self, features: int, width: int, layers: int, dropout: float, seconds_per_frame: float) -> None:
        super().__init__()
        self.seconds_per_state = REDUCTION * seconds_per_frame
        self.layers = nn.ModuleList(
            PyramidLayer(width if index else features, width, step) for index, step in enumerate(_steps(layers))
        )
        self.dropout = nn.Dropout(dropout)
        self.norm = nn.LayerNorm(width)

    def forward(self, features: Tensor, lengths: Tensor) -> Memory:
        """See ``Encoder``."""
        x = at_least_one_frame(features).float()
        for layer in self.layers:
            x, lengths = layer(x, lengths)
            x = self.dropout(x)
        return Memory(self.norm(x), lengths, self.seconds_per_state)


def _steps(layers: int) -> list[int]:
    """Inputs that each layer takes at a time; together they make ``REDUCTION``."""
    if layers == 1:
        return [REDUCTION]
    return [2, 2] + [1] * (layers - 2)
