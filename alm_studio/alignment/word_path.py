"""The best way through a window's sound for a text: which letter sounds when, and where each word begins and ends.

A hidden Markov model with a state for each letter and one for the pause before each word, searched as Viterbi did
(1967). A state's recurrence D[t] = x[t] + max(D[t - 1], E[t]), where E is the best way in, has the closed form
X[t] + max over k <= t of (E[k] - X[k - 1]) with X the running sum of x; so each state is a few vector operations.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from alm_studio.native.network import tried_machine
from alm_studio.native.way import LETTER, NEVER, PAUSE, SKIP, WAYS
from alm_studio.native.way_search import Asked, Trail, search

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Score:
    """What speaks for each frame, in nats.

    Attributes:
        letters: [T, C] of each class of sound.
        pause: [T] of nobody speaking.
        start, end: [T] of a word beginning with a frame, of a word having ended before it.
    """

    letters: Array
    pause: Array
    start: Array
    end: Array


@dataclass(frozen=True)
class Spelled:
    """A word as its letters.

    Attributes:
        letters: [L] column of ``Score.letters`` for each; at least one.
        heard: [L, T] what else speaks for each letter in each frame, or None.
    """

    letters: Sequence[int]
    heard: Array | None = None


@dataclass(frozen=True)
class Way:
    """Where a word lies.

    Attributes:
        start: its first frame.
        end: the frame after its last.
        letters: [L] first frame of each letter; -1 where it is silent.
    """

    start: int
    end: int
    letters: Array


class _Rows:
    """States that were searched, with the way back."""

    def __init__(self, frames: int) -> None:
        self._places = np.arange(frames, dtype=np.int32)
        self.entered: list[Array] = []  # [T] for each state: where the best way to a frame came in
        self.source: list[Array] = []  # [T] for each state: the state that the way in came from

    @property
    def newest(self) -> Array:
        """[T], the number of the state that was searched last."""
        return np.full(len(self._places), len(self.source) - 1, np.int32)

    def add(self, x: Array, way_in: Array, source: Array, shortest: int) -> Array:
        """Search a state.

        Args:
            x: [T], what speaks for it.
            way_in: [T], best score of coming in.
            source: [T], the state that one comes from.
            shortest: frames that one stays at least.

        Returns:
            [T], best score of having left it before each frame.
        """
        total = np.cumsum(x)
        advantage = way_in - (total - x)
        best = np.maximum.accumulate(advantage)
        self.entered.append(np.maximum.accumulate(np.where(advantage >= best, self._places, 0)))
        self.source.append(source)
        left = np.full(len(x), NEVER)
        left[shortest:] = best[: len(x) - shortest] + total[shortest - 1 : -1]
        return left


def find_way(words: Sequence[Spelled], score: Score, pins: Mapping[int, int] | None = None) -> list[Way]:
    """The most probable place of each word.

    Args:
        words: in order.
        score: of T frames, at least one.
        pins: index of a word → the frame that it begins with.

    Returns:
        One for each word, start <= end <= the next start. Where there is no room for the text, its words share the
        time evenly.
    """
    frames = len(score.pause)
    if not words:
        return []
    pins = pins or {}
    # One more frame, in which the last pause ends: then that pause may be empty, like every other.
    pause = np.append(score.pause.astype(np.float64), 0.0)
    start, end = np.append(score.start, NEVER), np.append(score.end, 0.0)
    held = [min(max(pins[index], 0), frames - 1) if index in pins else -1 for index in range(len(words))]
    machine = tried_machine()
    if machine is None:
        trail = _search(words, score.letters, pause, start, end, held)
    else:
        asked = [Asked(word.letters, word.heard, place) for word, place in zip(words, held, strict=True)]
        trail = search(machine, score.letters, pause, start, end, asked)
    if trail.best < NEVER / 2:  # more letters than frames, or pins that leave no room for the words between them
        return _spread(words, frames, pins)
    return _back(words, trail, frames)


def _search(
    words: Sequence[Spelled], letters: Array, pause: Array, start: Array, end: Array, held: Sequence[int]
) -> Trail:
    """See ``native.way_search.search``, which does the same by kernels."""
    frames = len(pause)
    rows = _Rows(frames)
    out = np.full(frames, NEVER)  # best score of the words before having ended
    out[0] = 0.0
    out_source = np.full(frames, -1, np.int32)
    for word, place in zip(words, held, strict=True):
        quiet = rows.add(pause, out, out_source, PAUSE)
        enter, source = _best([(out, out_source), (quiet, rows.newest)])
        enter = enter + start
        if place >= 0:
            enter = np.where(np.arange(frames) == place, enter, NEVER)
        never = (np.full(frames, NEVER), source)
        # Into the next letter, the one after it, ...; a letter at least sounds.
        ways = [(enter - SKIP * silent, source) if silent < len(word.letters) else never for silent in range(WAYS)]
        for letter, column in enumerate(word.letters):
            x = letters[:, column].astype(np.float64)
            if word.heard is not None:
                x = x + word.heard[letter]
            way_in, source = ways[0]
            total = rows.add(np.append(x, 0.0), way_in, source, LETTER)
            here = rows.newest
            ways = [_best([before, (total - SKIP * s, here)]) for s, before in enumerate([*ways[1:], never])]
        out, out_source = ways[0][0] + end, ways[0][1]
    rows.add(pause, out, out_source, 1)
    return Trail(np.stack(rows.entered), np.stack(rows.source), float(out.max()))


def _spread(words: Sequence[Spelled], frames: int, pins: Mapping[int, int]) -> list[Way]:
    """Words one after another, of equal length between two pins."""
    known = {0: 0, **pins, len(words): frames}
    places = sorted(known)
    values = np.maximum.accumulate([min(max(known[place], 0), frames) for place in places])
    edges = np.interp(np.arange(len(words) + 1), places, values).round().astype(int)
    return [
        Way(int(start), int(end), np.append(start, np.full(len(word.letters) - 1, -1)))
        for word, start, end in zip(words, edges[:-1], edges[1:], strict=True)
    ]


def _best(ways: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
    """The best of two ways at each frame: score and state that it comes from, both [T]."""
    (one, from_one), (other, from_other) = ways
    better = other > one
    return np.where(better, other, one), np.where(better, from_other, from_one)


def _back(words: Sequence[Spelled], trail: Trail, frames: int) -> list[Way]:
    """Follow the best way from its end."""
    states = [(index, letter) for index, word in enumerate(words) for letter in range(-1, len(word.letters))]
    states.append((len(words), -1))  # word and letter of each state, letter -1 for the pause
    firsts = [np.full(len(word.letters), -1) for word in words]
    ends = [-1] * len(words)
    state, frame, left = len(states) - 1, frames, frames
    while state >= 0:
        word, letter = states[state]
        shortest = LETTER if letter >= 0 else PAUSE if word < len(words) else 1
        entered = int(trail.entered[state, max(frame + 1 - shortest, 0)])
        if letter >= 0:
            firsts[word][letter] = entered
            ends[word] = ends[word] if ends[word] >= 0 else left
        left = entered
        state, frame = int(trail.sources[state, entered]), max(entered - 1, 0)
    ways: list[Way] = []
    for first, end in zip(firsts, ends, strict=True):
        before = ways[-1].end if ways else 0
        start = int(first[first >= 0][0]) if (first >= 0).any() else before
        ways.append(Way(max(start, before), max(start, end, before), first))
    return ways
