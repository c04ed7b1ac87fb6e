"""Kernels of the search for the best way through letters, see ``alignment.word_path``: a pass over the frames a state.

A state is left before frame t with L[t] = max(L[t - 1] + x[t - 1], E[t - s] + x[t - s] + ... + x[t - 1]), where x is
what speaks for it, E the best score of coming in, s how many frames it lasts at least.
"""

from dataclasses import dataclass

from alm_studio.native.instructions import Function, Module, Value, Variable
from alm_studio.native.machine import Machine

SKIP = 2.0
"""Price of a letter that does not sound, nats."""
LETTER = 2
"""Frames that a letter sounds at least."""
PAUSE = 3
"""Frames that a pause lasts at least: shorter silences belong to the sounds around them, as in a plosive."""
WAYS = 3
"""Into the next letter, the one after it, the one after that: two in a row may be silent."""
NEVER = -1e9
_REAL = "double"


def search_pause(module: Module, machine: Machine) -> None:
    """The pause before a word, and the ways into the word: ``search_pause``. ``search_last``: the one behind the last.

    Slots: what speaks for a pause [T] of float64; best score of the words before having ended [T], and the state that
    it comes from [T] of int32; T; number of this state; where each way came in [T] and the state that it came from [T],
    both written; what speaks for a word that begins [T]; the frame that it has to begin with, or -1; the ways [WAYS, T]
    and the states that they come from [WAYS, T], both written; how many of them there are.
    """
    _search_pause(module, "search_pause", PAUSE)
    _search_pause(module, "search_last", 1)


def _search_pause(module: Module, name: str, shortest: int) -> None:
    f = module.kernel(name)
    x, out, out_source, frames = f.argument(0, "ptr"), f.argument(1, "ptr"), f.argument(2, "ptr"), f.argument(3)
    state = f.argument(4).as_type("i32", "trunc")
    entered, sources, start, held = f.argument(5, "ptr"), f.argument(6, "ptr"), f.argument(7, "ptr"), f.argument(8)
    ways, origins, count = f.argument(9, "ptr"), f.argument(10, "ptr"), f.argument(11)
    free = f.emit("i1", f"icmp slt i64 {held.text}, 0")
    stay = _Stay(f, shortest, entered)
    with f.loop(0, frames) as t:
        left = stay.leave(t)
        before, source = f.load(_REAL, f.at(out, t, 8), 8), f.load("i32", f.at(out_source, t, 4))
        f.store(source, f.at(sources, t, 4))
        stay.go_on(before, f.load(_REAL, f.at(x, t, 8), 8))
        quiet = before.below(left)
        enter = f.choose(quiet, left, before) + f.load(_REAL, f.at(start, t, 8), 8)
        here = f.emit("i1", f"icmp eq i64 {t.text}, {held.text}")
        enter = f.choose(f.emit("i1", f"or i1 {free.text}, {here.text}"), enter, NEVER)
        origin = f.choose(quiet, state, source)
        for silent in range(WAYS):
            exists = f.constant("i64", silent).below(count)
            f.store(f.choose(exists, enter - SKIP * silent, NEVER), _cell(f, ways, silent, frames, t, 8), 8)
            f.store(origin, _cell(f, origins, silent, frames, t, 4))
    stay.leave(frames)


def search_letter(module: Module, machine: Machine) -> None:
    """A letter, and the ways behind it.

    Slots: what speaks for the letter [T - 1] of float32, bytes from one frame to the next; what else does [T - 1] of
    float32; T; number of this state; where each way came in [T] and the state that it came from [T], both written; the
    ways into this letter and those after it [WAYS, T] and the states that they come from [WAYS, T], both overwritten.
    """
    f = module.kernel("search_letter")
    letters, stride, heard, frames = f.argument(0, "ptr"), f.argument(1), f.argument(2, "ptr"), f.argument(3)
    state = f.argument(4).as_type("i32", "trunc")
    entered, sources, ways, origins = (f.argument(index, "ptr") for index in range(5, 9))
    last = frames - 1
    stay = _Stay(f, LETTER, entered)
    with f.loop(0, frames) as t:
        left = stay.leave(t)
        scores = [f.load(_REAL, _cell(f, ways, way, frames, t, 8), 8) for way in range(WAYS)]
        places = [f.load("i32", _cell(f, origins, way, frames, t, 4)) for way in range(WAYS)]
        f.store(places[0], f.at(sources, t, 4))
        sounds = f.variable(f.constant(_REAL, 0.0))
        with f.when(t.below(last)):
            own, other = f.load("float", f.at(letters, t * stride)), f.load("float", f.at(heard, t, 4))
            sounds.set(own.as_type(_REAL, "fpext") + other.as_type(_REAL, "fpext"))
        stay.go_on(scores[0], sounds.get())
        for way in range(WAYS):
            score = left - SKIP * way
            before = scores[way + 1] if way + 1 < WAYS else f.constant(_REAL, NEVER)
            place = places[way + 1] if way + 1 < WAYS else state
            better = before.below(score)
            f.store(f.choose(better, score, before), _cell(f, ways, way, frames, t, 8), 8)
            f.store(f.choose(better, state, place), _cell(f, origins, way, frames, t, 4))
    stay.leave(frames)


def end_word(module: Module, machine: Machine) -> None:
    """What a word's end counts. Slots: the ways [T] of float64; what speaks for an end [T]; T; result [T]."""
    f = module.kernel("end_word")
    ways, end, frames, out = f.argument(0, "ptr"), f.argument(1, "ptr"), f.argument(2), f.argument(3, "ptr")
    with f.loop(0, frames) as t:
        f.store(f.load(_REAL, f.at(ways, t, 8), 8) + f.load(_REAL, f.at(end, t, 8), 8), f.at(out, t, 8), 8)


@dataclass
class _Stay:
    """How long a state lasts: the best way to have left it before each frame, and when that way came in."""

    f: Function
    shortest: int
    entered: Value

    def __post_init__(self) -> None:
        never = self.f.constant(_REAL, NEVER)
        self._left, self._place = self.f.variable(never), self.f.variable(self.f.constant("i32", 0))
        self._x = [self.f.variable(self.f.constant(_REAL, 0.0)) for _ in range(self.shortest)]  # of the last frames
        self._enter = [self.f.variable(never) for _ in range(self.shortest)]

    def leave(self, t: Value) -> Value:
        """The best score of having left before frame t."""
        f = self.f
        newest = self._enter[-1].get()
        for x in reversed(self._x):
            newest = newest + x.get()
        longer = self._left.get() + self._x[0].get()
        better = f.emit("i1", f"fcmp oge double {newest.text}, {longer.text}")
        left = f.choose(better, newest, longer)
        began = t - self.shortest
        place = f.choose(better, began.as_type("i32", "trunc"), self._place.get())
        with f.when(f.emit("i1", f"icmp sge i64 {began.text}, 0")):
            self._left.set(left)
            self._place.set(place)
            f.store(place, f.at(self.entered, began, 4))
        return self._left.get()

    def go_on(self, enter: Value, x: Value) -> None:
        """The next frame, of which so much speaks for the state."""
        for values, value in ((self._x, x), (self._enter, enter)):
            _shift(values, value)


def _shift(values: list[Variable], newest: Value) -> None:
    for place in range(len(values) - 1, 0, -1):
        values[place].set(values[place - 1].get())
    values[0].set(newest)


def _cell(f: Function, matrix: Value, row: int, columns: Value, column: Value, size: int) -> Value:
    """Where a number of a matrix lies."""
    return f.at(matrix, columns * row + column, size)
