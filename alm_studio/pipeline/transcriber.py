"""Media to transcript: find speech, write it down, lay out cues; as a stream of events."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, islice, repeat
from pathlib import Path

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.vad import SpeechDetector
from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import ModelError
from alm_studio.base.memory import release_free_memory
from alm_studio.captions.document import Caption
from alm_studio.captions.layout import CueBuilder
from alm_studio.captions.styles import get_style
from alm_studio.captions.transcript import Transcript
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.model.out_of_memory import report_out_of_memory
from alm_studio.pipeline.attention_log import AttentionLog
from alm_studio.pipeline.crew import Crew
from alm_studio.pipeline.drafting import Draft, Drafter, HeardWindow
from alm_studio.pipeline.events import (
    Advanced,
    AttentionKept,
    CaptionsReady,
    Event,
    Finished,
    LanguageDetected,
    Reached,
    SegmentReady,
    SpeechUnwritten,
)
from alm_studio.pipeline.listener import Listener
from alm_studio.pipeline.opening import events_of
from alm_studio.pipeline.options import TranscribeOptions, checked
from alm_studio.pipeline.resuming import Place, Resume
from alm_studio.pipeline.room import windows_together
from alm_studio.pipeline.stopwatch import Stopwatch
from alm_studio.pipeline.windows import Samples, Window, pack


class Transcriber:
    """Writes down what is said in media, with one loaded model. Not for two threads at once."""

    def __init__(self, model: SpeechModel) -> None:
        self.model = model
        self._attention = AttentionLog()

    def run(
        self,
        media: Path,
        options: TranscribeOptions,
        cancel: CancelToken | None = None,
        resume: Resume | None = None,
    ) -> Iterator[Event]:
        """Transcribe a file.

        Args:
            media: anything FFmpeg reads.
            options: what to do.
            cancel: looked at every few tenths of a second.
            resume: of a run over the same medium with the same model and options that was interrupted: its windows
                are found anew, which costs little, but not written again. What comes out of both together equals
                what an unbroken run gives.

        Yields:
            Events in order; ``Finished`` last, with what was heard before ``resume`` too.

        Raises:
            UsageError: the options do not fit the model.
            MediaError: nothing can be heard in the file.
            ModelError: the memory does not hold a single window.
            CancelledError: cancelled. What was yielded before stays valid.
        """
        options = checked(options, self.model.tokenizer.languages, self.model.language)
        yield from events_of(
            media, options.track, lambda blocks, duration: self.run_blocks(blocks, options, duration, cancel, resume)
        )

    def run_blocks(
        self,
        blocks: Iterable[Samples],
        options: TranscribeOptions,
        duration: int = 0,
        cancel: CancelToken | None = None,
        resume: Resume | None = None,
    ) -> Iterator[Event]:
        """Transcribe sound that is already decoded: mono float32 blocks at 16 kHz. See ``run``."""
        self._attention = AttentionLog()
        run = _Run(self.model, options, duration, cancel or CancelToken(), self._attention)
        if resume is not None:
            run.resume(resume)
        return run.events(blocks)

    def save_attention(self, path: Path, overwrite: bool = False) -> None:
        """Write the attention of the last run, which had ``keep_attention`` set, as ``.npz``.

        Raises:
            OutputError: the file exists, or cannot be written.
        """
        self._attention.save(path, overwrite)


_RAMP = (1, 2, 4)
"""Sizes of the first batches: the first segments appear soon."""
_AHEAD = 1
"""Batches whose drafts may wait."""
_FIRST = 10 * SAMPLE_RATE
"""Samples of the first window of a long medium: its segments appear soon."""
_LONG = 60_000
"""Ms from which a medium is long."""


class _Run:
    """One transcription on its way."""

    def __init__(
        self,
        model: SpeechModel,
        options: TranscribeOptions,
        duration: int,
        cancel: CancelToken,
        attention: AttentionLog,
    ) -> None:
        self._options = options
        self._cancel = cancel
        self._watch = Stopwatch()
        self._attention = attention
        self._drafter = Drafter(model, options, cancel, self._watch)
        self._largest_batch = windows_together(model, options)
        self._crew = Crew(pair=model.device.type != "mps")  # whose queue is for one
        self._listener = Listener(model, options, self._drafter, cancel, self._watch, self._crew.map)
        self._done = 0
        self._duration = duration
        self._transcript = Transcript(task=options.task, model=model.name)
        self._cues = CueBuilder(get_style(options.style), self._drafter.languages.language)
        self._place = Place()
        self._begun = 0
        self._laid_out = 0
        self._known = 0

    def resume(self, known: Resume) -> None:
        """Begin behind what is known."""
        self._place, self._known = known.place, known.captions
        self._drafter.languages.recall(known.place.votes)
        self._listener.resume(known.place)
        self._transcript.language = self._drafter.languages.language
        self._transcript.segments.extend(known.segments)
        self._transcript.unwritten.extend(known.unwritten)
        for segment in known.segments:
            self._laid_out += len(self._cues.add(segment))

    def events(self, blocks: Iterable[Samples]) -> Iterator[Event]:
        """See ``Transcriber.run_blocks``."""
        full = ModelError("The memory is full. Close other programs, or choose a smaller model.")
        with report_out_of_memory(full):
            yield from self._events(blocks)

    def _events(self, blocks: Iterable[Samples]) -> Iterator[Event]:
        detector = SpeechDetector() if self._options.vad else None
        first = _FIRST if self._duration > _LONG else 0
        found = self._watch.iterate("listen", pack(blocks, detector, self._drafter.longest, first))
        heard = 0
        drafted, hurry = self._drafted(found, self._place), not self._place.windows
        with closing(self._crew.ahead(drafted, _AHEAD, lambda item: isinstance(item, _Batch), hurry)) as items:
            for item in items:
                self._cancel.check()
                if isinstance(item, _Batch):
                    yield from self._write(item)
                else:
                    heard = item.heard
                    self._begun = max(self._begun, item.begun)
                    yield self._advanced(item.done, "listening")
        if captions := self._new(self._cues.finish()):
            yield CaptionsReady(captions)
        self._duration = self._transcript.duration = max(heard, self._done)
        self._transcript.language = self._drafter.languages.language
        yield self._advanced(self._duration)
        yield Finished(self._transcript, self._watch.elapsed, dict(self._watch.stages))

    def _drafted(self, found: Iterable[Window | int], place: Place) -> Generator["_Batch | _Advance"]:
        """Drafts of the windows behind a place, in batches; and how far the work is on the way.

        While a draft is drawn the other thread may hear the windows of the next; but the first comes as soon as it can.
        """
        ramp = (min(size, self._largest_batch) for size in _RAMP)
        sizes = islice(chain(ramp, repeat(self._largest_batch)), place.batches, None)
        size, written, heard = next(sizes), place.windows, 0
        waiting: list[Window] = []
        hearing: deque[_Hearing] = deque()
        ready = 0  # batches that may wait for the next
        for item in found:
            if not isinstance(item, Window):
                heard = item * 1000 // SAMPLE_RATE
                first = hearing[0].windows[0] if hearing else waiting[0] if waiting else None
                yield _Advance(heard, first.start if first else heard)
            elif written:
                written -= 1
                yield _Advance(heard, item.end, item.end)
            else:
                waiting.append(item)
                if len(waiting) == size:
                    hearing.append(_Hearing(waiting, self._crew.map(self._drafter.hear, waiting)))
                    waiting, size = [], next(sizes)
                    while len(hearing) > ready:
                        yield from self._draft(hearing.popleft(), heard)
                    ready = 1
        if waiting:
            hearing.append(_Hearing(waiting, self._crew.map(self._drafter.hear, waiting)))
        for batch in hearing:
            yield from self._draft(batch, heard)

    def _draft(self, batch: "_Hearing", heard: int) -> Generator["_Batch | _Advance"]:
        """The draft of windows, when they are heard."""
        parts: list[HeardWindow] = []
        for window, found in zip(batch.windows, batch.parts, strict=True):
            parts += found
            yield _Advance(heard, (batch.windows[0].start + window.end) // 2)
        yield _Batch(len(batch.windows), self._drafter.draft(parts))

    def _advanced(self, done: int, stage: str = "writing") -> Advanced:
        self._done = max(self._done, done)
        return Advanced(self._done, max(self._duration, self._done), self._watch.elapsed, stage, self._begun)

    def _new(self, captions: list[Caption]) -> tuple[Caption, ...]:
        """Those of the next cues that were not told before the work was taken up again."""
        told = max(0, self._known - self._laid_out)
        self._laid_out += len(captions)
        return tuple(captions[told:])

    def _write(self, batch: "_Batch") -> Iterator[Event]:
        """Write down some windows."""
        draft = batch.draft
        yield self._advanced(draft.parts[0].window.start)
        written = self._listener.write(draft)
        for start, end in self._listener.take_unwritten():
            self._transcript.unwritten.append((start, end))
            yield SpeechUnwritten(start, end)
        for kept in self._listener.take_attention():
            self._attention.add(kept)
            yield AttentionKept(kept)
        if draft.language != self._transcript.language:
            self._transcript.language = draft.language
            yield LanguageDetected(draft.language, draft.probability)
        for window, segments in zip(draft.windows, written, strict=True):
            for segment in segments:
                self._transcript.segments.append(segment)
                yield SegmentReady(segment)
                if captions := self._new(self._cues.add(segment)):
                    yield CaptionsReady(captions)
            yield self._advanced(window.end)
        self._place = replace(
            self._listener.place(draft),
            windows=self._place.windows + batch.windows,
            batches=self._place.batches + 1,
            segments=len(self._transcript.segments),
            unwritten=len(self._transcript.unwritten),
        )
        yield Reached(self._place)
        release_free_memory()


@dataclass(frozen=True)
class _Hearing:
    """Windows that are being heard, and the parts of each in turn."""

    windows: Sequence[Window]
    parts: Iterator[list[HeardWindow]]


@dataclass(frozen=True)
class _Batch:
    """Windows that are written together: how many, and their draft."""

    windows: int
    draft: Draft


@dataclass(frozen=True)
class _Advance:
    """How far the work ahead is, in ms of the medium.

    Attributes:
        heard: searched for speech.
        done: what counts as done.
        begun: known from an interrupted run, and begun here.
    """

    heard: int
    done: int
    begun: int = 0
