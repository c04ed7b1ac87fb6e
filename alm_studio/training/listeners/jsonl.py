"""A line of JSON per event, for curves and for programs."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from alm_studio.base.plain import to_plain
from alm_studio.training.errors import report_full_disk
from alm_studio.training.report import Advanced, Ended, Started, TrainingEvent


class JsonLines:
    """Appends each event to a file. A run that goes on at a step first takes back what came after that step, so that
    the file reads like that of an unbroken run.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, event: TrainingEvent) -> None:
        """See ``TrainingListener``."""
        if isinstance(event, Advanced):
            return
        with report_full_disk(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(event, Started):
                self._forget_after(event.step)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(to_row(event), ensure_ascii=False) + "\n")

    def _forget_after(self, step: int) -> None:
        if step == 0 or not self._path.exists():
            self._path.unlink(missing_ok=True)
            return
        kept = [row for row in read(self._path) if row.get("step", 0) <= step and row["type"] != "ended"]
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept)
        aside = self._path.with_suffix(".part")
        aside.write_text(text, encoding="utf-8")
        aside.replace(self._path)


def read(path: Path) -> list[dict[str, Any]]:
    """The events of a log; a last line that was cut short by a kill is left out."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            rows.append(json.loads(line))
        except ValueError:
            continue
    return rows


def to_row(event: TrainingEvent) -> dict[str, Any]:
    """An event as plain values: its ``type`` in small letters, then its fields. What is not a number becomes null."""
    row = asdict(event)
    if isinstance(event, Ended):  # both were told before
        del row["before"], row["after"]
    return {"type": type(event).__name__.lower(), **{name: to_plain(value) for name, value in row.items()}}
