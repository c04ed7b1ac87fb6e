"""The running median of rows, averaged over heads: what smooths attention in time."""

from alm_studio.native.instructions import Function, Module, Value
from alm_studio.native.machine import Machine

HALF = 3
"""Neighbours to either side that count: Whisper's median is of seven."""


def smooth(module: Module, machine: Machine) -> None:
    """The median of each number and its neighbours in its row, the mean of all heads; edges are reflected.

    Source: see ``alignment.attention_matrix.median_filter``, which does the same with torch.

    Slots: numbers [heads, rows, columns] of float32, heads, rows, columns (more than ``HALF``); room for the columns,
    ``HALF`` to either side, and a register; result [rows, its columns], its columns: whole registers.
    """
    f = module.kernel("smooth")
    x, heads, rows, columns = f.argument(0, "ptr"), f.argument(1), f.argument(2), f.argument(3)
    room, out, out_columns = f.argument(4, "ptr"), f.argument(5, "ptr"), f.argument(6)
    lanes = machine.lanes
    vector = f"<{lanes} x float>"
    inside = f.at(room, HALF, 4)
    share = f.constant("float", 1.0) / heads.as_type("float", "sitofp")
    factor = f.splat(share, lanes)
    with f.loop(0, rows) as r:
        target = f.at(out, r * out_columns, 4)
        with f.loop(0, out_columns, lanes) as column:
            f.store(f.constant(vector, 0.0), f.at(target, column, 4))
        with f.loop(0, heads) as h:
            _reflect(f, f.at(x, (h * rows + r) * columns, 4), inside, columns)
            with f.loop(0, columns, lanes) as column:
                near = [f.load(vector, f.at(room, column + offset, 4)) for offset in range(2 * HALF + 1)]
                place = f.at(target, column, 4)
                f.store(_median(near).times_plus(factor, f.load(vector, place)), place)


def _reflect(f: Function, row: Value, inside: Value, columns: Value) -> None:
    """Copy a row, and on both sides what is next to its edge, turned round."""
    with f.loop(0, columns) as column:
        f.store(f.load("float", f.at(row, column, 4)), f.at(inside, column, 4))
    for offset in range(1, HALF + 1):
        f.store(f.load("float", f.at(row, offset, 4)), f.at(inside, -offset, 4))
        last = columns - 1
        f.store(f.load("float", f.at(row, last - offset, 4)), f.at(inside, last + offset, 4))


def _median(values: list[Value]) -> Value:
    """Lane by lane, by forgetful selection."""
    kept, left = values[: len(values) // 2 + 2], values[len(values) // 2 + 2 :]
    while True:
        for place in range(1, len(kept)):
            kept[0], kept[place] = kept[0].least(kept[place]), kept[0].most(kept[place])
        for place in range(1, len(kept) - 1):
            kept[place], kept[-1] = kept[place].least(kept[-1]), kept[place].most(kept[-1])
        kept = kept[1:-1]
        if not left:
            return kept[0]
        kept.append(left.pop(0))
