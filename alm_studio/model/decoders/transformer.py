"""A Transformer decoder with cached self-attention and attention over the encoder's states (Whisper's).

Source: Vaswani et al., "Attention Is All You Need", 2017; pre-norm and tied output weights as in Whisper.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from alm_studio.model.attention import SelfAttention, merge_heads, padding_mask, weighted_sum
from alm_studio.model.attentions.registry import ATTENTIONS
from alm_studio.model.cache import KeyValueCache
from alm_studio.model.decoders.listening import ListeningState
from alm_studio.model.layers import Embedding, FeedForward, TiedOutput, run_block
from alm_studio.model.seq2seq import Decoder, DecoderState, Memory


class TransformerState(ListeningState):
    """The cache of self-attention, beside each layer's keys and values of the sound."""

    def __init__(
        self,
        cache: KeyValueCache,
        cross: list[tuple[Tensor, Tensor]],
        mask: Tensor | None,
        beam: int,
        examples: list[int] | None = None,
    ) -> None:
        super().__init__(cross, mask, beam, examples)
        self.cache = cache

    def reorder(self, rows: Tensor) -> None:
        """See ``DecoderState``. Cross-attention is shared within an example, so it stays."""
        self.cache.reorder(rows)

    def branch(self, examples: Tensor, beam: int) -> "TransformerState":
        """See ``DecoderState``."""
        cache = self.cache.copy((examples * self.beam).repeat_interleave(beam))
        return TransformerState(cache, self.cross, self.mask, beam, self.among(examples))

    def rewind(self, tokens: int) -> bool:
        """See ``DecoderState``."""
        self.cache.cut(self.cache.length - tokens)
        return True


