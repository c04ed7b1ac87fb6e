"""Given text timed against a medium.

The medium is heard once, quickly; what was heard tells which stretch of the text each window holds. Then the decoder
reads exactly that stretch (``alignment.forced``), and its attention gives the times. Text that is improbable where it
would have to stand was not spoken; speech that no text belongs to is written down beside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from alm_studio.alignment.fitting import Fit, fit_words
from alm_studio.alignment.forced import force, room_for_text, text_tokens
from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.vad import SpeechDetector
from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import UsageError
from alm_studio.base.memory import release_free_memory
from alm_studio.captions.styles import get_style
from alm_studio.captions.transcript import Word
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.pipeline.aligned import Aligned, aligned_captions, aligned_transcript
from alm_studio.pipeline.drafting import Drafter
from alm_studio.pipeline.events import (
    Advanced,
    CaptionsReady,
    Event,
    Finished,
    LanguageDetected,
    SegmentReady,
)
from alm_studio.pipeline.listener import Listener
from alm_studio.pipeline.opening import events_of
from alm_studio.pipeline.options import TranscribeOptions, checked
from alm_studio.pipeline.placing import Doubt, HeardWord, Item, Plan, place, split_heard
from alm_studio.pipeline.script import Script
from alm_studio.pipeline.stopwatch import Stopwatch
from alm_studio.pipeline.timing import WordTimer
from alm_studio.pipeline.window_store import WindowStore
from alm_studio.pipeline.windows import Samples, Window, pack

_BATCH = 8
"""Windows that are heard together."""
_HEARING = 0.75
"""Share of the work that is done when everything was heard."""
_UNLIKELY = -3.0
"""Mean log-probability of a token below which a doubtful stretch of the text was not spoken."""
_FEW, _ABSURD = 3, -6.0
"""So few words in whose place something was heard may be names or foreign words that the model does not know; they
have to be less probable than this."""
_STRANGER = 0.1
"""Share of the words, of the text or of what was heard, that must be common to both."""


class Aligner:
    """Times given text with one loaded model. Not for two threads at once."""

    def __init__(self, model: SpeechModel) -> None:
        self.model = model

    def run(
        self, media: Path, script: Script, options: TranscribeOptions, cancel: CancelToken | None = None
    ) -> Iterator[Event]:
        """Align a text with a file.

        Args:
            media: anything FFmpeg reads.
            script: what is said in it, more or less.
            options: language, track, style and whether to look for speech; what concerns the search plays no part.
            cancel: looked at every few tenths of a second.

        Yields:
            Events in order; ``Finished`` last. Segments and cues come when everything is aligned. The transcript says
            which parts of the text were not spoken, and which speech the text lacks.

        Raises:
            UsageError: the options do not fit the model, or the text is not what is said in the medium.
            MediaError: nothing can be heard in the file.
            CancelledError: cancelled.
        """
        options = replace(options, task="transcribe", beam=1, context=False, prompt="", keep_attention=False)
        if options.language == "auto" and script.language in self.model.tokenizer.languages:
            options = replace(options, language=script.language)
        options = checked(options, self.model.tokenizer.languages, self.model.language)
        yield from events_of(
            media, options.track, lambda blocks, duration: self.run_blocks(blocks, script, options, duration, cancel)
        )

    def run_blocks(
        self,
        blocks: Iterable[Samples],
        script: Script,
        options: TranscribeOptions,
        duration: int = 0,
        cancel: CancelToken | None = None,
    ) -> Iterator[Event]:
        """Align a text with sound that is already decoded: mono float32 blocks at 16 kHz. See ``run``."""
        with WindowStore(self.model.device) as store:
            yield from _Run(self.model, script, options, duration, cancel or CancelToken(), store).events(blocks)


class _Run:
    """One alignment on its way."""

    def __init__(
        self,
        model: SpeechModel,
        script: Script,
        options: TranscribeOptions,
        duration: int,
        cancel: CancelToken,
        store: WindowStore,
    ) -> None:
        self._model = model
        self._script = script
        self._options = options
        self._duration = duration
        self._cancel = cancel
        self._store = store
        self._watch = Stopwatch()
        self._drafter = Drafter(model, options, cancel, self._watch)
        self._listener = Listener(model, options, self._drafter, cancel, self._watch)
        self._timer = WordTimer(model)
        self._heard: list[HeardWord] = []
        self._languages: list[str] = []
        self._language = ""
        self._done = 0.0

    def events(self, blocks: Iterable[Samples]) -> Iterator[Event]:
        """See ``Aligner.run_blocks``."""
        yield from self._hear(blocks)
        plan = self._plan()
        times: list[Word | None] = [None] * len(self._script.words)
        strays: list[Word] = []
        for window in range(len(self._store)):
            self._cancel.check()
            self._align(window, plan, times, strays)
            yield self._advanced(_HEARING + (1 - _HEARING) * (window + 1) / len(self._store))
        aligned = Aligned(self._script, times, strays, self._language, self._duration)
        transcript = aligned_transcript(aligned, self._model.name)
        for segment in transcript.segments:
            yield SegmentReady(segment)
        if captions := aligned_captions(aligned, transcript, get_style(self._options.style)):
            yield CaptionsReady(tuple(captions))
        yield self._advanced(1.0)
        yield Finished(transcript, self._watch.elapsed, dict(self._watch.stages))

    def _advanced(self, share: float) -> Advanced:
        self._done = max(self._done, share)
        return Advanced(round(self._done * self._duration), self._duration, self._watch.elapsed, "aligning")

    def _hear(self, blocks: Iterable[Samples]) -> Iterator[Event]:
        """The first pass: what the model writes by itself, and the encoded windows."""
        detector = SpeechDetector() if self._options.vad else None
        waiting: list[Window] = []
        heard = 0
        for item in self._watch.iterate("listen", pack(blocks, detector, self._drafter.longest)):
            self._cancel.check()
            if isinstance(item, Window):
                waiting.append(item)
                if len(waiting) == _BATCH:
                    yield from self._batch(waiting)
                    waiting = []
            else:
                heard = item * 1000 // SAMPLE_RATE
        if waiting:
            yield from self._batch(waiting)
        self._duration = max(heard, self._store.span(len(self._store) - 1)[1] if len(self._store) else 0)

    def _batch(self, windows: Sequence[Window]) -> Iterator[Event]:
        draft = self._drafter.draft([part for window in windows for part in self._drafter.hear(window)])
        written = self._listener.write(draft)
        for part, memory, segments in zip(draft.windows, draft.memories, written, strict=True):
            words = [word for segment in segments for word in segment.words]
            self._heard += split_heard(words, len(self._store))
            self._languages.append(segments[0].language if segments else "")
            with self._watch.stage("store"):
                self._store.add(part, memory)
        if draft.language != self._language:
            self._language = draft.language
            yield LanguageDetected(draft.language, draft.probability)
        yield self._advanced(_HEARING * min(1.0, windows[-1].end / self._duration) if self._duration else 0.0)
        release_free_memory()

    def _plan(self) -> Plan:
        """Which words each window may hold.

        Raises:
            UsageError: the text and the speech have nothing in common.
        """
        if not self._heard:
            raise UsageError("No speech was found, so there is nothing that the text could be aligned with.")
        with self._watch.stage("match"):
            plan = place(self._script.words, self._heard, len(self._store), self._duration, self._language)
        spoken = sum(bool(word.key) for word in self._script.words)
        if plan.matched < _STRANGER * min(spoken, len(self._heard)):
            raise UsageError(
                "The text is not what is said in the medium: hardly a word of it is heard there. Choose another text, "
                "one in the language that is spoken; or set the language."
            )
        return plan

    def _align(self, window: int, plan: Plan, times: list[Word | None], strays: list[Word]) -> None:
        """Time the words of one window; doubtful stretches that are not in it go on to the next, if they may."""
        items = plan.items[window]
        if all(item.script is None for item in items):
            strays += [item.heard for item in items if item.heard]
            return
        found = self._time(window, items)
        refused = _refused(items, found, plan.doubts)
        if refused:
            items = self._without(window, plan, refused)
            found = self._time(window, items) if any(item.script is not None for item in items) else [None] * len(items)
        for item, word in zip(items, found, strict=True):
            if item.script is not None:
                times[item.script] = word[0] if word else item.heard and replace(item.heard, text=item.text)
            elif item.heard is not None:
                strays.append(word[0] if word else item.heard)

    def _without(self, window: int, plan: Plan, refused: set[int]) -> list[Item]:
        """The items of a window without doubtful stretches, with what was heard in their place."""
        kept: list[Item] = []
        for item in plan.items[window]:
            if item.doubt is None or item.doubt not in refused:
                kept.append(item)
            elif plan.doubts[item.doubt].instead:
                kept += [Item(word.text, None, word) for word in plan.doubts[item.doubt].instead]
                plan.doubts[item.doubt].instead.clear()
        later = [item for item in plan.items[window] if item.doubt in refused and plan.doubts[item.doubt].last > window]
        if later:
            plan.items[window + 1][:0] = later
        return kept

    def _time(self, index: int, items: Sequence[Item]) -> "list[tuple[Word, Fit] | None]":
        """Times of the items of a window; None for all where the decoder has no room for so much text."""
        model = self._model
        window, memory = self._store[index]
        language = self._languages[index] or self._language
        tokens = text_tokens(model.tokenizer, "".join(item.text for item in items))
        if not 0 < len(tokens) <= room_for_text(model.network, model.tokenizer, language):
            return [None] * len(items)
        with self._watch.stage("force"):
            hypothesis = force(model.network, model.tokenizer, memory, tokens, language)
        with self._watch.stage("align"):
            timed = self._timer.words(window, memory, hypothesis)
        fits = fit_words([item.text for item in items], timed)
        return [
            None if fit is None else (_word(item.text, fit, window), fit) for item, fit in zip(items, fits, strict=True)
        ]


def _refused(items: Sequence[Item], found: "Sequence[tuple[Word, Fit] | None]", doubts: Sequence[Doubt]) -> set[int]:
    """The doubtful stretches that are improbable where they stand."""
    logprobs: dict[int, list[float]] = {}
    for item, one in zip(items, found, strict=True):
        if item.doubt is not None:
            logprobs.setdefault(item.doubt, []).append(one[1].logprob if one else -20.0)
    refused = set()
    for number, values in logprobs.items():
        misheard = doubts[number].instead and len(values) <= _FEW
        if sum(values) / len(values) < (_ABSURD if misheard else _UNLIKELY):
            refused.add(number)
    return refused


def _word(text: str, fit: Fit, window: Window) -> Word:
    start = window.to_media(fit.start)
    return Word(text, start, max(start, window.to_media(fit.end, ending=True)), fit.probability)
