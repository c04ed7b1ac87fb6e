"""The network that hears letters, pauses, and where words begin and end: a few convolutions."""

from collections.abc import Mapping

import torch.nn.functional as F
from torch import Tensor, nn

from alm_studio.alignment.spelling import LETTERS

BANDS = 80
WIDTH = 64

_DILATIONS = (1, 2, 4, 8)
_KERNEL = 5


class BoundaryNetwork(nn.Module):
    """Frames of 10 ms to what sounds in them and whether a word begins or ends there.

    Args:
        encoders: name of each encoder whose states it can listen to as well → their width.
        width: of the layers.
    """

    def __init__(self, encoders: Mapping[str, int], width: int = WIDTH) -> None:
        super().__init__()
        self.sound = nn.Conv1d(BANDS, width, _KERNEL, padding=_KERNEL // 2)
        self.meanings = nn.ModuleDict(
            {name: nn.Sequential(nn.LayerNorm(size), nn.Linear(size, width)) for name, size in encoders.items()}
        )
        self.layers = nn.ModuleList(
            nn.Conv1d(width, width, _KERNEL, padding=_KERNEL // 2 * dilation, dilation=dilation)
            for dilation in _DILATIONS
        )
        self.dropout = nn.Dropout(0.1)
        self.sounds = nn.Conv1d(width, len(LETTERS) + 1, 1)
        self.edges = nn.Conv1d(width, 2, 1)

    def forward(
        self, log_mel: Tensor, states: Tensor | None = None, encoder: str = "", known: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Listen.

        Args:
            log_mel: [B, T, 80], see ``normalised``.
            states: [B, S, D] of 20 ms, S at least T / 2; None: log-mel alone.
            encoder: whose states.
            known: [B], 1 for those examples whose states are listened to; all by default.

        Returns:
            logits of the letters and, last, of a pause, [B, T, 27]; logits of a word beginning, and having ended, with
            each frame, [B, T, 2].
        """
        x = self.sound(log_mel.mT)
        if states is not None:
            meaning = self.meanings[encoder](states).mT
            meaning = F.interpolate(meaning, size=2 * meaning.shape[2], mode="linear")[:, :, : x.shape[2]]
            x = x + (meaning if known is None else meaning * known[:, None, None])
        x = F.gelu(x)
        for layer in self.layers:
            x = x + self.dropout(F.gelu(layer(x)))
        return self.sounds(x).mT, self.edges(x).mT
