"""The exponential and the GELU against the mathematical library."""

import math
from collections.abc import Callable

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from alm_studio.native.compiling import as_function, compile_kernels
from alm_studio.native.functions import exp2, gelu
from alm_studio.native.instructions import Function, Module, Value
from alm_studio.native.machine import Machine


def _apply(machine: Machine, what: Callable[[Function, Value], Value], numbers: Tensor) -> Tensor:
    """A function of a vector, of all numbers (in whole vectors)."""
    module = Module()
    f = module.kernel("tried")
    x, count, out = f.argument(0, "ptr"), f.argument(1), f.argument(2, "ptr")
    with f.loop(0, count, machine.lanes) as i:
        f.store(what(f, f.load(f"<{machine.lanes} x float>", f.at(x, i, 4))), f.at(out, i, 4))
    address = compile_kernels(str(module), module.names, lambda: str(module), machine.features)["tried"]
    numbers = numbers.float().contiguous()
    assert len(numbers) % machine.lanes == 0
    found = torch.empty_like(numbers)
    slots = torch.tensor([numbers.data_ptr(), len(numbers), found.data_ptr()])
    as_function(address)(slots.data_ptr())
    return found


@pytest.mark.parametrize(("terms", "off"), [(6, 2.5e-7), (4, 6e-5)])
def test_powers_of_two(machine: Machine, terms: int, off: float) -> None:
    x = torch.linspace(-126, 127.5, 40_000)
    found = _apply(machine, lambda f, v: exp2(f, v, terms), x).double()
    assert float((found / x.double().exp2() - 1).abs().max()) < off
    near = torch.linspace(-1.5, 1.5, 40_000)  # both ends of what the series is for
    found = _apply(machine, lambda f, v: exp2(f, v, terms), near).double()
    assert float((found / near.double().exp2() - 1).abs().max()) < off


def test_whole_powers_are_exact(machine: Machine) -> None:
    x = torch.arange(-126.0, 114.0)
    assert torch.equal(_apply(machine, exp2, x), torch.tensor([math.ldexp(1, int(n)) for n in x.tolist()]))


def test_what_is_too_small_is_the_smallest_power(machine: Machine) -> None:
    x = torch.tensor([-126.5, -127.0, -1000.0, -1e30, -torch.inf, -126.0, -150.0, -3e38]).repeat(2)
    assert torch.equal(_apply(machine, exp2, x), torch.full((16,), 2.0**-126))


def test_gelu(machine: Machine) -> None:
    x = torch.linspace(-20, 20, 80_000)
    found = _apply(machine, gelu, x).double()
    assert float((found - F.gelu(x.double())).abs().max()) < 6.5e-5
    by_hand = [v / 2 * (1 + math.erf(v / math.sqrt(2))) for v in x[::1000].tolist()]
    torch.testing.assert_close(found[::1000], torch.tensor(by_hand).double(), atol=6.5e-5, rtol=0)


def test_gelu_of_large_numbers(machine: Machine) -> None:
    """They stay, or become next to nothing."""
    x = torch.tensor([30.0, 100.0, 1e4, 1e30, -30.0, -100.0, -1e4, -1e30]).repeat(2)
    found = _apply(machine, gelu, x)
    assert float(((found - x.clamp(min=0)) / x.abs()).abs().max()) < 1e-5
    assert _apply(machine, gelu, torch.zeros(16)).abs().max() == 0
