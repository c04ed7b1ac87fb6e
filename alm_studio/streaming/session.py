"""A live session: sound goes in as it comes, committed and tentative text comes out."""

import time
from collections import deque
from collections.abc import Callable

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.downmix import Samples
from alm_studio.audio.silero import CHUNK
from alm_studio.audio.vad import Span, SpeechDetector, VadOptions
from alm_studio.base.cancel import CancelToken
from alm_studio.base.memory import release_free_memory
from alm_studio.captions.transcript import Word
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.pipeline.windows import SpeechBuffer
from alm_studio.streaming.doubts import ECHO, echoes, likely_times, said_again, skipped, unwritten
from alm_studio.streaming.events import Committed, LiveEvent, Tentative
from alm_studio.streaming.hearing import Heard, Hearing
from alm_studio.streaming.listener import LiveListener, fitting_language
from alm_studio.streaming.options import LiveOptions
from alm_studio.streaming.pace import Pace
from alm_studio.streaming.policies.registry import make_policy
from alm_studio.streaming.utterance import CommittedWord, Utterance

_MOST = 24
"""Seconds of an utterance that are heard at a time, at most."""
_PAUSE = 30.0
"""Seconds of pause up to which what was said before it is still heard with what follows: a model understands a word the
better the more it heard before it."""
_SURE = 0.7
"""Probability below which a word is searched for again before it is committed, and is no context to what follows."""
_VOICED = 0.15
"""Probability of speech below which a pause has begun."""
_ENDLESS = 86_400.0 * 365
"""Seconds: the session scrolls by words; the detector shall not cut speech that goes on."""


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
        self._clock = clock
        # A translation's words have another order than the sound: attention does not tell how far it is.
        policy = self._options.policy or ("local-agreement" if self._options.task == "translate" else "")
        self._policy = make_policy(policy, model.spec.parameters, model.wants_padding)
        step = self._options.step
        self._pace = Pace(self._policy.step if step is None else step)
        self._detector = SpeechDetector(VadOptions(max_speech=_ENDLESS))
        self._buffer = SpeechBuffer()
        self._spans: list[Span] = []
        self._utterance: Utterance | None = None
        self._before: Utterance | None = None  # the one before the pause, as long as it leads to the next
        self._heard = 0  # the sample up to which the utterance was heard
        prompt = self._options.prompt.strip()
        self._prompt = model.tokenizer.encode(" " + prompt) if prompt else []
        self._context: list[int] = []
        self._shown = ""
        self._said: deque[str] = deque(maxlen=ECHO)  # the last committed words

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
                self._leave(self._heard)
                events += self._show("")
            settled = self._detector.settled
            self._part_if_long(settled)
            self._buffer.forget(settled if self._before is None else self._before.begin)
        return events

    def finish(self) -> list[LiveEvent]:
        """The end of the sound: everything that was said is committed. Nothing may be fed afterwards."""
        self._spans += self._detector.finish()
        events: list[LiveEvent] = []
        while self._spans:
            events += self._close(self._spans.pop(0))
        return events

    @property
    def _current(self) -> Utterance:
        """The utterance, where there is one."""
        assert self._utterance is not None
        return self._utterance

    def _open(self, begin: int) -> None:
        self._part_if_long(begin)
        self._utterance = self._before.follow(self._heard, begin) if self._before is not None else Utterance(begin)
        self._before = None
        self._heard = begin
        self._policy.reset()

    def _leave(self, end: int) -> None:
        """The utterance is over; it leads to the next."""
        utterance = self._current
        self._heard = end
        self._utterance, self._before = None, utterance
        if self._listener.follows and utterance.words:
            self._scroll_to(utterance, end)
        else:
            self._part()

    def _part_if_long(self, end: int) -> None:
        """Only what was said before a short pause, up to a sample, leads to what follows it."""
        if end - self._heard > _PAUSE * SAMPLE_RATE:
            self._part()

    def _part(self) -> None:
        """What was said before the pause is no longer heard with what follows it."""
        if self._before is not None:
            self._scroll(self._before, len(self._before.words), self._heard)
            self._before = None

    def _close(self, span: Span) -> list[LiveEvent]:
        """An utterance has ended."""
        if self._utterance is None:
            self._open(span.start)
        utterance = self._current
        complete = utterance.written and not self._shown and not self._voiced(span.end)
        if complete and not self._unwritten(span.end):
            events: list[LiveEvent] = [Committed((), self._listener.written, ends=True)]
        else:
            events = self._listen(span.end, ended=True)
        self._leave(span.end)
        release_free_memory()
        return events

    def _voiced(self, end: int) -> bool:
        """Whether somebody spoke since the utterance was heard."""
        newest = self._detector.probabilities[self._heard // CHUNK : -(-end // CHUNK)]
        return bool((newest >= _VOICED).any())

    def _listen(self, end: int, ended: bool) -> list[LiveEvent]:
        """Hear the utterance up to a sample, in as many pieces as it is too long for the model."""
        events: list[LiveEvent] = []
        most = _MOST * SAMPLE_RATE
        while self._current.length(end) > most:
            events += self._hear(self._current.newest(self._current.length(end) - most, end), ended=False)
        return events + self._hear(end, ended)

    def _hear(self, end: int, ended: bool) -> list[LiveEvent]:
        """Hear the utterance up to a sample, and commit what is sure; at its end all of it."""
        utterance = self._current
        self._heard = end
        if end <= utterance.start:
            return self._show("")
        if utterance.stretched:
            self._start_anew()
        heard = self._attend(end)
        if self._passed(heard) == 0 and self._start_anew():
            again = self._attend(end)
            heard = again if len(again.words) > len(heard.words) else heard
        if ended:
            return self._settle(self._reconsider(heard, len(heard.words)), end)
        if heard.cut and not heard.sound and self._shown:  # a loop: what was there to read stays
            self._scroll_if_long(end)
            return []
        count = 0
        if heard.sound:
            count = self._sure(heard)
            better = self._reconsider(heard, count)
            if better is not heard:
                heard, count = better, min(count, self._sure(better))
            utterance.last = (heard, count)
        words = self._commit(heard, 0, count)
        events: list[LiveEvent] = [Committed(words, self._listener.written)] if words else []
        utterance.draft = tuple(token for word in heard.words[count:] for token in word.tokens)
        self._scroll_if_long(end)
        return events + self._show("".join(word.text for word in heard.words[count:]))

    def _attend(self, end: int) -> Heard:
        """Hear the utterance up to a sample."""
        utterance, options = self._current, self._options
        context = [*self._prompt, *([] if utterance.alone else self._context[-options.context :])]
        window = utterance.window(end, self._buffer, self._detector)
        hearing = Hearing(window, utterance.begun, utterance.reached, context, utterance.led)
        return self._listener.hear(hearing, utterance.draft)

    def _reconsider(self, heard: Heard, count: int) -> Heard:
        """The hearing, or where the model is in doubt of one of its first words, the better text that a beam finds."""
        doubtful = any(word.probability < _SURE for word in heard.words[:count])
        sensible = heard.sound and not heard.cut
        return self._listener.search(heard) if doubtful and sensible and not self.slow else heard

    def _sure(self, heard: Heard) -> int:
        """How many words can be committed while somebody speaks."""
        if not self._listener.certain:
            return 0  # they would be in a wrong language
        seconds = heard.hearing.window.seconds
        count = self._policy.sure(heard.words, seconds)
        if seconds >= _MOST:  # nothing more fits: what lies in front has to go
            limit = seconds - self._options.kept
            return max(count, sum(word.attended < limit for word in heard.words))
        return min(count, self._passed(heard) or count)

    def _settle(self, heard: Heard, end: int) -> list[LiveEvent]:
        """Commit all that was said; what the model passed over is heard again, by itself."""
        utterance = self._current
        first = 0
        if heard.cut and utterance.last is not None:  # what was there to read is no worse than what is left
            last, committed = utterance.last
            if len(last.words) - committed > len(heard.words):
                heard, first = last, committed
        passed = None if first else self._passed(heard)
        words = self._commit(heard, first, passed or len(heard.words))
        more = bool(passed) or self._unwritten(end) or utterance.led > 0
        if more and self._start_anew():
            events: list[LiveEvent] = [Committed(words, self._listener.written)] if words else []
            return events + self._hear(end, ended=True)
        ending: list[LiveEvent] = [Committed(words, self._listener.written, True)] if utterance.written else []
        return ending + self._show("")

    def _passed(self, heard: Heard) -> int | None:
        """The index of the first word behind speech that the model passed over; None where there is none."""
        return skipped(heard.words, heard.hearing.window, heard.hearing.reached) if self._listener.follows else None

    def _unwritten(self, end: int) -> bool:
        """Whether somebody speaks behind the committed words of an utterance that ends at a sample."""
        window = self._current.window(end, self._buffer, self._detector)
        return self._listener.follows and unwritten(window, self._current.reached)

    def _start_anew(self) -> bool:
        """Hear what follows the committed words by itself from now on; False where that is done already."""
        utterance = self._current
        led = bool(utterance.begun) or bool(self._context and not utterance.alone)
        if led:
            utterance.part()
            self._scroll_to(utterance, utterance.alone)  # what leads to the next is no more than that
        return led

    def _commit(self, heard: Heard, first: int, after: int) -> tuple[Word, ...]:
        """Commit the words of a hearing from ``first`` up to ``after``, with times of the stream."""
        utterance = self._current
        words: list[Word] = []
        earliest = utterance.words[-1].end if utterance.words else 0
        timed = self._listener.time(heard)[first:after] if first < after else []
        seen = heard.words[first:after]
        follows, media = self._listener.follows, heard.hearing.window.to_media
        times: list[tuple[int, int]] = []
        for word, found in zip(timed, seen, strict=True):
            begin, until = likely_times(word, found) if follows else (word.start, word.end)
            start = max(earliest, media(begin))
            earliest = max(start, media(until, ending=True))
            times.append((start, earliest))
            utterance.stretched = until < word.end
        lengths = [(end - start) / 1000 for start, end in times]
        texts = [word.text for word in timed]
        echo = echoes(self._said, texts, lengths) if follows else ()
        same = said_again(self._said, texts) if utterance.again else 0
        for index, (word, found, (start, end)) in enumerate(zip(timed, seen, times, strict=True)):
            if index in echo:
                continue
            utterance.add(CommittedWord(found.tokens, end, word.probability))
            if index >= same:
                words.append(Word(word.text, start, end, word.probability))
                self._said.append(word.text)
        return tuple(words)

    def _scroll_if_long(self, end: int) -> None:
        """Let the oldest committed words of a long utterance go, and sound that had its chance and gave no word."""
        if self._current.length(end) >= self._options.longest * SAMPLE_RATE:
            self._scroll_to(self._current, end)

    def _scroll_to(self, utterance: Utterance, end: int) -> None:
        """Let the committed words go but for the newest, which lead to what follows."""
        limit = utterance.newest(round(self._options.kept * SAMPLE_RATE), end)
        count = sum(word.sample <= limit for word in utterance.words)
        begin = utterance.end_of(count)
        if utterance.between(begin, end) >= _MOST * SAMPLE_RATE:
            begin = limit
        self._scroll(utterance, count, begin)

    def _scroll(self, utterance: Utterance, count: int, begin: int) -> None:
        """Committed words become what was said before, and the sound up to a sample is no longer needed.

        A model takes what it reads for granted: a wrong word comes again, and more certain each time. So what was said
        before begins behind the last word of which the model was not sure.
        """
        for word in utterance.scroll(count, begin):
            self._context = [*self._context, *word.tokens] if word.probability >= _SURE else []
        self._context = self._context[-self._options.context :]
        self._buffer.forget(utterance.begin)

    def _show(self, text: str) -> list[LiveEvent]:
        """The tentative text, where it is another than what is shown."""
        if text == self._shown:
            return []
        self._shown = text
        return [Tentative(text)]
