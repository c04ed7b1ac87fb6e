"""The innermost loop of all products: some rows of unsigned bytes times the columns of a packed block of signed ones.

A block holds what is multiplied with ``Machine.columns`` columns: for each four numbers of the depth, those of the
first column, then of the second, and so on. So one load is one instruction's operand, and each row adds four numbers
that are the same in all lanes. The way is that of Goto and van de Geijn, "Anatomy of High-Performance Matrix
Multiplication", 2008.
"""

from alm_studio.native.instructions import Function, Value, Variable
from alm_studio.native.machine import GROUP, Machine

TILES = (6, 5, 4, 2, 1)
"""Rows of which the sums are kept in registers: as many as fit, those of a beam, and what is left."""


def multiply(
    f: Function, machine: Machine, rows: int, row: Value, stride: Value, block: Value, steps: Value, pitch: int = 0
) -> list[list[Variable]]:
    """Add up ``rows`` rows times a block's columns.

    Args:
        rows: of sums kept in registers.
        row: where the first row begins; the next is ``stride`` bytes behind.
        block: packed.
        steps: groups of the depth, even.
        pitch: bytes from one group of the block to the next; 0: they lie side by side.

    Returns:
        [rows][vectors] sums, int32.
    """
    kind, width = f"<{machine.lanes} x i32>", 4 * machine.lanes
    sums = [[f.variable(f.constant(kind, 0)) for _ in range(machine.vectors)] for _ in range(rows)]
    starts = [f.at(row, stride * index) if index else row for index in range(rows)]
    with f.loop(0, steps, 2) as step:
        for half in range(2):
            group = f.at(block, step + half, pitch or GROUP * machine.columns)
            loads = [f.load(f"<{width} x i8>", f.at(group, width * v), 1) for v in range(machine.vectors)]
            for start, line in zip(starts, sums, strict=True):
                four = f.splat(f.load("i32", f.at(start, step + half, GROUP), 1), machine.lanes)
                for total, load in zip(line, loads, strict=True):
                    total.set(_added(f, machine, total.get(), four, load))
    return sums


def _added(f: Function, machine: Machine, sums: Value, row: Value, block: Value) -> Value:
    """Sums, and the products of four bytes in each lane."""
    row = row.as_type(block.type)
    if machine.vnni:
        return f.call(sums.type, f"llvm.x86.avx512.vpdpbusd.{32 * machine.lanes}", sums, row, block)
    wide = f"<{2 * machine.lanes} x i16>"  # two products fit 16 bits, as the machine's numbers are chosen
    pairs = f.call(wide, "llvm.x86.avx2.pmadd.ub.sw", row, block)
    return sums + f.call(sums.type, "llvm.x86.avx2.pmadd.wd", pairs, f.constant(wide, 1))
