"""Functions that are written, compiled and called."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from alm_studio.native.compiling import as_function, compile_kernels
from alm_studio.native.instructions import Function, Module, Value
from alm_studio.native.machine import Machine

_LANES = 8
_VECTOR = f"<{_LANES} x float>"
_WHOLE = f"<{_LANES} x i32>"


def _run(machine: Machine, write: Callable[[Function], None], *slots: Tensor | int) -> None:
    """Compile one function and call it."""
    module = Module()
    write(module.kernel("tried"))
    assert list(module.names) == ["tried"]
    address = compile_kernels(str(module), module.names, lambda: str(module), machine.features)["tried"]
    numbers = [slot.data_ptr() if isinstance(slot, Tensor) else slot for slot in slots]
    given = torch.tensor(numbers, dtype=torch.int64)
    as_function(address)(given.data_ptr())


def _lane_by_lane(
    machine: Machine, what: Callable[[Function, Value, Value], Value], x: Tensor, y: Tensor, out: Tensor
) -> Tensor:
    """A function of two vectors."""
    kind = {torch.float32: _VECTOR, torch.int32: _WHOLE}[x.dtype]

    def write(f: Function) -> None:
        a, b = f.load(kind, f.argument(0, "ptr")), f.load(kind, f.argument(1, "ptr"))
        f.store(what(f, a, b), f.argument(2, "ptr"))

    _run(machine, write, x, y, out)
    return out


_FLOATS: dict[str, tuple[Callable[[Function, Value, Value], Value], Callable[[Tensor, Tensor], Tensor]]] = {
    "sum": (lambda f, a, b: a + b, lambda a, b: a + b),
    "difference": (lambda f, a, b: a - b, lambda a, b: a - b),
    "product": (lambda f, a, b: a * b, lambda a, b: a * b),
    "quotient": (lambda f, a, b: a / b, lambda a, b: a / b),
    "with a number": (lambda f, a, b: a * 0.1 + b - 3, lambda a, b: a * 0.1 + b - 3),
    "fused": (lambda f, a, b: a.times_plus(b, 0.25), lambda a, b: a * b + 0.25),
    "smaller": (lambda f, a, b: a.least(b), torch.minimum),
    "larger": (lambda f, a, b: a.most(b), torch.maximum),
    "bounded": (lambda f, a, b: a.most(-0.5).least(0.5), lambda a, b: a.clamp(-0.5, 0.5)),
    "chosen": (lambda f, a, b: f.choose(a.below(b), b, -1.0), lambda a, b: torch.where(a < b, b, -1.0)),
    "one lane": (lambda f, a, b: f.splat(a.lane(3), _LANES) + b, lambda a, b: a[3] + b),
    "total": (lambda f, a, b: f.splat(a.total(), _LANES), lambda a, b: a.sum().expand(_LANES)),
    "smallest": (lambda f, a, b: f.splat(a.total("fmin"), _LANES), lambda a, b: a.min().expand(_LANES)),
    "largest": (lambda f, a, b: f.splat(a.total("fmax"), _LANES), lambda a, b: a.max().expand(_LANES)),
}


@pytest.mark.parametrize("name", _FLOATS)
def test_real_numbers(machine: Machine, name: str) -> None:
    made, wanted = _FLOATS[name]
    x, y = torch.randn(2, _LANES, generator=torch.Generator().manual_seed(3))
    found = _lane_by_lane(machine, made, x, y, torch.empty(_LANES))
    torch.testing.assert_close(found, wanted(x, y), atol=1e-6, rtol=1e-6)


_WHOLES: dict[str, tuple[Callable[[Function, Value, Value], Value], Callable[[Tensor, Tensor], Tensor]]] = {
    "sum": (lambda f, a, b: a + b, lambda a, b: a + b),
    "difference": (lambda f, a, b: a - b, lambda a, b: a - b),
    "product": (lambda f, a, b: a * 3, lambda a, b: a * 3),
    "quotient": (lambda f, a, b: a / 7, lambda a, b: a // 7),
    "both": (lambda f, a, b: a & b, lambda a, b: a & b),
    "either": (lambda f, a, b: a | b, lambda a, b: a | b),
    "left": (lambda f, a, b: a << 3, lambda a, b: a << 3),
    "right": (lambda f, a, b: a >> 3, lambda a, b: a >> 3),
    "unsigned": (lambda f, a, b: f.choose((a - b).below(1 << 30), a, b), torch.maximum),
    "total": (lambda f, a, b: f.splat(a.whole_total(), _LANES), lambda a, b: a.sum().int().expand(_LANES)),
}


@pytest.mark.parametrize("name", _WHOLES)
def test_whole_numbers(machine: Machine, name: str) -> None:
    made, wanted = _WHOLES[name]
    x, y = torch.randint(0, 10_000, (2, _LANES), generator=torch.Generator().manual_seed(3), dtype=torch.int32)
    assert torch.equal(_lane_by_lane(machine, made, x, y, torch.empty(_LANES, dtype=torch.int32)), wanted(x, y))


def test_what_is_no_number_gives_way(machine: Machine) -> None:
    x, y = torch.full((_LANES,), torch.nan), torch.arange(float(_LANES))
    for made in (lambda f, a, b: a.least(b), lambda f, a, b: a.most(b)):
        assert torch.equal(_lane_by_lane(machine, made, x, y, torch.empty(_LANES)), y)


def test_constants_are_the_nearest_float(machine: Machine) -> None:
    x = torch.zeros(_LANES)
    for number in (0.1, -1e-30, 3e38, 0.0, 1 / 3):
        found = _lane_by_lane(machine, lambda f, a, b, n=number: a + n, x, x, torch.empty(_LANES))
        assert torch.equal(found, torch.full((_LANES,), number))


def test_a_loop_ends_before_its_end(machine: Machine) -> None:
    """Also where it never begins, and where the steps do not meet the end; loops in loops."""

    def write(f: Function) -> None:
        begin, end, out = f.argument(0), f.argument(1), f.argument(2, "ptr")
        total = f.variable(f.constant("i64", 0))
        with f.loop(begin, end, 3) as i, f.loop(0, 2) as j:
            total.set(total.get() + i * 10 + j)
        f.store(total.get(), out, 8)

    for begin, end in ((0, 10), (2, 11), (4, 4), (5, -3)):
        out = torch.full((1,), -1, dtype=torch.int64)
        _run(machine, write, begin, end, out)
        assert out.item() == sum(10 * i + j for i in range(begin, end, 3) for j in range(2))


def test_a_condition(machine: Machine) -> None:
    def write(f: Function) -> None:
        pointer, out = f.argument(0, "ptr"), f.argument(1, "ptr")
        with f.when(f.given(pointer)):
            f.store(f.load("i64", pointer, 8) + 1, out, 8)

    out, number = torch.tensor([5]), torch.tensor([41])
    _run(machine, write, 0, out)
    assert out.item() == 5
    _run(machine, write, number, out)
    assert out.item() == 42


def test_a_buffer_and_places_in_it(machine: Machine) -> None:
    """Numbers turned round by way of the stack."""

    def write(f: Function) -> None:
        numbers, count, out = f.argument(0, "ptr"), f.argument(1), f.argument(2, "ptr")
        kept = f.buffer(64)
        with f.loop(0, count) as i:
            f.store(f.load("float", f.at(numbers, i, 4)), f.at(kept, count - i - 1, 4))
        with f.loop(0, count) as i:
            f.store(f.load("float", f.at(f.at(kept, i, 4), 0)), f.at(out, i, 4))

    numbers, out = torch.arange(10.0), torch.full((11,), -1.0)
    _run(machine, write, numbers, 10, out)
    assert out.tolist() == [*range(9, -1, -1), -1]


def test_conversions(machine: Machine) -> None:
    x = torch.tensor([-2.5, -1.5, -0.5, 0.0, 0.5, 1.5, 2.5, 100.25])
    whole = torch.empty(_LANES, dtype=torch.int32)
    _lane_by_lane(machine, lambda f, a, b: a.as_type(_WHOLE, "fptosi"), x, x, whole)
    assert torch.equal(whole, x.int())
    _lane_by_lane(machine, lambda f, a, b: a.as_type(_WHOLE), x, x, whole)
    assert torch.equal(whole, x.view(torch.int32))
