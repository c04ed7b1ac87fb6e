import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alm_studio.audio.peaks import FINE, Peaks, PeaksBuilder
from alm_studio.audio.peaks_cache import load_peaks, save_peaks

from .media_files import tone


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


def noise(seconds, per_second=FINE):
    builder = PeaksBuilder(per_second)
    builder.add(np.random.default_rng(2).uniform(-1, 1, round(16000 * seconds)).astype(np.float32))
    return builder.result()


@given(
    st.integers(0, 5000),
    st.floats(-3000, 12_000),
    st.floats(0.3, 900),
    st.integers(1, 300),
)
def test_every_resolution_holds_the_extremes_of_the_finest(length, begin, step, count):
    finest = np.random.default_rng(length).integers(-127, 128, (length, 2)).astype(np.int8)
    finest.sort(axis=1)
    inside, seen = Peaks(finest, 100).columns(begin, step, count)
    assert len(seen) == inside.stop - inside.start
    for column, (low, high) in zip(range(inside.start, inside.stop), seen, strict=True):
        first, last = int((begin + column * step) // 10), int((begin + (column + 1) * step) // 10)
        # A coarse stretch may reach over the column's edge by less than its own width, at most the step.
        around = finest[max(0, first - int(step // 10) - 1) : last + int(step // 10) + 2]
        assert low >= around[:, 0].min() and high <= around[:, 1].max()


def test_neighbouring_pictures_fit_together():
    peaks = Peaks(noise(30.0))
    step = 7.3
    _, whole = peaks.columns(0.0, step, 1024)
    parts = [peaks.columns(number * 256 * step, step, 256)[1] for number in range(4)]
    np.testing.assert_array_equal(np.concatenate(parts), whole)


def test_where_it_becomes_loud_and_quiet():
    sound = np.random.default_rng(3).normal(0, 0.002, 16000 * 6).astype(np.float32)
    for begin, end in ((1.0, 2.0), (2.04, 3.0), (4.0, 4.5)):  # a rest of 40 ms is none
        sound[round(begin * 16000) : round(end * 16000)] += tone(end - begin)
    builder = PeaksBuilder(FINE)
    builder.add(sound)
    peaks = Peaks(builder.result())
    assert peaks.duration == 6000
    assert peaks.edges(0, 6000) == pytest.approx([1000, 3000, 4000, 4500], abs=10)
    assert peaks.edges(2500, 3500) == pytest.approx([3000], abs=10)
    assert Peaks(np.zeros((0, 2), np.int8)).edges(0, 100) == []


def test_peaks_are_kept_until_the_file_changes(tmp_path, home, monkeypatch):
    path = tmp_path / "a.wav"
    path.write_bytes(b"one")
    peaks = Peaks(noise(2.0))
    assert load_peaks(path, 0) is None
    save_peaks(path, 0, peaks)
    np.testing.assert_array_equal(load_peaks(path, 0).finest, peaks.finest)
    assert load_peaks(path, 1) is None
    path.write_bytes(b"other")
    assert load_peaks(path, 0) is None
    save_peaks(path, 0, peaks)
    for kept in (home / "cache" / "peaks").iterdir():
        kept.write_bytes(b"damaged")
    assert load_peaks(path, 0) is None
    monkeypatch.setattr("alm_studio.audio.peaks_cache._MOST_BYTES", 100)
    save_peaks(path, 0, peaks)
    assert not list((home / "cache" / "peaks").glob("*.npy"))
    path.unlink()
    save_peaks(path, 0, peaks)  # whose medium has gone
