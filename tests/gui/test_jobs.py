import sys
import threading
import time
from pathlib import Path

import pytest

from alm_studio.base.errors import CancelledError, MediaError
from alm_studio.gui.backend import Request
from alm_studio.gui.lane import Lane
from alm_studio.gui.stall import StallMeter
from alm_studio.pipeline import events

from .helpers import deaf, spin, talk, wait


@pytest.fixture
def record(jobs):
    """Everything that jobs tell, and when they ended."""

    class Record:
        def __init__(self):
            self.told, self.batches, self.ended = [], 0, {}
            jobs.told.connect(self.on_told)
            jobs.ended.connect(lambda job, error: self.ended.update({job: error}))

        def on_told(self, job, news):
            self.told += [(job, event) for event in news]
            self.batches += 1

    return Record()


def request(name="a.wav"):
    return Request(Path(name))


def test_events_come_in_order_and_in_batches(jobs, backend, record, qtbot):
    backend.default = talk(500)
    job = jobs.transcribe(request())
    qtbot.waitUntil(lambda: job in record.ended, timeout=5000)
    assert record.ended[job] is None
    assert [event for _, event in record.told] == [step for step in talk(500) if not callable(step)]
    assert record.batches < 20
    assert not jobs.busy


def test_events_arrive_while_the_rest_runs(jobs, backend, record, qtbot):
    backend.default = talk(5, pause=0.3)
    job = jobs.transcribe(request())
    qtbot.waitUntil(lambda: any(isinstance(event, events.CaptionsReady) for _, event in record.told), timeout=3000)
    assert job not in record.ended


@pytest.mark.parametrize("work", [wait(30), deaf(1.5)], ids=["listens", "does not listen"])
def test_cancel_takes_effect_within_half_a_second(jobs, backend, record, qtbot, work):
    backend.default = [*talk(2)[:-1], work, *talk(1)]
    job = jobs.transcribe(request())
    qtbot.waitUntil(lambda: len(record.told) >= 8, timeout=3000)
    began = time.monotonic()
    jobs.cancel(job)
    qtbot.waitUntil(lambda: job in record.ended, timeout=3000)
    assert time.monotonic() - began < 0.5
    assert isinstance(record.ended[job], CancelledError)
    kept = len(record.told)
    qtbot.wait(300)
    assert len(record.told) == kept  # nothing comes after the end


def test_a_waiting_job_can_be_cancelled_and_the_next_one_still_runs(jobs, backend, record, qtbot):
    backend.scripts = {"slow.wav": [wait(0.6), *talk(1)]}
    slow, unwanted, last = (jobs.transcribe(request(name)) for name in ("slow.wav", "b.wav", "c.wav"))
    jobs.cancel(unwanted)
    qtbot.waitUntil(lambda: len(record.ended) == 3, timeout=5000)
    assert record.ended[slow] is None and record.ended[last] is None
    assert isinstance(record.ended[unwanted], CancelledError)
    assert [r.path.name for r in backend.requests] == ["slow.wav", "c.wav"]


def test_errors_end_one_job_alone(jobs, backend, record, qtbot):
    backend.scripts = {"bad.wav": [MediaError("Bad.")], "worse.wav": [ZeroDivisionError()]}
    bad, worse, good = (jobs.transcribe(request(name)) for name in ("bad.wav", "worse.wav", "good.wav"))
    qtbot.waitUntil(lambda: len(record.ended) == 3, timeout=5000)
    assert isinstance(record.ended[bad], MediaError)
    assert isinstance(record.ended[worse], ZeroDivisionError)
    assert record.ended[good] is None


def test_all_jobs_share_one_thread(jobs, backend, record, qtbot):
    threads = set()
    backend.default = [lambda _cancel: threads.add(threading.current_thread()), *talk(1)]
    for _ in range(3):
        jobs.transcribe(request())
    qtbot.waitUntil(lambda: len(record.ended) == 3, timeout=5000)
    assert len(threads) == 1 and threading.main_thread() not in threads


