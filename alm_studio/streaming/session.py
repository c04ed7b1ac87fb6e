"""A live session: sound goes in as it comes, committed and tentative text comes out."""

from dataclasses import dataclass, field

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.downmix import Samples
from alm_studio.audio.vad import Span, SpeechDetector, VadOptions
from alm_studio.base.cancel import CancelToken
from alm_studio.captions.transcript import Word
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.pipeline.windows import SpeechBuffer, Window, speech_probabilities
from alm_studio.streaming.events import Committed, LiveEvent, Tentative
from alm_studio.streaming.listener import Heard, LiveListener
from alm_studio.streaming.options import LiveOptions
from alm_studio.streaming.policies.registry import make_policy

_ENDLESS = 86_400.0 * 365
"""Seconds: the session scrolls by words; the detector shall not cut speech that goes on."""


@dataclass
class _Utterance:
    """Speech that goes on.

    Attributes:
        begin: sample of the stream at which what is heard of it begins.
        tokens: of each committed word that lies in it.
        ends: ms of the stream at which these words end.
    """

    begin: int
    tokens: list[tuple[int, ...]] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


class LiveSession:
    """Captions a stream of sound.

    ``feed`` takes sound and costs little; ``step`` does the model's work on what was fed, so a machine that is too slow
    hears longer stretches at once, and nothing is lost. Neither the memory nor the work of a step grows with time.

    Args:
        model: ready to listen.
        options: checked.
        cancel: looked at before every token.

    Raises:
        UsageError: there is no such policy.
    """

    def __init__(
        self, model: SpeechModel, options: LiveOptions | None = None, cancel: CancelToken | None = None
    ) -> None:
        self._options = options or LiveOptions()
        self._model = model
        self._listener = LiveListener(model, self._options.task, self._options.language, cancel or CancelToken())
        self._policy = make_policy(self._options.policy, model.spec.parameters, model.wants_padding)
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
    def language(self) -> str:
        """Code; empty while unknown."""
        return self._listener.language

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
            if self._buffer.end - self._heard >= self._options.step * SAMPLE_RATE:
                events += self._listen(self._buffer.end, ended=False)
        else:
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
        events = self._listen(span.end, ended=True)
        assert self._utterance is not None
        self._scroll(len(self._utterance.tokens))
        self._utterance = None
        self._buffer.forget(span.end)
        return events

    def _listen(self, end: int, ended: bool) -> list[LiveEvent]:
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
        heard = self._listener.hear(window, begun, reached, context)
        if not heard.sound:
            return self._show("")
        too_long = window.seconds > 2 * self._options.longest  # nothing was sure for very long
        count = len(heard.words) if ended or too_long else self._policy.sure(heard.words, window.seconds)
        events = self._commit(heard, count, ended)
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
        return [Committed(tuple(words), self._listener.language, ended)]

    def _scroll_if_long(self, end: int) -> None:
        """Let the oldest committed words of a long utterance go."""
        utterance, options = self._utterance, self._options
        assert utterance is not None
        if end - utterance.begin <= options.longest * SAMPLE_RATE:
            return
        limit = 1000 * (end / SAMPLE_RATE - options.kept)
        count = sum(place <= limit for place in utterance.ends)
        if count:
            begin = max(utterance.begin, round(utterance.ends[count - 1] * SAMPLE_RATE / 1000))
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
