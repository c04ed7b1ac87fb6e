"""A layer's weights and rows of bytes, against torch's layers."""

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from alm_studio.native.library import Tape, kernels
from alm_studio.native.machine import Machine
from alm_studio.native.packed import ByteRows, Norm, PackedLinear
from tests.unit.native.calling import call, random, relative_error, unpacked


def _through(machine: Machine, layer: PackedLinear, x: Tensor, kernel: str = "linear") -> Tensor:
    run, count = kernels(machine), len(x)
    tape, rows, out = Tape(run), ByteRows(count, x.shape[1], run), torch.zeros(count, layer.columns)
    rows.fill(tape, x.data_ptr(), 4 * x.shape[1], count, x.shape[1])
    layer.apply(tape, getattr(run, kernel), rows, count, out.data_ptr(), 4 * layer.columns)
    tape.run()
    return out


@pytest.mark.parametrize(("outputs", "depth"), [(128, 64), (97, 128), (5, 16)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
def test_a_layer(machine: Machine, outputs: int, depth: int, dtype: torch.dtype) -> None:
    weight = (random(outputs, depth) * torch.logspace(-2, 0, outputs)[:, None]).to(dtype)
    bias, x = random(outputs, seed=1).to(dtype), random(9, depth, seed=2)
    layer = PackedLinear(weight, bias, machine)
    assert (layer.outputs, layer.depth) == (outputs, depth)
    assert layer.columns == machine.padded(outputs)
    rounded = 0.01 if machine.vnni else 0.02
    for given, added in ((layer, bias), (PackedLinear(weight, None, machine), None)):
        found = _through(machine, given, x)
        wanted = F.linear(x, weight.float(), None if added is None else added.float())
        assert relative_error(found[:, :outputs], wanted) < rounded
        assert bool((found[:, outputs:] == 0).all())
    wanted = F.gelu(F.linear(x, weight.float(), bias.float()))
    assert relative_error(_through(machine, layer, x, "linear_gelu")[:, :outputs], wanted) < 2 * rounded


def test_every_output_has_its_own_scale(machine: Machine) -> None:
    weight, x = random(64, 128) * torch.logspace(-3, 1, 64)[:, None], random(20, 128, seed=1)
    found, wanted = _through(machine, PackedLinear(weight, None, machine), x)[:, :64], F.linear(x, weight)
    errors = (found - wanted).norm(dim=0) / wanted.norm(dim=0)
    assert float(errors.max()) < 0.03


def test_weights_that_lie_scattered(machine: Machine) -> None:
    weight, x = random(48, 64), random(3, 48, seed=1)
    found = _through(machine, PackedLinear(weight.T, None, machine), x)
    assert torch.equal(found, _through(machine, PackedLinear(weight.T.contiguous(), None, machine), x))


def test_what_is_packed_is_the_layers_own(machine: Machine) -> None:
    """The layer of torch is let go; and of a layer that may learn nothing is kept to learn from."""
    linear, x = nn.Linear(32, 32), random(3, 32)
    layer = PackedLinear(linear.weight, linear.bias, machine)
    before = _through(machine, layer, x)
    with torch.no_grad():
        linear.weight.zero_()
        linear.bias.zero_()
    assert torch.equal(_through(machine, layer, x), before)
    assert not layer.bias.requires_grad
    assert unpacked(machine, layer.weights).abs().amax(1)[:32].tolist() == [127] * 32


def test_norm(machine: Machine) -> None:
    norm = nn.LayerNorm(48).requires_grad_(False)
    norm.weight.copy_(random(48))
    norm.bias.copy_(random(48, seed=1))
    packed, x, out = Norm(norm), random(4, 48, seed=2), torch.empty(4, 48)
    wanted = norm(x)
    norm.weight.zero_()
    call(machine, "normalise", x, 192, 4, 48, *packed.slots, out, 192)
    torch.testing.assert_close(out, wanted, atol=1e-5, rtol=1e-5)


def test_rows_are_filled_again(machine: Machine) -> None:
    """With fewer and narrower ones than there is room for, and from rows that do not lie side by side."""
    run = kernels(machine)
    layer, rows, out = PackedLinear(torch.eye(32), None, machine), ByteRows(6, 64, run), torch.zeros(6, 64)
    columns = layer.columns
    out = torch.zeros(6, columns)
    for count, stride, seed in ((6, 32, 1), (2, 40, 2)):
        x, tape = random(6, stride, seed=seed), Tape(run)
        rows.fill(tape, x.data_ptr(), 4 * stride, count, 32)
        layer.apply(tape, run.linear, rows, count, out.data_ptr(), 4 * columns)
        tape.run()
        torch.testing.assert_close(out[:count, :32], x[:count, :32], atol=0.03, rtol=0)
