"""The innermost loop: sums of products of bytes."""

import pytest
import torch
from torch import Tensor

from alm_studio.native.compiling import as_function, compile_kernels
from alm_studio.native.instructions import Module
from alm_studio.native.machine import GROUP, Machine
from alm_studio.native.products import TILES, multiply
from tests.unit.native.calling import packed

_DEPTH = 24


@pytest.fixture(params=["as found", "short registers"])
def multiplier(request: pytest.FixtureRequest, machine: Machine) -> Machine:
    """VNNI also with registers of half the size, as processors without AVX-512 have it."""
    if request.param == "as found":
        return machine
    if not machine.vnni:
        pytest.skip("It has no VNNI.")
    return Machine(8, 2, True, machine.features)


def _multiply(machine: Machine, tile: int, pitch: int, rows: Tensor, stride: int, block: Tensor) -> Tensor:
    """So many rows of bytes times a block: [tile, columns], int32."""
    module = Module()
    f = module.kernel("tried")
    out = f.argument(4, "ptr")
    sums = multiply(f, machine, tile, f.argument(0, "ptr"), f.argument(1), f.argument(2, "ptr"), f.argument(3), pitch)
    for index, line in enumerate(sums):
        for v, total in enumerate(line):
            f.store(total.get(), f.at(out, index * machine.columns + v * machine.lanes, 4))
    address = compile_kernels(str(module), module.names, lambda: str(module), machine.features)["tried"]
    found = torch.full((tile, machine.columns), -1, dtype=torch.int32)
    slots = torch.tensor([rows.data_ptr(), stride, block.data_ptr(), _DEPTH // GROUP, found.data_ptr()])
    as_function(address)(slots.data_ptr())
    return found


def test_the_last_rows_go_one_by_one() -> None:
    assert TILES[-1] == 1
    assert sorted(TILES, reverse=True) == list(TILES)


@pytest.mark.parametrize("tile", TILES)
def test_sums_are_exact(multiplier: Machine, tile: int) -> None:
    generator = torch.Generator().manual_seed(tile)
    rows = torch.randint(0, multiplier.largest + 1, (tile, _DEPTH + 8), generator=generator, dtype=torch.uint8)
    weights = torch.randint(-127, 128, (multiplier.columns, _DEPTH), generator=generator, dtype=torch.int8)
    wanted = rows[:, :_DEPTH].int() @ weights.int().T
    assert torch.equal(_multiply(multiplier, tile, 0, rows, _DEPTH + 8, packed(multiplier, weights)), wanted)
    pitch = GROUP * multiplier.columns + 32  # groups that do not lie side by side
    apart = torch.full((_DEPTH // GROUP, pitch), 55, dtype=torch.int8)
    apart[:, : GROUP * multiplier.columns] = packed(multiplier, weights).view(_DEPTH // GROUP, -1)
    assert torch.equal(_multiply(multiplier, tile, pitch, rows, _DEPTH + 8, apart), wanted)


@pytest.mark.parametrize("weight", [127, -127])
def test_the_largest_bytes_do_not_overflow(multiplier: Machine, weight: int) -> None:
    rows = torch.full((1, _DEPTH), multiplier.largest, dtype=torch.uint8)
    weights = torch.full((multiplier.columns, _DEPTH), weight, dtype=torch.int8)
    wanted = torch.full((1, multiplier.columns), multiplier.largest * weight * _DEPTH, dtype=torch.int32)
    assert torch.equal(_multiply(multiplier, 1, 0, rows, _DEPTH, weights), wanted)
