"""The choices of the dialog, and the training run that they mean."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alm_studio.training.config import LORA_RANK, TrainConfig

RECOMMENDED, LORA, FULL, SCRATCH = "recommended", "lora", "full", "scratch"

_HOUR = 3600
_ALL_WEIGHTS_FROM = 5 * _HOUR  # of speech: less teaches a whole network little but the examples themselves


@dataclass(frozen=True)
class Method:
    """How a model shall learn.

    Attributes:
        kind: ``RECOMMENDED``, ``LORA``, ``FULL`` or ``SCRATCH``.
        model: what to start from; without meaning for ``SCRATCH``.
        encoder, decoder, attention, tokens: the parts of a model from scratch.
        epochs: times through the data.
        minutes: at most; 0 for no bound.
        device: ``"auto"``, ``"cpu"``, ``"cuda"`` or ``"mps"``.
        name: of the new model.
    """

    kind: str = RECOMMENDED
    model: str = "base"
    encoder: str = "transformer"
    decoder: str = "transformer"
    attention: str = "multi-head"
    tokens: str = "char"
    epochs: float = 3.0
    minutes: float = 0.0
    device: str = "auto"
    name: str = ""


@dataclass(frozen=True)
class Data:
    """What to learn from.

    Attributes:
        paths: files and folders.
        language: Whisper's code; empty where the data or the model tell.
        valid: what to measure with; None for a part of the data.
        general: other speech, to see whether something else is forgotten; None for none.
        seconds: of speech in ``paths``; 0 while unknown.
        compare: whether texts far from what the model hears are left out.
    """

    paths: tuple[Path, ...]
    language: str = ""
    valid: Path | None = None
    general: Path | None = None
    seconds: float = 0.0
    compare: bool = True


def sensible_epochs(seconds: float, kind: str = RECOMMENDED) -> int:
    """So many times through the data that about an hour of speech is heard; three to ten times.

    A model from scratch knows nothing: forty times.
    """
    if kind == SCRATCH:
        return 40
    return min(10, max(3, round(_HOUR / seconds))) if seconds > 0 else 3


def make_config(data: Data, method: Method, output: Path) -> TrainConfig:
    """The run that the choices mean; the rest is the trainer's default."""
    common: dict[str, Any] = {
        "data": data.paths,
        "output": output,
        "valid": data.valid,
        "general": data.general,
        "language": data.language,
        "compare": data.compare,
        "epochs": method.epochs,
        "minutes": method.minutes,
        "device": method.device,
        "batch_seconds": _batch_seconds(data.seconds),
    }
    if method.kind == SCRATCH:
        parts: dict[str, Any] = {name: getattr(method, name) for name in ("encoder", "decoder", "attention", "tokens")}
        return TrainConfig(**common, **parts)
    rank = LORA_RANK if uses_lora(method, data.seconds) else 0
    return TrainConfig(**common, model=method.model, lora_rank=rank)


def uses_lora(method: Method, seconds: float) -> bool:
    """Whether small adapters learn in place of the weights themselves."""
    if method.kind == RECOMMENDED:
        return method.device == "cpu" or seconds < _ALL_WEIGHTS_FROM
    return method.kind == LORA


def _batch_seconds(seconds: float) -> float:
    """Little data in smaller batches, so that there are steps enough to learn anything."""
    default = TrainConfig.batch_seconds
    return min(default, max(15.0, float(round(seconds / 10)))) if seconds > 0 else default
