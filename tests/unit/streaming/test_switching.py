import numpy as np

from alm_studio.base.notice import Notice
from alm_studio.streaming.switching import SwitchingSource


class Steady:
    """Sound of one value."""

    realtime = True
    clock = 0.0

    def __init__(self, value: float) -> None:
        self.value = value
        self.ended = self.closed = False

    def read(self, seconds: float) -> np.ndarray:
        return np.full(round(16_000 * seconds), self.value, np.float32)

    def notices(self) -> list[Notice]:
        return [Notice("spoke", str(self.value))]

    def close(self) -> np.ndarray:
        self.closed = True
        return np.full(10, self.value, np.float32)


def test_the_rest_of_the_first_source_comes_before_the_second():
    first, second = Steady(1.0), Steady(2.0)
    source = SwitchingSource(first)
    heard = [source.read(0.01)]
    source.switch(second)
    heard += [source.read(0.01), source.read(0.01), source.close()]
    values = np.concatenate(heard)
    assert values.tolist() == [1.0] * 170 + [2.0] * 170
    assert first.closed and second.closed
    assert source.notices() == [Notice("spoke", "2.0")]


def test_a_source_that_is_never_listened_to_is_closed_too():
    first, second, third, late = (Steady(value) for value in (1.0, 2.0, 3.0, 4.0))
    source = SwitchingSource(first)
    source.switch(second)
    source.switch(third)
    assert second.closed and not third.closed
    source.close()
    assert third.closed and first.closed
    source.switch(late)
    assert late.closed


def test_it_ends_with_the_source_that_is_heard():
    first, second = Steady(1.0), Steady(2.0)
    source = SwitchingSource(first)
    first.ended = True
    assert source.ended
    source.switch(second)
    assert not source.ended
    source.read(0.01)
    assert not source.ended
