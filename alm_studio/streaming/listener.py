"""One hearing of an utterance: its sound so far to the words that follow what is committed."""

import math
from collections.abc import Sequence
from itertools import accumulate

import numpy as np
import torch

from alm_studio.alignment.attended import attended_frames
from alm_studio.alignment.words import TimedWord, merge_punctuation, parted_pieces
from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.base.cancel import CancelToken
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.decoding.batch import Hypothesis
from alm_studio.decoding.continuation import Continuation, Continuer
from alm_studio.decoding.fallback import FallbackOptions, first_round, runs_in_circles
from alm_studio.model.seq2seq import DecoderState, Memory
from alm_studio.pipeline.encoding import encode
from alm_studio.pipeline.evidence import EvidenceOptions, is_invented
from alm_studio.pipeline.options import TranscribeOptions, checked
from alm_studio.pipeline.searching import BEAM
from alm_studio.pipeline.timing import WordTimer
from alm_studio.pipeline.windows import Window
from alm_studio.streaming.hearing import Heard, Hearing
from alm_studio.streaming.options import LiveOptions
from alm_studio.streaming.policies.policy import HeardWord
from alm_studio.streaming.stream_encoder import SLACK, StreamEncoder

_TOKENS = 10
"""Tokens a second that can be said; a loop ends there."""
_DECIDED = 12.0
"""Seconds heard, counted at each hearing, after which the language stays."""
_CERTAIN = 0.6
"""Probability of a language, by all hearings so far, from which words are committed in it."""
_ROUNDS = 3
"""How often a run of tokens stands in a row of which only the first is kept; of short ones twice as often."""
_BACK = 0.6
"""Seconds by which attention goes back from one word to the next only where a text begins anew: a loop."""


def fitting_language(model: SpeechModel, options: LiveOptions) -> str:
    """The language as a code, or ``"auto"``, once it is known to fit the model.

    Raises:
        UsageError: the model knows neither the language nor how to translate.
    """
    wanted = TranscribeOptions(language=options.language, task=options.task)
    return checked(wanted, model.tokenizer.languages, model.language).language


