"""All kernels, compiled for this processor."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np

from alm_studio.base.aside import run_aside
from alm_studio.native import attending, layers, logits, rows, smoothing, way
from alm_studio.native.compiling import Kernel, as_function, compile_kernels
from alm_studio.native.instructions import Module
from alm_studio.native.machine import Machine

_WRITERS = (
    rows.normalise,
    rows.quantise,
    rows.lay_out_queries,
    rows.lay_out_sound,
    layers.linear,
    layers.pack_layer,
    attending.attend,
    attending.attend_text,
    way.search_pause,
    way.search_letter,
    way.end_word,
    logits.summarise,
    smoothing.smooth,
)
_SLOTS = 20
Places = np.ndarray[Any, np.dtype[np.int64]]
H = TypeVar("H")
P = TypeVar("P")


class Kernels(NamedTuple):
    """Addresses of the kernels."""

    normalise: int
    quantise: int
    lay_out_queries: int
    lay_out_sound: int
    linear: int
    linear_gelu: int
    linear_add: int
    linear_gelu_add: int
    pack_layer: int
    attend: int
    attend_text: int
    search_pause: int
    search_last: int
    search_letter: int
    end_word: int
    summarise: int
    smooth: int
    run_all: int


@lru_cache(maxsize=2)
def kernels(machine: Machine) -> Kernels:
    """Compile them, or read what was compiled before."""
    source = "".join(sorted(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.py")))

    def write() -> str:
        module = Module()
        for writer in _WRITERS:
            writer(module, machine)
        rows.run_all(module)
        return str(module)

    addresses = compile_kernels(f"{source} {machine}", Kernels._fields, write, machine.features)
    return Kernels(**addresses)


class Tape:
    """Calls of kernels that are made one after the other, in one go: Python's other threads go on meanwhile."""

    def __init__(self, kernels: Kernels) -> None:
        self._run = _function(kernels.run_all)
        self._calls: list[tuple[int, tuple[int, ...]]] = []
        self._ready: list[Places] = []

    def add(self, kernel: int, *slots: int) -> int:
        """A call; what the slots point at must live until it was made. Returns its number."""
        self._calls.append((kernel, slots))
        self._ready.clear()
        return len(self._calls) - 1

    def put(self, calls: Places | int, slot: int, values: Places | int) -> None:
        """Change a slot of calls, for the next time that they are made."""
        if not self._ready:
            self._prepare()
        self._ready[0][calls, slot] = values

    def __len__(self) -> int:
        return len(self._calls)

    def run(self) -> None:
        """Make the calls; can be done again."""
        if not self._ready:
            self._prepare()
        self._run(self._ready[-1].ctypes.data)

    def _prepare(self) -> None:
        count = len(self._calls)
        slots = np.zeros((count, _SLOTS), dtype=np.int64)
        for row, (_, given) in zip(slots, self._calls, strict=True):
            row[: len(given)] = given
        pairs = np.empty((count, 2), dtype=np.int64)
        pairs[:, 0] = [kernel for kernel, _ in self._calls]
        pairs[:, 1] = slots.ctypes.data + 8 * _SLOTS * np.arange(count)
        whole = np.array([pairs.ctypes.data, count], dtype=np.int64)
        self._ready = [slots, pairs, whole]


class Shared:
    """Calls that threads share: they are independent, and all are made before what follows begins."""

    def __init__(self, kernels: Kernels, threads: int) -> None:
        self._tapes = [Tape(kernels) for _ in range(threads)]

    def deal(self, hands: Sequence[H], pieces: Iterable[P]) -> Iterator[tuple[Tape, H, P]]:
        """Deal out pieces of work: the tape of the thread that does it, and what that thread has for itself."""
        for index, piece in enumerate(pieces):
            thread = index % len(self._tapes)
            yield self._tapes[thread], hands[thread], piece

    def run(self) -> None:
        """Make the calls."""
        mine, *others = self._tapes
        doing = [run_aside(tape.run) for tape in others if tape]
        mine.run()
        for done in doing:
            done.result()


def call(kernel: int, *slots: int) -> None:
    """Make one call at once; what the slots point at must live until then."""
    given = array("q", slots)
    _function(kernel)(given.buffer_info()[0])


@cache
def _function(address: int) -> Kernel:
    return as_function(address)
