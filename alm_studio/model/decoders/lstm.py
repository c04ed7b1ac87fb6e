"""An LSTM decoder that listens before each token.

Sources: Chan et al., "Listen, Attend and Spell", 2016, section 3.2: what was heard at one step goes into the next;
Chorowski et al., "Attention-Based Models for Speech Recognition", 2015: so does where it was heard.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from alm_studio.model.attention import padding_mask
from alm_studio.model.attentions.registry import ATTENTIONS
from alm_studio.model.decoders.listening import ListeningState
from alm_studio.model.layers import Embedding, Linear
from alm_studio.model.seq2seq import Decoder, DecoderState, Memory

_REACH = 20
"""States, before and behind, in which a decoder looks around from where it listened last."""


@dataclass(frozen=True)
class Recurrent:
    """What goes from one step to the next, a row for each hypothesis.

    Attributes:
        hidden, cells: [layers, R, D].
        heard: [R, D], the sum of what it listened to last.
        last: [R, S], how much it listened to each state then.
    """

    hidden: Tensor
    cells: Tensor
    heard: Tensor
    last: Tensor

    def rows(self, rows: Tensor) -> "Recurrent":
        """Row i becomes row ``rows[i]``."""
        return Recurrent(self.hidden[:, rows], self.cells[:, rows], self.heard[rows], self.last[rows])


class LstmState(ListeningState):
    """What each row remembers.

    Attributes:
        recurrent: goes from step to step.
        length: tokens read so far.
    """

    def __init__(
        self,
        cross: list[tuple[Tensor, Tensor]],
        mask: Tensor | None,
        beam: int,
        recurrent: Recurrent,
        length: int = 0,
        examples: list[int] | None = None,
    ) -> None:
        super().__init__(cross, mask, beam, examples)
        self.recurrent = recurrent
        self.length = length

    def reorder(self, rows: Tensor) -> None:
        """See ``DecoderState``."""
        self.recurrent = self.recurrent.rows(rows)

    def branch(self, examples: Tensor, beam: int) -> "LstmState":
        """See ``DecoderState``."""
        rows = (examples * self.beam).repeat_interleave(beam)
        recurrent = self.recurrent.rows(rows)
        return LstmState(self.cross, self.mask, beam, recurrent, self.length, self.among(examples))


class Location(nn.Module):
    """Where it listened last, as a preference for where to listen next, beside what the sound itself speaks for.

    The last weights are moved on by a step whose distribution is learned, as in forward attention (Zhang et al.,
    "Forward Attention in Sequence-to-Sequence Acoustic Modelling for Speech Synthesis", 2018), and their logarithm is
    added to the scores. ``begin`` says how long a step is at first: without such a beginning, hundreds of steps of
    learning go by before attention on more than a word finds its way forward.
    """

    def __init__(self) -> None:
        super().__init__()
        self.step = nn.Parameter(torch.empty(2 * _REACH + 1))
        self.anywhere = nn.Parameter(torch.full((1,), -6.0))  # log of the chance to go on at any other state
        self.begin(3.0)

    @torch.no_grad()
    def begin(self, pace: float) -> None:
        """Before learning: expect a token to last about ``pace`` states.

        The spread is that of so many states of sound in a row, each of which may be there or not.
        """
        pace = min(max(pace, 1.0), 0.75 * _REACH)
        ahead = torch.arange(_REACH, -_REACH - 1, -1, device="cpu")  # states, for each weight of the kernel
        self.step.copy_(-0.5 * (ahead - pace) ** 2 / (3.0 * pace))

    def forward(self, last: Tensor) -> Tensor:
        """Weights of the last step [R, S] to what is added to the scores [R, S]."""
        kernel = self.step.softmax(dim=0).view(1, 1, -1)
        moved = F.conv1d(last[:, None], kernel, padding=_REACH)[:, 0]
        return (moved.clamp(min=0.0) + self.anywhere.exp()).log()


class LstmDecoder(Decoder):
    """Text tokens to logits, by LSTM cells one above the other; the topmost asks where to listen.

    Args:
        attention: a name of ``attentions.registry``.
        heads: of multi-head attention.
        memory_width: of the encoder's states.
        reported_heads: heads whose attention is returned, in this order.
    """

    def __init__(
        self,
        vocabulary: int,
        positions: int,
        width: int,
        layers: int,
        attention: str,
        heads: int,
        dropout: float,
        memory_width: int,
        reported_heads: list[int],
    ) -> None:
        super().__init__()
        self.longest_text = positions
        self.reported_heads = reported_heads
        self.token_embedding = Embedding(vocabulary, width)
        self.cells = nn.ModuleList(nn.LSTMCell(width if layer else 2 * width, width) for layer in range(layers))
        self.attention = ATTENTIONS[attention](width, heads, memory_width)
        self.location = Location()
        self.dropout = nn.Dropout(dropout)
        self.join = Linear(2 * width, width)
        self.logits = Linear(width, vocabulary)
        for cell in self.cells:
            assert isinstance(cell, nn.LSTMCell)
            with torch.no_grad():
                cell.bias_ih[width : 2 * width] += 1.0  # the forget gate begins open: what came before is kept

    def start(self, memory: Memory, beam: int = 1) -> LstmState:
        """See ``Decoder``. Computes keys and values, once."""
        examples, states, _ = memory.states.shape
        width = self.token_embedding.embedding_dim
        silent = memory.states.new_zeros(len(self.cells), examples * beam, width, dtype=torch.float32)
        begin = silent.new_zeros(examples * beam, states)
        begin[:, 0] = 1.0  # as if it had listened to the beginning
        return LstmState(
            cross=[self.attention.project_memory(memory.states)],
            mask=padding_mask(memory.lengths, states),
            beam=beam,
            recurrent=Recurrent(silent, silent, silent[0], begin),
        )

    def step(self, tokens: Tensor, state: DecoderState) -> tuple[Tensor, Tensor]:
        """See ``Decoder``."""
        assert isinstance(state, LstmState)
        outputs, attention = self._run(tokens, state, self.reported_heads)
        return self.logits(outputs[:, -1]).float(), attention[:, :, -1]

    def forward(self, tokens: Tensor, memory: Memory) -> tuple[Tensor, Tensor]:
        """See ``Decoder``."""
        outputs, attention = self._run(tokens, self.start(memory), self.reported_heads)
        return self.logits(outputs).float(), attention

    def attend(self, tokens: Tensor, memory: Memory) -> tuple[Tensor, Tensor]:
        """See ``Decoder``. Only the topmost cell listens: one layer."""
        outputs, attention = self._run(tokens, self.start(memory), list(range(self.attention.heads)))
        return self.logits(outputs).float(), attention[:, None]

    @property
    def alignment_heads(self) -> list[tuple[int, int]]:
        """See ``Decoder``."""
        return [(0, head) for head in self.reported_heads]

    def _run(self, tokens: Tensor, state: LstmState, heads: list[int]) -> tuple[Tensor, Tensor]:
        """Tokens [R, N] to outputs [R, N, D] and the attention of some heads [R, H, N, S].

        Raises:
            IndexError: the text grows longer than it may be.
        """
        rows, count = tokens.shape
        if state.length + count > self.longest_text:
            raise IndexError(f"a text of {state.length + count} tokens is longer than {self.longest_text}")
        # Embeddings begin small for the sake of tied output weights, which this decoder has none of.
        scale = self.token_embedding.embedding_dim**0.5
        embedded = self.dropout(self.token_embedding(tokens).float() * scale)
        before = state.recurrent
        hidden, cells = list(before.hidden), list(before.cells)
        heard, last = before.heard, before.last
        outputs, attention = [], []
        for place in range(count):
            x = torch.cat([embedded[:, place], heard], dim=1)
            for layer, cell in enumerate(self.cells):
                hidden[layer], cells[layer] = cell(x, (hidden[layer], cells[layer]))
                x = self.dropout(hidden[layer])
            # The hypotheses of one example are so many queries over the same sound.
            query = x.view(-1, state.beam, x.shape[1])
            bias = self.location(last).view(-1, 1, state.beam, last.shape[1])
            mixed, weights = self.attention(query, *state.cross[0], state.mask, state.examples, bias)
            heard = mixed.reshape(rows, -1).float()
            last = weights.mean(dim=1).reshape(rows, -1)
            outputs.append(torch.cat([x, heard], dim=1))
            attention.append(weights[:, heads].transpose(1, 2).flatten(0, 1))
        state.recurrent = Recurrent(torch.stack(hidden), torch.stack(cells), heard, last)
        state.length += count
        joined = self.join(self.dropout(torch.stack(outputs, dim=1))).float()
        return self.dropout(torch.tanh(joined)), torch.stack(attention, dim=2)
