"""Layer norm, rounding to bytes, and what attention reads, against torch."""

import math

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from alm_studio.native.machine import Machine
from alm_studio.native.rows import HEAD
from tests.unit.native.calling import (
    Sound,
    call,
    lay_out_queries,
    lay_out_sound,
    quantise,
    random,
    sound_room,
)


@pytest.mark.parametrize(("rows", "width"), [(1, 16), (5, 128), (3, 384)])
def test_normalise(machine: Machine, rows: int, width: int) -> None:
    x = random(rows, width + 8) * torch.logspace(-1, 2, rows)[:, None] + 3
    gain, bias = random(2, width, seed=1)
    out = torch.full((rows, width + 16), torch.nan)
    call(machine, "normalise", x, 4 * (width + 8), rows, width, gain, bias, out, 4 * (width + 16))
    wanted = F.layer_norm(x[:, :width].double(), (width,), gain.double(), bias.double())
    torch.testing.assert_close(out[:, :width].double(), wanted, atol=1e-5, rtol=1e-5)
    assert bool(out[:, width:].isnan().all())


def test_normalise_in_place(machine: Machine) -> None:
    x = random(4, 64)
    wanted = F.layer_norm(x, (64,))
    call(machine, "normalise", x, 256, 4, 64, torch.ones(64), torch.zeros(64), x, 256)
    torch.testing.assert_close(x, wanted, atol=1e-5, rtol=1e-5)


def test_normalise_keeps_what_stands_far_from_zero(machine: Machine) -> None:
    """The sum of squares less the square of the sum would have nothing left; and a constant row has no spread."""
    x = random(2, 64) * 0.1 + 1000
    x[1] = 7
    gain, out = torch.ones(64), torch.empty(2, 64)
    call(machine, "normalise", x, 256, 2, 64, gain, torch.full((64,), 0.5), out, 256)
    torch.testing.assert_close(out[0].double(), F.layer_norm(x[0].double(), (64,)) + 0.5, atol=2e-3, rtol=0)
    torch.testing.assert_close(out[1], torch.full((64,), 0.5))


