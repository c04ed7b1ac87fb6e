"""An LSTM decoder that listens before each token.

Source: Chan et al., "Listen, Attend and Spell", 2016, section 3.2: what was heard at one step goes into the next.
"""

import torch
from torch import Tensor, nn

from alm_studio.model.attention import padding_mask
from alm_studio.model.attentions.registry import ATTENTIONS
from alm_studio.model.decoders.listening import ListeningState
from alm_studio.model.layers import Embedding, Linear
from alm_studio.model.seq2seq import Decoder, DecoderState, Memory


class LstmState(ListeningState):
    """Each row's hidden states, cells, and what it heard last.

    Attributes:
        hidden, cells: [layers, R, D].
        heard: [R, D].
        length: tokens read so far.
    """

    def __init__(
        self,
        cross: list[tuple[Tensor, Tensor]],
        mask: Tensor | None,
        beam: int,
        recurrent: tuple[Tensor, Tensor, Tensor],
        length: int = 0,
        examples: list[int] | None = None,
    ) -> None:
        super().__init__(cross, mask, beam, examples)
        self.hidden, self.cells, self.heard = recurrent
        self.length = length

    def reorder(self, rows: Tensor) -> None:
        """See ``DecoderState``."""
        self.hidden, self.cells, self.heard = self._rows(rows)

    def keep(self, examples: Tensor) -> None:
        """See ``DecoderState``."""
        rows = examples[:, None] * self.beam + torch.arange(self.beam, device=examples.device)
        self.reorder(rows.flatten())
        self.examples = self.among(examples)

    def branch(self, examples: Tensor, beam: int) -> "LstmState":
        """See ``DecoderState``."""
        rows = (examples * self.beam).repeat_interleave(beam)
        return LstmState(self.cross, self.mask, beam, self._rows(rows), self.length, self.among(examples))

    def _rows(self, rows: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.hidden[:, rows], self.cells[:, rows], self.heard[rows]


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
        return LstmState(
            cross=[self.attention.project_memory(memory.states)],
            mask=padding_mask(memory.lengths, states),
            beam=beam,
            recurrent=(silent, silent, silent[0]),
        )

    def step(self, tokens: Tensor, state: DecoderState) -> tuple[Tensor, Tensor]:
        """See ``Decoder``."""
        assert isinstance(state, LstmState)
        outputs, attention = self._run(tokens, state)
        return self.logits(outputs[:, -1]).float(), attention[:, :, -1]

    def forward(self, tokens: Tensor, memory: Memory) -> tuple[Tensor, Tensor]:
        """See ``Decoder``."""
        outputs, attention = self._run(tokens, self.start(memory))
        return self.logits(outputs).float(), attention

    def _run(self, tokens: Tensor, state: LstmState) -> tuple[Tensor, Tensor]:
        """Tokens [R, N] to outputs [R, N, D] and the reported attention [R, H, N, S].

        Raises:
            IndexError: the text grows longer than it may be.
        """
        rows, count = tokens.shape
        if state.length + count > self.longest_text:
            raise IndexError(f"a text of {state.length + count} tokens is longer than {self.longest_text}")
        embedded = self.dropout(self.token_embedding(tokens).float())
        hidden, cells = list(state.hidden), list(state.cells)
        outputs, attention = [], []
        for place in range(count):
            x = torch.cat([embedded[:, place], state.heard], dim=1)
            for layer, cell in enumerate(self.cells):
                hidden[layer], cells[layer] = cell(x, (hidden[layer], cells[layer]))
                x = self.dropout(hidden[layer])
            # The hypotheses of one example are so many queries over the same sound.
            query = x.view(-1, state.beam, x.shape[1])
            heard, weights = self.attention(query, *state.cross[0], state.mask, state.examples)
            state.heard = heard.reshape(rows, -1).float()
            outputs.append(torch.cat([x, state.heard], dim=1))
            attention.append(weights[:, self.reported_heads].transpose(1, 2).flatten(0, 1))
        state.hidden, state.cells = torch.stack(hidden), torch.stack(cells)
        state.length += count
        joined = self.join(self.dropout(torch.stack(outputs, dim=1))).float()
        return self.dropout(torch.tanh(joined)), torch.stack(attention, dim=2)
