"""Kernels of attention: over a sound, and over the text so far."""

import math

from alm_studio.native.functions import exp2
from alm_studio.native.instructions import Function, Module, Value
from alm_studio.native.machine import GROUP, SPAN, Machine
from alm_studio.native.products import TILES, multiply
from alm_studio.native.rows import HEAD, SCALES, rounded

_TERMS = 4
"""Of the exponential: weights are rounded to three digits."""
_NEVER = -1e30


def room_for_scores(positions: int) -> int:
    """Bytes that ``attend`` needs for itself."""
    spans = positions // SPAN
    return (TILES[0] * (4 + 1) + 4) * positions + 4 * (2 * TILES[0] + 1) * spans + 64


def attend(module: Module, machine: Machine) -> None:
    """Queries over laid out keys and values, one head after the other; scores of a few queries stay in the cache.

    Everything is multiplied in bytes. Weights are rounded in spans of positions that share a scale: a window may have
    a thousand of small weights that count together, beside a large one. What rounding takes from a weight is added to
    the next of its lane (error diffusion), so that they count even where each is less than half of the smallest number.
    After Zhang et al., "SageAttention", 2024.

    Slots: queries (rows side by side), bytes of a row, their scales [rows, heads], how many, heads; keys, bytes of a
    head; values, bytes of a head; scales [heads, 3, room]; room; positions in whole spans; what is added to the scores
    [positions]; the first head, the last; result of float32, bytes from one row to the next; room for scores; where the
    weights of the first head shall lie [rows, positions], or nothing; bytes from one head's to the next.
    """
    f = module.kernel("attend")
    queries, stride, query_scales = f.argument(0, "ptr"), f.argument(1), f.argument(2, "ptr")
    rows, heads = f.argument(3), f.argument(4)
    keys, keys_size, values, values_size = f.argument(5, "ptr"), f.argument(6), f.argument(7, "ptr"), f.argument(8)
    scales, room, positions, mask = f.argument(9, "ptr"), f.argument(10), f.argument(11), f.argument(12, "ptr")
    first, last, out, out_stride = f.argument(13), f.argument(14), f.argument(15, "ptr"), f.argument(16)
    scores, told, told_size = f.argument(17, "ptr"), f.argument(18, "ptr"), f.argument(19)
    columns, lanes = machine.columns, machine.lanes
    vector = f"<{lanes} x float>"
    spans = positions / SPAN
    weights = f.at(scores, positions, 4 * TILES[0])  # bytes
    shares = f.at(weights, positions, TILES[0])  # of a value's scale in the largest of its span, times 255
    largest = f.at(shares, positions, 4)  # of each span, by 255
    tops = f.at(largest, spans, 4)  # scores of each row and span
    factors = f.at(tops, spans, 4 * TILES[0])
    key_steps, value_steps = f.constant("i64", HEAD // GROUP), f.constant("i64", SPAN // GROUP)
    wanted = f.given(told)
    with f.loop(first, last) as head:
        head_keys, head_values = f.at(keys, head * keys_size), f.at(values, head * values_size)
        key_scales = f.at(scales, head * room, 4 * SCALES)
        key_sums, value_scales = f.at(key_scales, room, 4), f.at(key_scales, room, 8)
        _share_scales(f, machine, value_scales, mask, positions, shares, largest)
        done = f.variable(f.constant("i64", 0))
        for tile in TILES:
            with f.loop(done.get(), rows - (tile - 1), tile) as r:
                query = f.at(f.at(queries, r * stride), head, HEAD)
                query_scale = [
                    f.splat(f.load("float", f.at(query_scales, (r + i) * heads + head, 4)), lanes) for i in range(tile)
                ]
                with f.loop(0, positions, SPAN) as begin:
                    highest = [f.variable(f.constant(vector, _NEVER)) for _ in range(tile)]
                    with f.loop(begin, begin + SPAN, columns) as place:
                        block = f.at(head_keys, place, HEAD)
                        sums = multiply(f, machine, tile, query, stride, block, key_steps)
                        for v in range(machine.vectors):
                            at = place + v * lanes
                            scale, added, hidden = (
                                f.load(vector, f.at(given, at, 4)) for given in (key_scales, key_sums, mask)
                            )
                            for i in range(tile):
                                score = sums[i][v].get().as_type(vector, "sitofp").times_plus(scale, added)
                                score = score.times_plus(query_scale[i], hidden)
                                f.store(score, f.at(f.at(scores, positions, 4 * i), at, 4))
                                highest[i].set(highest[i].get().most(score))
                    for i in range(tile):
                        f.store(highest[i].get().total("fmax"), f.at(f.at(tops, spans, 4 * i), begin / SPAN, 4))
                inverses = []
                for i in range(tile):
                    row, own = f.at(scores, positions, 4 * i), f.at(tops, spans, 4 * i)
                    top = f.variable(f.constant("float", _NEVER))
                    with f.loop(0, spans) as span:
                        top.set(top.get().most(f.load("float", f.at(own, span, 4))))
                    highest_score = f.splat(top.get(), lanes)
                    total = f.variable(f.constant(vector, 0.0))
                    with f.loop(0, spans) as span:
                        own_top = f.splat(f.load("float", f.at(own, span, 4)), lanes)
                        share = exp2(f, own_top - highest_score)
                        inner = left = f.constant(vector, 0.0)
                        for offset in range(0, SPAN, lanes):
                            at = span * SPAN + offset
                            weight = exp2(f, f.load(vector, f.at(row, at, 4)) - own_top, _TERMS)
                            inner = inner + weight
                            exact = weight.times_plus(f.load(vector, f.at(shares, at, 4)), left)
                            whole = rounded(f, exact)
                            left = exact - whole.as_type(vector, "sitofp")
                            target = f.at(f.at(weights, positions, i), at)
                            f.store(whole.as_type(f"<{lanes} x i8>", "trunc"), target, 1)
                        total.set(inner.times_plus(share, total.get()))
                        factor = share.lane(0) * f.load("float", f.at(largest, span, 4))
                        f.store(factor, f.at(f.at(factors, spans, 4 * i), span, 4))
                    inverse = f.splat(f.constant("float", 1.0) / total.get().total(), lanes)
                    inverses.append(inverse)
                    with f.when(wanted):
                        place = f.at(f.at(told, (head - first) * told_size), (r + i) * positions, 4)
                        with f.loop(0, positions, lanes) as at:
                            weight = exp2(f, f.load(vector, f.at(row, at, 4)) - highest_score) * inverse
                            f.store(weight, f.at(place, at, 4))
                for column in range(0, HEAD, columns):
                    mixed = [[f.variable(f.constant(vector, 0.0)) for _ in range(machine.vectors)] for _ in range(tile)]
                    with f.loop(0, spans) as span:
                        block = f.at(f.at(head_values, span, SPAN * HEAD), GROUP * column)
                        row = f.at(weights, span, SPAN)
                        sums = multiply(f, machine, tile, row, positions, block, value_steps, GROUP * HEAD)
                        for i in range(tile):
                            factor = f.splat(f.load("float", f.at(f.at(factors, spans, 4 * i), span, 4)), lanes)
                            for total, part in zip(mixed[i], sums[i], strict=True):
                                total.set(part.get().as_type(vector, "sitofp").times_plus(factor, total.get()))
                    for i in range(tile):
                        target = f.at(f.at(f.at(out, (r + i) * out_stride), head, 4 * HEAD), 4 * column)
                        for v, total in enumerate(mixed[i]):
                            f.store(total.get() * inverses[i], f.at(target, 4 * lanes * v))
                done.set(r + tile)


def _share_scales(
    f: Function, machine: Machine, scales: Value, mask: Value, positions: Value, shares: Value, largest: Value
) -> None:
    """The values' scales as shares of the largest in their span, times what a byte holds; and that largest. What is
    hidden has no share."""
    lanes = machine.lanes
    vector = f"<{lanes} x float>"
    fits = machine.largest - 1  # what is carried on from the weight before may be half of one
    with f.loop(0, positions, SPAN) as begin:
        zero = f.constant(vector, 0.0)
        parts = []
        for offset in range(0, SPAN, lanes):
            hidden = f.load(vector, f.at(mask, begin + offset, 4)).below(0.0)
            parts.append(f.choose(hidden, zero, f.load(vector, f.at(scales, begin + offset, 4))))
        most = parts[0]
        for part in parts[1:]:
            most = most.most(part)
        top = most.total("fmax").most(1e-20)
        f.store(top * (1 / fits), f.at(largest, begin / SPAN, 4))
        inverse = f.splat(f.constant("float", float(fits)) / top, lanes)
        for index, part in enumerate(parts):
            f.store(part * inverse, f.at(shares, begin + index * lanes, 4))


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
