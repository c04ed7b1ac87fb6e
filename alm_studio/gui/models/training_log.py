"""What a training run has told so far, in the shape that curves, tables and lines of text want it."""

import logging
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alm_studio.training.report import (
    Advanced,
    Ended,
    Evaluated,
    Noticed,
    Sample,
    Saved,
    Scores,
    Started,
    Stepped,
    TrainingEvent,
)

_log = logging.getLogger(__name__)

_SMOOTH = 0.15  # weight of a new step in the smoothed loss


_KINDS = {kind.__name__.lower(): kind for kind in (Advanced, Started, Stepped, Evaluated, Saved, Noticed, Ended)}


@dataclass
class TrainingLog:
    """Grows event by event. Plain data: tests and views read it.

    Attributes:
        started: facts of the run; None until it begins.
        steps, losses, smooth: a point for every step: its number, its loss, and the loss without its jitter.
        evaluations: in order of their steps, the one before the training first.
        last: the newest step; None before the first.
        saved: the step of the newest checkpoint; 0 where there is none.
        notes: sentences for the user.
        ended: how the run ended; None while it has not.
        activity: work that is no step, such as reading the data; None while it learns.
    """

    started: Started | None = None
    steps: list[int] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    smooth: list[float] = field(default_factory=list)
    evaluations: list[Evaluated] = field(default_factory=list)
    last: Stepped | None = None
    saved: int = 0
    notes: list[str] = field(default_factory=list)
    ended: Ended | None = None
    activity: Advanced | None = None

    def apply(self, event: TrainingEvent) -> None:
        """Take an event over."""
        self.activity = event if isinstance(event, Advanced) and event.done < event.total else None
        match event:
            case Started():
                self.started, self.ended = event, None
                self.notes.clear()  # those before are about the data, whose check has told the same
                self._forget_after(event.step)
            case Stepped():
                self._forget_after(event.step - 1)
                self.last = event
                before = self.smooth[-1] if self.smooth else event.loss
                self.steps.append(event.step)
                self.losses.append(event.loss)
                self.smooth.append(before + max(_SMOOTH, 1 / (len(self.smooth) + 1)) * (event.loss - before))
            case Evaluated():
                self.evaluations = [known for known in self.evaluations if known.step < event.step] + [event]
            case Saved():
                self.saved = event.step
            case Noticed():
                if event.sentence not in self.notes:
                    self.notes.append(event.sentence)
            case Ended():
                self.ended = event

    def apply_row(self, row: dict[str, Any]) -> None:
        """Take an event over as JSON lines have it; what is none is left out."""
        event = self._event(row)
        if event is not None:
            self.apply(event)

    def _event(self, row: dict[str, Any]) -> TrainingEvent | None:
        kind = _KINDS.get(str(row.get("type")))
        values = {name: value for name, value in row.items() if name != "type"}
        try:
            if kind is Ended:  # does not repeat what was told before
                before = self.before
                if before is None:
                    return None
                model, name = Path(values["model"]), values.get("name", "")
                return Ended(values["reason"], values["step"], model, before, self.best or before, name)
            return kind(**{name: _typed(name, value) for name, value in values.items()}) if kind else None
        except (TypeError, KeyError, ValueError) as error:
            _log.info("No event of a training: %r in %s", error, row)
            return None

    def _forget_after(self, step: int) -> None:
        """A resumed run goes on at its last checkpoint: what came after that happens again."""
        while self.steps and self.steps[-1] > step:
            for points in (self.steps, self.losses, self.smooth):
                points.pop()
        self.evaluations = [known for known in self.evaluations if known.step <= max(step, 0)]

    @property
    def fraction(self) -> float | None:
        """Share of the steps done; None while their number is unknown."""
        facts = self.last or self.started
        return min(1.0, facts.step / facts.steps) if facts is not None and facts.steps > 0 else None

    @property
    def best(self) -> Evaluated | None:
        """The best evaluation so far."""
        return next((known for known in reversed(self.evaluations) if known.best), None)

    @property
    def before(self) -> Evaluated | None:
        """The evaluation before any training."""
        return self.ended.before if self.ended else next((e for e in self.evaluations if e.step == 0), None)

    @property
    def after(self) -> Evaluated | None:
        """The evaluation of the model that is kept: the best one."""
        return self.ended.after if self.ended else self.best


def _typed(name: str, value: Any) -> Any:
    """A value of JSON in the type that the event has."""
    if name in ("scores", "general") and value is not None:
        numbers: dict[str, Any] = {key: math.nan if number is None else number for key, number in value.items()}
        return Scores(**numbers)
    if name == "samples":
        return tuple(Sample(**{**sample, "audio": Path(sample["audio"])}) for sample in value)
    if name in ("folder", "model"):
        return Path(value)
    return math.nan if value is None and name in ("loss", "gradient_norm") else value
