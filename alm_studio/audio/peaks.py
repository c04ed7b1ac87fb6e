"""Waveform peaks: what a view draws without holding the sound."""

import numpy as np
from numpy.typing import NDArray

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.downmix import Samples

FINE = 500
"""Peaks a second for a timeline: at 2 ms each, single letters can be told apart."""

_FULL_SCALE = 127
_FACTOR = 4
"""Stretches of one level in one of the next."""
_GRID = 10
"""Ms in which loudness is judged."""
_AROUND = 15_000
"""Ms around a place that say what is loud and what is quiet there."""
_SHORTEST_REST = 8
"""Of the grid: shorter rests are part of the sound around them."""

Extremes = NDArray[np.int8]


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
        self._peaks: list[Extremes] = []

    def add(self, block: Samples) -> None:
        """Take the next samples, [N] of any N, within -1 to 1."""
        samples = np.concatenate([self._rest, block])
        whole = samples.size - samples.size % self._width
        self._peaks.append(_extremes(samples[:whole].reshape(-1, self._width)))
        self._rest = samples[whole:]

    def result(self) -> Extremes:
        """Peaks so far, [P, 2]: lowest and highest sample of each stretch, times 127."""
        rest = self._rest.reshape(1, -1) if self._rest.size else np.zeros((0, 1), np.float32)
        return np.concatenate([*self._peaks, _extremes(rest)])


class Peaks:
    """Peaks at several resolutions, so that an hour is drawn as fast as a second.

    Args:
        finest: [P, 2] int8, lowest and highest sample of each stretch, times 127.
        per_second: stretches per second.
    """

    def __init__(self, finest: Extremes, per_second: int = FINE) -> None:
        self.per_second = per_second
        self._levels = [finest]
        while len(self._levels[-1]) > _FACTOR:
            self._levels.append(_coarser(self._levels[-1]))

    @property
    def finest(self) -> Extremes:
        """What it was made of."""
        return self._levels[0]

    @property
    def duration(self) -> int:
        """Ms that are covered."""
        return len(self.finest) * 1000 // self.per_second

    def columns(self, begin: float, step: float, count: int) -> tuple[slice, Extremes]:
        """What to draw in ``count`` columns of ``step`` ms each from ``begin`` (ms) on.

        Returns:
            The columns inside the sound, and [of these, 2] lowest and highest sample. From the coarsest level that is
            fine enough: no more than some ``_FACTOR`` times ``count`` values are looked at.
        """
        level = 0
        while level + 1 < len(self._levels) and self._ms(level + 1) <= step:
            level += 1
        peaks, width = self._levels[level], self._ms(level)
        edges = np.floor((begin + np.arange(count + 1) * step) / width).astype(np.int64)
        inside = np.flatnonzero((edges[:-1] >= 0) & (edges[:-1] < len(peaks)))
        if not inside.size:
            return slice(0, 0), np.zeros((0, 2), np.int8)
        first = edges[inside]
        end = min(len(peaks), max(int(edges[inside[-1] + 1]), int(first[-1]) + 1))
        seen = peaks[first[0] : end]
        lows = np.minimum.reduceat(seen[:, 0], first - first[0])
        highs = np.maximum.reduceat(seen[:, 1], first - first[0])
        return slice(int(inside[0]), int(inside[-1]) + 1), np.stack([lows, highs], axis=1)

    def edges(self, begin: float, end: float) -> list[int]:
        """Ms between ``begin`` and ``end`` at which it becomes loud or quiet: where a cue may want to begin or end.

        Loud is what lies a tenth of the way from the quietest tenth of the sound around to its loudest twentieth.
        """
        first = max(0, int(begin - _AROUND) // _GRID)
        count = max(0, int(min(end + _AROUND, self.duration)) // _GRID - first)
        if count < 2:
            return []
        borders = (first + np.arange(count + 1)) * _GRID * self.per_second // 1000
        seen = np.abs(self.finest[borders[0] : borders[-1]].astype(np.int16)).max(axis=1)
        loudness = np.maximum.reduceat(seen, borders[:-1] - borders[0])
        quiet, loud = np.quantile(loudness, (0.1, 0.95))
        sounding = loudness > max(2.0, quiet + 0.1 * (loud - quiet))
        turns = np.flatnonzero(np.diff(sounding.astype(np.int8))) + 1
        # Each second turn begins a rest, depending on how it starts; short rests go, with both their turns.
        kept: list[int] = []
        for turn in turns.tolist():
            if sounding[turn] and kept and turn - kept[-1] < _SHORTEST_REST:
                kept.pop()
            else:
                kept.append(turn)
        places = [(first + turn) * _GRID for turn in kept]
        return [place for place in places if begin <= place <= end]

    def _ms(self, level: int) -> float:
        """Length of a stretch."""
        return float(1000 * _FACTOR**level / self.per_second)


def _extremes(stretches: Samples) -> Extremes:
    """[P, W] → [P, 2]."""
    extremes = np.stack([stretches.min(axis=1), stretches.max(axis=1)], axis=1)
    peaks: Extremes = np.rint(extremes.clip(-1.0, 1.0) * _FULL_SCALE).astype(np.int8)
    return peaks


def _coarser(level: Extremes) -> Extremes:
    """[P, 2] → [P / 4 rounded up, 2]."""
    starts = np.arange(0, len(level), _FACTOR)
    return np.stack([np.minimum.reduceat(level[:, 0], starts), np.maximum.reduceat(level[:, 1], starts)], axis=1)
