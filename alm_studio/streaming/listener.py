"""One hearing of an utterance: its sound so far to the words that follow what is committed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F

from alm_studio.alignment.attended import attended_frames
from alm_studio.alignment.forced import force
from alm_studio.alignment.words import TimedWord
from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.base.cancel import CancelToken
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.decoding.batch import Hypothesis, WindowBatch
from alm_studio.decoding.fallback import FallbackOptions, repeats
from alm_studio.decoding.options import DecodeOptions
from alm_studio.model.seq2seq import Memory
from alm_studio.pipeline.evidence import is_invented
from alm_studio.pipeline.timing import WordTimer
from alm_studio.pipeline.windows import Window
from alm_studio.streaming.policies.policy import HeardWord

_SLACK = 2.56
"""Seconds of silence behind the sound. Whisper was trained on 30 s; with less than this it may not find the end."""
_LEAST = 1.0
"""Seconds that are encoded at least."""
_TOKENS = 10
"""Tokens a second that can be said; a loop ends there."""
_BACK = 0.6
"""Seconds by which attention goes back from one word to the next only where a text begins anew: a loop."""


@dataclass(frozen=True)
class Heard:
    """What one hearing gave.

    Attributes:
        words: that follow the committed ones, for the policy.
        timed: the same words with times, seconds of the utterance.
        sound: False where nothing in the sound backs them, or they repeat themselves.
    """

    words: tuple[HeardWord, ...]
    timed: tuple[TimedWord, ...]
    sound: bool


class LiveListener:
    """Hears utterances with one model.

    Args:
        model: ready to listen.
        task: ``"transcribe"`` or ``"translate"``.
        language: code, or ``"auto"``.
        cancel: looked at before every token.

    Attributes:
        language: the code; empty while unknown.
    """

    def __init__(self, model: SpeechModel, task: str, language: str, cancel: CancelToken) -> None:
        self._model = model
        self._options = DecodeOptions(beam=1, timestamps=False, task=task)
        self._cancel = cancel
        self._timer = WordTimer(model)
        self.language = model.language if language == "auto" else language
        self._settled = bool(self.language)
        self._votes: torch.Tensor | None = None
        self._listened = 0.0

    @torch.inference_mode()
    def hear(self, window: Window, begun: Sequence[int], reached: float, context: Sequence[int]) -> Heard:
        """Write down what follows the committed words.

        Args:
            window: the utterance so far.
            begun: tokens of its committed words.
            reached: seconds of the utterance up to which these reach.
            context: tokens of what was said before it.

        Raises:
            CancelledError: cancelled.
        """
        tokenizer = self._model.tokenizer
        memory, states = self._encode(window)
        batch = WindowBatch(self._model.network, tokenizer, memory, [states])
        self._vote(batch, window.seconds)
        most = round(6 + _TOKENS * (window.seconds - reached))
        options = replace(self._options, max_tokens=min(self._options.max_tokens, most))
        previous = [list(context)] if context and tokenizer.sot_prev is not None else None
        (found,) = batch.decode([self.language], options, previous=previous, cancel=self._cancel, begun=begun)
        assert found.attention is not None
        peaks = attended_frames(found.attention, states).tolist()
        found = self._without_loop(found, peaks, memory.seconds_per_state, reached)
        whole = replace(found, tokens=[*begun, *found.tokens])
        text = tokenizer.decode(whole.tokens)
        sound = not is_invented(text, found, window) and not repeats(whole, tokenizer, FallbackOptions())
        timed = self._timed(window, memory, states, whole, len(begun))
        words = tuple(self._heard(word, found, peaks, memory.seconds_per_state) for word in timed)
        return Heard(words, tuple(timed), sound)

    def _without_loop(
        self, found: Hypothesis, peaks: Sequence[int], seconds_per_state: float, reached: float
    ) -> Hypothesis:
        """The text up to the word that goes back to sound which has its words already."""
        place, farthest = 0, reached
        for _, tokens in self._model.tokenizer.split_words(found.tokens, found.language):
            spoken = [at for at in range(place, place + len(tokens)) if self._is_spoken(found.tokens[at])]
            attended = [peaks[at] * seconds_per_state for at in spoken]
            if attended and max(attended) < farthest - _BACK:
                return replace(found, tokens=found.tokens[:place], logprobs=found.logprobs[:place])
            farthest = max([farthest, *attended])
            place += len(tokens)
        return found

    def _is_spoken(self, token: int) -> bool:
        return any(map(str.isalnum, self._model.tokenizer.decode([token])))

    def _encode(self, window: Window) -> tuple[Memory, int]:
        """The memory of a window, with as little silence behind it as the model can do with; and its states."""
        model = self._model
        samples = torch.from_numpy(window.samples).to(model.device)
        if model.wants_padding:
            most = round(model.longest * SAMPLE_RATE)
            length = min(most, max(round(_LEAST * SAMPLE_RATE), len(samples) + round(_SLACK * SAMPLE_RATE)))
            length += -length % (2 * SAMPLE_RATE // 100)  # two frames make a state
            samples = F.pad(samples, (0, max(0, length - len(samples))))
        memory = model.network.encode(model.features(samples)[None])
        states = math.ceil(len(window.samples) / (memory.seconds_per_state * SAMPLE_RATE))
        return memory, min(max(1, states), memory.states.shape[1])

    def _vote(self, batch: WindowBatch, seconds: float) -> None:
        """Find the language out of the first seconds."""
        if self._settled or batch.language_probs is None:
            return
        weighed = seconds * batch.language_probs[0].clamp(min=1e-6).log()
        self._votes = weighed if self._votes is None else self._votes + weighed
        self.language = self._model.tokenizer.languages[int(self._votes.argmax())]
        self._listened += seconds
        self._settled = self._listened >= _DECIDED

    def _timed(self, window: Window, memory: Memory, states: int, whole: Hypothesis, begun: int) -> list[TimedWord]:
        """The words that follow the first ``begun`` tokens of a text. The path is found through the whole text."""
        model = self._model
        if len(whole.tokens) == begun:
            return []
        forced = force(model.network, model.tokenizer, memory, whole.tokens, whole.language, states)
        words = self._timer.words(window, memory, forced)
        return [replace(word, first_token=word.first_token - begun) for word in words if word.first_token >= begun]

    def _heard(self, word: TimedWord, found: Hypothesis, peaks: Sequence[int], seconds_per_state: float) -> HeardWord:
        """A word as a policy sees it. Its marks are not spoken."""
        places = range(word.first_token, min(word.first_token + len(word.tokens), len(found.tokens)))
        spoken = [place for place in places if self._is_spoken(found.tokens[place])]
        chosen = spoken or places
        attended = (max((peaks[place] for place in chosen), default=0) + 1) * seconds_per_state
        probability = math.exp(min((found.logprobs[place] for place in chosen), default=0.0))
        return HeardWord(word.text, word.tokens, attended, probability)


_DECIDED = 12.0
"""Seconds heard, counted at each hearing, after which the language stays."""
