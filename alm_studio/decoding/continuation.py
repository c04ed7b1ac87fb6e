"""A text that was begun is written on: greedily, from a draft of what may follow, or by a search.

Source: Stern, Shazeer and Uszkoreit, "Blockwise Parallel Decoding for Deep Autoregressive Models", 2018: a draft is
read in one pass, and what the model would have written itself stays. The text is the same as without a draft.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from alm_studio.base.cancel import CancelToken
from alm_studio.decoding.first_step import FirstStep, first_step
from alm_studio.decoding.likeliest import summary
from alm_studio.decoding.rules import LogitRule, keep_rows, make_rules
from alm_studio.decoding.search import BeamSearch, Search
from alm_studio.model.seq2seq import Decoder, DecoderState, Memory, Seq2Seq
from alm_studio.text.speech_tokenizer import SpeechTokenizer

_CHUNK = 16
"""Tokens of a draft that are read at first, and once it was wrong: behind a wrong one the rest was read in vain."""
_GROWTH = 2
"""How many times as many are read once all were right."""
_NEAR = 8
"""Tokens around a wrong one among which the draft's own place is looked for."""


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

    def listen(self, memory: Memory) -> DecoderState:
        """The state before the first token, for the one sound of ``memory``; any number of texts branch off."""
        return self._network.decoder.start(memory)

    def first(self, start: DecoderState) -> FirstStep:
        """What the model tells of the one sound before it writes."""
        return first_step(self._network.decoder, self._tokenizer, start, 1)

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
        prompt = prompt_after(previous, tokenizer, language, self._task, timestamps=False)
        rules = make_rules(tokenizer, self._device, fresh=not begun)
        return write_on(decoder, start, prompt, begun, draft, rules, tokenizer.eot, states, most, self._cancel)

    def search(
        self,
        start: DecoderState,
        states: int,
        language: str,
        begun: Sequence[int],
        previous: Sequence[int],
        most: int,
        beam: int,
    ) -> Continuation:
        """Write on what is most probable as a whole, by beam search.

        Args:
            start, states, language, begun, previous, most: see ``write``.
            beam: hypotheses kept.

        Raises:
            CancelledError: cancelled.
        """
        tokenizer = self._tokenizer
        prompt = prompt_after(previous, tokenizer, language, self._task, timestamps=False)
        rules = make_rules(tokenizer, self._device, fresh=not begun)
        search = BeamSearch(1, beam, tokenizer.eot)
        given = torch.tensor([[*prompt, *begun]], dtype=torch.long, device=self._device)
        state = start.branch(torch.zeros(1, dtype=torch.long, device=self._device), 1)
        search_on(self._network.decoder, state, given, search, rules, most, 0, self._cancel)
        best = search.best(0)
        heard = self.write(start, states, language, [*begun, *best.tokens], (), previous, 0)
        return Continuation(best.tokens, best.logprobs, best.avg_logprob, heard.attention)


def prompt_after(
    previous: Sequence[int], tokenizer: SpeechTokenizer, language: str, task: str, timestamps: bool
) -> list[int]:
    """The tokens that a text follows on: what was said before, if anything and if the model takes it, and the task."""
    prompt = tokenizer.prompt(language, task, timestamps)
    return [tokenizer.sot_prev, *previous, *prompt] if previous and tokenizer.sot_prev is not None else prompt


