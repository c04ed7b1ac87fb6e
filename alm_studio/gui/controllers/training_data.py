"""What there is to learn from: chosen, checked by another process, and what learning it will cost."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from alm_studio.gui.jobs import Jobs
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.models.estimate import Cost
from alm_studio.gui.models.examples import DataReport, ExampleRow
from alm_studio.gui.models.training_method import Data, Method, make_config
from alm_studio.gui.notify import Notifier
from alm_studio.gui.training_process import TrainingProcess
from alm_studio.gui.training_runs import dump_config, save_examples

_ASK_AFTER_MS = 250  # without another change of the choices
_CAPTIONS = ".captions"  # the examples taken from documents, until a run takes them over


class TrainingDataController(QObject):
    """Holds the choice of data and the report on it. One check at a time; a new choice ends the old check.

    Attributes:
        report: of the data chosen; None while there is none.
        cost: of the method asked for last; None while unknown.
        fraction, stage: how far the check is; ``stage`` is empty while none runs.

    Signals:
        changed: choice, progress, report or cost are other than before.
    """

    changed = Signal()

    def __init__(self, jobs: Jobs, notifier: Notifier, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._notifier = notifier
        self._process = TrainingProcess(self)
        self._process.told.connect(self._on_told)
        self._process.ended.connect(self._on_ended)
        self._paths: tuple[Path, ...] = ()
        self._source = ""
        self._language = ""
        self._hear = ""
        self._valid: Path | None = None
        self._general: Path | None = None
        self._question = 0  # the newest one about cost
        self._asked: dict[str, Any] | None = None
        self._timer = QTimer(self, singleShot=True, interval=_ASK_AFTER_MS)
        self._timer.timeout.connect(self._ask)
        self.report: DataReport | None = None
        self.cost: Cost | None = None
        self.fraction: float | None = None
        self.stage = ""

    @property
    def source(self) -> str:
        """What was chosen, for people; empty for nothing."""
        return self._source

    @property
    def checking(self) -> bool:
        """Whether a check runs."""
        return bool(self.stage)

    @property
    def captions(self) -> bool:
        """Whether the choice is the corrected captions."""
        return bool(self._paths) and self._paths[0].name == f"{_CAPTIONS}.jsonl"

    def data(self) -> Data:
        """The choice, for a run."""
        seconds = self.report.seconds if self.report else 0.0
        return Data(self._paths, self._language, self._valid, self._general, seconds, compare=bool(self._hear))

    def measure_with(self, valid: Path | None, general: Path | None) -> None:
        """Test with these; see ``Data``."""
        self._valid, self._general = valid, general

    def choose(self, paths: list[Path]) -> None:
        """Learn from files and folders."""
        self._paths = tuple(path.expanduser().absolute() for path in paths)
        self._source = ", ".join(path.name or str(path) for path in self._paths[:3])
        if len(paths) > 3:
            self._source += self.tr(" and {number} more").format(number=len(paths) - 3)
        self._check()

    def choose_captions(self, items: list[MediaItem]) -> None:
        """Learn from the corrected captions of documents."""
        from alm_studio.training.data.corrected import from_document

        examples = [example for item in items for example in from_document(item.document, item.path)]
        name = items[0].name if len(items) == 1 else self.tr("{number} files").format(number=len(items))

        def done(path: Path) -> None:
            self._paths = (path,)
            self._source = self.tr("Corrected captions of {name}").format(name=name)
            self._check()

        self._jobs.run_io(lambda: save_examples(_CAPTIONS, examples), done, self._notifier.report)

    def set_options(self, language: str, hear: str) -> None:
        """Language of the data, and the model that reads them first; empty for none."""
        if (language, hear) != (self._language, self._hear):
            self._language, self._hear = language, hear
            if self._paths:
                self._check()

    def cancel(self) -> None:
        """Stop the check, and choose nothing."""
        self._process.kill()
        self._paths, self._source, self.stage, self.report, self.cost = (), "", "", None, None
        self.changed.emit()

    def estimate(self, method: Method) -> None:
        """Ask what learning with ``method`` will cost; ``cost`` will tell."""
        if self.report is None or not self.report.kept_count:
            return
        self.cost = None
        self._asked = {"settings": dump_config(make_config(self.data(), method, Path("model")))}
        self._timer.start()

    def close(self) -> None:
        """Give the process's memory back, to a training or because nobody asks any more. The report stays."""
        self._timer.stop()
        self._process.kill()
        self.stage = ""

    def _check(self) -> None:
        self._process.kill()
        self.report, self.cost, self.fraction, self.stage = None, None, None, "reading"
        paths = [str(path) for path in self._paths]
        self._process.start({"do": "check", "data": paths, "language": self._language, "hear": self._hear})
        self.changed.emit()

    def _ask(self) -> None:
        if self._asked is None or self.checking or self.report is None:
            return
        self._question += 1
        size = {"seconds": self.report.seconds, "examples": self.report.kept_count}
        request = {"do": "estimate", "number": self._question, **size, **self._asked}
        if self._process.running:
            self._process.send(request)
        else:
            self._process.start(request)

    def _on_told(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            match row.get("type"):
                case "checking":
                    self.stage, self.fraction = row["stage"], row["fraction"]
                case "checked":
                    self.report, self.stage = _report(row), ""
                case "estimated" if row["number"] == self._question:
                    self.cost = Cost(row["seconds"], row["memory"], row["available"], row["device"])
        self.changed.emit()

    def _on_ended(self, error: BaseException | None) -> None:
        checked = self.checking
        self.stage = ""
        if error is not None:
            if checked:
                self._paths, self._source = (), ""
            self._notifier.report(error)
        self.changed.emit()


def _report(row: dict[str, Any]) -> DataReport:
    kept, dropped = (
        tuple(ExampleRow(**{**example, "audio": Path(example["audio"])}) for example in row[name])
        for name in ("kept", "dropped")
    )
    return DataReport(kept, dropped, row["kept_count"], row["dropped_count"], row["seconds"], tuple(row["notes"]))
