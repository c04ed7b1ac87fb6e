"""The contract of the family: an encoder turns sound into states, a decoder predicts the text token by token.

Every model estimates P(w_t | w_<t, audio). Letters in shapes: B examples, T feature frames, F features, S encoder
states, D width, N tokens, V vocabulary, H heads whose attention is reported, R decoder rows.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class Memory:
    """What the decoder listens to.

    Attributes:
        states: [B, S, D].
        lengths: [B], how many states of each example hold sound; the rest is padding and gets no attention.
        seconds_per_state: the time between two states.
    """

    states: Tensor
    lengths: Tensor
    seconds_per_state: float

    def take(self, examples: Sequence[int]) -> "Memory":
        """These examples of it, by index."""
        rows = torch.tensor(examples, device=self.states.device)
        return Memory(self.states[rows], self.lengths[rows], self.seconds_per_state)


def join_memories(memories: Sequence[Memory]) -> Memory:
    """The examples of all as one memory; what makes the shorter ones as long as the longest counts as padding."""
    longest = max(memory.states.shape[1] for memory in memories)
    states = torch.cat([_lengthened(memory.states, longest) for memory in memories])
    return Memory(states, torch.cat([memory.lengths for memory in memories]), memories[0].seconds_per_state)


def _lengthened(states: Tensor, length: int) -> Tensor:
    """[B, S, D] to [B, length, D]."""
    missing = length - states.shape[1]
    return F.pad(states, (0, 0, 0, missing)) if missing else states


class Encoder(nn.Module, ABC):
    """Sound to states.

    Attributes:
        seconds_per_state: the time between two states.
        gradient_checkpointing: keep less in memory while learning, and compute it again.
    """

    seconds_per_state: float
    gradient_checkpointing: bool = False

    @abstractmethod
    def forward(self, features: Tensor, lengths: Tensor) -> Memory:
        """Encode.

        Args:
            features: [B, T, F].
            lengths: [B], frames that hold sound.
        """


class StreamingEncoder(Encoder):
    """An encoder of sounds that go on: it need not compute all of them again."""

    @abstractmethod
    def start(self) -> object:
        """What it remembers of a sound, before it: this encoder's own."""

    @abstractmethod
    def go_on(self, features: Tensor, state: Any, kept: int) -> Memory:
        """Encode a sound of which a first part is known already, and not computed again; padding counts.

        The states that are kept did not hear what came since; what is computed hears everything. With ``kept`` 0 it is
        the same as ``forward``.

        Args:
            features: [1, T, F] of the whole sound.
            state: of its first part; changed in place.
            kept: how many of the states that were computed before stay.
        """


class DecoderState(ABC):
    """Everything a decoder remembers between two steps. An explicit object, one row per hypothesis.

    Rows come in groups: ``beam`` hypotheses per example, those of one example side by side.
    """

    @property
    @abstractmethod
    def device(self) -> torch.device:
        """Where it is."""

    @abstractmethod
    def reorder(self, rows: Tensor) -> None:
        """Let row i continue row ``rows[i]`` of the same example. rows: [R], int64."""

    @abstractmethod
    def keep(self, examples: Tensor) -> None:
        """Forget all but these examples. examples: indices, int64."""

    @abstractmethod
    def branch(self, examples: Tensor, beam: int) -> "DecoderState":
        """A second state that goes on from here, while this one stays as it is.

        Args:
            examples: indices, int64; those taken over.
            beam: hypotheses of each; they start as copies of the example's first.
        """

    def rewind(self, tokens: int) -> bool:
        """Forget the last tokens that were read; False where a state cannot go back, and stays as it is."""
        return tokens == 0


class Decoder(nn.Module, ABC):
    """States to text.

    Attributes:
        longest_text: tokens that a text may have with its prompt.
        alignment_heads: (layer, head) pairs whose attention is reported, in this order.
        gradient_checkpointing: keep less in memory while learning, and compute it again.
    """

    longest_text: int
    gradient_checkpointing: bool = False

    @property
    @abstractmethod
    def alignment_heads(self) -> list[tuple[int, int]]:
        """See above."""

    @abstractmethod
    def start(self, memory: Memory, beam: int = 1) -> DecoderState:
        """Prepare to decode each example of ``memory`` with ``beam`` hypotheses."""

    @abstractmethod
    def step(self, tokens: Tensor, state: DecoderState) -> tuple[Tensor, Tensor]:
        """Read the next tokens of every row.

        Args:
            tokens: [R, N], N >= 1; usually one, several for a prompt.
            state: changed in place.

        Returns:
            The logits after the last token [R, V], and the attention of the last token [R, H, S]; float32.
        """

    def read(self, tokens: Tensor, state: DecoderState, last: int) -> tuple[Tensor, Tensor]:
        """Read the next tokens of every row, and see what each would have been followed by.

        Args:
            tokens: [R, N], N >= 1.
            state: changed in place.
            last: after how many of the last tokens the logits are wanted.

        Returns:
            Logits after each of the last tokens [R, last, V], and the attention of all tokens [R, H, N, S]; float32.
        """
        steps = [self.step(tokens[:, place : place + 1], state) for place in range(tokens.shape[1])]
        return torch.stack([logits for logits, _ in steps[-last:]], 1), torch.stack([row for _, row in steps], 2)

    @abstractmethod
    def forward(self, tokens: Tensor, memory: Memory) -> tuple[Tensor, Tensor]:
        """Teacher-forced pass over whole texts.

        Args:
            tokens: [B, N].
            memory: of the same B examples.

        Returns:
            logits [B, N, V] and attention [B, H, N, S]; float32.
        """

    @abstractmethod
    def attend(self, tokens: Tensor, memory: Memory) -> tuple[Tensor, Tensor]:
        """Teacher-forced pass that shows everything: the attention of every head of every layer that listens.

        Args:
            tokens: [B, N].
            memory: of the same B examples.

        Returns:
            logits [B, N, V] and attention [B, layers, heads, N, S]; float32.
        """


class Seq2Seq(nn.Module):
    """An encoder and a decoder. Every encoder works with every decoder of the same width."""

    def __init__(self, encoder: Encoder, decoder: Decoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder

    def encode(self, features: Tensor, lengths: Tensor | None = None) -> Memory:
        """Features [B, T, F] to memory; without ``lengths`` every frame counts."""
        if lengths is None:
            lengths = torch.full((features.shape[0],), features.shape[1], device=features.device)
        memory: Memory = self.encoder(features, lengths)
        return memory

    def forward(self, features: Tensor, tokens: Tensor, lengths: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Encode and predict in one go, for training: logits [B, N, V], attention [B, H, N, S]."""
        return self.decoder(tokens, self.encode(features, lengths))  # type: ignore[no-any-return]