def test_shutdown_cancels_and_tells(jobs, backend, record, qtbot):
    backend.default = [wait(30)]
    job = jobs.transcribe(request())
    qtbot.wait(100)
    with qtbot.waitSignal(jobs.stopped, timeout=3000):
        jobs.shutdown()
    assert isinstance(record.ended[job], CancelledError)


def test_file_work_answers_in_the_windows_thread(jobs, qtbot):
    answers = []

    def note(value):
        answers.append((value, threading.current_thread() is threading.main_thread()))

    def fail():
        raise MediaError("Bad.")

    jobs.run_io(lambda: threading.current_thread() is threading.main_thread(), note)
    jobs.run_io(fail, failed=lambda error: note(str(error)))
    qtbot.waitUntil(lambda: len(answers) == 2, timeout=3000)
    assert sorted(answers, key=str) == sorted([(False, True), ("Bad.", True)], key=str)


class Witness:
    """Notes in which thread it is let go."""

    def __init__(self, ends):
        self._ends = ends

    def __del__(self):
        self._ends.append(threading.current_thread())


@pytest.fixture(params=["pool", "question", "lane"])
def hand(request, jobs, qapp):
    """Hands work to another thread, each of the three ways."""
    if request.param == "pool":
        yield jobs.run_io
    elif request.param == "question":
        yield lambda work, done, failed: jobs.ask(lambda _backend, _token: work(), done, failed)
    else:
        lane = Lane("test")
        yield lane.run
        lane.join()


@pytest.mark.parametrize("fails", [False, True], ids=["done", "failed"])
def test_work_is_let_go_in_the_windows_thread(hand, qtbot, fails):
    """What dies in a worker may be connected to a widget: with a dialog that closes, that is a deadlock."""
    ends, told = [], []

    def give():
        of_work, of_done, of_failed = Witness(ends), Witness(ends), Witness(ends)

        def work():
            assert of_work
            if fails:
                raise MediaError("Bad.")

        hand(work, lambda _none: told.append(of_done is None), lambda _error: told.append(of_failed is None))

    for _ in range(5):
        give()
    qtbot.waitUntil(lambda: len(told) == 5 and len(ends) == 15, timeout=5000)
    assert set(ends) == {threading.main_thread()}


def test_a_question_that_was_taken_back_is_let_go_too(jobs, qtbot):
    ends, told = [], []
    witness = Witness(ends)
    jobs.ask(lambda _backend, _token, witness=witness: None, told.append, told.append).token.cancel()
    del witness
    qtbot.waitUntil(lambda: bool(ends), timeout=5000)
    assert ends == [threading.main_thread()] and not told


def test_an_error_of_file_work_that_nobody_takes_is_not_lost(jobs, qtbot, monkeypatch):
    caught = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, traceback: caught.append(error))

    def fail():
        raise MediaError("Bad.")

    jobs.run_io(fail)
    qtbot.waitUntil(lambda: bool(caught), timeout=3000)
    assert str(caught[0]) == "Bad."


def test_a_worker_in_pure_python_does_not_stall_the_event_loop(jobs, backend, record, qtbot):
    backend.default = [spin(1.5), *talk(50)]
    meter = StallMeter()
    longest = []
    for _ in range(3):  # the best of three: other programs share the machine
        job = jobs.transcribe(request())
        meter.start()
        qtbot.waitUntil(lambda job=job: job in record.ended, timeout=10_000)
        longest.append(meter.stop())
        if longest[-1] < 250:
            break
    assert min(longest) < 250  # without the short switch interval it is over a second


def test_the_stall_meter_sees_a_stall(qtbot):
    meter = StallMeter()
    meter.start()
    qtbot.wait(50)
    time.sleep(0.2)
    qtbot.wait(50)
    assert 150 < meter.stop() < 400
    assert len(meter.stalls) == 1
