"""Kernels of attention: over a sound, and over the text so far."""

import math

from alm_studio.native.functions import exp2
from alm_studio.native.instructions import Function, Module, Value
from alm_studio.native.layers import TILES
from alm_studio.native.machine import Machine
from alm_studio.native.products import multiply
from alm_studio.native.rows import HEAD, store_numbers

_TERMS = 4
"""Of the exponential: weights are rounded to three digits."""


def attend(module: Module, machine: Machine) -> None:
    """Queries over laid out keys and values, one head after the other; scores of a few queries stay in the cache.

    Slots: queries, bytes from one to the next, how many; keys, bytes of a head; values, bytes of a head; positions in
    whole blocks; what is added to the scores [positions]; the first head, the last; result of float32, bytes from one
    row to the next; room for 6 rows of scores and 6 of weights; where the weights of the first head shall lie [rows,
    positions], or nothing; bytes from one head's to the next.
    """
    f = module.kernel("attend")
    queries, stride, rows = f.argument(0, "ptr"), f.argument(1), f.argument(2)
    keys, keys_size, values, values_size = f.argument(3, "ptr"), f.argument(4), f.argument(5, "ptr"), f.argument(6)
    positions, mask, first, last = f.argument(7), f.argument(8, "ptr"), f.argument(9), f.argument(10)
    out, out_stride, scores = f.argument(11, "ptr"), f.argument(12), f.argument(13, "ptr")
    told, told_size = f.argument(14, "ptr"), f.argument(15)
    kind, columns, lanes = machine.numbers, machine.columns, machine.lanes
    vector = f"<{lanes} x float>"
    key_steps = f.constant("i64", HEAD // kind.group)
    value_steps = positions / kind.group
    key_block = HEAD * columns * kind.item
    weights = f.at(scores, positions, 4 * TILES[0])
    wanted = f.given(told)
    with f.loop(first, last) as head:
        head_keys, head_values = f.at(keys, head * keys_size), f.at(values, head * values_size)
        done = f.variable(f.constant("i64", 0))
        for tile in TILES:
            with f.loop(done.get(), rows - (tile - 1), tile) as r:
                query = f.at(f.at(queries, r * stride), head, HEAD * kind.item)
                highest = [f.variable(f.constant(vector, -1e30)) for _ in range(tile)]
                with f.loop(0, positions, columns) as place:
                    block = f.at(head_keys, place / columns, key_block)
                    sums = multiply(f, kind, tile, machine.vectors, query, stride, block, key_steps)
                    for v in range(machine.vectors):
                        at = place + v * lanes
                        hidden = f.load(vector, f.at(mask, at, 4))
                        for index in range(tile):
                            score = sums[index][v].get() + hidden
                            f.store(score, f.at(f.at(scores, positions, 4 * index), at, 4))
                            highest[index].set(highest[index].get().most(score))
                inverses = []
                for index in range(tile):
                    row = f.at(scores, positions, 4 * index)
                    target = f.at(weights, positions, kind.item * index)
                    top = f.splat(highest[index].get().total("fmax"), lanes)
                    total = f.variable(f.constant(vector, 0.0))
                    with f.loop(0, positions, lanes) as at:
                        weight = exp2(f, f.load(vector, f.at(row, at, 4)) - top, _TERMS)
                        total.set(total.get() + weight)
                        store_numbers(f, machine, weight, f.at(target, at, kind.item))
                    inverse = f.splat(f.constant("float", 1.0) / total.get().total(), lanes)
                    inverses.append(inverse)
                    with f.when(wanted):
                        place = f.at(f.at(told, (head - first) * told_size), (r + index) * positions, 4)
                        with f.loop(0, positions, lanes) as at:
                            weight = exp2(f, f.load(vector, f.at(row, at, 4)) - top, _TERMS) * inverse
                            f.store(weight, f.at(place, at, 4))
                for column in range(0, HEAD, columns):
                    block = f.at(head_values, column * kind.step)
                    sums = multiply(f, kind, tile, machine.vectors, weights, positions * kind.item, block, value_steps)
                    for index in range(tile):
                        target = f.at(f.at(f.at(out, (r + index) * out_stride), head, 4 * HEAD), 4 * column)
                        for v in range(machine.vectors):
                            f.store(sums[index][v].get() * inverses[index], f.at(target, 4 * lanes * v))
                done.set(r + tile)


def attend_text(module: Module, machine: Machine) -> None:
    """Tokens over those before them, and themselves. What is known of a position lies where it was written; a table
    tells each row where: so that hypotheses that part copy nothing.

    Slots: rows of float32, queries, then keys, then values; width; rows, tokens of each; tokens before them; heads;
    keys kept [rows, heads, room, 64], values kept; room; the table [rows, its width] of int32, its width; result
    [rows · tokens, width]; room for the scores of a token.
    """
    f = module.kernel("attend_text")
    x, width, rows, count, before = f.argument(0, "ptr"), f.argument(1), f.argument(2), f.argument(3), f.argument(4)
    heads, keys, values, room = f.argument(5), f.argument(6, "ptr"), f.argument(7, "ptr"), f.argument(8)
    table, table_width, out, scores = f.argument(9, "ptr"), f.argument(10), f.argument(11, "ptr"), f.argument(12, "ptr")
    lanes = machine.lanes
    vector = f"<{lanes} x float>"
    size = 4 * HEAD
    with f.loop(0, rows) as r, f.loop(0, heads) as h:
        with f.loop(0, count) as n:
            token = f.at(f.at(x, (r * count + n) * width, 12), h, size)
            place = (r * heads + h) * room + before + n
            for kept, offset in ((keys, 1), (values, 2)):
                source, target = f.at(token, width * offset, 4), f.at(kept, place, size)
                for i in range(0, HEAD, lanes):
                    f.store(f.load(vector, f.at(source, 4 * i)), f.at(target, 4 * i))
        with f.loop(0, count) as n:
            token = f.at(f.at(x, (r * count + n) * width, 12), h, size)
            scale = HEAD**-0.5 * math.log2(math.e)
            query = [f.load(vector, f.at(token, 4 * i)) * scale for i in range(0, HEAD, lanes)]
            known = before + n + 1
            sources = f.at(table, r * table_width, 4)
            highest = f.variable(f.constant("float", -1e30))
            with f.loop(0, known) as at:
                key = f.at(keys, _place(f, sources, at, heads, h, room), size)
                total = query[0] * f.load(vector, key)
                for i, part in enumerate(query[1:], 1):
                    total = part.times_plus(f.load(vector, f.at(key, 4 * lanes * i)), total)
                score = total.total()
                f.store(score, f.at(scores, at, 4))
                highest.set(highest.get().most(score))
            top = f.splat(highest.get(), lanes)
            sums = [f.variable(f.constant(vector, 0.0)) for _ in query]
            whole = f.variable(f.constant(vector, 0.0))
            with f.loop(0, known) as at:
                weight = exp2(f, f.splat(f.load("float", f.at(scores, at, 4)), lanes) - top, _TERMS)
                value = f.at(values, _place(f, sources, at, heads, h, room), size)
                whole.set(whole.get() + weight)
                for i, variable in enumerate(sums):
                    variable.set(weight.times_plus(f.load(vector, f.at(value, 4 * lanes * i)), variable.get()))
            target = f.at(f.at(out, (r * count + n) * width, 4), h, size)
            for i, variable in enumerate(sums):
                f.store(variable.get() / whole.get(), f.at(target, 4 * lanes * i))


def _place(f: Function, sources: Value, at: Value, heads: Value, head: Value, room: Value) -> Value:
    """Where a position of the text lies among what is kept."""
    source = f.load("i32", f.at(sources, at, 4)).as_type("i64", "sext")
    return (source * heads + head) * room + at