def write_on(
    decoder: Decoder,
    start: DecoderState,
    prompt: Sequence[int],
    begun: Sequence[int],
    draft: Sequence[int],
    rules: Sequence[LogitRule],
    eot: int,
    states: int,
    most: int,
    cancel: CancelToken,
) -> Continuation:
    """Write on greedily behind a prompt and a text that was begun.

    Where the text leaves the draft, its rest is tried again behind the token that was written instead.

    Args:
        decoder: of the state.
        start: before the prompt; stays as it is. Its first example is what is heard.
        prompt: read first, at least one token.
        begun: B text tokens that are given.
        draft: text tokens that may follow.
        rules: what may be written.
        eot: the end token.
        states: attention is cut there.
        most: tokens that may follow.
        cancel: looked at before every pass.

    Raises:
        CancelledError: cancelled.
    """
    device = start.device
    first = torch.zeros(1, dtype=torch.long, device=device)
    most = min(most, decoder.longest_text - len(prompt) - len(begun) - 1)
    state = start.branch(first, 1)
    rows: list[Tensor] = []
    tokens: list[int] = []
    logprobs: list[float] = []
    place = 0  # in the draft
    chunk = _CHUNK
    unread, guess = [*prompt, *begun], list(draft[: max(0, min(most, chunk))])
    while True:
        cancel.check()
        given = torch.tensor([[*unread, *guess]], dtype=torch.long, device=device)
        logits, attention = decoder.read(given, state, len(guess) + 1)
        if not rows:
            rows.append(attention[0, :, len(prompt) - 1 : -len(guess) - 1, :states])
        found, certain = _agreed(logits[0], rules, tokens, guess)
        rows.append(attention[0, :, -len(guess) - 1 :][:, : len(found), :states])
        tokens += found
        logprobs += certain
        if tokens[-1] == eot or len(tokens) > most:
            tokens.pop()
            break
        wrong = len(guess) + 1 - len(found)
        unread = tokens[-1:]
        if wrong and not state.rewind(wrong):
            state, unread = start.branch(first, 1), [*prompt, *begun, *tokens]
        place = _followed(draft, place + len(found) - 1, tokens[-1])
        chunk = _CHUNK if wrong else _GROWTH * chunk
        guess = list(draft[place : place + max(0, min(most - len(tokens), chunk))])
    average = sum(logprobs) / len(logprobs)
    return Continuation(tokens, logprobs[: len(tokens)], average, torch.cat(rows, dim=1).half())


def search_on(
    decoder: Decoder,
    state: DecoderState,
    prompts: Tensor,
    search: Search,
    rules: Sequence[LogitRule],
    most: int,
    frames: int,
    cancel: CancelToken,
) -> None:
    """Search for what follows prompts, all side by side, until every one is done.

    Args:
        decoder: of the state.
        state: before the prompts, of E examples; changed.
        prompts: [E, P], read first.
        search: new, for E examples.
        rules: what may be written.
        most: tokens that may follow.
        frames: states of which the attention is kept; 0: none.
        cancel: looked at before every token.

    Raises:
        CancelledError: cancelled.
    """
    device, group = prompts.device, search.group
    room = decoder.longest_text - prompts.shape[1] - 1
    if prompts.shape[1] > 1:  # read once per example, before the hypotheses part
        decoder.step(prompts[:, :-1], state)
    state = state.branch(torch.arange(len(prompts), device=device), group)
    tokens = prompts[:, -1:].repeat_interleave(group, dim=0)
    written = tokens[:, :0]
    for _ in range(min(most, room)):
        cancel.check()
        logits, attention = decoder.step(tokens, state)
        for rule in rules:
            rule.apply(logits, written)
        following, order = search.choose(logits, attention[:, :, :frames].half() if frames else None)
        tokens = following[:, None]
        if order is not None:
            state.reorder(order)
            written = written[order]
        written = torch.cat([written, tokens], dim=1)
        going = [position for position in range(len(search.active)) if not search.done(position)]
        if not going:
            return
        if len(going) < len(search.active):
            search.keep(going)
            kept = torch.tensor(going, device=device)
            state.keep(kept)
            rows = (kept[:, None] * group + torch.arange(group, device=device)).flatten()
            tokens, written = tokens[rows], written[rows]
            for rule in rules:
                keep_rows(rule, rows)
    for position in range(len(search.active)):
        search.close(position)


def _agreed(
    logits: Tensor, rules: Sequence[LogitRule], tokens: Sequence[int], guess: Sequence[int]
) -> tuple[list[int], list[float]]:
    """The beginning of a guess that the model would have written too, and the token that it writes then.

    Args:
        logits: [G + 1, V], behind each beginning of the guess; changed.
        rules: what may be written.
        tokens: what was written before.
        guess: G tokens.

    Returns:
        Up to G + 1 tokens and their log-probabilities.
    """
    written = torch.tensor([[*tokens, *guess]], dtype=torch.long, device=logits.device)
    for rule in rules:
        if rule.constant:
            rule.apply(logits, written)
            continue
        for row in range(len(logits)):
            rule.apply(logits[row : row + 1], written[:, : len(tokens) + row])
    best = summary(logits)
    found = best.tokens.tolist()
    count = next((row for row, token in enumerate(guess) if found[row] != token), len(guess)) + 1
    return found[:count], best.logprobs[:count].tolist()


def _followed(draft: Sequence[int], place: int, token: int) -> int:
    """Where a draft goes on behind a token that was written instead of, or at, its token ``place``."""
    near = [at for at in range(max(0, place - _NEAR), min(len(draft), place + _NEAR)) if draft[at] == token]
    return min(near, key=lambda at: abs(at - place), default=place) + 1
