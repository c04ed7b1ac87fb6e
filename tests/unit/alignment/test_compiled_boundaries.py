"""The light network by kernels against the same by torch."""

import pytest
import torch

from alm_studio.alignment.boundary_network import BANDS, BoundaryNetwork
from alm_studio.alignment.compiled_boundaries import CompiledBoundaries, fits
from alm_studio.native.machine import Machine
from tests.unit.native.calling import random, relative_error
from tests.unit.native.conftest import machine as machine


@pytest.fixture(scope="module")
def network() -> BoundaryNetwork:
    """Weights at random; the second encoder is as wide as tiny's."""
    torch.manual_seed(3)
    return BoundaryNetwork({"small": 128, "tiny": 384}).eval().requires_grad_(False)


@pytest.mark.parametrize("frames", [2, 5, 31, 700])
@pytest.mark.parametrize("encoder", ["", "small", "tiny"])
def test_it_hears_the_same(machine: Machine, network: BoundaryNetwork, frames: int, encoder: str) -> None:
    log_mel = random(frames, BANDS, seed=frames)
    width = {"small": 128, "tiny": 384}.get(encoder)
    states = None if width is None else 3 * random((frames + 1) // 2, width, seed=1)
    wanted = network(log_mel[None], None if states is None else states[None], encoder)
    found = CompiledBoundaries(network, encoder, machine)(log_mel, states)
    for ours, theirs in zip(found, wanted, strict=True):
        assert ours.shape == theirs[0].shape
        assert relative_error(ours, theirs[0]) < 0.03


def test_an_encoder_that_is_known_need_not_be_heard(machine: Machine, network: BoundaryNetwork) -> None:
    log_mel = random(40, BANDS)
    alone = CompiledBoundaries(network, "", machine)(log_mel)
    also = CompiledBoundaries(network, "tiny", machine)(log_mel)
    assert torch.equal(alone[0], also[0])


def test_which_widths_fit() -> None:
    assert fits(BoundaryNetwork({"one": 64}))
    assert not fits(BoundaryNetwork({"one": 64}, width=8))
    assert not fits(BoundaryNetwork({"one": 40}))
