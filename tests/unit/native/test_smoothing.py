"""The smoothing of attention against torch's medians."""

import pytest
import torch
import torch.nn.functional as F

from alm_studio.native.machine import Machine
from alm_studio.native.smoothing import HALF
from tests.unit.native.calling import call, random


@pytest.mark.parametrize("heads", [1, 8])
@pytest.mark.parametrize("columns", [4, 16, 17, 31, 100])
def test_it_is_the_mean_of_running_medians(machine: Machine, heads: int, columns: int) -> None:
    x = random(heads, 5, columns, seed=columns)
    width = -(-columns // machine.lanes) * machine.lanes
    found = torch.full((5, width + 1), torch.nan)[:, :width].contiguous()
    room = torch.zeros(width + 2 * HALF + 1)
    room[-1] = 77.0
    call(machine, "smooth", x, heads, 5, columns, room, found, width)
    padded = F.pad(x, (HALF, HALF), mode="reflect")
    wanted = padded.unfold(2, 2 * HALF + 1, 1).median(dim=3).values.mean(dim=0)
    torch.testing.assert_close(found[:, :columns], wanted, atol=1e-6, rtol=1e-6)
    assert float(room[-1]) == 77.0, "it wrote behind its room"
