"""A running gain that brings quiet sound into the range in which the speech detector was trained."""

import numpy as np
from numpy.typing import NDArray

from alm_studio.audio.downmix import Samples

_TARGET = -8.0
"""Level in dB (root mean square; full scale is 0) to which sustained sound is raised. Silero finds speech
equally well from +5 to -45 dB and hardly any below -60 dB (measured): this leaves 35 dB for whoever speaks
softer than the loudest."""

_MOST_GAIN = 60.0
"""dB. The rounding noise of 16-bit sound (-98 dB) stays below -35 dB."""

_FALL = 30.0
"""dB per second by which the level is forgotten. A speaker 65 dB softer than the one before is heard at once
(measured on joined recordings); at 10 dB per second the first words were lost."""

_SUSTAINED = 16
"""Chunks (0.5 s) over which the level is averaged, so that a click is no level."""

_SUDDEN = 20.0
"""dB by which a single chunk may exceed the level before the level jumps after it."""

_FLOOR = -100.0
"""dB. Digital silence has this level; times any gain it stays silence."""


class Leveler:
    """Raises quiet sound; never lowers any.

    The level is a decibel average over half a second, held at its peak and forgotten within seconds. Noise
    that is raised with it does no harm: Silero tells noise from speech by its shape at any level. The result
    does not depend on how the stream is cut into blocks.

    Args:
        chunk: samples in a chunk, the unit in which the level is measured.
        rate: sample rate in Hz.
    """

    def __init__(self, chunk: int, rate: int) -> None:
        self._chunk = chunk
        self._fall = _FALL * chunk / rate
        self._history = np.zeros(0)
        self._level = _FLOOR
        self._gain: float | None = None

    def apply(self, samples: Samples) -> Samples:
        """Level consecutive chunks.

        Args:
            samples: [C * chunk], C at least 1.

        Returns:
            [C * chunk]; may exceed 1.
        """
        chunks = samples.reshape(-1, self._chunk)
        power = np.einsum("cs,cs->c", chunks, chunks) / self._chunk
        levels = 10.0 * np.log10(np.maximum(power, 10.0 ** (_FLOOR / 10.0)))
        gains = 10.0 ** (np.clip(_TARGET - self._follow(levels), 0.0, _MOST_GAIN) / 20.0)
        before = np.append(gains[0] if self._gain is None else self._gain, gains[:-1])
        self._gain = gains[-1]
        ramp = np.arange(1, self._chunk + 1) / self._chunk  # a step would be a click
        factors = before[:, np.newaxis] + np.outer(gains - before, ramp)
        leveled: Samples = (chunks * factors.astype(np.float32)).reshape(-1)
        return leveled

    def _follow(self, levels: NDArray[np.float64]) -> NDArray[np.float64]:
        """The level to go by at each chunk, from the chunks up to it."""
        if not self._history.size:
            self._history = np.full(_SUSTAINED - 1, levels[0])
        recent = np.concatenate([self._history, levels])
        self._history = recent[levels.size :]
        sustained = np.convolve(recent, np.full(_SUSTAINED, 1.0 / _SUSTAINED), mode="valid")
        heard = np.maximum(sustained, levels - _SUDDEN)
        # Held and falling: the largest of heard[s] - fall * (t - s) over all s up to t.
        fallen = self._fall * np.arange(1, levels.size + 1)
        followed: NDArray[np.float64] = np.maximum(np.maximum.accumulate(heard + fallen), self._level) - fallen
        self._level = float(followed[-1])
        return followed
