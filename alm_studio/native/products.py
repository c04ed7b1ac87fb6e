"""The innermost loop of all products: some rows times the columns of a packed block, added up in registers.

A block holds what is multiplied with ``columns`` columns: for each group of the depth that one instruction adds up, the
group's numbers of the first column, then of the second, and so on. So one load is one instruction's operand, and each
row adds one number group that is the same in all lanes. The way is that of Goto and van de Geijn, "Anatomy of
High-Performance Matrix Multiplication", 2008.
"""

from collections.abc import Callable
from dataclasses import dataclass

from alm_studio.native.instructions import Function, Value, Variable


@dataclass(frozen=True)
class Kind:
    """What is multiplied.

    Attributes:
        group: numbers of the depth that one lane adds up at once.
        item: bytes of a number.
        sums: type of the sums.
        add: sums, what a row gives (of type ``sums``' width), the block's load → sums.
    """

    group: int
    item: int
    loaded: str
    sums: str
    add: Callable[[Value, Value, Value], Value]

    @property
    def step(self) -> int:
        """Bytes of a row for one group."""
        return self.group * self.item


def _add_bytes(sums: Value, row: Value, block: Value) -> Value:
    lanes = 4 * _lanes(sums)
    name = f"llvm.x86.avx512.vpdpbusd.{8 * lanes}"
    return sums.function.call(sums.type, name, sums, row.as_type(f"<{lanes} x i8>"), block)


def _add_halves(sums: Value, row: Value, block: Value) -> Value:
    lanes = 2 * _lanes(sums)
    name = f"llvm.x86.avx512bf16.dpbf16ps.{16 * lanes}"
    return sums.function.call(sums.type, name, sums, row.as_type(f"<{lanes} x bfloat>"), block)


def _add_floats(sums: Value, row: Value, block: Value) -> Value:
    return row.as_type(sums.type).times_plus(block, sums)


def _lanes(value: Value) -> int:
    return int(value.type[1 : value.type.index(" x ")])


def bytes_kind(lanes: int) -> Kind:
    """Unsigned bytes of a row times signed bytes of a block, in 32 bits."""
    return Kind(4, 1, f"<{4 * lanes} x i8>", f"<{lanes} x i32>", _add_bytes)


def halves_kind(lanes: int) -> Kind:
    """bfloat16 in float32."""
    return Kind(2, 2, f"<{2 * lanes} x bfloat>", f"<{lanes} x float>", _add_halves)


def floats_kind(lanes: int) -> Kind:
    """float32."""
    return Kind(1, 4, f"<{lanes} x float>", f"<{lanes} x float>", _add_floats)


def multiply(
    f: Function,
    kind: Kind,
    rows: int,
    vectors: int,
    row: Value,
    stride: Value,
    block: Value,
    steps: Value,
    pitch: int = 0,
) -> list[list[Variable]]:
    """Add up ``rows`` rows times a block's columns.

    Args:
        kind: of the numbers.
        rows, vectors: of sums kept in registers: rows · vectors of them.
        row: where the first row begins; the next is ``stride`` bytes behind.
        block: packed; ``vectors`` loads for each group.
        steps: groups of the depth, even.
        pitch: bytes from one group of the block to the next; 0: they lie side by side.

    Returns:
        [rows][vectors] sums.
    """
    lanes = _lanes(Value(f, kind.sums, ""))
    zero = f.constant(kind.sums, 0)
    sums = [[f.variable(zero) for _ in range(vectors)] for _ in range(rows)]
    starts = [f.at(row, stride * index) if index else row for index in range(rows)]
    width = lanes * kind.step  # bytes of a load
    with f.loop(0, steps, 2) as step:
        for half in range(2):
            place = step + half
            loads = [
                f.load(kind.loaded, f.at(block, place * (pitch or width * vectors) + width * v), width)
                for v in range(vectors)
            ]
            for r in range(rows):
                number = f.load("i32", f.at(starts[r], place, kind.step))
                spread = f.splat(number, lanes)
                for v in range(vectors):
                    sums[r][v].set(kind.add(sums[r][v].get(), spread, loads[v]))
    return sums
