"""The window's end of the process in which data are checked and models learn (``training_worker.py``).

A process of its own, because the window must not stand still while a model learns, because its memory goes back to the
system when it ends, and because its crash takes nobody with it. Requests go to its standard input; it ends by itself,
with everything saved, when that closes: so no window that dies leaves a training behind.
"""

import json
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

import alm_studio
from alm_studio.base.errors import AlmError

_log = logging.getLogger(__name__)

# What was told reaches the window at ten hertz, however fast it comes.
_TICK_MS = 100
_NICE = 10  # below the window, and below a transcription
_WORKER = "alm_studio.gui.training_worker"
_dying: set[QProcess] = set()  # kept until they are dead: one that is destroyed before blocks until then
_TAIL = 4000  # characters of stderr that are kept for the log


class TrainingProcess(QObject):
    """One worker process at a time.

    Signals:
        told(rows): what it told since the last tick, a list of JSON objects.
        ended(error): it is over; ``error`` is None when it ended as it should, else an ``AlmError`` with its sentence.
    """

    told = Signal(list)
    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._rows: list[dict[str, Any]] = []
        self._sentence = ""
        self._rest = b""
        self._errors = ""
        self._timer = QTimer(self, singleShot=True, interval=_TICK_MS)
        self._timer.timeout.connect(self._tell)

    @property
    def running(self) -> bool:
        """Whether there is a process."""
        return self._process is not None

    @property
    def pid(self) -> int:
        """The process's number; 0 where there is none."""
        return int(self._process.processId()) if self._process is not None else 0

    def start(self, request: dict[str, Any]) -> None:
        """Begin with a request; the worker's module says which there are."""
        if self._process is not None:
            raise RuntimeError("one process at a time")
        self._rows, self._rest, self._errors, self._sentence = [], b"", "", ""
        process = self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONIOENCODING", "utf-8")
        # The same program, also where it is not installed but runs from its folder.
        places = [str(Path(alm_studio.__file__).parent.parent), environment.value("PYTHONPATH")]
        environment.insert("PYTHONPATH", os.pathsep.join(place for place in places if place))
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._read_errors)
        process.errorOccurred.connect(self._on_error)
        process.finished.connect(self._on_finished)
        process.started.connect(self._give_way)
        process.start(sys.executable, ["-m", _WORKER])
        self.send(request)

    def send(self, request: dict[str, Any]) -> None:
        """Give it another request."""
        if self._process is not None:
            self._process.write(json.dumps(request).encode() + b"\n")

    def kill(self) -> None:
        """End it at once, without a word; ``ended`` is not told. Never blocks."""
        process, self._process = self._process, None
        self._timer.stop()
        if process is None:
            return
        for told in (
            process.readyReadStandardOutput,
            process.readyReadStandardError,
            process.errorOccurred,
            process.finished,
            process.started,
        ):
            told.disconnect()
        if process.state() != QProcess.ProcessState.NotRunning:
            process.setParent(None)
            _dying.add(process)
            process.finished.connect(lambda: _dying.discard(process))
            process.kill()

    def _give_way(self) -> None:
        """A lower priority, set while the process has but one thread: the others inherit it."""
        if hasattr(os, "setpriority"):
            try:
                os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)
            except OSError as error:
                _log.info("The training keeps its priority: %s", error)

    def _read(self) -> None:
        assert self._process is not None
        *lines, self._rest = (self._rest + bytes(self._process.readAllStandardOutput().data())).split(b"\n")
        for line in lines:
            try:
                row = json.loads(line)
            except ValueError:
                _log.info("The training wrote: %s", line[:500].decode(errors="replace"))
                continue
            if row.get("type") == "failed":
                self._sentence = row["sentence"]
            else:
                self._rows.append(row)
        if self._rows and not self._timer.isActive():
            self._timer.start()

    def _read_errors(self) -> None:
        assert self._process is not None
        text = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
        self._errors = (self._errors + text)[-_TAIL:]

    def _tell(self) -> None:
        self._timer.stop()
        rows, self._rows = self._rows, []
        if rows:
            self.told.emit(rows)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            assert self._process is not None
            self._sentence = self.tr("The training cannot be started: {reason}.").format(
                reason=self._process.errorString()
            )
            self._on_finished(1, QProcess.ExitStatus.NormalExit)

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        process = self._process
        assert process is not None
        self._read()
        self._read_errors()
        self._process = None
        process.deleteLater()
        self._tell()
        if self._errors.strip():
            _log.info("The worker's last words: %s", self._errors)
        crashed = status == QProcess.ExitStatus.CrashExit
        if crashed and not self._sentence:
            self._sentence = self._crash(code)
        elif code and not self._sentence:
            self._sentence = self.tr("The training ended unexpectedly. What it had saved is kept.")
        self.ended.emit(AlmError(self._sentence) if crashed or code else None)

    def _crash(self, code: int) -> str:
        if code == getattr(signal, "SIGKILL", 9):
            return self.tr(
                "The training was ended from outside, perhaps because the memory was full. What it had saved is kept."
            )
        return self.tr("The training crashed. What it had saved is kept; the log has the details.")
