"""The best way through a window's sound for a text: which letter sounds when, and where each word begins and ends.

A hidden Markov model with a state for each letter and one for the pause before each word, searched as Viterbi did
(1967). A state's recurrence D[t] = x[t] + max(D[t - 1], E[t]), where E is the best way in, has the closed form
X[t] + max over k <= t of (E[k] - X[k - 1]) with X the running sum of x; so each state is a few vector operations.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

SKIP = 2.0
"""Price of a letter that does not sound, nats."""
LETTER = 2
"""Frames that a letter sounds at least."""
PAUSE = 3
"""Frames that a pause lasts at least: shorter silences belong to the sounds around them, as in a plosive."""
_SKIPS = 2
"""Letters in a row that may be silent."""
_NEVER = -1e9


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
        left = np.full(len(x), _NEVER)
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
    start, end = np.append(score.start, _NEVER), np.append(score.end, 0.0)
    rows = _Rows(frames + 1)
    out = np.full(frames + 1, _NEVER)  # best score of the words before having ended
    out[0] = 0.0
    out_source = np.full(frames + 1, -1, np.int32)
    states: list[tuple[int, int]] = []  # word and letter of each state, letter -1 for the pause
    for index, word in enumerate(words):
        quiet = rows.add(pause, out, out_source, PAUSE)
        states.append((index, -1))
        enter, source = _best([(out, out_source), (quiet, np.full(frames + 1, len(states) - 1, np.int32))])
        enter = enter + start
        if index in pins:
            held = np.full(frames + 1, _NEVER)
            place = min(max(pins[index], 0), frames - 1)
            held[place] = enter[place]
            enter = held
        never = (np.full(frames + 1, _NEVER), source)
        # Into the next letter, the one after it, ...; a letter at least sounds.
        ways = [
            (enter - SKIP * silent, source) if silent < len(word.letters) else never for silent in range(_SKIPS + 1)
        ]
        for letter, column in enumerate(word.letters):
            x = score.letters[:, column].astype(np.float64)
            if word.heard is not None:
                x = x + word.heard[letter]
            way_in, source = ways[0]
            total = rows.add(np.append(x, 0.0), way_in, source, LETTER)
            states.append((index, letter))
            here = np.full(frames + 1, len(states) - 1, np.int32)
            ways = [_best([before, (total - SKIP * s, here)]) for s, before in enumerate([*ways[1:], never])]
        out, out_source = ways[0][0] + end, ways[0][1]
    rows.add(pause, out, out_source, 1)
    states.append((len(words), -1))
    if out.max() < _NEVER / 2:  # more letters than frames, or pins that leave no room for the words between them
        return _spread(words, frames, pins)
    return _back(words, rows, states, frames)


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


def _back(words: Sequence[Spelled], rows: _Rows, states: list[tuple[int, int]], frames: int) -> list[Way]:
    """Follow the best way from its end."""
    firsts = [np.full(len(word.letters), -1) for word in words]
    ends = [-1] * len(words)
    state, frame, left = len(states) - 1, frames, frames
    while state >= 0:
        word, letter = states[state]
        shortest = LETTER if letter >= 0 else PAUSE if word < len(words) else 1
        entered = int(rows.entered[state][max(frame + 1 - shortest, 0)])
        if letter >= 0:
            firsts[word][letter] = entered
            ends[word] = ends[word] if ends[word] >= 0 else left
        left = entered
        state, frame = int(rows.source[state][entered]), max(entered - 1, 0)
    ways: list[Way] = []
    for first, end in zip(firsts, ends, strict=True):
        before = ways[-1].end if ways else 0
        start = int(first[first >= 0][0]) if (first >= 0).any() else before
        ways.append(Way(max(start, before), max(start, end, before), first))
    return ways
