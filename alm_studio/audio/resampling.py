"""Mono at any rate → mono at 16 kHz, as a stream."""

import numpy as np
from av import AudioFrame, AudioResampler

from alm_studio.audio.downmix import Samples

SAMPLE_RATE = 16_000
"""Hz of everything after decoding: what Whisper and Silero VAD were trained on."""


class Resampler:
    """swresample over a stream.

    Args:
        rate: Hz of what is fed.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._resampler = AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)

    def feed(self, samples: Samples) -> Samples:
        """Convert the next samples, [N]; a few stay inside for the next call. Returns [about N · 16000 / rate]."""
        if self.rate == SAMPLE_RATE or not samples.size:
            return samples
        frame = AudioFrame.from_ndarray(samples[np.newaxis], format="flt", layout="mono")
        frame.sample_rate = self.rate
        return _joined(self._resampler.resample(frame))

    def flush(self) -> Samples:
        """What is left inside; nothing can be fed afterwards."""
        return np.zeros(0, np.float32) if self.rate == SAMPLE_RATE else _joined(self._resampler.resample(None))


def _joined(frames: list[AudioFrame]) -> Samples:
    parts = [np.clip(frame.to_ndarray()[0].astype(np.float32, copy=False), -1.0, 1.0) for frame in frames]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)
