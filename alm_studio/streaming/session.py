"""A live session: sound goes in as it comes, committed and tentative text comes out."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.downmix import Samples
from alm_studio.audio.silero import CHUNK
from alm_studio.audio.vad import Span, SpeechDetector, VadOptions
from alm_studio.base.cancel import CancelToken
from alm_studio.base.memory import release_free_memory
from alm_studio.captions.transcript import Word
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.pipeline.options import TranscribeOptions, checked
from alm_studio.pipeline.windows import SpeechBuffer, Window, speech_probabilities
from alm_studio.streaming.events import Committed, LiveEvent, Tentative
from alm_studio.streaming.listener import Heard, LiveListener
from alm_studio.streaming.options import LiveOptions
from alm_studio.streaming.pace import Pace
from alm_studio.streaming.policies.registry import make_policy

_MOST = 24
"""Seconds of an utterance that are heard at a time, at most."""
_VOICED = 0.15
"""Probability of speech below which a pause has begun."""
_ENDLESS = 86_400.0 * 365
"""Seconds: the session scrolls by words; the detector shall not cut speech that goes on."""


@dataclass
class _Utterance:
    """Speech that goes on.

    Attributes:
        begin: sample of the stream at which what is heard of it begins.
        tokens: of each committed word that lies in it.
        ends: ms of the stream at which these words end.
        draft: tokens that followed them when it was heard last.
    """

    begin: int
    tokens: list[tuple[int, ...]] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    draft: tuple[int, ...] = ()


def fitting_language(model: SpeechModel, options: LiveOptions) -> str:
    """The language as a code, or ``"auto"``, once it is known to fit the model.

    Raises:
        UsageError: the model knows neither the language nor how to translate.
    """
    wanted = TranscribeOptions(language=options.language, task=options.task)
    return checked(wanted, model.tokenizer.languages, model.language).language


class LiveSession:
    """Captions a stream of sound.

    ``feed`` takes sound and costs little; ``step`` does the model's work on what was fed, so a machine that is too slow
    hears longer stretches at once, and nothing is lost. Neither the memory nor the work of a step grows with time.

    Args:
        model: ready to listen.
        options: checked.
        cancel: looked at before every token.
        clock: seconds, by which it is measured how long a hearing takes.

    Raises:
        UsageError: there is no such policy, or the model knows neither the language nor how to translate.
    """

    def __init__(
        self,
        model: SpeechModel,
        options: LiveOptions | None = None,
        cancel: CancelToken | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._options = options or LiveOptions()
        self._model = model
        language = fitting_language(model, self._options)
        self._listener = LiveListener(model, self._options.task, language, cancel or CancelToken())
        self._pace = Pace(self._options.step)
        self._clock = clock
        # A translation's words have another order than the sound: attention does not tell how far it is.
        policy = self._options.policy or ("local-agreement" if self._options.task == "translate" else "")
        self._policy = make_policy(policy, model.spec.parameters, model.wants_padding)
        self._detector = SpeechDetector(VadOptions(max_speech=_ENDLESS))
        self._buffer = SpeechBuffer()
        self._spans: list[Span] = []
        self._utterance: _Utterance | None = None
        self._heard = 0  # the sample up to which the utterance was heard
        prompt = self._options.prompt.strip()
        self._prompt = model.tokenizer.encode(" " + prompt) if prompt else []
        self._context: list[int] = []
        self._shown = ""

    @property
    def seconds(self) -> float:
        """Of sound that was fed."""
        return self._buffer.end / SAMPLE_RATE

    @property
    def model(self) -> str:
        """Name of the model."""
        return self._model.name

    @property
    def slow(self) -> bool:
        """Whether the machine is too slow for the step that was asked for, so that the session took a wider one."""
        return self._pace.slow

    @property
    def language(self) -> str:
        """Code; empty while unknown."""
        return self._listener.language

    def warm_up(self) -> None:
        """Hear a moment of silence, so that the first words need not wait for what is only prepared once."""
        self._listener.warm_up()

    def feed(self, samples: Samples) -> None:
        """Take the next sound, [N] mono at 16 kHz."""
        if samples.size:
            self._buffer.append(samples)
            self._spans += self._detector.feed(samples)

    def step(self) -> list[LiveEvent]:
        """Hear what was fed since; nothing happens in silence.

        Raises:
            CancelledError: cancelled.
        """
        events: list[LiveEvent] = []
        while self._spans:
            events += self._close(self._spans.pop(0))
        if self._detector.speaking:
            if self._utterance is None:
                self._open(self._detector.settled)
            enough = self._buffer.end - self._heard >= self._pace.step * SAMPLE_RATE
            if enough and (self._shown or self._voiced(self._buffer.end)):
                began = self._clock()
                events += self._listen(self._buffer.end, ended=False)
                self._pace.took(self._clock() - began)
        else:
            if self._utterance is not None:  # it was too short to be speech
                self._utterance = None
                events += self._show("")
            self._buffer.forget(self._detector.settled)
        return events

    def finish(self) -> list[LiveEvent]:
        """The end of the sound: everything that was said is committed. Nothing may be fed afterwards."""
        self._spans += self._detector.finish()
        events: list[LiveEvent] = []
        while self._spans:
            events += self._close(self._spans.pop(0))
        return events

    def _open(self, begin: int) -> None:
        self._utterance = _Utterance(begin)
        self._heard = begin
        self._policy.reset()

    def _close(self, span: Span) -> list[LiveEvent]:
        """An utterance has ended."""
        if self._utterance is None:
            self._open(span.start)
        assert self._utterance is not None
        if self._utterance.tokens and not self._shown and not self._voiced(span.end):  # all of it is committed
            events: list[LiveEvent] = [Committed((), self._listener.written, ends=True)]
        else:
            events = self._listen(span.end, ended=True)
        self._scroll(len(self._utterance.tokens))
        self._utterance = None
        self._buffer.forget(span.end)
        release_free_memory()
        return events

    def _voiced(self, end: int) -> bool:
        """Whether somebody spoke since the utterance was heard."""
        newest = self._detector.probabilities[self._heard // CHUNK : -(-end // CHUNK)]
        return bool((newest >= _VOICED).any())

    def _listen(self, end: int, ended: bool) -> list[LiveEvent]:
        """Hear the utterance up to a sample, in as many pieces as it is too long for the model."""
        utterance = self._utterance
        assert utterance is not None
        events: list[LiveEvent] = []
        most = _MOST * SAMPLE_RATE
        while end - utterance.begin > most:
            events += self._hear(utterance.begin + most, ended=False)
        return events + self._hear(end, ended)

    def _hear(self, end: int, ended: bool) -> list[LiveEvent]:
        """Hear the utterance up to a sample, and commit what is sure; at its end all of it."""
        utterance = self._utterance
        assert utterance is not None
        self._heard = end
        begin = utterance.begin
        if end <= begin:
            return self._show("")
        window = Window(
            self._buffer.read(begin, end), ((begin, end),), speech_probabilities([Span(begin, end)], self._detector)
        )
        begun = [token for tokens in utterance.tokens for token in tokens]
        reached = utterance.ends[-1] / 1000 - begin / SAMPLE_RATE if utterance.ends else 0.0
        context = [*self._prompt, *self._context[-self._options.context :]]
        heard = self._listener.hear(window, begun, reached, context, utterance.draft)
        if not heard.sound:
            self._scroll_if_long(end)
            return self._show("")
        count = len(heard.words)
        if not ended and not self._listener.certain:
            count = 0  # the first words would be in a wrong language
        elif not ended:
            count = self._policy.sure(heard.words, window.seconds)
            if window.seconds >= _MOST:  # nothing more fits: what lies in front has to go
                limit = window.seconds - self._options.kept
                count = max(count, sum(word.attended < limit for word in heard.words))
        events = self._commit(heard, count, ended)
        utterance.draft = tuple(token for word in heard.words[count:] for token in word.tokens)
        self._scroll_if_long(end)
        return events + self._show("".join(word.text for word in heard.words[count:]))

    def _commit(self, heard: Heard, count: int, ended: bool) -> list[LiveEvent]:
        utterance = self._utterance
        assert utterance is not None
        words: list[Word] = []
        earliest = utterance.ends[-1] if utterance.ends else 0
        for word in self._listener.time(heard)[:count] if count else ():
            start = max(earliest, heard.window.to_media(word.start))
            end = max(start, heard.window.to_media(word.end, ending=True))
            words.append(Word(word.text, start, end, word.probability))
            utterance.tokens.append(word.tokens)
            utterance.ends.append(end)
            earliest = end
        if not words and not ended:
            return []
        return [Committed(tuple(words), self._listener.written, ended)]

    def _scroll_if_long(self, end: int) -> None:
        """Let the oldest committed words of a long utterance go, and sound that had its chance and gave no word."""
        utterance, options = self._utterance, self._options
        assert utterance is not None
        if end - utterance.begin <= options.longest * SAMPLE_RATE:
            return
        limit = end - round(options.kept * SAMPLE_RATE)
        count = sum(place * SAMPLE_RATE <= 1000 * limit for place in utterance.ends)
        begin = (
            max(utterance.begin, round(utterance.ends[count - 1] * SAMPLE_RATE / 1000)) if count else utterance.begin
        )
        if end - begin >= _MOST * SAMPLE_RATE:
            begin = limit
        self._scroll(count)
        utterance.begin = begin
        self._buffer.forget(begin)

    def _scroll(self, count: int) -> None:
        """Committed words become what was said before."""
        utterance = self._utterance
        assert utterance is not None
        self._context += [token for tokens in utterance.tokens[:count] for token in tokens]
        self._context = self._context[-self._options.context :]
        del utterance.tokens[:count], utterance.ends[:count]

    def _show(self, text: str) -> list[LiveEvent]:
        """The tentative text, where it is another than what is shown."""
        if text == self._shown:
            return []
        self._shown = text
        return [Tentative(text)]
