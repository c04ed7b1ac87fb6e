from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from alm_studio.training.config import TrainConfig
from alm_studio.training.report import Ended, Evaluated, Noticed, Stepped, TrainingEvent
from tests.unit.training.tones import write_tones


@dataclass
class Heard:
    """A listener that keeps everything."""

    events: list[TrainingEvent] = field(default_factory=list)

    def __call__(self, event: TrainingEvent) -> None:
        self.events.append(event)

    def of(self, kind: type) -> list:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def losses(self) -> list[float]:
        return [event.loss for event in self.of(Stepped)]

    @property
    def ended(self) -> Ended:
        return self.of(Ended)[0]

    @property
    def evaluations(self) -> list[Evaluated]:
        return self.of(Evaluated)

    @property
    def notices(self) -> list[str]:
        return [event.sentence for event in self.of(Noticed)]


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., TrainConfig]:
    """A run that takes a second: a tiny network, two dozen songs."""
    data, valid = write_tones(tmp_path / "data", 24), write_tones(tmp_path / "data", 4, seed=1)

    def make(**changes: object) -> TrainConfig:
        settings: dict[str, object] = {
            "data": (data,),
            "valid": valid,
            "output": tmp_path / "song",
            "encoder": "mfcc",
            "decoder": "lstm",
            "attention": "dot",
            "width": 16,
            "layers": 1,
            "epochs": 2.0,
            "batch_seconds": 3.0,
            "device": "cpu",
            "learning_rate": 3e-3,
        }
        return TrainConfig(**(settings | changes))  # type: ignore[arg-type]

    return make
