"""Work that two threads share."""

import threading
import time
from collections.abc import Generator

import pytest
import torch

from alm_studio.base.aside import run_aside
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
    assert len(threads) == 1 and threading.current_thread().name not in threads


def test_no_more_are_made_than_may_wait() -> None:
    made: list[int] = []
    items = Crew().ahead(_numbers(made), 2)
    assert next(items) == 0
    time.sleep(0.3)
    assert made == [0, 1, 2]  # one taken, two that wait
    items.close()
    assert made[-1] == -1  # closed, and by its own thread


def test_the_second_thread_rests_while_a_hurried_first_is_worked_on() -> None:
    made: list[int] = []
    items = Crew().ahead(_numbers(made), 1, lambda number: number >= 2, hurry=True)
    assert [next(items) for _ in range(3)] == [0, 1, 2]  # the first two do not count
    time.sleep(0.3)
    assert made == [0, 1, 2]
    assert next(items) == 3
    time.sleep(0.3)
    assert made == [0, 1, 2, 3, 4]
    items.close()
    assert made[-1] == -1


def test_a_hurried_first_that_is_not_finished_can_be_left() -> None:
    made: list[int] = []
    items = Crew().ahead(_numbers(made), 1, hurry=True)
    assert next(items) == 0
    items.close()
    assert made == [0, -1]


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
    assert run_aside(torch.get_num_threads).result() == before


def test_items_that_do_not_count_are_not_held_back() -> None:
    made: list[int] = []
    items = Crew().ahead(_numbers(made, 6), 1, lambda number: number == 4)
    assert next(items) == 0
    time.sleep(0.3)
    assert made == [0, 1, 2, 3, 4]
    items.close()


@pytest.mark.parametrize("pair", [True, False])
def test_pieces_come_in_order_whoever_does_them(pair: bool) -> None:
    crew, threads = Crew(pair), set()

    def double(number: int) -> int:
        threads.add(threading.current_thread().name)
        time.sleep(0.02)
        return 2 * number

    def items() -> Generator[int]:
        yield from crew.map(double, range(20))

    assert list(crew.ahead(items(), 50)) == [2 * number for number in range(20)]
    assert len(threads) == (2 if pair else 1)  # the one that waits for the first result helps


def test_a_piece_that_fails_fails_in_its_place_and_the_rest_is_left_alone() -> None:
    crew, done = Crew(), []

    def work(number: int) -> int:
        if number == 2:
            raise ValueError("broken")
        time.sleep(0.01)
        done.append(number)
        return number

    def items() -> Generator[int]:
        yield from crew.map(work, range(50))

    found = crew.ahead(items(), 50)
    with pytest.raises(ValueError, match="broken"):
        list(found)
    assert 0 in done and 1 in done and 49 not in done
