"""Kernels that go through rows of numbers: layer norm, rounding to bytes, and laying heads out for attention.

All sizes are given when they are called. Widths are whole registers: every Whisper's are.
"""

import math

from alm_studio.native.instructions import Function, Module, Value
from alm_studio.native.machine import GROUP, Machine

HEAD = 64
"""Numbers of a head; all Whispers have this many."""
SCALES = 3
"""Numbers of a position beside its bytes: scale of the key, what its sum adds to a score, scale of the value."""
_EPSILON = 1e-5
_SIGNED = 127
_LEAST = 1e-20


def normalise(module: Module, machine: Machine) -> None:
    """Layer norm of rows.

    Slots: rows, bytes from one to the next, how many, width, gain, bias, result, bytes from one to the next.
    """
    f = module.kernel("normalise")
    x, stride, rows, width = f.argument(0, "ptr"), f.argument(1), f.argument(2), f.argument(3)
    gain, bias, out, out_stride = f.argument(4, "ptr"), f.argument(5, "ptr"), f.argument(6, "ptr"), f.argument(7)
    vector = f"<{machine.lanes} x float>"
    count = width.as_type("float", "sitofp")
    with f.loop(0, rows) as r:
        row, result = f.at(x, r * stride), f.at(out, r * out_stride)
        total = f.variable(f.constant(vector, 0.0))
        with f.loop(0, width, machine.lanes) as i:
            total.set(total.get() + f.load(vector, f.at(row, i, 4)))
        mean = f.splat(total.get().total() / count, machine.lanes)
        squares = f.variable(f.constant(vector, 0.0))
        with f.loop(0, width, machine.lanes) as i:
            off = f.load(vector, f.at(row, i, 4)) - mean
            squares.set(off.times_plus(off, squares.get()))
        deviation = f.call("float", "llvm.sqrt.f32", squares.get().total() / count + _EPSILON)
        scale = f.splat(f.constant("float", 1.0) / deviation, machine.lanes)
        with f.loop(0, width, machine.lanes) as i:
            off = (f.load(vector, f.at(row, i, 4)) - mean) * scale
            given, added = f.load(vector, f.at(gain, i, 4)), f.load(vector, f.at(bias, i, 4))
            f.store(off.times_plus(given, added), f.at(result, i, 4))


def quantise(module: Module, machine: Machine) -> None:
    """Round rows to unsigned bytes, each from its smallest to its largest number.

    Slots: rows, bytes from one to the next, how many, width, result (rows side by side), scales, zeros (what stands
    for 0, int32).
    """
    f = module.kernel("quantise")
    x, stride, rows, width = f.argument(0, "ptr"), f.argument(1), f.argument(2), f.argument(3)
    out, scales, zeros = f.argument(4, "ptr"), f.argument(5, "ptr"), f.argument(6, "ptr")
    lanes = machine.lanes
    vector = f"<{lanes} x float>"
    with f.loop(0, rows) as r:
        row, result = f.at(x, r * stride), f.at(out, r * width)
        low, high = f.variable(f.constant(vector, 0.0)), f.variable(f.constant(vector, 0.0))
        with f.loop(0, width, lanes) as i:
            numbers = f.load(vector, f.at(row, i, 4))
            low.set(low.get().least(numbers))
            high.set(high.get().most(numbers))
        least, most = low.get().total("fmin"), high.get().total("fmax")
        scale = (most - least).most(_LEAST) * (1 / machine.largest)
        f.store(scale, f.at(scales, r, 4))
        inverse = f.constant("float", 1.0) / scale
        zero = f.call("float", "llvm.rint.f32", (f.constant("float", 0.0) - least) * inverse)
        f.store(zero.as_type("i32", "fptosi"), f.at(zeros, r, 4))
        spread, shift = f.splat(inverse, lanes), f.splat(zero, lanes)
        with f.loop(0, width, lanes) as i:
            numbers = f.load(vector, f.at(row, i, 4)).times_plus(spread, shift)
            whole = rounded(f, numbers.most(0.0).least(float(machine.largest)))
            f.store(whole.as_type(f"<{lanes} x i8>", "trunc"), f.at(result, i), 1)


def rounded(f: Function, numbers: Value) -> Value:
    """To the nearest whole numbers."""
    lanes = numbers.type[1 : numbers.type.index(" x ")]
    return f.call(numbers.type, f"llvm.rint.v{lanes}f32", numbers).as_type(f"<{lanes} x i32>", "fptosi")


def _head(f: Function, machine: Machine, place: Value) -> tuple[list[Value], Value]:
    """The numbers of a head, and the largest of their sizes."""
    vector = f"<{machine.lanes} x float>"
    numbers = [f.load(vector, f.at(place, 4 * i)) for i in range(0, HEAD, machine.lanes)]
    sizes = [f.call(vector, f"llvm.fabs.v{machine.lanes}f32", part) for part in numbers]
    largest = sizes[0]
    for size in sizes[1:]:
        largest = largest.most(size)
    return numbers, largest.total("fmax").most(_LEAST)


