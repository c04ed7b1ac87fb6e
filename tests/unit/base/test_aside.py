import threading

import pytest

from alm_studio.base.aside import run_aside


def test_the_next_work_takes_the_same_thread():
    threads = {run_aside(threading.get_ident).result() for _ in range(20)}
    assert len(threads) == 1 and threading.get_ident() not in threads


def test_works_go_on_side_by_side():
    meeting = threading.Barrier(3, timeout=10)
    futures = [run_aside(meeting.wait) for _ in range(3)]
    assert sorted(future.result(10) for future in futures) == [0, 1, 2]


def test_what_went_wrong_is_told_and_the_thread_goes_on():
    with pytest.raises(ZeroDivisionError):
        run_aside(lambda: 1 // 0).result()
    assert run_aside(lambda: 5).result() == 5
