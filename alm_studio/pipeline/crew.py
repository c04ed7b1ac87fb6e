"""Two threads that share the work of a pipeline: one works ahead, and whoever has to wait lends the other a hand."""

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar

import torch

from alm_studio.base.aside import run_aside

S = TypeVar("S")
T = TypeVar("T")


class Crew:
    """The caller's thread, and one that works ahead.

    While both compute, each does so on half of torch's threads: two steps of work side by side keep a processor busier
    than one step spread over it, whose threads wait for each other. Who computes alone has all threads.

    Args:
        pair: whether there is a second thread; without, everything is done in the caller's when it is asked for.
    """

    def __init__(self, pair: bool = True) -> None:
        self._pair = pair
        self._changed = threading.Condition()
        self._open: deque[_Piece[Any, Any]] = deque()  # pieces of work that nobody has begun
        self._waiting = 0  # threads that have nothing to do
        self._threads = torch.get_num_threads()

    def ahead(
        self,
        items: Generator[T],
        depth: int,
        counts: Callable[[T], bool] = lambda item: True,
        hurry: bool = False,
    ) -> Generator[T]:
        """Pass items on that are made in the second thread, at most ``depth`` of them before they are asked for.

        Args:
            items: run in the second thread to its end, and closed there.
            depth: items that may wait.
            counts: whether an item counts as one of these.
            hurry: whether the second thread rests while the first that counts is worked on, which is done the sooner.

        Raises:
            BaseException: what ``items`` raised, in its place.
        """
        if not self._pair:
            yield from items
            return
        made = _Made[T]()
        making = run_aside(lambda: self._make(items, depth, counts, hurry, made))
        try:
            while True:
                with self._changed:
                    made.asked = True
                    self._changed.notify_all()
                self._wait(lambda: bool(made.items) or made.ended)
                with self._changed:
                    if not made.items:
                        break
                    item = made.items.popleft()
                    made.asked = False
                    self._changed.notify_all()
                self._share()
                yield item
            if made.error is not None:
                raise made.error
        finally:
            with self._changed:
                made.wanted = False
                self._changed.notify_all()
            making.result()
            torch.set_num_threads(self._threads)

    def map(self, function: Callable[[S], T], items: Iterable[S]) -> Iterator[T]:
        """Results in order; whichever thread has nothing else to do begins on the pieces at once.

        Raises:
            BaseException: what ``function`` raised, in its place.
        """
        if not self._pair:
            return map(function, items)
        pieces = [_Piece(function, item) for item in items]
        with self._changed:
            self._open.extend(pieces)
            self._changed.notify_all()
        return self._results(pieces)

    def _results(self, pieces: "Sequence[_Piece[S, T]]") -> Iterator[T]:
        """See ``map``."""
        try:
            for piece in pieces:
                with self._changed:
                    mine = piece in self._open
                    if mine:
                        self._open.remove(piece)
                if mine:
                    self._do(piece)
                else:
                    self._wait(lambda piece=piece: piece.done, helping=False)  # type: ignore[misc]
                yield piece.result()
        finally:
            with self._changed:
                for piece in pieces:
                    if piece in self._open:
                        self._open.remove(piece)

    def _make(
        self, items: Generator[T], depth: int, counts: Callable[[T], bool], hurry: bool, made: "_Made[T]"
    ) -> None:
        """What the second thread does."""
        try:
            while made.wanted:
                self._share()
                item = next(items, _END)
                if item is _END:
                    break
                rests = hurry and counts(item)  # type: ignore[arg-type]
                with self._changed:
                    made.items.append(item)  # type: ignore[arg-type]
                    self._changed.notify_all()
                    if rests:
                        hurry = False
                        self._changed.wait_for(lambda: (made.asked and not made.items) or not made.wanted)
                self._wait(lambda: sum(map(counts, made.items)) < depth or not made.wanted)
        except BaseException as error:
            made.error = error
        finally:
            try:
                items.close()
            finally:
                with self._changed:
                    made.ended = True
                    self._changed.notify_all()
                self._wait(lambda: not made.wanted)  # what was made last is still worked on
                torch.set_num_threads(self._threads)  # for what this thread does next

    def _wait(self, ready: Callable[[], bool], helping: bool = True) -> None:
        """Until something is so, help the other thread."""
        while True:
            with self._changed:
                self._waiting += 1
                self._changed.wait_for(lambda: ready() or (helping and bool(self._open)))
                self._waiting -= 1
                if ready():
                    return
                piece = self._open.popleft()
            self._do(piece)

    def _do(self, piece: "_Piece[Any, Any]") -> None:
        self._share()
        piece.run()
        with self._changed:
            piece.done = True
            self._changed.notify_all()

    def _share(self) -> None:
        """Take the threads that this side may use."""
        torch.set_num_threads(self._threads if self._waiting else max(1, self._threads // 2))


class _Piece(Generic[S, T]):
    """A piece of work that either thread may do."""

    def __init__(self, function: Callable[[S], T], item: S) -> None:
        self._function = function
        self._item = item
        self._results: list[T] = []
        self._error: BaseException | None = None
        self.done = False

    def run(self) -> None:
        """Do it."""
        try:
            with torch.inference_mode():
                self._results.append(self._function(self._item))
        except BaseException as error:
            self._error = error

    def result(self) -> T:
        """What came out of it, once; or what went wrong."""
        if self._error is not None:
            raise self._error
        return self._results.pop()


class _Made(Generic[T]):
    """What the second thread has made.

    Attributes:
        items: that wait.
        asked: whether the next is waited for, and what was taken done with.
        wanted: whether anybody still takes them.
        ended: whether there will be no more.
        error: what ended them before their end.
    """

    def __init__(self) -> None:
        self.items: deque[T] = deque()
        self.asked = False
        self.wanted = True
        self.ended = False
        self.error: BaseException | None = None


_END = object()
