"""The path against a plain dynamic program."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from alm_studio.alignment.dtw import Array, monotonic_path


def _cheapest(cost: Array) -> float:
    tokens, frames = cost.shape
    total = np.full((tokens, frames), np.inf)
    for i in range(tokens):
        for j in range(frames):
            ways = [total[a, b] for a, b in ((i - 1, j - 1), (i - 1, j), (i, j - 1)) if a >= 0 and b >= 0]
            total[i, j] = cost[i, j] + (min(ways) if ways else 0.0)
    return float(total[-1, -1])


@given(
    st.tuples(st.integers(1, 7), st.integers(1, 12)).flatmap(
        lambda shape: arrays(np.float64, shape, elements=st.floats(-3, 3, allow_nan=False))
    )
)
def test_the_path_is_the_cheapest(cost: Array) -> None:
    first, last = monotonic_path(cost)
    assert first[0] == 0
    assert last[-1] == cost.shape[1] - 1
    assert all(first <= last)
    for i in range(1, len(first)):
        assert first[i] - last[i - 1] in (0, 1)
    total = sum(cost[i, first[i] : last[i] + 1].sum() for i in range(len(first)))
    assert total == pytest.approx(_cheapest(cost), abs=1e-6)


def test_a_clear_diagonal_is_followed() -> None:
    matrix = np.zeros((3, 9))
    for token, frames in enumerate((slice(0, 2), slice(2, 7), slice(7, 9))):
        matrix[token, frames] = 5
    first, last = monotonic_path(-matrix)
    assert list(first) == [0, 2, 7]
    assert list(last) == [1, 6, 8]
