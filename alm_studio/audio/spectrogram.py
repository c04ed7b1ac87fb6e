"""Pictures of sound: loudness over frequency and time, for any stretch at any width."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from alm_studio.audio.downmix import Samples
from alm_studio.audio.resampling import SAMPLE_RATE

_WINDOW = 512
"""Samples: 32 ms tell the harmonics of most voices apart."""
_FLOOR, _CEILING = -85.0, -25.0
"""Decibels of a full-scale sine that are black and white."""
_DENSE = 4
"""Columns that overlap so much or more are read in one go."""

Read = Callable[[int, int], "Samples | None"]
"""Samples from one index up to another; fewer where the sound ends, None where that is not known yet."""


def spectrogram(read: Read, begin: float, step: float, columns: int, rows: int) -> NDArray[np.uint8] | None:
    """Loudness in ``columns`` of ``step`` ms each from ``begin`` (ms) on, and ``rows`` bands on the mel scale.

    Returns:
        [rows, columns], high bands first, 0 to 255; None where the sound is not decoded so far.
    """
    centers = np.rint((begin + (np.arange(columns) + 0.5) * step) * SAMPLE_RATE / 1000).astype(np.int64)
    frames = _frames(read, centers)
    if frames is None:
        return None
    power = np.abs(np.fft.rfft(frames * np.hanning(_WINDOW).astype(np.float32), axis=1)) ** 2
    power /= (_WINDOW / 4) ** 2  # of a full-scale sine through the window
    levels = 10 * np.log10(power @ _bands(rows) + 1e-12)
    scaled = (levels - _FLOOR) / (_CEILING - _FLOOR) * 255
    picture: NDArray[np.uint8] = scaled.clip(0, 255).astype(np.uint8).T[::-1]
    return np.ascontiguousarray(picture)


def _frames(read: Read, centers: NDArray[np.int64]) -> Samples | None:
    """[columns, window]; silence outside the medium."""
    starts = centers - _WINDOW // 2
    first, end = int(starts[0]), int(starts[-1]) + _WINDOW
    if end - first <= _DENSE * _WINDOW * len(starts):
        sound = _read(read, first, end)
        return None if sound is None else np.stack([sound[start : start + _WINDOW] for start in starts - first])
    frames = [_read(read, int(start), int(start) + _WINDOW) for start in starts]
    known = [frame for frame in frames if frame is not None]
    return np.stack(known) if len(known) == len(frames) else None


def _read(read: Read, begin: int, end: int) -> Samples | None:
    """Exactly from ``begin`` to ``end``, with silence where the medium has nothing."""
    result = np.zeros(end - begin, np.float32)
    if end > 0:
        sound = read(max(0, begin), end)
        if sound is None:
            return None
        offset = max(0, -begin)
        result[offset : offset + len(sound)] = sound
    return result


@lru_cache(maxsize=4)
def _bands(rows: int) -> NDArray[np.float32]:
    """[window / 2 + 1, rows]: triangles on the mel scale (O'Shaughnessy, 1987), each of weight 1."""
    tops = 700 * (10 ** (np.linspace(_mel(60.0), _mel(SAMPLE_RATE / 2), rows + 2) / 2595) - 1)
    bins = np.arange(_WINDOW // 2 + 1)[:, None] * SAMPLE_RATE / _WINDOW
    narrowest = SAMPLE_RATE / _WINDOW
    below = np.maximum(tops[1:-1] - tops[:-2], narrowest)
    above = np.maximum(tops[2:] - tops[1:-1], narrowest)
    middle = tops[1:-1]
    weights = np.minimum(1 - (middle - bins) / below, 1 - (bins - middle) / above).clip(0)
    bands: NDArray[np.float32] = (weights / np.maximum(weights.sum(axis=0), 1e-6)).astype(np.float32)
    return bands


def _mel(hertz: float) -> float:
    return float(2595 * np.log10(1 + hertz / 700))
