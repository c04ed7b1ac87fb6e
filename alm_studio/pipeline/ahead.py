"""Work that is done ahead, in a thread of its own, while what it made before is used."""

import contextlib
import queue
import threading
from collections.abc import Generator
from typing import Generic, TypeVar

import torch

T = TypeVar("T")

_PATIENCE = 0.05
"""Seconds between two looks at whether the work is still wanted."""


def ahead(items: Generator[T], depth: int) -> Generator[T]:
    """Pass items on that are made in a thread of their own, at most ``depth`` of them before they are asked for.

    While both sides compute, each does so on half of torch's threads: two steps of work side by side keep a processor
    busier than one step spread over it, whose threads wait for each other. A side that works alone has all threads.

    Args:
        items: run in the other thread to its end, and closed there.
        depth: items that may wait.

    Raises:
        BaseException: what ``items`` raised, in its place.
    """
    work = _Work(items, depth)
    worker = threading.Thread(target=work.run, name="ahead", daemon=True)
    worker.start()
    try:
        while found := work.take():
            yield found[0]
        if work.error is not None:
            raise work.error
    finally:
        work.wanted = False
        worker.join()
        torch.set_num_threads(work.threads)


class _Work(Generic[T]):
    """What the two threads share.

    Attributes:
        threads: torch's, all of them.
        wanted: whether anybody still takes items.
        error: what ended the items before their end.
    """

    def __init__(self, items: Generator[T], depth: int) -> None:
        self._items = items
        self._made: queue.Queue[tuple[T, ...]] = queue.Queue(depth)
        self._awaited = False
        self._ended = False
        self.threads = torch.get_num_threads()
        self.wanted = True
        self.error: BaseException | None = None

    def take(self) -> tuple[T, ...]:
        """The next item in a tuple, waited for; an empty one at the end."""
        self._awaited = True
        found = self._made.get()
        self._awaited = False
        alone = self._ended or self._made.full()
        torch.set_num_threads(self.threads if alone else max(1, self.threads // 2))
        return found

    def run(self) -> None:
        """Make items until they end or are no longer wanted."""
        try:
            while self.wanted:
                torch.set_num_threads(self.threads if self._awaited else max(1, self.threads - self.threads // 2))
                item = next(self._items, _END)
                if item is _END:
                    break
                self._put((item,))  # type: ignore[arg-type]
        except BaseException as error:
            self.error = error
        finally:
            try:
                self._items.close()
            finally:
                self._ended = True
                self._put(())

    def _put(self, item: tuple[T, ...]) -> None:
        while self.wanted:
            with contextlib.suppress(queue.Full):
                self._made.put(item, timeout=_PATIENCE)
                break


_END = object()
