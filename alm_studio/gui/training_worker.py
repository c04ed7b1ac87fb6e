"""The process that checks training data and trains for the window: ``python -m alm_studio.gui.training_worker``.

It knows nothing of Qt. Requests come as JSON lines on standard input, and what it tells goes as JSON lines to standard
output; ``do`` names the request:

- ``check`` (``data``, ``language``, ``hear``): tells ``checking``, then ``checked``. ``hear`` names a model that reads
  the examples first, or is empty.
- ``estimate`` (``number``, ``settings``, ``seconds``, ``examples``): tells ``estimated`` with that number; ``settings``
  are TOML, the rest says how much there is to learn from.
- ``train`` (``settings``, ``resume``): tells the events of the training (``training/report.py``). ``settings`` names a
  file.
- ``pause``, ``resume``, ``stop``: the training.

An error is told as ``failed`` with its sentence. When standard input closes, whoever asked is gone: what runs is
stopped, which saves it, and the process ends.
"""

import json
import logging
import os
import queue
import sys
import threading
import time
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from alm_studio.base.errors import AlmError, CancelledError
from alm_studio.base.log import log_to_file
from alm_studio.base.progress import Progress
from alm_studio.training.config import TrainConfig
from alm_studio.training.control import TrainingControl
from alm_studio.training.data.example import Example

_log = logging.getLogger(__name__)

_SHOWN = 2000  # examples that are told of one by one
_TICK = 0.1  # seconds between two words about progress

Request = dict[str, Any]


class Worker:
    """Answers requests one after another; commands to what runs come in between."""

    def __init__(self) -> None:
        self._control = TrainingControl()
        self._requests: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)  # what libraries print must not come between the lines
        self._last = 0.0

    def run(self) -> int:
        """Work until standard input closes; returns the exit code."""
        threading.Thread(target=self._listen, daemon=True).start()
        while (request := self._requests.get()) is not None:
            try:
                if getattr(self, f"_{request['do']}")(request):
                    return 0
            except CancelledError:
                return 0
            except AlmError as error:
                _log.info("Told the user: %s", error, exc_info=error.__cause__)
                return self._fail(str(error), error.exit_code)
            except MemoryError:
                return self._fail("The memory is full. Close other programs, or choose a smaller model.", 1)
            except Exception:
                _log.exception("Unexpected error in the training process")
                return self._fail("Something unexpected went wrong in the training; the log has the details.", 1)
        return 0

    # Requests

    def _check(self, request: Request) -> None:
        from alm_studio.training.data.check import check_examples
        from alm_studio.training.data.sources import read_examples
        from alm_studio.training.untrained import untrained_hearing

        cancel = self._control.cancel
        examples: list[Example] = []
        for path in request["data"]:
            examples += read_examples(Path(path), request["language"], cancel)
        self._tell(type="checking", stage="checking", fraction=0.0)
        hear = untrained_hearing(request["hear"], request["language"], cancel) if request["hear"] else None

        def progress(told: Progress) -> None:
            now = time.monotonic()
            if now - self._last > _TICK:
                self._last = now
                stage = "checking" if told.unit == "B" else "hearing"
                self._tell(type="checking", stage=stage, fraction=told.fraction)

        report = check_examples(examples, hear=hear, cancel=cancel, progress=progress)
        self._tell(
            type="checked",
            kept=[_row(example) for example in report.kept[:_SHOWN]],
            dropped=[_row(example, str(finding)) for example, finding in report.dropped[:_SHOWN]],
            kept_count=len(report.kept),
            dropped_count=len(report.dropped),
            seconds=report.seconds,
            notes=list(report.notes),
        )

    def _estimate(self, request: Request) -> None:
        from alm_studio.training.estimate import estimate
        from alm_studio.training.options import from_plain

        config = TrainConfig(**from_plain(tomllib.loads(request["settings"]), "the window"))
        if config.valid is None:  # a tenth of the data is held out, which may be less than what is read at most
            held_out = max(1, round(0.1 * request["examples"]))
            config = replace(config, evaluation_examples=min(config.evaluation_examples, held_out))
        found = estimate(config, request["seconds"])
        self._tell(
            type="estimated",
            number=request["number"],
            seconds=found.seconds,
            memory=found.memory,
            available=found.available,
            device=found.device,
        )

    def _train(self, request: Request) -> bool:
        from alm_studio.training import checkpoint
        from alm_studio.training.listeners.jsonl import to_row
        from alm_studio.training.options import from_toml
        from alm_studio.training.run import train

        settings = Path(request["settings"])
        turn = self._take_turn(settings.with_name(f".{settings.stem}.turn"))
        config = TrainConfig(**from_toml(settings))
        resume = request["resume"] and checkpoint.folder_of(config.output).exists()  # else it ended before the first
        try:
            train(replace(config, resume=resume), lambda event: self._tell(**to_row(event)), self._control)
        finally:
            turn.close()
        return True

    def _take_turn(self, path: Path) -> IO[str]:
        """Hold a file while this process works on a run: the one of a window that died may still be saving it."""
        file = path.open("a", encoding="utf-8")
        while not _try_lock(file):
            self._control.cancel.check()
            time.sleep(_TICK)
        return file

    # The way in and out

    def _listen(self) -> None:
        for line in sys.stdin:
            request = json.loads(line)
            match request["do"]:
                case "pause":
                    self._control.pause()
                case "resume":
                    self._control.resume()
                case "stop":
                    self._control.cancel.cancel()
                case _:
                    self._requests.put(request)
        self._control.cancel.cancel()
        self._requests.put(None)

    def _tell(self, **row: Any) -> None:
        try:
            self._out.write(json.dumps(row, ensure_ascii=False) + "\n")
            self._out.flush()
        except BrokenPipeError:  # the window is gone; standard input tells the same
            self._control.cancel.cancel()

    def _fail(self, sentence: str, code: int) -> int:
        self._tell(type="failed", sentence=sentence)
        return code


def _try_lock(file: IO[str]) -> bool:
    """Lock a file until it is closed, or the process ends in whatever way; False where another has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _row(example: Example, reason: str = "") -> dict[str, Any]:
    seconds = (example.end - example.start) / 1000 if example.end is not None else 0.0
    return {
        "audio": str(example.audio),
        "start": example.start,
        "end": example.end,
        "text": example.text,
        "seconds": seconds,
        "reason": reason.replace(str(example.audio), example.audio.name),
    }


def main() -> int:
    """Run the worker."""
    log_to_file()
    return Worker().run()


if __name__ == "__main__":
    sys.exit(main())
