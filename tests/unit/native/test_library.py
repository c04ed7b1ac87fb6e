"""Kernels of this processor, and lists of calls to them."""

import threading

import pytest
import torch

from alm_studio.native.library import Kernels, Shared, Tape, kernels
from alm_studio.native.machine import Machine
from tests.unit.native.calling import random


def test_every_kernel_has_an_address(machine: Machine) -> None:
    found = kernels(machine)
    assert all(address > 0 for address in found)
    assert len(set(found)) == len(Kernels._fields)
    assert kernels(machine) is found  # compiled once


def _noted(tape: Tape, machine: Machine, x: torch.Tensor, out: torch.Tensor) -> None:
    """x + out into out, by way of a layer norm that adds."""
    zeros, width = torch.zeros(x.shape[1]), x.shape[1]
    tape.add(kernels(machine).normalise, x.data_ptr(), 4 * width, len(x), width, *_gain(x), out.data_ptr(), 4 * width)
    del zeros


_KEPT: dict[int, tuple[torch.Tensor, torch.Tensor]] = {}


def _gain(x: torch.Tensor) -> tuple[int, int]:
    """No gain and no bias."""
    width = x.shape[1]
    ones, zeros = _KEPT.setdefault(width, (torch.ones(width), torch.zeros(width)))
    return ones.data_ptr(), zeros.data_ptr()


def test_calls_are_made_in_order_and_again(machine: Machine) -> None:
    tape, x, middle, out = Tape(kernels(machine)), random(3, 32), torch.zeros(3, 32), torch.zeros(3, 32)
    assert len(tape) == 0
    tape.run()  # nothing to do
    _noted(tape, machine, x, middle)
    _noted(tape, machine, middle, out)
    assert len(tape) == 2
    assert bool((middle == 0).all())  # not before it is run
    tape.run()
    torch.testing.assert_close(out, torch.nn.functional.layer_norm(x, (32,)), atol=1e-4, rtol=1e-4)
    x.copy_(random(3, 32, seed=1))
    tape.run()
    torch.testing.assert_close(out, torch.nn.functional.layer_norm(x, (32,)), atol=1e-4, rtol=1e-4)


def test_a_call_added_later_is_made_too(machine: Machine) -> None:
    tape, x, middle, out = Tape(kernels(machine)), random(2, 16), torch.zeros(2, 16), torch.zeros(2, 16)
    _noted(tape, machine, x, middle)
    tape.run()
    _noted(tape, machine, middle, out)
    tape.run()
    torch.testing.assert_close(out, torch.nn.functional.layer_norm(x, (16,)), atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize(("threads", "pieces"), [(1, 3), (2, 5), (4, 2)])
def test_threads_share_the_pieces(machine: Machine, threads: int, pieces: int) -> None:
    shared, x, out = Shared(kernels(machine), threads), random(pieces, 32), torch.zeros(pieces, 32)
    hands = [f"of thread {thread}" for thread in range(threads)]
    dealt = []
    for tape, hand, piece in shared.deal(hands, range(pieces)):
        _noted(tape, machine, x[piece : piece + 1], out[piece : piece + 1])
        dealt.append((tape, hand, piece))
    assert [piece for _, _, piece in dealt] == list(range(pieces))
    assert len({id(tape) for tape, _, _ in dealt}) == min(threads, pieces)
    assert len({(id(tape), hand) for tape, hand, _ in dealt}) == min(threads, pieces)  # each its own hand
    before = threading.active_count()
    for _ in range(2):
        out.zero_()
        shared.run()
        torch.testing.assert_close(out, torch.nn.functional.layer_norm(x, (32,)), atol=1e-4, rtol=1e-4)
    assert threading.active_count() <= before + threads - 1
