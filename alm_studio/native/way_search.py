"""The search for the best way through letters by kernels."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from alm_studio.native.library import Tape, kernels
from alm_studio.native.machine import Machine
from alm_studio.native.way import NEVER, WAYS

Array = np.ndarray[Any, np.dtype[Any]]


class Asked(NamedTuple):
    """A word.

    Attributes:
        letters: [L] columns of the letters' scores, at least one.
        heard: [L, T] what else speaks for each letter in each frame, or None.
        held: the frame that it has to begin with, or -1.
    """

    letters: Sequence[int]
    heard: Array | None
    held: int


class Trail(NamedTuple):
    """What leads back from the end. States are a pause and the letters of each word, and the last pause.

    Attributes:
        entered: [states, T + 1] where the best way up to a frame came in.
        sources: [states, T + 1] the state that a way that came in there came from.
        best: score of the words before having ended, at the best frame.
    """

    entered: Array
    sources: Array
    best: float


def search(machine: Machine, letters: Array, pause: Array, start: Array, end: Array, words: Sequence[Asked]) -> Trail:
    """Search every way.

    Args:
        machine: the processor.
        letters: [T, C] what speaks for each class of sound in each frame.
        pause, start, end: [T + 1] what speaks for nobody speaking, for a word beginning, for one having ended.
        words: in order.
    """
    run = kernels(machine)
    tape = Tape(run)
    frames = len(pause)
    letters = np.ascontiguousarray(letters, np.float32)
    pause, start, end = (np.ascontiguousarray(score, np.float64) for score in (pause, start, end))
    silence = np.zeros(frames, np.float32)
    heard = [None if word.heard is None else np.ascontiguousarray(word.heard, np.float32) for word in words]
    out, out_source = np.full(frames, NEVER), np.full(frames, -1, np.int32)
    out[0] = 0.0
    ways, origins = np.empty((WAYS, frames)), np.empty((WAYS, frames), np.int32)
    count = sum(1 + len(word.letters) for word in words) + 1
    entered, sources = np.zeros((count, frames), np.int32), np.empty((count, frames), np.int32)
    before, source, into, origin = (_place(array) for array in (out, out_source, ways, origins))
    quiet, begins, ends, scores, silent = (_place(array) for array in (pause, start, end, letters, silence))
    stride = 4 * letters.shape[1]
    trails = zip(_rows(entered), _rows(sources), strict=True)
    state = 0
    for word, also in zip(words, heard, strict=True):
        given = (quiet, before, source, frames, state, *next(trails))
        tape.add(run.search_pause, *given, begins, word.held, into, origin, len(word.letters))
        state += 1
        others = [silent] * len(word.letters) if also is None else _rows(also)
        for column, other in zip(word.letters, others, strict=True):
            given = (scores + 4 * column, stride, other, frames, state, *next(trails))
            tape.add(run.search_letter, *given, into, origin)
            state += 1
        tape.add(run.end_word, into, ends, frames, before)
        source = origin  # of the first way
    given = (quiet, before, source, frames, state, *next(trails))
    tape.add(run.search_last, *given, begins, -1, into, origin, 1)
    tape.run()
    return Trail(entered, sources, float(out.max()))


def _place(array: Array) -> int:
    """Its address."""
    place: int = array.ctypes.data
    return place


def _rows(matrix: Array) -> list[int]:
    """The address of each row."""
    first = _place(matrix)
    return [first + row * matrix.strides[0] for row in range(len(matrix))]
