"""Decoding of a batch of windows: the prompt, the language, then one token after another."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from alm_studio.base.cancel import CancelToken
from alm_studio.decoding.continuation import prompt_after, search_on, write_on
from alm_studio.decoding.first_step import FirstStep, first_step
from alm_studio.decoding.options import DecodeOptions
from alm_studio.decoding.rules import LogitRule, make_rules
from alm_studio.decoding.search import BeamSearch, Candidate, Sampling, Search
from alm_studio.model.seq2seq import DecoderState, Memory, Seq2Seq
from alm_studio.text.speech_tokenizer import SpeechTokenizer


@dataclass(frozen=True)
class Hypothesis:
    """What the model takes a window to say.

    Attributes:
        tokens: text and timestamp tokens, without the end token.
        logprobs: of each token, nats.
        avg_logprob: mean per token, the end token included.
        no_speech_prob: 0 to 1, the model's estimate that nobody speaks.
        temperature: it was found with.
        language: code.
        attention: [H, N + 1, S] float16 of the reported heads: row n is where the model listened when it wrote token
            n, the last row when it ended the text.
        alternatives: the other texts that the search finished, best first, without attention.
    """

    tokens: list[int]
    logprobs: list[float]
    avg_logprob: float
    no_speech_prob: float
    temperature: float
    language: str
    attention: Tensor | None
    alternatives: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class _Begun:
    """The state of some windows before their first token."""

    windows: list[int]
    start: DecoderState


class WindowBatch:
    """Windows of sound, encoded, about to be decoded.

    What the decoder reads of the sound is large; each thread keeps it for the windows that it decoded last.

    Args:
        network, tokenizer: of the model.
        memory: the W encoded windows.
        states: how many states of each window hold sound; attention is kept for these, timestamps end there.
        told: of these windows, if it is known; else each is asked when it is decoded.
    """

    def __init__(
        self,
        network: Seq2Seq,
        tokenizer: SpeechTokenizer,
        memory: Memory,
        states: Sequence[int],
        told: FirstStep | None = None,
    ) -> None:
        self._network = network
        self._tokenizer = tokenizer
        self._memory = memory
        self._states = list(states)
        self._device = memory.states.device
        self._kept = threading.local()
        self._told = told
        self._no_speech: dict[int, float] = {}

    @property
    def told(self) -> FirstStep:
        """What the model tells of all windows before it writes."""
        if self._told is None:
            self._told = self._ask(range(len(self._states)))
        return self._told

    def decode(
        self,
        languages: Sequence[str],
        options: DecodeOptions,
        windows: Sequence[int] | None = None,
        previous: Sequence[Sequence[int]] | None = None,
        cancel: CancelToken | None = None,
        begun: Sequence[int] = (),
    ) -> list[Hypothesis]:
        """Find the text of each window.

        Args:
            languages: code for each window decoded.
            options: how.
            windows: which windows; all by default.
            previous: for each window decoded the text tokens that came before; all of one length.
            cancel: looked at before every token.
            begun: text tokens with which every window's text begins; they are no part of the hypotheses.

        Raises:
            CancelledError: cancelled.
        """
        chosen = list(range(len(self._states)) if windows is None else windows)
        search = self._search(len(chosen), options)
        self._run(chosen, languages, options, previous, begun, search, cancel or CancelToken())
        no_speech = self._silences(chosen)
        return [
            _hypothesis(search.ranked(index), no_speech[index], options.temperature, language)
            for index, (window, language) in enumerate(zip(chosen, languages, strict=True))
        ]

    def follow(
        self,
        window: int,
        language: str,
        draft: Sequence[int],
        options: DecodeOptions,
        previous: Sequence[int] = (),
        cancel: CancelToken | None = None,
    ) -> Hypothesis:
        """The greedy text of one window, by way of a draft: the same text, in a few passes.

        Args:
            window: which.
            language: code.
            draft: text and timestamp tokens, such as the window's text without what came before it.
            options: how; the beam does not count.
            previous: text tokens that came before.
            cancel: looked at before every pass.

        Raises:
            CancelledError: cancelled.
        """
        device, tokenizer = self._device, self._tokenizer
        prompt = prompt_after(previous, tokenizer, language, options.task, options.timestamps)
        states = self._states[window]
        found = write_on(
            self._network.decoder,
            self._begin([window]),
            prompt,
            (),
            draft,
            self._rules([states], replace(options, beam=1), device, fresh=True),
            tokenizer.eot,
            states,
            options.max_tokens,
            cancel or CancelToken(),
        )
        return Hypothesis(
            found.tokens,
            found.logprobs,
            found.avg_logprob,
            self._silences([window])[0],
            0.0,
            language,
            found.attention if options.keep_attention else None,
        )

    def _silences(self, windows: Sequence[int]) -> list[float]:
        """The probability that nobody speaks in each of some windows."""
        if self._told is not None:
            return [float(self._told.no_speech[window]) for window in windows]
        unknown = [window for window in windows if window not in self._no_speech]
        if unknown:
            self._no_speech |= dict(zip(unknown, self._ask(unknown).no_speech.tolist(), strict=True))
        return [self._no_speech[window] for window in windows]

    def _ask(self, windows: Sequence[int]) -> FirstStep:
        """What the model tells of some windows before it writes."""
        return first_step(self._network.decoder, self._tokenizer, self._begin(windows), len(windows))

    def forget(self) -> None:
        """Let go what this thread keeps of the sounds, and give back what the device holds for later."""
        self._kept.begun = None
        if self._device.type != "cpu":
            getattr(torch, self._device.type).empty_cache()

    def _begin(self, windows: Sequence[int]) -> DecoderState:
        """The state before the first token of these windows."""
        kept: _Begun | None = getattr(self._kept, "begun", None)
        if kept is None or not set(windows) <= set(kept.windows):
            self._kept.begun = None  # its memory is free before more is needed
            del kept
            kept = _Begun(list(windows), self._network.decoder.start(self._memory.take(windows)))
            self._kept.begun = kept
        places = [kept.windows.index(window) for window in windows]
        return kept.start.branch(torch.tensor(places, device=self._device), 1)

    def _search(self, examples: int, options: DecodeOptions) -> Search:
        if options.temperature > 0:
            return Sampling(examples, options.best_of, self._tokenizer.eot, options.temperature, options.length_penalty)
        return BeamSearch(examples, options.beam, self._tokenizer.eot, options.length_penalty)

    def _run(
        self,
        windows: list[int],
        languages: Sequence[str],
        options: DecodeOptions,
        previous: Sequence[Sequence[int]] | None,
        begun: Sequence[int],
        search: Search,
        cancel: CancelToken,
    ) -> None:
        states = [self._states[window] for window in windows]
        prompts = [
            [*prompt_after(text, self._tokenizer, language, options.task, options.timestamps), *begun]
            for text, language in zip(previous or [()] * len(windows), languages, strict=True)
        ]
        given = torch.tensor(prompts, device=self._device, dtype=torch.long)
        rules = self._rules(states, options, self._device, fresh=not begun)
        frames = max(states) if options.keep_attention else 0
        search_on(self._network.decoder, self._begin(windows), given, search, rules, options.max_tokens, frames, cancel)

    def _rules(self, states: list[int], options: DecodeOptions, device: torch.device, fresh: bool) -> list[LogitRule]:
        last = torch.tensor(states, device=device).repeat_interleave(options.group) if options.timestamps else None
        return make_rules(self._tokenizer, device, fresh=fresh, last=last)


def _hypothesis(ranked: list[Candidate], no_speech: float, temperature: float, language: str) -> Hypothesis:
    best, *others = ranked
    return Hypothesis(
        best.tokens,
        best.logprobs,
        best.avg_logprob,
        no_speech,
        temperature,
        language,
        best.attention,
        tuple(others),
    )
