import pytest

from alm_studio.streaming.pace import Pace


def test_a_quick_machine_hears_as_often_as_wanted():
    pace = Pace(0.5)
    for _ in range(5):
        pace.took(0.2)
    assert pace.step == 0.5 and not pace.slow


def test_a_short_step_may_grow_before_the_machine_is_too_slow():
    pace = Pace(0.3)
    pace.took(0.6)
    assert pace.step == pytest.approx(0.6 / 0.9) and not pace.slow
    for _ in range(20):
        pace.took(1.0)
    assert pace.slow


def test_a_slow_machine_hears_less_often_up_to_a_limit():
    pace = Pace(0.5)
    pace.took(0.6)
    assert pace.step == pytest.approx(0.6 / 0.9) and not pace.slow
    for _ in range(20):
        pace.took(1.5)
    assert pace.step == pytest.approx(1.5 / 0.9, abs=0.02) and pace.slow
    for _ in range(40):
        pace.took(60.0)
    assert pace.step == 4.0
    for _ in range(60):
        pace.took(0.1)
    assert pace.step == 0.5 and not pace.slow
