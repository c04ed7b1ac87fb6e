"""Work beside the caller's, in threads that are not ended as long as the program runs."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")


class _Worker:
    """A thread that waits for the next piece of work."""

    def __init__(self) -> None:
        self.work: SimpleQueue[Callable[[], None]] = SimpleQueue()
        threading.Thread(target=self._run, name="aside", daemon=True).start()

    def _run(self) -> None:
        while True:
            self.work.get()()


_idle: list[_Worker] = []
_lock = threading.Lock()


def run_aside(function: Callable[[], T]) -> "Future[T]":
    """Call a function in another thread, which is kept for the next.

    A thread that has multiplied matrices gives memory back to MKL when it ends. Where another thread asked for memory
    in that moment, both were seen to spin for minutes; so no thread that computes may end while others do. What is
    still running when the program ends is broken off.
    """
    future: Future[T] = Future()
    with _lock:
        worker = _idle.pop() if _idle else _Worker()

    def work() -> None:
        try:
            result = function()
        except BaseException as error:
            _rest(worker)
            future.set_exception(error)
        else:
            _rest(worker)
            future.set_result(result)

    worker.work.put(work)
    return future


def _rest(worker: _Worker) -> None:
    with _lock:
        _idle.append(worker)
