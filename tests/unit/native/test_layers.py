"""Linear layers of bytes, against the same numbers in float64."""

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from alm_studio.native.machine import Machine
from tests.unit.native.calling import Quantised, call, packed, random, unpacked

_KERNELS = ("linear", "linear_gelu", "linear_add", "linear_gelu_add")


def _operands(machine: Machine, rows: int, depth: int, blocks: int) -> tuple[Quantised, Tensor, Tensor, Tensor]:
    """Rows in bytes; weights [columns, depth] in bytes, their scales, bias."""
    generator = torch.Generator().manual_seed(rows)
    columns = blocks * machine.columns
    x = Quantised(
        torch.randint(0, machine.largest + 1, (rows, depth), generator=generator, dtype=torch.uint8),
        torch.rand(rows, generator=generator) * 0.02 + 0.005,
        torch.randint(0, machine.largest + 1, (rows,), generator=generator, dtype=torch.int32),
    )
    weights = torch.randint(-127, 128, (columns, depth), generator=generator, dtype=torch.int8)
    scales = torch.rand(columns, generator=generator) * 1e-3
    return x, weights, scales, torch.randn(columns, generator=generator)


def _finished(kernel: str, value: Tensor, before: Tensor) -> Tensor:
    value = F.gelu(value) if "gelu" in kernel else value
    return value + before if kernel.endswith("add") else value


@pytest.mark.parametrize("kernel", _KERNELS)
@pytest.mark.parametrize("depth", [16, 80])
def test_any_number_of_rows(machine: Machine, kernel: str, depth: int) -> None:
    for rows in range(1, 14):
        x, weights, scales, bias = _operands(machine, rows, depth, 3)
        columns = len(weights)
        before = random(rows, columns + 4, seed=rows)
        out = before.clone()
        sums = weights.sum(1, dtype=torch.int32)
        layer = (packed(machine, weights), scales, sums, bias)
        call(machine, kernel, *x, rows, depth, *layer, 0, columns, out, 4 * (columns + 4))
        exact = x.numbers @ weights.double().T * scales.double() + bias.double()
        wanted = _finished(kernel, exact, before[:, :columns].double())
        off = 7e-5 if "gelu" in kernel else 1e-5
        torch.testing.assert_close(out[:, :columns].double(), wanted, atol=off, rtol=1e-5)
        assert torch.equal(out[:, columns:], before[:, columns:])  # nothing behind a row is touched


@pytest.mark.parametrize("kernel", _KERNELS)
def test_a_range_of_columns(machine: Machine, kernel: str) -> None:
    """Two threads that share a layer make the same as one; what is not asked for stays."""
    rows, depth = 7, 32
    x, weights, scales, bias = _operands(machine, rows, depth, 4)
    columns = len(weights)
    layer = (packed(machine, weights), scales, weights.sum(1, dtype=torch.int32), bias)
    before = random(rows, columns)
    whole, some = before.clone(), before.clone()
    call(machine, kernel, *x, rows, depth, *layer, 0, columns, whole, 4 * columns)
    begin, end = machine.columns, 3 * machine.columns
    call(machine, kernel, *x, rows, depth, *layer, begin, end, some, 4 * columns)
    assert torch.equal(some[:, begin:end], whole[:, begin:end])
    assert torch.equal(some[:, :begin], before[:, :begin]) and torch.equal(some[:, end:], before[:, end:])
    call(machine, kernel, *x, rows, depth, *layer, 0, begin, some, 4 * columns)
    call(machine, kernel, *x, rows, depth, *layer, end, columns, some, 4 * columns)
    assert torch.equal(some, whole)


def test_no_rows_and_no_columns(machine: Machine) -> None:
    x, weights, scales, bias = _operands(machine, 2, 16, 1)
    layer = (packed(machine, weights), scales, weights.sum(1, dtype=torch.int32), bias)
    out = torch.full((2, len(weights)), 5.0)
    call(machine, "linear", *x, 0, 16, *layer, 0, len(weights), out, 4 * len(weights))
    call(machine, "linear", *x, 2, 16, *layer, len(weights), len(weights), out, 4 * len(weights))
    assert bool((out == 5).all())


def test_the_largest_sums(machine: Machine) -> None:
    """All bytes at the end of their range, over the depth of the widest Whisper's widest layer."""
    depth, columns = 5120, machine.columns
    x = Quantised(
        torch.full((2, depth), machine.largest, dtype=torch.uint8),
        torch.ones(2),
        torch.tensor([0, machine.largest], dtype=torch.int32),
    )
    weights = torch.full((columns, depth), 127, dtype=torch.int8)
    weights[1::2] = -127
    layer = (packed(machine, weights), torch.ones(columns), weights.sum(1, dtype=torch.int32), torch.zeros(columns))
    out = torch.empty(2, columns)
    call(machine, "linear", *x, 2, depth, *layer, 0, columns, out, 4 * columns)
    torch.testing.assert_close(out.double(), x.numbers @ weights.double().T, rtol=1e-6, atol=0)


@pytest.mark.parametrize(("outputs", "depth"), [(1, 16), (64, 48), (97, 128), (130, 16)])
def test_pack_layer(machine: Machine, outputs: int, depth: int) -> None:
    weights = (random(outputs, depth) * torch.logspace(-2, 1, outputs)[:, None]).half()
    weights[0, 3] = -20.0
    columns = machine.padded(outputs)
    made = torch.zeros(columns, depth, dtype=torch.int8)
    scales, sums = torch.full((columns,), -1.0), torch.full((columns,), -1, dtype=torch.int32)
    call(machine, "pack_layer", weights, outputs, depth, made, scales, sums)
    largest = weights.float().abs().amax(1)
    rounded = (weights.float() * (torch.tensor(127.0) / largest)[:, None]).round()
    bytes_ = unpacked(machine, made)
    assert torch.equal(bytes_[:outputs].float(), rounded)
    assert bytes_[0, 3] == -127
    assert torch.equal(sums[:outputs], rounded.sum(1).int())
    torch.testing.assert_close(scales[:outputs], largest / 127)
    assert bool((bytes_[outputs:] == 0).all())
    assert bool((scales[outputs:] == -1).all()) and bool((sums[outputs:] == -1).all())  # only what is given is packed


def test_pack_nothing_but_zeros(machine: Machine) -> None:
    columns = machine.columns
    made = torch.full((columns, 16), 9, dtype=torch.int8)
    scales, sums = torch.empty(columns), torch.full((columns,), 9, dtype=torch.int32)
    call(machine, "pack_layer", torch.zeros(columns, 16).half(), columns, 16, made, scales, sums)
    assert bool((made == 0).all()) and bool((sums == 0).all()) and bool(scales.isfinite().all())
