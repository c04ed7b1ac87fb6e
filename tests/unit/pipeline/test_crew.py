"""Work that two threads share."""

import threading
import time
from collections.abc import Generator

import pytest
import torch

from alm_studio.pipeline.crew import Crew


def _numbers(made: list[int], count: int = 100) -> Generator[int]:
    try:
        for number in range(count):
            made.append(number)
            yield number
    finally:
        made.append(-1)


def test_all_items_come_in_order_and_are_made_in_another_thread() -> None:
    threads = set()

    def items() -> Generator[int]:
        for number in range(20):
            threads.add(threading.current_thread().name)
            yield number

    assert list(Crew().ahead(items(), 3)) == list(range(20))
    assert threads == {"ahead"}


def test_no_more_are_made_than_may_wait() -> None:
    made: list[int] = []
    items = Crew().ahead(_numbers(made), 2)
    assert next(items) == 0
    time.sleep(0.3)
    assert made == [0, 1, 2, 3]  # one taken, two that wait, one that waits for its place
    items.close()
    assert made[-1] == -1  # closed, and by its own thread


def test_an_error_comes_in_its_place() -> None:
    def items() -> Generator[int]:
        yield 1
        raise ValueError("broken")

    found = Crew().ahead(items(), 5)
    assert next(found) == 1
    with pytest.raises(ValueError, match="broken"):
        next(found)


def test_torch_has_all_its_threads_afterwards() -> None:
    before = torch.get_num_threads()
    list(Crew().ahead(_numbers([], 5), 2))
    assert torch.get_num_threads() == before
    items = Crew().ahead(_numbers([]), 2)
    next(items)
    items.close()
    assert torch.get_num_threads() == before
    assert "ahead" not in {thread.name for thread in threading.enumerate()}
