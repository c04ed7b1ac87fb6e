import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alm_studio.audio.peaks import PeaksBuilder


def test_extremes():
    samples = np.zeros(400, np.float32)
    samples[10], samples[20], samples[170], samples[399] = 1.0, -0.5, 2.0, -1.0
    builder = PeaksBuilder()
    builder.add(samples)
    np.testing.assert_array_equal(builder.result(), [[-64, 127], [0, 127], [-127, 0]])
    assert builder.result().dtype == np.int8


def test_nothing():
    assert PeaksBuilder().result().shape == (0, 2)


@given(st.lists(st.integers(0, 1000), max_size=10))
def test_blocks_give_the_same_as_the_whole(sizes):
    samples = np.random.default_rng(1).uniform(-1, 1, sum(sizes)).astype(np.float32)
    whole, parts = PeaksBuilder(), PeaksBuilder()
    whole.add(samples)
    for part in np.split(samples, np.cumsum(sizes)):
        parts.add(part)
    np.testing.assert_array_equal(parts.result(), whole.result())


@pytest.mark.parametrize("per_second", [0, -1, 7])
def test_impossible_rates(per_second):
    with pytest.raises(ValueError, match="peaks per second"):
        PeaksBuilder(per_second)