def lay_out_queries(module: Module, machine: Machine) -> None:
    """Queries as attention reads them: unsigned bytes around the middle, and a scale of each head, so that 2 to the
    power of a score is wanted.

    Slots: rows of float32, bytes from one to the next, how many, heads; result (rows side by side), scales [rows,
    heads].
    """
    f = module.kernel("lay_out_queries")
    x, stride, rows, heads = f.argument(0, "ptr"), f.argument(1), f.argument(2), f.argument(3)
    out, scales = f.argument(4, "ptr"), f.argument(5, "ptr")
    lanes, middle = machine.lanes, machine.largest // 2 + 1
    span = float(machine.largest - middle)
    with f.loop(0, rows) as r, f.loop(0, heads) as h:
        numbers, largest = _head(f, machine, f.at(f.at(x, r * stride), h, 4 * HEAD))
        place = r * heads + h
        f.store(largest * (HEAD**-0.5 * math.log2(math.e) / span), f.at(scales, place, 4))
        inverse = f.splat(f.constant("float", span) / largest, lanes)
        for i, part in enumerate(numbers):
            whole = rounded(f, part * inverse) + middle
            f.store(whole.as_type(f"<{lanes} x i8>", "trunc"), f.at(f.at(out, place, HEAD), lanes * i), 1)


def lay_out_sound(module: Module, machine: Machine) -> None:
    """Keys and values in blocks of signed bytes, see ``products``: keys by their position, values by their number.

    Each position has a scale for its key and one for its value, see ``SCALES``. Rows are taken in fours; what lies
    behind the last has to be numbers, and gets scale 0.

    Slots: rows of float32, keys first; bytes from one to the next; of values behind keys; the first row's position
    (a multiple of 4); how many; heads; keys, bytes of a head; values, bytes of a head; scales [heads, 3, room]; room.
    """
    f = module.kernel("lay_out_sound")
    x, stride, behind, first, rows = f.argument(0, "ptr"), f.argument(1), f.argument(2), f.argument(3), f.argument(4)
    heads, keys, keys_size = f.argument(5), f.argument(6, "ptr"), f.argument(7)
    values, values_size, scales, room = f.argument(8, "ptr"), f.argument(9), f.argument(10, "ptr"), f.argument(11)
    lanes, columns = machine.lanes, machine.columns
    middle = machine.largest // 2 + 1
    with f.loop(0, rows, GROUP) as r, f.loop(0, heads) as h:
        row = f.at(f.at(x, r * stride), h, 4 * HEAD)
        known = f.at(scales, h * room, 4 * SCALES)
        fours = [f.constant(f"<{lanes} x i32>", 0)] * (HEAD // lanes)
        for index in range(GROUP):
            at = first + r + index
            source = f.at(row, stride * index)
            numbers, largest = _head(f, machine, source)
            f.store(largest * (1 / _SIGNED), f.at(known, at, 4))
            inverse = f.splat(f.constant("float", float(_SIGNED)) / largest, lanes)
            inside = f.emit("i64", f"urem i64 {at.text}, {columns}")
            base = f.at(f.at(f.at(keys, h * keys_size), at / columns, HEAD * columns), inside, GROUP)
            total = f.constant(f"<{lanes} x i32>", 0)
            for i, part in enumerate(numbers):
                whole = rounded(f, part * inverse)
                total = total + whole
                packed = whole.as_type(f"<{lanes} x i8>", "trunc").as_type(f"<{lanes // GROUP} x i32>")
                for lane in range(lanes // GROUP):
                    f.store(packed.lane(lane), f.at(base, (lanes // GROUP * i + lane) * GROUP * columns))
            added = total.whole_total().as_type("float", "sitofp") * largest * (-middle / _SIGNED)
            f.store(added, f.at(f.at(known, room, 4), at, 4))

            numbers, largest = _head(f, machine, f.at(source, behind))
            there = (r + index).below(rows)
            f.store(f.choose(there, largest * (1 / _SIGNED), 0.0), f.at(f.at(known, room, 8), at, 4))
            inverse = f.splat(f.constant("float", float(_SIGNED)) / largest, lanes)
            wholes = [rounded(f, part * inverse) & 255 for part in numbers]
            fours = [four | whole << 8 * index for four, whole in zip(fours, wholes, strict=True)]
        base = f.at(f.at(values, h * values_size), (first + r) / GROUP, GROUP * HEAD)
        for i, four in enumerate(fours):
            f.store(four, f.at(base, GROUP * lanes * i))


def run_all(module: Module) -> None:
    """Call kernels one after the other. Slots: pairs of a kernel's address and its slots' address; how many."""
    f = module.kernel("run_all")
    pairs, count = f.argument(0, "ptr"), f.argument(1)
    with f.loop(0, count) as i:
        pair = f.at(pairs, i, 16)
        kernel, slots = f.load("ptr", pair, 8), f.load("ptr", f.at(pair, 8), 8)
        f.do(f"call void {kernel.text}(ptr {slots.text})")
