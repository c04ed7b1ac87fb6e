"""The single door to background work: one thread for the model, a pool for files."""

import logging
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import CancelledError
from alm_studio.base.progress import Progress
from alm_studio.gui.backend import Backend, Request
from alm_studio.gui.handover import Handover
from alm_studio.pipeline.events import Event

_log = logging.getLogger(__name__)

# Results reach the window at ten hertz, however fast they come: one repaint instead of hundreds.
_TICK_MS = 100
_PER_TICK = 200

# Every call from Qt into Python waits for the interpreter lock. The default of 5 ms per hand-over adds up to
# a visible stall when a table of a hundred cells is painted beside a busy worker.
_SWITCH_SECONDS = 0.0005

# By then a cancelled job is over for the user, even if the worker is still inside an import.
_GRACE_MS = 400

# How often a paused worker looks whether it was stopped, or asked something.
_REST_SECONDS = 0.1


class Job:
    """A transcription on its way: its request and the token that stops it."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.token = CancelToken()
        self.over = False


class Question:
    """A short piece of work for the model, which can be taken back."""

    def __init__(self) -> None:
        self.token = CancelToken()


class Jobs(QObject):
    """Runs transcriptions one after another in one thread, and short file work in a pool.

    Questions go to the same thread; during a transcription they are answered between two of its events.

    Attributes:
        backend: what the threads call; the window never does.

    Signals are emitted in the window's thread:
        told(job, news): what happened since the last tick, a list of ``Event`` and ``Progress``.
        ended(job, error): the job is over; ``error`` is None when it was finished.
        stopped(): after ``shutdown``, when the worker thread has ended.
    """

    told = Signal(object, list)
    ended = Signal(object, object)
    stopped = Signal()

    def __init__(self, backend: Backend, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.backend = backend
        self._waiting: queue.SimpleQueue[Job | Question | None] = queue.SimpleQueue()
        self._questions: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._news: queue.SimpleQueue[tuple[Job, Event | Progress | _End]] = queue.SimpleQueue()
        self._active: list[Job] = []
        self._line: list[Job] = []  # those that no thread has taken up yet
        self._current: Job | None = None
        self._lock = threading.Lock()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(3)  # one may download for an hour
        self._pool.setExpiryTimeout(-1)  # see ``run_aside``
        self._handover = Handover(self)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._drain)
        self._thread: threading.Thread | None = None
        self._stopping = False
        self._going = threading.Event()
        self._going.set()

    @property
    def busy(self) -> bool:
        """Whether a transcription runs or waits."""
        return bool(self._active)

    @property
    def is_stopped(self) -> bool:
        """Whether ``shutdown`` was called and the worker thread has ended."""
        return self._stopping and (self._thread is None or not self._thread.is_alive())

    @property
    def description(self) -> str:
        """The loaded model, for the status bar."""
        return self.backend.description

    def transcribe(self, request: Request) -> Job:
        """Queue a transcription."""
        self._start()
        job = Job(request)
        self._active.append(job)
        with self._lock:
            self._line.append(job)
        self._waiting.put(job)
        self._timer.start()
        return job

    @property
    def current(self) -> Job | None:
        """The transcription that the worker has taken up."""
        return self._current

    def reorder(self, place: Callable[[Job], int]) -> None:
        """Let waiting transcriptions have their turn in the order of ``place``."""
        with self._lock:
            self._line.sort(key=place)

    def ask(
        self,
        work: Callable[[Backend, CancelToken], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> Question:
        """Run ``work`` in the model's thread, then ``done(result)`` or ``failed(error)`` in the window's.

        Neither is called once the question's token is cancelled.
        """
        self._start()
        question = Question()
        token = question.token

        def answer() -> Any:
            token.check()
            return work(self.backend, token)

        def unless_cancelled(listener: Callable[[Any], None]) -> Callable[[Any], None]:
            return lambda value: None if token.cancelled else listener(value)

        self._questions.put(self._handover.wrap(answer, unless_cancelled(done), unless_cancelled(failed)))
        self._waiting.put(question)  # wakes the thread where it waits
        return question

    def cancel(self, job: Job) -> None:
        """Stop a transcription. ``ended`` follows within half a second; what was told before stays valid."""
        if job.over or job.token.cancelled:
            return
        job.token.cancel()
        QTimer.singleShot(_GRACE_MS, self, lambda: self._abandon(job))

    @property
    def paused(self) -> bool:
        """Whether transcriptions rest."""
        return not self._going.is_set()

    def pause(self, resting: bool) -> None:
        """Let transcriptions rest after the event that is on its way, or go on. Questions are answered meanwhile."""
        if resting:
            self._going.clear()
        else:
            self._going.set()

    def run_io(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Run ``work`` in the pool, then ``done(result)`` or ``failed(error)`` in the window's thread.

        An error that nobody takes goes the way of all unexpected errors, to ``sys.excepthook``.
        """
        self._pool.start(self._handover.wrap(work, done, failed))

    def shutdown(self) -> None:
        """Cancel everything and end the thread; ``stopped`` tells when. Never blocks."""
        if self._stopping:
            return
        self._stopping = True
        for job in list(self._active):
            self.cancel(job)
        self._waiting.put(None)
        self._timer.start()

    def join(self) -> None:
        """Wait for the thread and the pool. The last thing before the process ends: no window is left."""
        if self._thread is not None:
            self._thread.join()
        self._pool.waitForDone()

    def _start(self) -> None:
        if self._thread is None:
            sys.setswitchinterval(_SWITCH_SECONDS)
            # A daemon, so that a crash of the window cannot leave a process behind; an orderly end joins it.
            self._thread = threading.Thread(target=self._work, name="model", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        """The model thread."""
        while (wanted := self._waiting.get()) is not None:
            self._answer()
            if isinstance(wanted, Question):
                continue
            with self._lock:
                self._current = job = self._line.pop(0)
            error: BaseException | None = None
            try:
                job.token.check()
                self._rest(job)
                for event in self.backend.transcribe(job.request, self._progress_of(job), job.token):
                    self._news.put((job, event))
                    self._answer()
                    self._rest(job)
            except BaseException as caught:
                error = caught
            with self._lock:
                self._current = None
            self._news.put((job, _End(error)))

    def _rest(self, job: Job) -> None:
        """Wait while the work is paused. A run is a generator: nothing of it goes on meanwhile."""
        while not self._going.wait(_REST_SECONDS):
            job.token.check()
            self._answer()

    def _answer(self) -> None:
        """Answer the questions that were asked meanwhile."""
        while not self._stopping:
            try:
                answer = self._questions.get_nowait()
            except queue.Empty:
                return
            answer()

    def _progress_of(self, job: Job) -> Callable[[Progress], None]:
        return lambda progress: self._news.put((job, progress))

    def _drain(self) -> None:
        """Hand over what the worker told since the last tick, grouped by job."""
        batch: list[Event | Progress] = []
        current: Job | None = None
        for _ in range(_PER_TICK):
            try:
                job, news = self._news.get_nowait()
            except queue.Empty:
                break
            if job is not current:
                self._tell(current, batch)
                current, batch = job, []
            if isinstance(news, _End):
                self._tell(current, batch)
                batch = []
                self._end(job, news.error)
            else:
                batch.append(news)
        self._tell(current, batch)
        if self.is_stopped:
            self._timer.stop()
            self.stopped.emit()
        elif not self._active and not self._stopping:
            self._timer.stop()

    def _tell(self, job: Job | None, batch: list[Event | Progress]) -> None:
        if job is not None and batch and not job.over:
            self.told.emit(job, batch)

    def _abandon(self, job: Job) -> None:
        self._drain()
        if not job.over:
            _log.info("The worker is slow to stop %s; its result is no longer awaited", job.request.path.name)
            self._end(job, CancelledError())

    def _end(self, job: Job, error: BaseException | None) -> None:
        if job.over:
            if error is not None and not isinstance(error, CancelledError):
                _log.info("A cancelled job ended with %r", error)
            return
        job.over = True
        self._active.remove(job)
        self.ended.emit(job, error)


class _End:
    """The last news of a job."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error
