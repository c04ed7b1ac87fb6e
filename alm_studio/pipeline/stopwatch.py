"""Seconds spent in each stage of the work."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


class Stopwatch:
    """Runs from its making on; several threads may use it, whose times add up.

    Attributes:
        stages: seconds by name.
    """

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._adding = threading.Lock()
        self.stages: dict[str, float] = defaultdict(float)

    @property
    def elapsed(self) -> float:
        """Seconds since it was made."""
        return time.monotonic() - self._started

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time of a block under a name."""
        before = time.monotonic()
        try:
            yield
        finally:
            with self._adding:
                self.stages[name] += time.monotonic() - before

    def iterate(self, name: str, items: Iterable[T]) -> Iterator[T]:
        """Pass items on, counting the time it takes to make them."""
        iterator = iter(items)
        while True:
            with self.stage(name):
                item = next(iterator, _END)
            if item is _END:
                return
            yield item  # type: ignore[misc]


_END = object()
