"""What every decoder's state knows of the sound, which the hypotheses of an example share."""

import torch
from torch import Tensor

from alm_studio.model.seq2seq import DecoderState


class ListeningState(DecoderState):
    """The examples' keys and values, which are computed once and never copied.

    Attributes:
        cross: for each layer that listens keys and values [E, heads, S, d] of all examples there ever were.
        mask: [E, 1, 1, S] or None.
        beam: hypotheses of each example.
        examples: indices of those still decoded; None: all of them.
    """

    def __init__(
        self, cross: list[tuple[Tensor, Tensor]], mask: Tensor | None, beam: int, examples: list[int] | None = None
    ) -> None:
        self.cross = cross
        self.mask = mask
        self.beam = beam
        self.examples = examples

    @property
    def device(self) -> torch.device:
        """See ``DecoderState``."""
        return self.cross[0][0].device

    def keep(self, examples: Tensor) -> None:
        """See ``DecoderState``."""
        rows = examples[:, None] * self.beam + torch.arange(self.beam, device=examples.device)
        self.reorder(rows.flatten())
        self.examples = self.among(examples)

    def among(self, examples: Tensor) -> list[int] | None:
        """Positions among the present examples as indices of all examples."""
        count = self.cross[0][0].shape[0]
        present = range(count) if self.examples is None else self.examples
        chosen = [present[position] for position in examples.tolist()]
        return None if chosen == list(range(count)) else chosen
