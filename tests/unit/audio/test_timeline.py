import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alm_studio.audio.timeline import Placement, Timeline

RATE = 8000
FRAME = 160  # 20 ms


def place_all(timeline, times):
    return [timeline.place(time, FRAME, RATE) for time in times]


def test_continuous_frames_are_left_alone():
    timeline = Timeline()
    assert set(place_all(timeline, [i * 0.02 for i in range(100)])) == {Placement()}
    assert timeline.now == pytest.approx(2.0)


def test_frames_without_time_stamps():
    timeline = Timeline()
    assert set(place_all(timeline, [None] * 10)) == {Placement()}
    assert timeline.now == pytest.approx(0.2)


def test_late_start_is_exact():
    assert Timeline().place(0.011, FRAME, RATE) == Placement(silence=88)


def test_sound_before_the_start_is_dropped():
    timeline = Timeline()
    assert place_all(timeline, [-0.03, -0.01, 0.01]) == [
        Placement(skip=160),
        Placement(skip=80),
        Placement(),
    ]


def test_jitter_is_ignored_but_a_lasting_difference_is_not():
    jitter = [i * 0.02 + (0.1 if i % 2 else 0.0) for i in range(100)]
    assert set(place_all(Timeline(), jitter)) == {Placement()}
    timeline = Timeline()
    place_all(timeline, [i * 0.02 for i in range(10)])
    shifted = place_all(timeline, [0.1 + i * 0.02 for i in range(10, 60)])
    assert sum(placement.silence for placement in shifted) == 800
    assert timeline.now == pytest.approx(1.3)


def test_clock_that_starts_again_loses_nothing():
    timeline = Timeline()
    placements = place_all(timeline, [100 + i * 0.02 for i in range(100)])
    placements += place_all(timeline, [i * 0.02 for i in range(100)])
    assert placements[0].silence == 100 * RATE
    assert set(placements[1:]) == {Placement()}
    assert timeline.jumped


@pytest.mark.parametrize(
    ("duration", "gap", "believed"), [(60, 30, True), (60, 90, False), (0, 90, True), (0, 4000, False)]
)
def test_gap_is_believed_within_the_claimed_duration(duration, gap, believed):
    timeline = Timeline(duration)
    timeline.place(0.0, FRAME, RATE)
    placement = timeline.place(0.02 + gap, FRAME, RATE)
    assert placement == Placement(silence=gap * RATE if believed else 0)
    assert timeline.jumped is not believed


@given(st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9)), max_size=200))
def test_any_time_stamps(times):
    timeline = Timeline()
    silence = 0
    for time in times:
        before = timeline.now
        placement = timeline.place(time, FRAME, RATE)
        assert placement.silence >= 0
        assert 0 <= placement.skip <= FRAME
        silence += placement.silence
        written = (placement.silence + FRAME - placement.skip) / RATE
        assert math.isclose(timeline.now, before + written, abs_tol=1e-6)
    assert silence <= 3 * 3600 * RATE + len(times) * RATE
