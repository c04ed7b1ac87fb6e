"""What a training run tells about itself: plain events, and who listens to them."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

Ending = Literal["finished", "early-stop", "time", "stopped"]


@dataclass(frozen=True)
class Scores:
    """Error rates by generation, as fractions; the loss in nats per token.

    Attributes:
        wer, cer: of normalised text.
        raw_wer, raw_cer: of the text as written, case and punctuation included.
        loss: mean negative log-likelihood per token; NaN where it was not computed.
        count: examples that were read.
    """

    wer: float
    cer: float
    raw_wer: float
    raw_cer: float
    loss: float
    count: int


@dataclass(frozen=True)
class Sample:
    """One held-out example: what is said, what the model wrote before the training, and what it writes now.

    ``start`` and ``end`` are ms of the file ``audio``; None: where it ends.
    """

    audio: Path
    start: int
    reference: str
    before: str
    now: str
    end: int | None = None


@dataclass(frozen=True)
class Advanced:
    """Work that is no step goes on, for example reading the data: ``done`` of ``total`` examples."""

    message: str
    done: int
    total: int


@dataclass(frozen=True)
class Started:
    """The run begins, or goes on at ``step``. seconds: of speech to learn from."""

    step: int
    steps: int
    seconds: float
    parameters: int
    trainable: int
    device: str


@dataclass(frozen=True)
class Stepped:
    """One optimiser step is done.

    Attributes:
        loss: mean negative log-likelihood of the step, nats per token.
        speed: seconds of audio per second of work.
        elapsed, remaining: seconds; ``remaining`` is None while unknown.
    """

    step: int
    steps: int
    epoch: float
    loss: float
    learning_rate: float
    gradient_norm: float
    speed: float
    elapsed: float
    remaining: float | None


@dataclass(frozen=True)
class Evaluated:
    """The model read the held-out part, and the general set where there is one. Step 0: before any training."""

    step: int
    scores: Scores
    general: Scores | None
    best: bool
    samples: tuple[Sample, ...]


@dataclass(frozen=True)
class Saved:
    """A checkpoint to resume from is on the disk."""

    step: int
    folder: Path


@dataclass(frozen=True)
class Noticed:
    """Something a user should know: a sentence."""

    sentence: str


@dataclass(frozen=True)
class Ended:
    """The run is over; ``model`` holds the best weights as a model that can be used.

    Attributes:
        after: the evaluation of that model.
        name: under which lists of models show it.
    """

    reason: Ending
    step: int
    model: Path
    before: Evaluated
    after: Evaluated
    name: str = ""


TrainingEvent = Advanced | Started | Stepped | Evaluated | Saved | Noticed | Ended


class TrainingListener(Protocol):
    """Hears everything a run tells, in the run's own thread."""

    def __call__(self, event: TrainingEvent) -> None:
        """Take an event."""


def evaluated_to(event: Evaluated) -> dict[str, Any]:
    """An evaluation as plain values; ``evaluated_from`` reads them back."""
    plain = asdict(event)
    plain["samples"] = [{**asdict(sample), "audio": str(sample.audio)} for sample in event.samples]
    return plain


def evaluated_from(plain: dict[str, Any]) -> Evaluated | None:
    """An evaluation from plain values; None from none."""
    if not plain:
        return None
    return Evaluated(
        plain["step"],
        Scores(**plain["scores"]),
        Scores(**plain["general"]) if plain["general"] else None,
        plain["best"],
        tuple(Sample(**{**sample, "audio": Path(sample["audio"])}) for sample in plain["samples"]),
    )
