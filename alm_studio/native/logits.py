"""What is chosen by of a row of logits, in two passes over it."""

import math

from alm_studio.native.functions import exp2
from alm_studio.native.instructions import Function, Module, Value, Variable
from alm_studio.native.machine import Machine

_TERMS = 5
_NONE = -0x80_0000
"""The bits of minus infinity, as a whole number."""


def summarise(module: Module, machine: Machine) -> None:
    """The largest number of each row, and the sum of all as powers of e, of which the largest is 1.

    Slots: rows of float32, bytes from one to the next, how many, columns; the largest [rows]; its column [rows] of
    int64, the first of equal ones; the sum [rows].
    """
    f = module.kernel("summarise")
    x, stride, rows, columns = f.argument(0, "ptr"), f.argument(1), f.argument(2), f.argument(3)
    largest, places, totals = (f.argument(index, "ptr") for index in range(4, 7))
    lanes = machine.lanes
    vector, whole = f"<{lanes} x float>", f"<{lanes} x i32>"
    last = columns - f.emit("i64", f"urem i64 {columns.text}, {lanes}")
    own = f.counting(lanes)
    with f.loop(0, rows) as r:
        row = f.at(x, r * stride)
        tail = _tail(f, machine, row, last, columns)
        best, place = f.variable(f.constant(whole, _NONE).as_type(vector)), f.variable(f.constant(whole, 0))

        with f.loop(0, last, lanes) as column:
            _compare(f, f.load(vector, f.at(row, column, 4)), column, best, place)
        _compare(f, tail, last, best, place)
        most = best.get().total("fmax")
        every = f.splat(most, lanes)
        same = f.emit(f"<{lanes} x i1>", f"fcmp oeq {vector} {best.get().text}, {every.text}")
        candidates = f.choose(same, place.get() + own, f.constant(whole, 2**31 - 1))
        first = f.call("i32", f"llvm.vector.reduce.umin.v{lanes}i32", candidates)

        total = f.variable(exp2(f, (tail - every) * math.log2(math.e), _TERMS))
        with f.loop(0, last, lanes) as column:
            numbers = f.load(vector, f.at(row, column, 4))
            total.set(total.get() + exp2(f, (numbers - every) * math.log2(math.e), _TERMS))
        f.store(most, f.at(largest, r, 4))
        f.store(first.as_type("i64", "zext"), f.at(places, r, 8), 8)
        f.store(total.get().total(), f.at(totals, r, 4))


def _tail(f: Function, machine: Machine, row: Value, last: Value, columns: Value) -> Value:
    """The columns that do not fill a register; minus infinity in the lanes behind them."""
    lanes = machine.lanes
    room = f.buffer(4 * lanes)
    f.store(f.constant(f"<{lanes} x i32>", _NONE), room)
    with f.loop(last, columns) as column:
        f.store(f.load("i32", f.at(row, column, 4)), f.at(room, column - last, 4))
    return f.load(f"<{lanes} x float>", room)


def _compare(f: Function, numbers: Value, column: Value, best: Variable, place: Variable) -> None:
    """Keep in each lane the larger number, and the column of its register's first lane."""
    before = best.get()
    larger = before.below(numbers)
    here = f.splat(column.as_type("i32", "trunc"), int(numbers.type[1 : numbers.type.index(" x ")]))
    best.set(f.choose(larger, numbers, before))
    place.set(f.choose(larger, here, place.get()))
