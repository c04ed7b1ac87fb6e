"""Where somebody speaks: Silero VAD over a stream, cut into spans."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.downmix import Samples
from alm_studio.audio.leveling import Leveler
from alm_studio.audio.silero import CHUNK, SileroVad, State, load_silero, score
from alm_studio.base.errors import UsageError


@dataclass(frozen=True)
class VadOptions:
    """How probabilities become spans. A missed word is worse than a false alarm: the values err to speech."""

    # Probability from which a chunk starts speech, 0 to 1.
    threshold: float = 0.25
    # Probability below which a chunk is silence within speech; between the two nothing changes.
    end_threshold: float = 0.15
    # Seconds: what is shorter is no speech ("oh" lasts 0.1 s).
    min_speech: float = 0.1
    # Seconds of silence that end a span. Shorter pauses lie between words.
    min_silence: float = 0.4
    # Seconds added on both sides, so that soft first and last sounds are kept. At most min_silence.
    padding: float = 0.3
    # Seconds after which a span is cut where speech is least likely, so that results appear; it fits
    # Whisper's 30 s, padding included.
    max_speech: float = 29.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.end_threshold <= self.threshold <= 1.0:
            raise UsageError("The speech thresholds must satisfy 0 <= end_threshold <= threshold <= 1.")
        if not 0.0 <= self.padding <= self.min_silence:
            raise UsageError("The padding of speech must lie between 0 and min_silence.")
        if not (self.min_speech >= 0.0 and self.max_speech >= max(1.0, 2.0 * self.min_speech)):
            raise UsageError("max_speech must be at least 1 s and twice min_speech.")


@dataclass(frozen=True)
class Span:
    """A stretch of speech.

    Attributes:
        start: first sample, counted from the beginning of the stream.
        end: the sample after the last.
    """

    start: int
    end: int


class SpeechDetector:
    """Finds speech in a stream of 16 kHz sound. One detector serves one stream.

    Args:
        options: thresholds and durations.
        network: loaded weights, to share between detectors; loaded when None.

    Raises:
        ModelError: the weights cannot be loaded.
    """

    def __init__(self, options: VadOptions | None = None, network: SileroVad | None = None) -> None:
        self._network = network or load_silero()
        self._state: State | None = None
        self._leveler = Leveler(CHUNK, SAMPLE_RATE)
        self._segmenter = _Segmenter(options or VadOptions())
        self._rest: Samples = np.zeros(0, np.float32)  # less than a chunk
        self._size = 0
        self._probabilities: list[NDArray[np.float32]] = []

    @property
    def probabilities(self) -> NDArray[np.float32]:
        """Probability of speech of each chunk of 512 samples (32 ms) so far."""
        self._probabilities = [np.concatenate([np.zeros(0, np.float32), *self._probabilities])]
        return self._probabilities[0]

    @property
    def speaking(self) -> bool:
        """Whether somebody speaks, as far as it was fed."""
        return self._segmenter.speaking

    @property
    def settled(self) -> int:
        """The sample before which no span to come will begin: what lies before it may be forgotten."""
        return self._segmenter.settled

    def feed(self, block: Samples) -> list[Span]:
        """Take the next samples, [N] of any N. Larger blocks are faster.

        Returns:
            The spans that have become sure, in order, without overlap.
        """
        self._size += block.size
        samples = np.concatenate([self._rest, block])
        whole = samples.size - samples.size % CHUNK
        self._rest = samples[whole:]
        return self._advance(samples[:whole]) if whole else []

    def finish(self) -> list[Span]:
        """End the stream; nothing may be fed afterwards.

        Returns:
            The remaining spans.
        """
        spans = []
        if self._rest.size:
            spans = self._advance(np.pad(self._rest, (0, CHUNK - self._rest.size)))
            self._rest = self._rest[:0]
        spans += self._segmenter.finish()
        # The last chunk may be filled up with silence that is not part of the stream.
        return [Span(span.start, min(span.end, self._size)) for span in spans]

    def _advance(self, samples: Samples) -> list[Span]:
        leveled = torch.from_numpy(self._leveler.apply(samples))
        scores, self._state = score(self._network, leveled, self._state)
        probabilities: NDArray[np.float32] = scores.numpy()
        self._probabilities.append(probabilities)
        return self._segmenter.feed(probabilities.tolist())


class _Segmenter:
    """Probabilities of chunks → padded spans, with hysteresis."""

    def __init__(self, options: VadOptions) -> None:
        self._options = options
        self._now = 0  # samples seen
        self._onset: int | None = None  # where speech began; None in silence
        self._start = 0  # of the open span: the onset padded, or the cut
        self._pause: int | None = None  # where the silence that may end the span began
        self._open: list[float] = []  # probabilities from _start on, padding left out
        self._ended = 0  # end of the span before

    @property
    def speaking(self) -> bool:
        """See ``SpeechDetector.speaking``."""
        return self._onset is not None

    @property
    def settled(self) -> int:
        """See ``SpeechDetector.settled``."""
        if self._onset is not None:
            return self._start
        return max(self._now - _samples(self._options.padding), self._ended)

    def feed(self, probabilities: list[float]) -> list[Span]:
        """Take the next chunks; return the spans that they end."""
        return [span for probability in probabilities if (span := self._step(probability))]

    def finish(self) -> list[Span]:
        """End the stream."""
        span = self._close() if self._onset is not None else None
        return [span] if span else []

    def _step(self, probability: float) -> Span | None:
        here = self._now
        self._now += CHUNK
        if probability >= self._options.threshold:
            self._pause = None
            if self._onset is None:
                self._onset = here
                self._start = max(here - _samples(self._options.padding), self._ended)
        elif probability < self._options.end_threshold and self._pause is None:
            self._pause = here
        if self._onset is None:
            return None
        self._open.append(probability)
        if self._pause is not None and self._now - self._pause >= _samples(self._options.min_silence):
            return self._close()
        if self._now - self._start >= _samples(self._options.max_speech - self._options.padding):
            return self._cut()
        return None

    def _close(self) -> Span | None:
        """End the span where the pause began; None if it was too short to be speech."""
        assert self._onset is not None
        end = self._now if self._pause is None else self._pause
        long_enough = end - self._onset >= _samples(self._options.min_speech)
        self._onset = None
        self._open = []
        if not long_enough:
            return None
        # The padding is no longer than the pause that was waited for, so it cannot reach the next onset.
        self._ended = min(end + _samples(self._options.padding), self._now)
        return Span(self._start, self._ended)

    def _cut(self) -> Span:
        """End the span where speech is least likely, in its second half; the next one begins there."""
        half = len(self._open) // 2
        least = min(range(half, len(self._open)), key=self._open.__getitem__)
        self._ended = self._now - CHUNK * (len(self._open) - least)
        span = Span(self._start, self._ended)
        self._start = self._ended
        self._open = self._open[least:]
        return span


def _samples(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)
