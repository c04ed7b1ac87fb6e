"""Kernels that go through rows of numbers: layer norm, rounding to 8 bits, and laying heads out for attention.

All sizes are given when they are called. Widths are whole registers: every Whisper's are.
"""

import math

from alm_studio.native.instructions import Function, Module, Value
from alm_studio.native.machine import Machine

HEAD = 64
"""Numbers of a head; all Whispers have this many."""
_EPSILON = 1e-5


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
            f.store(
                off.times_plus(f.load(vector, f.at(gain, i, 4)), f.load(vector, f.at(bias, i, 4))), f.at(result, i, 4)
            )


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
        scale = (most - least).most(1e-20) * (1 / 255)
        f.store(scale, f.at(scales, r, 4))
        inverse = f.constant("float", 1.0) / scale
        zero = f.call("float", "llvm.rint.f32", (f.constant("float", 0.0) - least) * inverse)
        f.store(zero.as_type("i32", "fptosi"), f.at(zeros, r, 4))
        spread, shift = f.splat(inverse, lanes), f.splat(zero, lanes)
        with f.loop(0, width, lanes) as i:
            numbers = f.load(vector, f.at(row, i, 4)).times_plus(spread, shift)
            rounded = f.call(vector, f"llvm.rint.v{lanes}f32", numbers.most(0.0).least(255.0))
            f.store(
                rounded.as_type(f"<{lanes} x i32>", "fptoui").as_type(f"<{lanes} x i8>", "trunc"), f.at(result, i), 1
            )


def store_numbers(f: Function, machine: Machine, value: Value, place: Value) -> None:
    """Store a vector as attention reads it: in bfloat16, or as it is."""
    if machine.halves:
        value = value.as_type(f"<{machine.lanes} x bfloat>", "fptrunc")
    f.store(value, place, 2)


def lay_out_queries(module: Module, machine: Machine) -> None:
    """Queries as attention reads them: scaled, so that 2 to the power of a score is wanted.

    Slots: rows of float32, bytes from one to the next, how many, width, result, bytes from one to the next.
    """
    f = module.kernel("lay_out_queries")
    x, stride, rows, width = f.argument(0, "ptr"), f.argument(1), f.argument(2), f.argument(3)
    out, out_stride = f.argument(4, "ptr"), f.argument(5)
    vector = f"<{machine.lanes} x float>"
    scale = HEAD**-0.5 * math.log2(math.e)
    with f.loop(0, rows) as r:
        row, result = f.at(x, r * stride), f.at(out, r * out_stride)
        with f.loop(0, width, machine.lanes) as i:
            numbers = f.load(vector, f.at(row, i, 4)) * scale
            store_numbers(f, machine, numbers, f.at(result, i, machine.numbers.item))


def lay_out_sound(module: Module, machine: Machine) -> None:
    """Keys and values in blocks, see ``products``: keys by their position, values by their number.

    Rows are taken in pairs; what lies behind an odd number of them has to be numbers too, and is hidden by a mask.

    Slots: rows of float32, keys first; bytes from one to the next; of values behind keys; the first row's position
    (even); how many; heads; keys, bytes of a head; values, bytes of a head.
    """
    f = module.kernel("lay_out_sound")
    x, stride, behind, first, rows = f.argument(0, "ptr"), f.argument(1), f.argument(2), f.argument(3), f.argument(4)
    heads, keys, keys_size = f.argument(5), f.argument(6, "ptr"), f.argument(7)
    values, values_size = f.argument(8, "ptr"), f.argument(9)
    lanes, columns, kind = machine.lanes, machine.columns, machine.numbers
    vector = f"<{lanes} x float>"
    pair = columns * kind.step  # bytes of a group of all columns
    with f.loop(0, rows, 2) as r, f.loop(0, heads) as h:
        row = f.at(f.at(x, r * stride), h, 4 * HEAD)
        place = first + r
        for half in range(2):
            at = place + half
            inside = f.emit("i64", f"urem i64 {at.text}, {columns}")
            base = f.at(f.at(f.at(keys, h * keys_size), at / columns, HEAD // kind.group * pair), inside, kind.step)
            source = f.at(row, stride * half)
            for i in range(0, HEAD, lanes):
                numbers = f.load(vector, f.at(source, i, 4))
                if machine.halves:
                    numbers = numbers.as_type(f"<{lanes} x bfloat>", "fptrunc").as_type(f"<{lanes // 2} x i32>")
                for lane in range(lanes // kind.group):
                    f.store(numbers.lane(lane), f.at(base, (i // kind.group + lane) * pair))
        source = f.at(row, behind)
        base = f.at(values, h * values_size)
        for i in range(0, HEAD, lanes):
            target = f.at(f.at(base, place / kind.group, HEAD * kind.step), i, kind.step)
            both = [f.load(vector, f.at(f.at(source, stride * half), i, 4)) for half in range(2)]
            if machine.halves:
                wide = f"<{lanes} x i32>"
                bits = [
                    n.as_type(f"<{lanes} x bfloat>", "fptrunc").as_type(f"<{lanes} x i16>").as_type(wide, "zext")
                    for n in both
                ]
                f.store((bits[1] << 16) | bits[0], target)
            else:
                f.store(both[0], target)
                f.store(both[1], f.at(target, HEAD * kind.step))


def run_all(module: Module) -> None:
    """Call kernels one after the other. Slots: pairs of a kernel's address and its slots' address; how many."""
    f = module.kernel("run_all")
    pairs, count = f.argument(0, "ptr"), f.argument(1)
    with f.loop(0, count) as i:
        pair = f.at(pairs, i, 16)
        kernel, slots = f.load("ptr", pair, 8), f.load("ptr", f.at(pair, 8), 8)
        f.do(f"call void {kernel.text}(ptr {slots.text})")
