"""A text that was begun is written on, greedily, from a draft of what may follow.

Source: Stern, Shazeer and Uszkoreit, "Blockwise Parallel Decoding for Deep Autoregressive Models", 2018: a draft is
read in one pass, and what the model would have written itself stays. The text is the same as without a draft.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from alm_studio.base.cancel import CancelToken
from alm_studio.decoding.rules import LogitRule, SuppressBlank, SuppressTokens
from alm_studio.model.seq2seq import DecoderState, Memory, Seq2Seq
from alm_studio.text.speech_tokenizer import SpeechTokenizer


@dataclass(frozen=True)
class Continuation:
    """What follows a text that was begun.

    Attributes:
        tokens: text tokens, without the end token.
        logprobs: of each, nats.
        avg_logprob: mean per token, the end token included.
        attention: [H, B + N + 1, S] float16 of the reported heads: rows for the B tokens that the text begins with,
            for the N that follow, and for the end.
    """

    tokens: list[int]
    logprobs: list[float]
    avg_logprob: float
    attention: Tensor


class Continuer:
    """Writes on over one memory after another.

    Args:
        network, tokenizer: of one model.
        task: ``"transcribe"`` or ``"translate"``.
        cancel: looked at before every token.
    """

    def __init__(self, network: Seq2Seq, tokenizer: SpeechTokenizer, task: str, cancel: CancelToken) -> None:
        self._network = network
        self._tokenizer = tokenizer
        self._task = task
        self._cancel = cancel
        self._device = next(network.parameters()).device
        self._never = [*tokenizer.never_written, *range(tokenizer.timestamp_begin, tokenizer.vocabulary)]

    def listen(self, memory: Memory) -> DecoderState:
        """The state before the first token, for the one sound of ``memory``; any number of texts branch off."""
        return self._network.decoder.start(memory)

    def first(self, start: DecoderState) -> tuple[float, Tensor | None]:
        """What the first logits tell.

        Returns:
            The probability that nobody speaks (0 for models that cannot tell), and those of the languages in the
            tokenizer's order, [languages]; None for models of one language.
        """
        tokenizer = self._tokenizer
        logits, _ = self._network.decoder.step(self._tensor([tokenizer.sot]), start.branch(self._one(), 1))
        silent = 0.0 if tokenizer.no_speech is None else float(logits[0].softmax(dim=0)[tokenizer.no_speech])
        if not tokenizer.multilingual:
            return silent, None
        begin = tokenizer.sot + 1
        return silent, logits[0, begin : begin + len(tokenizer.languages)].softmax(dim=0)

    def write(
        self,
        start: DecoderState,
        states: int,
        language: str,
        begun: Sequence[int],
        draft: Sequence[int],
        previous: Sequence[int],
        most: int,
    ) -> Continuation:
        """Write on.

        Args:
            start: see ``listen``.
            states: how many of the memory's states hold sound; attention is cut there.
            language: code.
            begun: B text tokens that are given.
            draft: text tokens that may follow.
            previous: text tokens of what was said before the sound.
            most: tokens that may follow.

        Raises:
            CancelledError: cancelled.
        """
        decoder, tokenizer = self._network.decoder, self._tokenizer
        prompt = tokenizer.prompt(language, self._task, False)
        if previous and tokenizer.sot_prev is not None:
            prompt = [tokenizer.sot_prev, *previous, *prompt]
        most = min(most, decoder.longest_text - len(prompt) - len(begun) - 1)
        pending = list(draft[: max(0, most)])
        state = start.branch(self._one(), 1)
        logits, attention = decoder.read(self._tensor([*prompt, *begun, *pending]), state, len(pending) + 1)
        place = len(prompt) + len(begun) - 1  # the row whose logits say what follows
        rows = [attention[0, :, len(prompt) - 1 : place, :states]]
        logits = logits[0]
        rules = self._rules(fresh=not begun)
        tokens: list[int] = []
        logprobs: list[float] = []
        while True:
            self._cancel.check()
            rows.append(attention[0, :, place : place + 1, :states])
            token, logprob = _best(logits[0], rules, tokens)
            logprobs.append(logprob)
            if token == tokenizer.eot or len(tokens) >= most:
                break
            tokens.append(token)
            if pending and pending[0] == token:
                pending, logits, place = pending[1:], logits[1:], place + 1
                continue
            if pending and not state.rewind(len(pending)):
                state = start.branch(self._one(), 1)
                decoder.read(self._tensor([*prompt, *begun, *tokens[:-1]]), state, 1)
            pending, place = [], 0
            logits, attention = decoder.read(self._tensor([token]), state, 1)
            logits = logits[0]
        average = sum(logprobs) / len(logprobs)
        return Continuation(tokens, logprobs[: len(tokens)], average, torch.cat(rows, dim=1).half())

    def _rules(self, fresh: bool) -> list[LogitRule]:
        rules: list[LogitRule] = [SuppressTokens(self._never, self._device)]
        if fresh and self._tokenizer.blanks:
            rules.append(SuppressBlank(self._tokenizer, self._device))
        return rules

    def _tensor(self, tokens: list[int]) -> Tensor:
        return torch.tensor([tokens], dtype=torch.long, device=self._device)

    def _one(self) -> Tensor:
        """The only example."""
        return torch.zeros(1, dtype=torch.long, device=self._device)


def _best(logits: Tensor, rules: Sequence[LogitRule], written: Sequence[int]) -> tuple[int, float]:
    """The most probable token that the rules allow, and its log-probability. logits: [V]."""
    row = logits[None]
    tokens = torch.tensor([list(written)], dtype=torch.long, device=logits.device)
    for rule in rules:
        rule.apply(row, tokens)
    token = int(row[0].argmax())
    return token, float(row[0, token] - row[0].logsumexp(dim=0))
