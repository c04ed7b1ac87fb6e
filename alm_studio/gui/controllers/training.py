"""A training: started, paused, stopped, gone on with after a restart; and whose turn the device is."""

import enum
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from alm_studio.base.errors import AlmError
from alm_studio.gui import training_runs
from alm_studio.gui.jobs import Jobs
from alm_studio.gui.models.training_log import TrainingLog
from alm_studio.gui.models.training_method import Data, Method
from alm_studio.gui.notify import Action, Notifier
from alm_studio.gui.training_process import TrainingProcess
from alm_studio.gui.training_runs import Run

_GRACE_MS = 20_000  # for the step at work and the last checkpoint, when the window closes


class Phase(enum.Enum):
    """Where a training stands."""

    IDLE = "idle"
    WAITING = "waiting"  # for captions that are being written on its device
    STARTING = "starting"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    ENDED = "ended"
    FAILED = "failed"


_ACTIVE = (Phase.STARTING, Phase.RUNNING, Phase.PAUSED, Phase.STOPPING)


class TrainingController(QObject):
    """One training at a time, in a process of its own.

    Attributes:
        phase: where it stands.
        run: the run that it is about; None before the first.
        log: what it has told.
        error: the sentence where it ``FAILED``.
        device_busy: asked whether captions are being written on a device just now.

    Signals:
        changed: phase or log are other than before; at most ten times a second.
        freed: the device is free for captions again: it ended, or it waits.
        ended: the process is over.
    """

    changed = Signal()
    freed = Signal()
    ended = Signal()

    def __init__(self, jobs: Jobs, notifier: Notifier, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._notifier = notifier
        self._process = TrainingProcess(self)
        self._process.told.connect(self._on_told)
        self._process.ended.connect(self._on_ended)
        self._lock: QLockFile | None = None
        self._stopped = False  # by the user
        self._for_captions = False  # paused for them
        self._resume = False  # how a waiting run begins
        self.phase = Phase.IDLE
        self.run: Run | None = None
        self.log = TrainingLog()
        self.error = ""
        self.device_busy: Callable[[str], bool] = lambda _device: False

    @property
    def active(self) -> bool:
        """Whether there is a process that learns, or is about to."""
        return self.phase in _ACTIVE

    @property
    def stopped(self) -> bool:
        """Whether it ended because the user wanted it, so that it can be gone on with."""
        return self._stopped and self.phase is Phase.ENDED

    @property
    def for_captions(self) -> bool:
        """Whether it waits until captions are written."""
        return self.phase is Phase.WAITING or (self.phase is Phase.PAUSED and self._for_captions)

    @property
    def device(self) -> str:
        """Where it computes: ``"cpu"``, ``"cuda"`` or ``"mps"``; ``"auto"`` while that is not known."""
        if self.log.started is not None:
            return self.log.started.device.split(":")[0]
        return self.run.config.device if self.run else "auto"

    # Beginning

    def start(self, data: Data, method: Method, captions: bool = False) -> None:
        """Begin a run: its name becomes the new model's.

        Args:
            data: what to learn from.
            method: how.
            captions: whether the data are the corrected captions, which the run then keeps.
        """
        name = training_runs.free_name(method.name, training_runs.is_taken)
        run = training_runs.new_run(name, data, method, captions=captions)
        source = data.paths[0] if captions else None
        self._open(run, TrainingLog())

        def failed(error: BaseException) -> None:
            self._close(Phase.FAILED, self._notifier.sentence(error))
            self._notifier.report(error)

        self._jobs.run_io(lambda: training_runs.save_run(run, source), lambda _done: self._launch(resume=False), failed)

    def go_on(self, run: Run | None = None) -> None:
        """Go on with a run of an earlier session, or with the one that was stopped."""
        run = run or self.run
        if run is None or self.active:
            return

        def done(rows: list[dict[str, Any]]) -> None:
            log = TrainingLog()
            for row in rows:
                log.apply_row(row)
            log.ended = log.started = None  # it has yet to begin again
            self._open(run, log)
            self._launch(resume=True)

        self._jobs.run_io(lambda: training_runs.read_log(run.log), done, self._notifier.report)

    def look(self) -> None:
        """Search for runs that an earlier session left unfinished, and offer them."""

        def work() -> list[Run]:
            found = []
            for run in training_runs.unfinished():
                lock = training_runs.lock(run.name)
                if lock is not None:  # else another window works on it
                    lock.unlock()
                    found.append(run)
            return found

        self._jobs.run_io(work, self._offer)

    def _offer(self, found: list[Run]) -> None:
        for run in found[:3]:
            if self.run is not None and run.name == self.run.name:
                continue
            self._notifier.inform(
                self.tr("The training of {name} is not finished.").format(name=run.name),
                Action(self.tr("Go on"), partial(self._take_up, run)),
                Action(self.tr("Discard"), partial(self.discard, run)),
            )

    def _take_up(self, run: Run) -> None:
        if self.active:
            self._notifier.warn(self.tr("Another training runs. Stop it first, or wait for its end."), run.name)
        else:
            self.go_on(run)

    def discard(self, run: Run) -> None:
        """Remove a run from the disk."""
        self._jobs.run_io(lambda: training_runs.discard(run), failed=self._notifier.report)

    def _open(self, run: Run, log: TrainingLog) -> None:
        self.run, self.log, self.error = run, log, ""
        self._stopped = self._for_captions = False
        self.phase = Phase.STARTING
        self.changed.emit()

    def _launch(self, *, resume: bool) -> None:
        run = self.run
        assert run is not None
        if self.device_busy(self.device):
            self._resume = resume
            self.phase = Phase.WAITING
            self.changed.emit()
            return
        self._lock = training_runs.lock(run.name)
        if self._lock is None:
            self._close(Phase.FAILED, self.tr("Another window works on this training."))
            return
        self.phase = Phase.STARTING
        self._process.start({"do": "train", "settings": str(run.settings), "resume": resume})
        self.changed.emit()

    # While it runs

    def pause(self, *, for_captions: bool = False) -> None:
        """Wait after the step at work."""
        if self.phase in (Phase.RUNNING, Phase.STARTING):
            self._for_captions = for_captions
            self.phase = Phase.PAUSED
            self._process.send({"do": "pause"})
            self.changed.emit()
            self.freed.emit()

    def resume(self) -> None:
        """Go on, now or when the captions are written."""
        if self.phase is not Phase.PAUSED:
            return
        if self.device_busy(self.device):
            self._for_captions = True
            self.changed.emit()
            return
        self._for_captions = False
        self.phase = Phase.RUNNING if self.log.started else Phase.STARTING
        self._process.send({"do": "resume"})
        self.changed.emit()

    def stop(self) -> None:
        """End it, keeping the best model so far and what it takes to go on."""
        if self.phase is Phase.WAITING or (self.phase is Phase.STARTING and self.log.started is None):
            self._process.kill()  # there is nothing yet that it could save
            self._stopped = True
            self._close(Phase.ENDED)
        elif self.phase in (Phase.STARTING, Phase.RUNNING, Phase.PAUSED):
            self._stopped = True
            self.phase = Phase.STOPPING
            self._process.send({"do": "stop"})
            self.changed.emit()

    def shutdown(self) -> None:
        """The window closes: stop, but not for ever. ``ended`` tells when."""
        if self.active:
            self.stop()
            QTimer.singleShot(_GRACE_MS, self, self._give_up)

    def captions_done(self) -> None:
        """No captions are being written any more."""
        if self.phase is Phase.WAITING and not self.device_busy(self.device):
            self._launch(resume=self._resume)
        elif self.phase is Phase.PAUSED and self._for_captions:
            self.resume()

    def place(self, device: str) -> str | None:
        """Where captions can be written now, which were to be written on ``device``; None: they have to wait."""
        if self.phase not in (Phase.STARTING, Phase.RUNNING, Phase.STOPPING):
            return device
        mine = self.device
        if device == "auto":
            return "cpu" if mine in ("cuda", "mps") else None
        return None if mine in (device, "auto") else device

    def accept(self) -> None:
        """The model is in use: nothing is needed to go on with the run."""
        run = self.run
        if run is not None and not self.active:
            self._jobs.run_io(lambda: training_runs.finish(run), failed=self._notifier.report)

    # What the process tells

    def _on_told(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            self.log.apply_row(row)
        if self.phase is Phase.STARTING and self.log.started is not None:
            self.phase = Phase.RUNNING
        self.changed.emit()

    def _on_ended(self, error: BaseException | None) -> None:
        if error is not None:
            self._close(Phase.FAILED, self._notifier.sentence(error))
            self._notifier.report(error)
            return
        self._close(Phase.ENDED)
        if self.log.ended is not None and self.log.ended.reason != "stopped":
            self._stopped = False  # it came to its end before it heard the wish
            self.accept()
        elif self.log.ended is None and not self._stopped:
            self._close(Phase.FAILED, self.tr("The training ended without a result."))
            self._notifier.report(AlmError(self.error))

    def _close(self, phase: Phase, error: str = "") -> None:
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None
        self.phase, self.error = phase, error
        self.changed.emit()
        self.freed.emit()
        self.ended.emit()

    def _give_up(self) -> None:
        if self.active:
            self._process.kill()
            self._close(Phase.ENDED)