def _expected(machine: Machine, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Bytes, scales and zeros in plain torch; rows of float32."""
    low, high = x.amin(1).clamp(max=0), x.amax(1).clamp(min=0)
    scales = (high - low).clamp(min=1e-20) * torch.tensor(1 / machine.largest)
    inverse = 1 / scales
    zeros = (-low * inverse).round()
    exact = x.double() * inverse.double()[:, None] + zeros.double()[:, None]
    return exact.float().round().clamp(0, machine.largest).to(torch.uint8), scales, zeros.int()


@pytest.mark.parametrize(("rows", "width"), [(1, 16), (7, 48), (3, 512)])
def test_quantise(machine: Machine, rows: int, width: int) -> None:
    x = random(rows, width + 4) * torch.logspace(-3, 3, rows)[:, None] + 0.3
    found = quantise(machine, x, width)
    bytes_, scales, zeros = _expected(machine, x[:, :width])
    torch.testing.assert_close(found.scales, scales)
    assert torch.equal(found.zeros, zeros)
    assert torch.equal(found.bytes, bytes_)
    apart = (found.numbers - x[:, :width]).abs() / found.scales[:, None]
    assert float(apart.max()) < 1  # half of a step of its own, half of the zero's
    assert int(found.bytes.min()) == 0 or int(found.zeros.min()) == 0
    assert int(found.bytes.max()) == machine.largest


def test_quantise_to_the_nearest(machine: Machine) -> None:
    top = machine.largest
    x = torch.tensor([[0.0, top, 0.4, 0.6, 1.5, 2.5, 3.49, 3.51, 7, 8, 9, 10, 11, 12, top - 0.4, top - 0.6]])
    found = quantise(machine, x)
    assert found.scales.item() == pytest.approx(1)
    assert found.zeros.item() == 0
    wanted = [0, top, 0, 1, 2, 2, 3, 4, 7, 8, 9, 10, 11, 12, top, top - 1]
    assert found.bytes[0].tolist() == wanted


def test_quantise_knows_zero_exactly(machine: Machine) -> None:
    """Also where all numbers are on one side of it: what is 0 adds nothing to a product."""
    x = random(3, 32).abs() + 1
    x[1] *= -1
    x[2, ::2] *= -1
    x[2, 5] = 0
    found = quantise(machine, x)
    assert found.zeros[:2].tolist() == [0, machine.largest]
    assert found.numbers[2, 5] == 0
    assert 0 < int(found.zeros[2]) < machine.largest
    for row in range(3):
        torch.testing.assert_close(found.numbers[row], x[row].double(), atol=float(found.scales[row]), rtol=0)


def test_quantise_silence(machine: Machine) -> None:
    found = quantise(machine, torch.zeros(2, 32))
    assert bool((found.bytes == 0).all()) and found.zeros.tolist() == [0, 0]
    assert bool((found.scales > 0).all()) and float(found.scales.max()) < 1e-20


@pytest.mark.parametrize("size", [1e30, 1e-10, 1e-18])
def test_quantise_extreme_numbers(machine: Machine, size: float) -> None:
    x = random(2, 64) * size
    found = quantise(machine, x)
    assert bool(found.scales.isfinite().all())
    assert float(((found.numbers - x) / found.scales[:, None]).abs().max()) < 1


def test_quantise_numbers_too_small_to_tell_apart(machine: Machine) -> None:
    found = quantise(machine, random(1, 32) * 1e-30)
    assert float(found.numbers.abs().max()) < 1e-20


def test_quantise_one_large_number_among_small_ones(machine: Machine) -> None:
    x = torch.full((1, 64), 1e-3)
    x[0, 17] = -50.0
    found = quantise(machine, x)
    assert found.numbers[0, 17].item() == pytest.approx(-50, rel=1e-3)
    assert found.numbers[0, 0].item() == 0


def test_queries(machine: Machine) -> None:
    queries = random(5, 3, HEAD) * torch.logspace(-2, 2, 15).view(5, 3, 1)
    queries[2, 1] = 0
    found = lay_out_queries(machine, queries)
    wanted = queries.double() * HEAD**-0.5 * math.log2(math.e)
    steps = found.scales[..., None].double()
    assert float(((found.numbers(machine) - wanted) / steps).abs().max()) < 0.501
    assert bool((found.bytes[2, 1] == machine.largest // 2 + 1).all())  # nothing stands for nothing
    largest = torch.tensor(float(machine.largest - machine.largest // 2 - 1))
    sizes = (found.bytes.float() - (machine.largest // 2 + 1)).abs().amax(-1)
    assert set(sizes.flatten().tolist()) == {0.0, largest.item()}  # the whole range is made use of


def _laid(
    machine: Machine, count: int, heads: int = 2, room: int = 256, piece: int = 0
) -> tuple[Tensor, Tensor, Sound]:
    keys = random(count, heads, HEAD) * torch.logspace(-1, 1, count)[:, None, None]
    values = random(count, heads, HEAD, seed=1) * torch.logspace(1, -1, count)[:, None, None]
    sound = sound_room(heads, room)
    for first in range(0, count, piece or count):
        part = slice(first, first + (piece or count))
        lay_out_sound(machine, sound, keys[part], values[part], first)
    return keys, values, sound


@pytest.mark.parametrize("count", [1, 3, 4, 70, 128, 255])
def test_sound(machine: Machine, count: int) -> None:
    keys, values, sound = _laid(machine, count)
    for found, numbers, scales in (
        (sound.key_numbers(machine), keys, sound.scales[:, 0]),
        (sound.value_numbers, values, sound.scales[:, 2]),
    ):
        apart = found[:, :count] - numbers.transpose(0, 1).double()
        assert float((apart / scales[:, :count, None]).abs().max()) < 0.501
        largest = numbers.transpose(0, 1).abs().amax(-1)
        torch.testing.assert_close(scales[:, :count], largest / 127)
    padded = -(-count // 4) * 4
    assert bool((sound.scales[:, 2, count:padded] == 0).all())  # what is taken along counts nothing
    assert bool((sound.scales[:, :, padded:] == 0).all())  # nobody wrote there
    middle = machine.largest // 2 + 1
    wanted = -middle * sound.key_numbers(machine)[:, :count].sum(-1)  # what the bytes' middle adds is taken off again
    torch.testing.assert_close(sound.scales[:, 1, :count].double(), wanted, atol=1e-4, rtol=1e-5)


@pytest.mark.parametrize("piece", [4, 96])
def test_sound_in_pieces(machine: Machine, piece: int) -> None:
    _, _, whole = _laid(machine, 150)
    _, _, pieces = _laid(machine, 150, piece=piece)
    for found, wanted in zip(pieces, whole, strict=True):
        assert torch.equal(found, wanted)


def test_sound_of_silence(machine: Machine) -> None:
    sound = sound_room(1, 128)
    lay_out_sound(machine, sound, torch.zeros(8, 1, HEAD), torch.zeros(8, 1, HEAD))
    assert bool(sound.scales.isfinite().all())
    assert float(sound.key_numbers(machine)[:, :8].abs().max()) == 0
    assert float(sound.value_numbers[:, :8].abs().max()) == 0
