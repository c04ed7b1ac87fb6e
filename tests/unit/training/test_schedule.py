from itertools import pairwise

import pytest

from alm_studio.training.schedule import rate_factor


def test_the_rate_rises_then_falls():
    factors = [rate_factor(step, 100, 0.1) for step in range(100)]
    assert factors[0] == pytest.approx(0.1)
    assert factors[9] == factors[10] == 1.0
    assert all(later <= earlier for earlier, later in pairwise(factors[10:]))
    assert 0 < factors[-1] < 0.05


@pytest.mark.parametrize("steps", [1, 2, 3])
@pytest.mark.parametrize("warmup", [0.0, 0.5, 1.0])
def test_the_shortest_runs_learn_too(steps, warmup):
    assert all(0 < rate_factor(step, steps, warmup) <= 1 for step in range(steps + 1))
