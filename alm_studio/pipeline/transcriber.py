"""Media to transcript: find speech, write it down, lay out cues; as a stream of events."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain, islice, repeat
from pathlib import Path

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.vad import SpeechDetector
from alm_studio.base.cancel import CancelToken
from alm_studio.base.memory import release_free_memory
from alm_studio.captions.document import Caption
from alm_studio.captions.layout import CueBuilder
from alm_studio.captions.styles import get_style
from alm_studio.captions.transcript import Transcript
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.model.seq2seq import Memory
from alm_studio.pipeline.ahead import ahead
from alm_studio.pipeline.attention_log import AttentionLog
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
        self._listener = Listener(model, options, cancel, self._watch)
        self._largest_batch = _batch_size(options, model.device.type)
        self._two_threads = model.device.type != "mps"  # whose queue is for one
        self._done = 0
        self._duration = duration
        self._transcript = Transcript(task=options.task, model=model.name)
        self._cues = CueBuilder(get_style(options.style), self._listener.languages.language)
        self._place = Place()
        self._begun = 0
        self._laid_out = 0
        self._known = 0

    def resume(self, known: Resume) -> None:
        """Begin behind what is known."""
        self._place, self._known = known.place, known.captions
        self._listener.resume(known.place)
        self._transcript.language = self._listener.languages.language
        self._transcript.segments.extend(known.segments)
        self._transcript.unwritten.extend(known.unwritten)
        for segment in known.segments:
            self._laid_out += len(self._cues.add(segment))

    def events(self, blocks: Iterable[Samples]) -> Iterator[Event]:
        """See ``Transcriber.run_blocks``."""
        detector = SpeechDetector() if self._options.vad else None
        ramp = (min(size, self._largest_batch) for size in _RAMP)
        sizes = islice(chain(ramp, repeat(self._largest_batch)), self._place.batches, None)
        size, written = next(sizes), self._place.windows
        waiting: list[tuple[Window, Memory]] = []
        heard = 0
        encoded = self._encoded(self._watch.iterate("listen", pack(blocks, detector, self._listener.longest)), written)
        with closing(ahead(encoded, max(1, self._largest_batch // 2)) if self._two_threads else encoded) as items:
            for item in items:
                self._cancel.check()
                if isinstance(item, Window):
                    self._begun = item.end
                    yield self._advanced(item.end, "listening")
                elif isinstance(item, tuple):
                    waiting.append(item)
                    yield self._advanced((waiting[0][0].start + item[0].end) // 2, "listening")
                    if len(waiting) == size:
                        yield from self._batch(waiting)
                        waiting, size = [], next(sizes)
                else:
                    heard = item * 1000 // SAMPLE_RATE
                    yield self._advanced(waiting[0][0].start if waiting else heard, "listening")
        if waiting:
            yield from self._batch(waiting)
        if captions := self._new(self._cues.finish()):
            yield CaptionsReady(captions)
        self._duration = self._transcript.duration = max(heard, self._done)
        self._transcript.language = self._listener.languages.language
        yield self._advanced(self._duration)
        yield Finished(self._transcript, self._watch.elapsed, dict(self._watch.stages))

    def _encoded(self, found: Iterable[Window | int], written: int) -> Generator[Window | tuple[Window, Memory] | int]:
        """The windows with their memories, but for the first, which were ``written`` before; what else was found."""
        for item in found:
            if isinstance(item, Window) and written:
                written -= 1
                yield item
            elif isinstance(item, Window):
                yield item, self._listener.encode(item)
            else:
                yield item

    def _advanced(self, done: int, stage: str = "writing") -> Advanced:
        self._done = max(self._done, done)
        return Advanced(self._done, max(self._duration, self._done), self._watch.elapsed, stage, self._begun)

    def _new(self, captions: list[Caption]) -> tuple[Caption, ...]:
        """Those of the next cues that were not told before the work was taken up again."""
        told = max(0, self._known - self._laid_out)
        self._laid_out += len(captions)
        return tuple(captions[told:])

    def _batch(self, encoded: list[tuple[Window, Memory]]) -> Iterator[Event]:
        """Write down some windows."""
        yield self._advanced(encoded[0][0].start)
        parts: list[Window] = []
        memories: list[Memory] = []
        for window, memory in encoded:
            for part, heard in self._listener.by_language(window, memory):
                parts.append(part)
                memories.append(heard)
        written = self._listener.write(parts, memories)
        for start, end in self._listener.take_unwritten():
            self._transcript.unwritten.append((start, end))
            yield SpeechUnwritten(start, end)
        for kept in self._listener.take_attention():
            self._attention.add(kept)
            yield AttentionKept(kept)
        languages = self._listener.languages
        if languages.language != self._transcript.language:
            self._transcript.language = languages.language
            yield LanguageDetected(languages.language, languages.probability)
        for window, segments in zip(parts, written, strict=True):
            for segment in segments:
                self._transcript.segments.append(segment)
                yield SegmentReady(segment)
                if captions := self._new(self._cues.add(segment)):
                    yield CaptionsReady(captions)
            yield self._advanced(window.end)
        self._place = replace(
            self._listener.place(),
            windows=self._place.windows + len(encoded),
            batches=self._place.batches + 1,
            segments=len(self._transcript.segments),
            unwritten=len(self._transcript.unwritten),
        )
        yield Reached(self._place)
        release_free_memory()


def _batch_size(options: TranscribeOptions, device: str) -> int:
    """Windows decoded together: what the user says, else what keeps the memory low."""
    if options.batch:
        return options.batch
    if device != "cpu":
        return 16
    return 6 if options.beam < 2 else 4