class DecoderBlock(nn.Module):
    """Causal self-attention, attention over the sound, and a feed-forward layer."""

    def __init__(
        self, width: int, heads: int, attention: str = "multi-head", dropout: float = 0.0, memory_width: int = 0
    ) -> None:
        super().__init__()
        self.self_attention = SelfAttention(width, heads)
        self.cross_attention = ATTENTIONS[attention](width, heads, memory_width or width)
        self.feed_forward = FeedForward(width, 4 * width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, states: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """Teacher-forced pass, without a cache, whose memory could not be learned through.

        Args:
            x: [B, N, D].
            states: [B, S, D] of the encoder.
            mask: [B, 1, 1, S] or None, added to the scores of cross-attention.

        Returns:
            [B, N, D] and the attention over the sound [B, heads, N, S].
        """
        x = x + self.dropout(self.self_attention(x, causal=True))
        heard, weights = self.cross_attention(x, *self.cross_attention.project_memory(states), mask)
        x = x + self.dropout(heard)
        return x + self.dropout(self.feed_forward(x)), weights


class TransformerDecoder(Decoder):
    """Text tokens to logits.

    Args:
        attention: over the sound, a name of ``attentions.registry``.
        memory_width: of the encoder's states; 0: the decoder's own.

    Attributes:
        reported_heads: (layer, head) pairs whose attention over the sound is returned, in this order.
    """

    def __init__(
        self,
        vocabulary: int,
        positions: int,
        width: int,
        heads: int,
        layers: int,
        reported_heads: Sequence[tuple[int, int]] = (),
        attention: str = "multi-head",
        dropout: float = 0.0,
        memory_width: int = 0,
    ) -> None:
        super().__init__()
        self.token_embedding = Embedding(vocabulary, width)
        self.output = TiedOutput(self.token_embedding)
        self.positions = nn.Parameter(torch.zeros(positions, width))
        self.blocks = nn.ModuleList(DecoderBlock(width, heads, attention, dropout, memory_width) for _ in range(layers))
        self.dropout = nn.Dropout(dropout)
        self.norm = nn.LayerNorm(width)
        self.heads = heads
        self.longest_text = positions
        self.reported_heads = list(reported_heads)

    def start(self, memory: Memory, beam: int = 1) -> TransformerState:
        """See ``Decoder``. Computes every layer's cross keys and values, once."""
        examples, states, _ = memory.states.shape
        layers = range(len(self.blocks))
        cross = [self._blocks(index).cross_attention.project_memory(memory.states) for index in layers]
        cache = KeyValueCache(
            rows=examples * beam,
            layers=len(self.blocks),
            heads=self.heads,
            head_width=self.positions.shape[1] // self.heads,
            longest=self.positions.shape[0],
            dtype=_cache_dtype(cross[0][0]),
            device=memory.states.device,
        )
        return TransformerState(cache, cross, padding_mask(memory.lengths, states), beam)

    def step(self, tokens: Tensor, state: DecoderState) -> tuple[Tensor, Tensor]:
        """See ``Decoder``."""
        assert isinstance(state, TransformerState)
        x, attention = self._run(tokens, state)
        return self.output(x[:, -1]), attention[:, :, -1]

    def read(self, tokens: Tensor, state: DecoderState, last: int) -> tuple[Tensor, Tensor]:
        """See ``Decoder``; all tokens in one pass."""
        assert isinstance(state, TransformerState)
        x, attention = self._run(tokens, state)
        rows = x[:, -last:].flatten(0, 1)  # of a third dimension torch makes a batch, and copies all weights for it
        return self.output(rows).view(len(x), last, -1), attention

    @property
    def alignment_heads(self) -> list[tuple[int, int]]:
        """See ``Decoder``."""
        return list(self.reported_heads)

    def forward(self, tokens: Tensor, memory: Memory) -> tuple[Tensor, Tensor]:
        """See ``Decoder``."""
        logits, layers = self._read(tokens, memory)
        reported = [layers[layer][:, head] for layer, head in self.reported_heads]
        return logits, torch.stack(reported, dim=1) if reported else layers[0][:, :0]

    def attend(self, tokens: Tensor, memory: Memory) -> tuple[Tensor, Tensor]:
        """See ``Decoder``."""
        logits, layers = self._read(tokens, memory)
        return logits, torch.stack(layers, dim=1)

    def _read(self, tokens: Tensor, memory: Memory) -> tuple[Tensor, list[Tensor]]:
        """Teacher-forced: logits [B, N, V], and for each layer the weights [B, heads, N, S]."""
        count = tokens.shape[1]
        self._check_length(count)
        x = self.dropout(self.token_embedding(tokens).float() + self.positions[:count].float())
        mask = padding_mask(memory.lengths, memory.states.shape[1])
        layers = []
        for block in self.blocks:
            x, weights = run_block(block, x, memory.states, mask, checkpoint=self.gradient_checkpointing)
            layers.append(weights)
        return self.output(self.norm(x)), layers

    def _run(self, tokens: Tensor, state: TransformerState) -> tuple[Tensor, Tensor]:
        """Tokens [R, N] to the last layer's states [R, N, D] and the reported attention [R, H, N, S]."""
        rows, count = tokens.shape
        begin = state.cache.length
        self._check_length(begin + count)
        x = self.token_embedding(tokens).float() + self.positions[begin : begin + count].float()
        reported: dict[tuple[int, int], Tensor] = {}
        causal = _causal_mask(count, begin, x.device)
        for index in range(len(self.blocks)):
            block = self._blocks(index)
            query, key, value = block.self_attention.project(x)
            key, value = state.cache.append(index, key, value)
            mixed, _ = weighted_sum(query.to(key.dtype), key, value, causal)
            x = x + block.self_attention.out(merge_heads(mixed))
            # The hypotheses of one example are so many queries over the same sound: its keys are read once.
            grouped = x.view(-1, state.beam * count, x.shape[-1])
            heard, weights = block.cross_attention(grouped, *state.cross[index], state.mask, state.examples)
            x = x + heard.view(rows, count, -1)
            x = x + block.feed_forward(x)
            for layer, head in self.reported_heads:
                if layer == index:
                    reported[layer, head] = weights[:, head].reshape(rows, count, -1)
        if not reported:
            return self.norm(x), x.new_zeros(rows, 0, count, state.cross[0][0].shape[2])
        return self.norm(x), torch.stack([reported[pair] for pair in self.reported_heads], dim=1)

    def _check_length(self, count: int) -> None:
        if count > self.longest_text:
            raise IndexError(f"a text of {count} tokens is longer than {self.longest_text}")

    def _blocks(self, index: int) -> DecoderBlock:
        block = self.blocks[index]
        assert isinstance(block, DecoderBlock)
        return block


def _cache_dtype(cross: Tensor) -> torch.dtype:
    """A processor multiplies the few rows of a growing text in float32 in a third of the time it takes in bfloat16."""
    return torch.float32 if cross.device.type == "cpu" else cross.dtype


def _causal_mask(count: int, begin: int, device: torch.device) -> Tensor | None:
    """[N, begin + N], hiding later tokens; None for a single token, which sees everything before it."""
    if count == 1:
        return None
    mask = torch.full((count, begin + count), -torch.inf, device=device)
    return mask.triu_(begin + 1)
