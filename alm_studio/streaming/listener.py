"""One hearing of an utterance: its sound so far to the words that follow what is committed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch

from alm_studio.alignment.attended import attended_frames
from alm_studio.alignment.forced import force
from alm_studio.alignment.words import TimedWord, merge_punctuation, parted_pieces
from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.base.cancel import CancelToken
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.decoding.batch import Hypothesis, WindowBatch
from alm_studio.decoding.fallback import FallbackOptions, repeats
from alm_studio.decoding.options import DecodeOptions
from alm_studio.model.seq2seq import Memory
from alm_studio.pipeline.encoding import encode
from alm_studio.pipeline.evidence import is_invented
from alm_studio.pipeline.timing import WordTimer
from alm_studio.pipeline.windows import Window
from alm_studio.streaming.policies.policy import HeardWord

_SLACK = 256 * SAMPLE_RATE // 100
"""Samples of silence behind the sound. Whisper was trained on 30 s; with less than this it may not find the end."""
_TOKENS = 10
"""Tokens a second that can be said; a loop ends there."""
_DECIDED = 12.0
"""Seconds heard, counted at each hearing, after which the language stays."""
_BACK = 0.6
"""Seconds by which attention goes back from one word to the next only where a text begins anew: a loop."""


@dataclass(frozen=True)
class Heard:
    """What one hearing gave.

    Attributes:
        words: that follow the committed ones.
        sound: False where nothing in the sound backs them, or they repeat themselves.
        window, memory: the utterance so far.
        text: all of its words, the committed ones too.
        begun: how many of its tokens are of committed words.
    """

    words: tuple[HeardWord, ...]
    sound: bool
    window: Window
    memory: Memory
    text: Hypothesis
    begun: int


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
        words = _until_loop(self._words(found, peaks, memory.seconds_per_state), reached)
        count = sum(len(word.tokens) for word in words)
        whole = replace(found, tokens=[*begun, *found.tokens[:count]])
        invented = is_invented(tokenizer.decode(whole.tokens), found, window)
        sound = not invented and not repeats(whole, tokenizer, FallbackOptions())
        return Heard(tuple(words), sound, window, memory, whole, len(begun))

    @torch.inference_mode()
    def time(self, heard: Heard) -> list[TimedWord]:
        """The words of a hearing with their times, seconds of the utterance."""
        model, whole = self._model, heard.text
        if not heard.words:
            return []
        states = self._states(heard.window, heard.memory)
        forced = force(model.network, model.tokenizer, heard.memory, whole.tokens, whole.language, states)
        words = self._timer.words(heard.window, heard.memory, forced)
        return [word for word in words if word.first_token >= heard.begun]

    def _words(self, found: Hypothesis, peaks: Sequence[int], seconds_per_state: float) -> list[HeardWord]:
        """The words of a text as a policy sees them. Their marks are not spoken."""
        parted = self._model.tokenizer.split_words(found.tokens, found.language)
        return [
            HeardWord(
                piece.text,
                piece.tokens,
                (max(peaks[place] for place in piece.positions) + 1) * seconds_per_state,
                math.exp(min(found.logprobs[place] for place in piece.positions)),
            )
            for piece in merge_punctuation(parted_pieces(parted))
        ]

    def _encode(self, window: Window) -> tuple[Memory, int]:
        """The memory of a window, with as little silence behind it as the model can do with; and its states."""
        rest = -len(window.samples) % (2 * SAMPLE_RATE // 100)  # two frames make a state
        memory = encode(self._model, window.samples, _SLACK + rest)
        return memory, self._states(window, memory)

    def _states(self, window: Window, memory: Memory) -> int:
        """How many states hold a window's sound."""
        states = math.ceil(len(window.samples) / (memory.seconds_per_state * SAMPLE_RATE))
        return min(max(1, states), memory.states.shape[1])

    def _vote(self, batch: WindowBatch, seconds: float) -> None:
        """Find the language out of the first seconds."""
        if self._settled or batch.language_probs is None:
            return
        weighed = seconds * batch.language_probs[0].clamp(min=1e-6).log()
        self._votes = weighed if self._votes is None else self._votes + weighed
        self.language = self._model.tokenizer.languages[int(self._votes.argmax())]
        self._listened += seconds
        self._settled = self._listened >= _DECIDED


def _until_loop(words: Sequence[HeardWord], reached: float) -> list[HeardWord]:
    """The words up to the one that goes back to sound which has its words already."""
    kept: list[HeardWord] = []
    for word in words:
        if word.attended < reached - _BACK:
            break
        reached = max(reached, word.attended)
        kept.append(word)
    return kept
