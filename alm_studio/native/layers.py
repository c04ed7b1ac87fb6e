"""Kernels of linear layers: unsigned bytes times signed ones."""

from collections.abc import Callable

from alm_studio.native.functions import gelu
from alm_studio.native.instructions import Function, Module, Value
from alm_studio.native.machine import GROUP, Machine
from alm_studio.native.products import TILES, multiply
from alm_studio.native.rows import rounded


def linear(module: Module, machine: Machine) -> None:
    """Rows through a layer: ``linear``, ``linear_gelu`` with a GELU behind it, ``linear_add`` to what is there,
    ``linear_gelu_add`` both.

    Slots: rows of bytes, their scales, their zeros (see ``rows.quantise``), how many, depth; the layer's packed
    weights, their scales, their sums over the depth (int32), bias; the first column, the last (whole blocks); result of
    float32, bytes from one row to the next.
    """
    _linear(module, machine, "linear", lambda f, value, place: value)
    _linear(module, machine, "linear_gelu", lambda f, value, place: gelu(f, value))
    _linear(module, machine, "linear_add", lambda f, value, place: value + f.load(value.type, place))
    _linear(module, machine, "linear_gelu_add", lambda f, value, place: gelu(f, value) + f.load(value.type, place))


def _linear(module: Module, machine: Machine, name: str, finish: Callable[[Function, Value, Value], Value]) -> None:
    f = module.kernel(name)
    x, scales, zeros = f.argument(0, "ptr"), f.argument(1, "ptr"), f.argument(2, "ptr")
    rows, depth = f.argument(3), f.argument(4)
    weights, weight_scales, weight_sums = f.argument(5, "ptr"), f.argument(6, "ptr"), f.argument(7, "ptr")
    bias, begin, end = f.argument(8, "ptr"), f.argument(9), f.argument(10)
    out, out_stride = f.argument(11, "ptr"), f.argument(12)
    lanes = machine.lanes
    vector, whole = f"<{lanes} x float>", f"<{lanes} x i32>"
    steps = depth / GROUP
    with f.loop(begin, end, machine.columns) as column:
        block = f.at(weights, column * depth)
        done = f.variable(f.constant("i64", 0))
        for tile in TILES:
            last = rows - (tile - 1)
            with f.loop(done.get(), last, tile) as r:
                sums = multiply(f, machine, tile, f.at(x, r * depth), depth, block, steps)
                for v in range(machine.vectors):
                    place = column + v * lanes
                    factor = f.load(vector, f.at(weight_scales, place, 4))
                    total = f.load(whole, f.at(weight_sums, place, 4))
                    added = f.load(vector, f.at(bias, place, 4))
                    for index in range(tile):
                        at = r + index
                        zero = f.splat(f.load("i32", f.at(zeros, at, 4)), lanes)
                        scale = f.splat(f.load("float", f.at(scales, at, 4)), lanes)
                        value = (sums[index][v].get() - total * zero).as_type(vector, "sitofp")
                        target = f.at(f.at(out, at * out_stride), place, 4)
                        f.store(finish(f, value.times_plus(scale * factor, added), target), target)
                done.set(r + tile)


def pack_layer(module: Module, machine: Machine) -> None:
    """Round a layer's weights to signed bytes, each output from its largest weight, and lay them out in blocks.

    Slots: weights [outputs, depth] of float16, how many outputs, depth; result, see ``products``; scales; sums over the
    depth (int32).
    """
    f = module.kernel("pack_layer")
    weights, outputs, depth = f.argument(0, "ptr"), f.argument(1), f.argument(2)
    out, scales, sums = f.argument(3, "ptr"), f.argument(4, "ptr"), f.argument(5, "ptr")
    lanes, columns = machine.lanes, machine.columns
    vector, whole = f"<{lanes} x float>", f"<{lanes} x i32>"

    def numbers(row: Value, at: Value) -> Value:
        return f.load(f"<{lanes} x half>", f.at(row, at, 2), 2).as_type(vector, "fpext")

    with f.loop(0, outputs) as output:
        row = f.at(weights, output * depth, 2)
        largest = f.variable(f.constant(vector, 1e-8))
        with f.loop(0, depth, lanes) as i:
            largest.set(largest.get().most(f.call(vector, f"llvm.fabs.v{lanes}f32", numbers(row, i))))
        most = largest.get().total("fmax")
        f.store(most * (1 / 127), f.at(scales, output, 4))
        inverse = f.splat(f.constant("float", 127.0) / most, lanes)
        total = f.variable(f.constant(whole, 0))
        block, column = output / columns, f.emit("i64", f"urem i64 {output.text}, {columns}")
        base = f.at(f.at(out, block * depth, columns), column, GROUP)
        with f.loop(0, depth, lanes) as i:
            weight = rounded(f, numbers(row, i) * inverse)
            total.set(total.get() + weight)
            packed = weight.as_type(f"<{lanes} x i8>", "trunc").as_type(f"<{lanes // GROUP} x i32>")
            for lane in range(lanes // GROUP):
                f.store(packed.lane(lane), f.at(base, (i / GROUP + lane) * (columns * GROUP)))
        f.store(total.get().whole_total(), f.at(sums, output, 4))
