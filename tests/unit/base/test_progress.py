import pytest

from alm_studio.base.progress import Progress


@pytest.mark.parametrize(
    ("done", "total", "fraction"),
    [(0, 10, 0.0), (4, 10, 0.4), (10, 10, 1.0), (11, 10, 1.0), (5, 0, 0.0)],
)
def test_fraction(done, total, fraction):
    assert Progress(done, total).fraction == fraction