class LiveListener:
    """Hears utterances with one model.

    Args:
        model: ready to listen.
        task: ``"transcribe"`` or ``"translate"``.
        language: code, or ``"auto"``.
        cancel: looked at before every token.

    Attributes:
        language: the code of what is spoken; empty while unknown.
        follows: whether the model's attention goes through the sound as the words do. That of a translation, whose
            words have another order, does not, nor that of a model whose heads nobody knows.
    """

    def __init__(self, model: SpeechModel, task: str, language: str, cancel: CancelToken) -> None:
        self._model = model
        self._task = task
        self.follows = task == "transcribe" and model.wants_padding
        self._writer = Continuer(model.network, model.tokenizer, task, cancel)
        self._ear = StreamEncoder(model)
        self._timer = WordTimer(model)
        self.language = model.language if language == "auto" else language
        self._settled = bool(self.language)
        self._votes: torch.Tensor | None = None
        self._listened = 0.0

    @property
    def written(self) -> str:
        """Code of the language of the text."""
        return "en" if self._task == "translate" else self.language

    @property
    def certain(self) -> bool:
        """Whether it is clear enough which language is spoken."""
        return self._settled or self._votes is None or float(self._votes.softmax(dim=0).max()) >= _CERTAIN

    @torch.inference_mode()
    def warm_up(self) -> None:
        """Hear a second of silence, and forget it."""
        silence = np.zeros(SAMPLE_RATE, np.float32)
        memory = encode(self._model, silence, SLACK)
        self._writer.write(self._writer.listen(memory), 1, self.language or "en", (), (), (), most=2)

    @torch.inference_mode()
    def hear(self, hearing: Hearing, draft: Sequence[int] = ()) -> Heard:
        """Write down what follows the committed words.

        Args:
            hearing: what it goes by.
            draft: tokens that followed at the last hearing: what still follows costs little.

        Raises:
            CancelledError: cancelled.
        """
        memory = self._ear.encode(hearing.window)
        start = self._writer.listen(memory)
        self._vote(start, hearing.window.seconds)
        states, most = self._states(hearing.window, memory), _most_tokens(hearing)
        found = self._writer.write(start, states, self.language, hearing.begun, draft, hearing.context, most)
        return self._judged(hearing, memory, start, found)

    @torch.inference_mode()
    def search(self, heard: Heard) -> Heard:
        """Look for another text of the same sound with a beam; the more probable of the two.

        Raises:
            CancelledError: cancelled.
        """
        hearing, memory = heard.hearing, heard.memory
        start = self._writer.listen(memory)
        states, most = self._states(hearing.window, memory), _most_tokens(hearing)
        found = self._writer.search(start, states, self.language, hearing.begun, hearing.context, most, BEAM)
        if found.avg_logprob <= heard.text.avg_logprob:
            return heard
        again = self._judged(hearing, memory, start, found)
        return again if again.sound and not again.cut else heard

    def _judged(self, hearing: Hearing, memory: Memory, start: DecoderState, found: Continuation) -> Heard:
        """The words of a text that make sense, if anything in the sound backs them."""
        window, begun, led = hearing.window, hearing.begun, hearing.led
        peaks = attended_frames(found.attention[:, len(begun) :], self._states(window, memory)).tolist()
        written = self._words(found, peaks, memory.seconds_per_state)
        sensible = _until_nonsense(written, hearing.reached, _BACK if self.follows else math.inf)
        words = self._without_loop(begun, sensible)
        count = sum(len(word.tokens) for word in words)
        doubtful = found.avg_logprob < EvidenceOptions().unsure
        whole = Hypothesis(
            tokens=[*begun, *found.tokens[:count]],
            logprobs=[*[0.0] * len(begun), *found.logprobs[:count]],
            avg_logprob=found.avg_logprob,
            no_speech_prob=float(self._writer.first(start).no_speech) if doubtful else 0.0,
            temperature=0.0,
            language=self.written,
            attention=found.attention[:, : len(begun) + count + 1],
        )
        if words:
            own = self._model.tokenizer.decode(whole.tokens[len(begun) if led else 0 :])
            invented = is_invented(own, whole, window.part(led, window.seconds) if led else window)
            if invented or (led and doubtful):
                return Heard((), False, False, hearing, memory, whole)
        sound, cut = len(words) == len(sensible), len(words) < len(written)
        return Heard(tuple(words), sound, cut, hearing, memory, whole)

    @torch.inference_mode()
    def time(self, heard: Heard) -> list[TimedWord]:
        """The words of a hearing with their times, seconds of the utterance; as many as ``heard.words``."""
        if not heard.words:
            return []
        timed = self._timer.words(heard.hearing.window, heard.memory, heard.text)
        words, place = [], len(heard.hearing.begun)
        for word in heard.words:
            words.append(_cut_out(timed, word, place))
            place += len(word.tokens)
        return words

    def _words(self, found: Continuation, peaks: Sequence[int], seconds_per_state: float) -> list[HeardWord]:
        """The words of a text as a policy sees them. Their marks are not spoken."""
        parted = self._model.tokenizer.split_words(found.tokens, self.written)
        return [
            HeardWord(
                piece.text,
                piece.tokens,
                min(peaks[place] for place in piece.positions) * seconds_per_state,
                (max(peaks[place] for place in piece.positions) + 1) * seconds_per_state,
                math.exp(min(found.logprobs[place] for place in piece.positions)),
            )
            for piece in merge_punctuation(parted_pieces(parted))
        ]

    def _without_loop(self, begun: Sequence[int], words: Sequence[HeardWord]) -> list[HeardWord]:
        """The words up to the end of the first round of a loop; none where they loop in no simple way."""
        before = [] if self._loops(begun) else list(begun)
        tokens = [*before, *(token for word in words for token in word.tokens)]
        if not self._loops(tokens):
            return list(words)
        room = (first_round(tokens, times=_ROUNDS) or len(tokens)) - len(before)
        kept = [
            word for word, end in zip(words, accumulate(len(word.tokens) for word in words), strict=True) if end <= room
        ]
        return [] if self._loops([*before, *(token for word in kept for token in word.tokens)]) else kept

    def _loops(self, tokens: Sequence[int]) -> bool:
        """Whether a text runs in circles."""
        return runs_in_circles(tokens, self._model.tokenizer, FallbackOptions())

    def _states(self, window: Window, memory: Memory) -> int:
        """How many states hold a window's sound."""
        states = math.ceil(len(window.samples) / (memory.seconds_per_state * SAMPLE_RATE))
        return min(max(1, states), memory.states.shape[1])

    def _vote(self, start: DecoderState, seconds: float) -> None:
        """Find the language out of the first seconds."""
        if self._settled:
            return
        languages = self._writer.first(start).languages
        if languages is None:
            return
        weighed = seconds * languages[0].clamp(min=1e-6).log()
        self._votes = weighed if self._votes is None else self._votes + weighed
        self.language = self._model.tokenizer.languages[int(self._votes.argmax())]
        self._listened += seconds
        self._settled = self._listened >= _DECIDED


def _most_tokens(hearing: Hearing) -> int:
    """Tokens that can follow the committed words."""
    return round(6 + _TOKENS * (hearing.window.seconds - hearing.reached))


def _cut_out(timed: Sequence[TimedWord], word: HeardWord, place: int) -> TimedWord:
    """A heard word with its times, also where it goes on with one that is committed, as ", " and "'s" do.

    Args:
        timed: the words of the whole text.
        word: one that stands in it.
        place: index of its first token.
    """
    after = place + len(word.tokens)
    own = [one for one in timed if one.first_token < after and one.first_token + len(one.tokens) > place]
    start, end = _moment(own[0], place), _moment(own[-1], after)
    return TimedWord(word.text, word.tokens, start, end, own[-1].probability, place)


def _moment(timed: TimedWord, place: int) -> float:
    """When a timed word comes to a token of its own: its tokens take the same time each."""
    share = (place - timed.first_token) / len(timed.tokens)
    return timed.start + min(1.0, max(0.0, share)) * (timed.end - timed.start)


def _until_nonsense(words: Sequence[HeardWord], reached: float, back: float = _BACK) -> list[HeardWord]:
    """The words up to the one that goes back to sound which has its words already, or has half a character.

    Args:
        words: in order.
        reached: seconds up to which the words before them reach.
        back: seconds that attention may go back.
    """
    kept: list[HeardWord] = []
    for word in words:
        if word.attended < reached - back or "\ufffd" in word.text:
            break
        reached = max(reached, word.attended)
        kept.append(word)
    return kept
