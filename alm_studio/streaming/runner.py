"""A live session from its first sample to its last: one thread listens, one captions."""

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.downmix import Samples
from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import AlmError
from alm_studio.base.notice import Notice
from alm_studio.streaming.events import Committed, Delay, Ended, Level, LiveEvent, Ready, RunEvent
from alm_studio.streaming.sinks.sink import Sink
from alm_studio.streaming.sources import LiveSource

if TYPE_CHECKING:  # it imports torch, and the runner listens before that is there
    from alm_studio.streaming.session import LiveSession

_WAIT = 0.1
"""Seconds of sound that are taken at a time."""
_PAUSE = round(0.8 * SAMPLE_RATE)
"""Samples of silence that stand for a pause, however long: what was said before it ends there."""

_TOO_SLOW = "This machine is slower than the speech: captions come later, in longer pieces. A smaller model is faster."


class LiveRunner:
    """Listens, saves and captions until the source ends or it is stopped.

    A thread of its own takes the sound and hands it to the sinks, also while the model is loaded or busy; the thread
    that calls ``run`` captions it. So nothing that is said is lost, however slow the machine is.

    Args:
        source: of the sound; closed at the end.
        start: loads the model and opens a session; called when the source is listened to already.
        listener: told every event, in order; called from both threads, never from two at once.
        sinks: to begin with.
    """

    def __init__(
        self,
        source: LiveSource,
        start: "Callable[[], LiveSession]",
        listener: Callable[[RunEvent], None],
        sinks: Sequence[Sink] = (),
    ) -> None:
        self._source = source
        self._start = start
        self._listener = listener
        self._sinks = list(sinks)
        self._turn = threading.RLock()  # of whoever tells an event or changes the sinks
        self._inbox = _Inbox(None if source.realtime else 0)
        self._failure: BaseException | None = None
        self._heard = 0
        self._ears: threading.Thread | None = None
        self.failed: list[AlmError] = []
        """What became of sinks that had to be let go."""

    @property
    def now(self) -> float:
        """Seconds of the input's clock."""
        return self._source.clock if self._source.realtime else self._heard / SAMPLE_RATE

    def add(self, sink: Sink) -> None:
        """Let a sink have what comes from now on; it is closed at the end."""
        with self._turn:
            self._sinks.append(sink)

    def remove(self, sink: Sink) -> None:
        """Close a sink now; nothing happens if it was let go already."""
        with self._turn:
            if sink in self._sinks:
                self._sinks.remove(sink)
                self._try(sink.close)

    def listen(self, stop: CancelToken, paused: threading.Event | None = None) -> None:
        """Begin to listen and to save now; ``run`` then captions what came, with the same arguments."""
        if self._ears is None:
            self._ears = threading.Thread(
                target=self._listen, args=(stop, paused or threading.Event()), name="live sound", daemon=True
            )
            self._ears.start()

    def run(self, stop: CancelToken, paused: threading.Event | None = None) -> None:
        """Caption; returns when everything that was said is committed.

        Args:
            stop: ends the listening; what was said until then is still captioned.
            paused: while it is set nothing is heard or saved: a pause has no length.

        Raises:
            AlmError: the model cannot be loaded, the source breaks off; ``CancelledError``: the session's own token.
        """
        self.listen(stop, paused)
        assert self._ears is not None
        try:
            session = self._start()
            session.warm_up()
            self._tell(Ready(session.model))
            slow = False
            while (samples := self._inbox.take()) is not None:
                self._heard += samples.size
                session.feed(samples)
                self._show(session.step())
                if session.slow and not slow:
                    slow = True
                    self._tell(Notice("too-slow", _TOO_SLOW))
            self._show(session.finish())
        finally:
            stop.cancel()
            self._inbox.close()
            self._ears.join()
            with self._turn:
                for sink in list(self._sinks):
                    self.remove(sink)
                self._tell(Ended(self._heard / SAMPLE_RATE))
        if self._failure is not None:
            raise self._failure

    def _listen(self, stop: CancelToken, paused: threading.Event) -> None:
        try:
            pausing = False
            while not (self._source.ended or stop.cancelled):
                samples = self._source.read(_WAIT)
                for notice in self._source.notices():
                    self._tell(notice)
                if not paused.is_set():
                    self._take(samples)
                elif not pausing:
                    self._take(np.zeros(_PAUSE, np.float32))
                pausing = paused.is_set()
            rest = self._source.close()
            if not pausing:
                self._take(rest)
        except BaseException as error:  # the thread that captions ends with it
            self._failure = error
        finally:
            self._inbox.close()

    def _take(self, samples: Samples) -> None:
        if not samples.size:
            return
        with self._turn:
            for sink in list(self._sinks):
                self._attend(sink, lambda sink=sink: sink.hear(samples))  # type: ignore[misc]
            self._tell(Level(float(np.sqrt(np.square(samples).mean()))))
        self._inbox.put(samples)

    def _show(self, events: Sequence[LiveEvent]) -> None:
        with self._turn:
            for event in events:
                for sink in list(self._sinks):
                    self._attend(sink, lambda sink=sink, event=event: sink.show(event))  # type: ignore[misc]
                self._tell(event)
                if isinstance(event, Committed) and event.words:
                    received = (self._heard + self._inbox.waiting) / SAMPLE_RATE
                    self._tell(Delay(max(0.0, received - event.words[-1].end / 1000)))

    def _attend(self, sink: Sink, work: Callable[[], None]) -> None:
        """Let a sink work; without it from now on if it cannot."""
        if not self._try(work):
            self._sinks.remove(sink)
            self._try(sink.close, say=False)

    def _try(self, work: Callable[[], None], say: bool = True) -> bool:
        try:
            work()
        except AlmError as error:
            if say:
                self.failed.append(error)
                self._tell(Notice("output-failed", str(error)))
            return False
        return True

    def _tell(self, event: RunEvent) -> None:
        with self._turn:
            self._listener(event)


class _Inbox:
    """Sound between the thread that listens and the one that captions.

    Args:
        limit: samples that may wait; ``put`` waits while there are more. None: any number.
    """

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self._parts: list[Samples] = []
        self._changed = threading.Condition()
        self._closed = False

    @property
    def waiting(self) -> int:
        """Samples that wait to be taken."""
        with self._changed:
            return sum(part.size for part in self._parts)

    def put(self, samples: Samples) -> None:
        """Add sound; after ``close`` nothing happens."""
        with self._changed:
            if not self._closed:
                self._parts.append(samples)
                self._changed.notify_all()
            self._changed.wait_for(lambda: self._closed or self._limit is None or self.waiting <= self._limit)

    def take(self) -> Samples | None:
        """Wait for sound and take all of it; None when no more will come."""
        with self._changed:
            self._changed.wait_for(lambda: self._parts or self._closed)
            if not self._parts:
                return None
            samples = np.concatenate(self._parts)
            self._parts.clear()
            self._changed.notify_all()
            return samples

    def close(self) -> None:
        """No more will come; what waits can still be taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
