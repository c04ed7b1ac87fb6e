"""Waveform peaks: what a view draws without holding the sound."""

import numpy as np
from numpy.typing import NDArray

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.downmix import Samples

_FULL_SCALE = 127


class PeaksBuilder:
    """Lowest and highest sample of each short stretch, built while the sound streams by.

    Args:
        per_second: stretches per second; must divide 16000.
    """

    def __init__(self, per_second: int = 100) -> None:
        if per_second < 1 or SAMPLE_RATE % per_second:
            raise ValueError(f"{per_second} peaks per second do not divide {SAMPLE_RATE} samples.")
        self._width = SAMPLE_RATE // per_second
        self._rest: Samples = np.zeros(0, np.float32)
        self._peaks: list[NDArray[np.int8]] = []

    def add(self, block: Samples) -> None:
        """Take the next samples, [N] of any N, within -1 to 1."""
        samples = np.concatenate([self._rest, block])
        whole = samples.size - samples.size % self._width
        self._peaks.append(_extremes(samples[:whole].reshape(-1, self._width)))
        self._rest = samples[whole:]

    def result(self) -> NDArray[np.int8]:
        """Peaks so far, [P, 2]: lowest and highest sample of each stretch, times 127."""
        rest = self._rest.reshape(1, -1) if self._rest.size else np.zeros((0, 1), np.float32)
        return np.concatenate([*self._peaks, _extremes(rest)])


def _extremes(stretches: Samples) -> NDArray[np.int8]:
    """[P, W] → [P, 2]."""
    extremes = np.stack([stretches.min(axis=1), stretches.max(axis=1)], axis=1)
    peaks: NDArray[np.int8] = np.rint(extremes.clip(-1.0, 1.0) * _FULL_SCALE).astype(np.int8)
    return peaks
