"""Media to transcript: find speech, encode, decode, time the words, lay out cues; as a stream of events."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import torch

from alm_studio.alignment.words import time_words
from alm_studio.audio.decode import SAMPLE_RATE, decode, probe
from alm_studio.audio.features import LogMel
from alm_studio.audio.vad import SpeechDetector
from alm_studio.base.cancel import CancelToken
from alm_studio.captions.layout import CueBuilder
from alm_studio.captions.styles import get_style
from alm_studio.captions.transcript import Segment, Transcript
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.decoding.batch import Hypothesis, WindowBatch
from alm_studio.decoding.fallback import FallbackOptions, decode_with_fallback
from alm_studio.decoding.options import DecodeOptions
from alm_studio.model.seq2seq import Memory
from alm_studio.pipeline.attention_log import AttentionLog
from alm_studio.pipeline.events import (
    Advanced,
    CaptionsReady,
    Event,
    Finished,
    LanguageDetected,
    Opened,
    SegmentReady,
    Warned,
)
from alm_studio.pipeline.language import LanguageTracker
from alm_studio.pipeline.options import TranscribeOptions, checked
from alm_studio.pipeline.segments import to_segments
from alm_studio.pipeline.stopwatch import Stopwatch
from alm_studio.pipeline.windows import LONGEST, Samples, Window, pack


class Transcriber:
    """Writes down what is said in media, with one loaded model. Not for two threads at once."""

    def __init__(self, model: SpeechModel) -> None:
        self.model = model
        self._features = LogMel(model.spec.mel_bands)
        self._attention = AttentionLog()

    def run(self, media: Path, options: TranscribeOptions, cancel: CancelToken | None = None) -> Iterator[Event]:
        """Transcribe a file.

        Args:
            media: anything FFmpeg reads.
            options: what to do.
            cancel: looked at every few tenths of a second.

        Yields:
            Events in order; ``Finished`` last.

        Raises:
            UsageError: the options do not fit the model.
            MediaError: nothing can be heard in the file.
            CancelledError: cancelled. What was yielded before stays valid.
        """
        options = checked(options, self.model.tokenizer.languages)
        info = probe(media)
        warnings: list[str] = []
        blocks = decode(media, options.track, warnings.append)
        yield Opened(info.duration)
        for event in self.run_blocks(blocks, options, info.duration, cancel):
            while warnings:
                yield Warned(warnings.pop(0))
            yield event

    def run_blocks(
        self,
        blocks: Iterable[Samples],
        options: TranscribeOptions,
        duration: int = 0,
        cancel: CancelToken | None = None,
    ) -> Iterator[Event]:
        """Transcribe sound that is already decoded: mono float32 blocks at 16 kHz. See ``run``."""
        self._attention = AttentionLog()
        run = _Run(self.model, self._features, options, duration, cancel or CancelToken(), self._attention)
        return run.events(blocks)

    def save_attention(self, path: Path, overwrite: bool = False) -> None:
        """Write the attention of the last run, which had ``keep_attention`` set, as ``.npz``.

        Raises:
            OutputError: the file exists, or cannot be written.
        """
        self._attention.save(path, overwrite)


_RAMP = (1, 2, 4)
"""Sizes of the first batches: the first segments appear soon."""
_CONTEXT = 223
"""Tokens of previous text that fit the prompt."""


class _Run:
    """One transcription on its way."""

    def __init__(
        self,
        model: SpeechModel,
        features: LogMel,
        options: TranscribeOptions,
        duration: int,
        cancel: CancelToken,
        attention: AttentionLog,
    ) -> None:
        self._model = model
        self._features = features
        self._options = options
        self._cancel = cancel
        self._attention = attention
        self._watch = Stopwatch()
        self._duration = duration
        self._done = 0
        self._languages = LanguageTracker(model.tokenizer, "" if options.language == "auto" else options.language)
        self._prompt = model.tokenizer.encode(" " + options.prompt.strip()) if options.prompt.strip() else []
        self._previous: list[int] = []
        self._transcript = Transcript(task=options.task, model=model.name, duration=duration)
        self._cues = CueBuilder(get_style(options.style), self._languages.language)

    def events(self, blocks: Iterable[Samples]) -> Iterator[Event]:
        """See ``Transcriber.run_blocks``."""
        detector = SpeechDetector() if self._options.vad else None
        sizes = iter((*_RAMP, *[self._batch_size()] * 100_000))
        size = min(next(sizes), self._batch_size())
        waiting: list[Window] = []
        heard = 0
        for item in self._watch.iterate("listen", pack(blocks, detector)):
            self._cancel.check()
            if isinstance(item, Window):
                waiting.append(item)
                if len(waiting) == size:
                    yield from self._batch(waiting)
                    waiting, size = [], min(next(sizes), self._batch_size())
            else:
                heard = item * 1000 // SAMPLE_RATE
                yield self._advanced(waiting[0].start if waiting else heard, "listening")
        if waiting:
            yield from self._batch(waiting)
        if captions := self._cues.finish():
            yield CaptionsReady(tuple(captions))
        self._duration = self._transcript.duration = max(heard, self._done)
        self._transcript.language = self._languages.language
        yield self._advanced(self._duration)
        yield Finished(self._transcript, self._watch.elapsed, dict(self._watch.stages))

    def _batch_size(self) -> int:
        if self._options.condition_on_previous:
            return 1
        if self._options.batch:
            return self._options.batch
        return 8 if self._model.device.type == "cpu" else 16

    def _advanced(self, done: int, stage: str = "writing") -> Advanced:
        self._done = max(self._done, done)
        return Advanced(self._done, max(self._duration, self._done), self._watch.elapsed, stage)

    @torch.inference_mode()
    def _batch(self, windows: list[Window]) -> Iterator[Event]:
        """Encode and decode some windows."""
        memories = []
        first, last = windows[0].start, windows[-1].end
        for index, window in enumerate(windows):
            self._cancel.check()
            memories.append(self._encode(window))
            yield self._advanced(first + (last - first) * (index + 1) // (2 * len(windows)))
        memory = Memory(
            torch.cat([m.states for m in memories]), torch.cat([m.lengths for m in memories]), memories[0].seconds_per_state
        )
        with self._watch.stage("decode"):
            hypotheses = self._decode(windows, memory)
        if not self._transcript.language:
            self._transcript.language = self._languages.language
            yield LanguageDetected(self._languages.language, self._languages.probability)
        for window, hypothesis in zip(windows, hypotheses, strict=True):
            for segment in self._segments(window, hypothesis):
                self._transcript.segments.append(segment)
                yield SegmentReady(segment)
                if captions := self._cues.add(segment):
                    yield CaptionsReady(tuple(captions))
            yield self._advanced(window.end)

    def _encode(self, window: Window) -> Memory:
        """A window, padded with silence to 30 s, to its memory."""
        with self._watch.stage("features"):
            samples = torch.from_numpy(window.samples).to(self._model.device)
            features = self._features(torch.nn.functional.pad(samples, (0, LONGEST - len(samples))))
        with self._watch.stage("encode"):
            return self._model.network.encode(features[None])

    def _decode(self, windows: list[Window], memory: Memory) -> list[Hypothesis]:
        seconds = [len(window.samples) / SAMPLE_RATE for window in windows]
        states = [_states(window) for window in windows]
        previous = (self._prompt + self._previous)[-_CONTEXT:]
        batch = WindowBatch(self._model.network, self._model.tokenizer, memory, states, previous)
        languages = self._languages.decide(batch.language_probs, seconds)
        options = DecodeOptions(beam=self._options.beam, task=self._options.task)
        hypotheses = decode_with_fallback(
            batch, languages, self._model.tokenizer, options, FallbackOptions(), self._cancel
        )
        if self._options.condition_on_previous:
            self._remember(hypotheses[-1])
        return hypotheses

    def _remember(self, hypothesis: Hypothesis) -> None:
        """Text for the next window to follow on; not a text that was drawn at random, which may be wrong."""
        text = [token for token in hypothesis.tokens if token < self._model.tokenizer.eot]
        self._previous = (self._previous + text)[-_CONTEXT:] if hypothesis.temperature < 0.5 else []

    def _segments(self, window: Window, hypothesis: Hypothesis) -> list[Segment]:
        assert hypothesis.attention is not None
        if self._options.keep_attention:
            self._attention.add(window, hypothesis, _states(window))
        with self._watch.stage("align"):
            words = time_words(
                hypothesis.tokens,
                hypothesis.logprobs,
                hypothesis.attention.cpu(),
                _states(window),
                hypothesis.language if self._options.task == "transcribe" else "en",
                self._model.tokenizer,
                _loudness(window.samples),
            )
        return to_segments(hypothesis, words, window, self._model.tokenizer)


def _states(window: Window) -> int:
    return max(1, -(-len(window.samples) // (SAMPLE_RATE // 50)))


def _loudness(samples: Samples) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Level of each 10 ms, dB."""
    step = SAMPLE_RATE // 100
    padded = np.pad(samples, (0, -len(samples) % step)).reshape(-1, step)
    level: np.ndarray[tuple[int], np.dtype[np.float32]] = 10 * np.log10((padded**2).mean(axis=1) + 1e-12)
    return level
