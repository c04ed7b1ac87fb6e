"""The options of a run, checked once, at the edge; and those that a file may give."""

import math
import tomllib
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from alm_studio.base.errors import UsageError
from alm_studio.base.files import check_writable
from alm_studio.text.languages import LANGUAGES, language_code
from alm_studio.training.config import (
    ATTENTIONS,
    DECODERS,
    ENCODERS,
    FREEZE,
    MIXED_PRECISION,
    OPTIMIZERS,
    TOKENS,
    TrainConfig,
)

_CHOICES: dict[str, tuple[str, ...]] = {
    "encoder": ENCODERS,
    "decoder": DECODERS,
    "attention": ATTENTIONS,
    "tokens": TOKENS,
    "freeze": FREEZE,
    "optimizer": OPTIMIZERS,
    "mixed_precision": MIXED_PRECISION,
}
_SHARES = ("timestamps", "previous_text", "join", "pad", "warmup", "label_smoothing", "dropout", "noise", "momentum")
_POSITIVE = ("epochs", "batch_seconds", "lora_alpha", "evaluations_per_epoch", "clip", "checkpoint_minutes")
_COUNTS = {"vocabulary": 8, "width": 8, "layers": 1, "accumulate": 1, "patience": 1, "lora_rank": 0, "workers": 0}
_NOT_NEGATIVE = ("minutes", "learning_rate", "weight_decay", "evaluation_examples", "seed")

# (parameters up to, rate). A fortieth of the rate of pre-training, which falls with the size (Radford et al. 2022,
# table 17); the bounds lie between the released sizes.
_FINE_TUNING_RATES = ((55e6, 3.75e-5), (150e6, 2.5e-5), (500e6, 1.25e-5), (1e9, 6.25e-6), (math.inf, 4.4e-6))


def checked(config: TrainConfig) -> TrainConfig:
    """The options with names resolved.

    Raises:
        UsageError: they contradict each other, or name something that does not exist.
        OutputError: the output folder cannot be written.
    """
    for name, allowed in _CHOICES.items():
        if getattr(config, name) not in allowed:
            names = ", ".join(value or "none" for value in allowed)
            raise UsageError(f"{_option(name)} cannot be '{getattr(config, name)}'. Choose one of: {names}.")
    for name in _SHARES:
        if not 0 <= getattr(config, name) <= 1:
            raise UsageError(f"{_option(name)} is a share: give a number from 0 to 1.")
    for name in _POSITIVE:
        if not 0 < getattr(config, name) < math.inf:
            raise UsageError(f"{_option(name)} has to be above 0.")
    for name in _NOT_NEGATIVE:
        if not 0 <= getattr(config, name) < math.inf:
            raise UsageError(f"{_option(name)} cannot be below 0.")
    for name, least in _COUNTS.items():
        if getattr(config, name) < least:
            raise UsageError(f"{_option(name)} has to be at least {least}.")
    if not config.data:
        raise UsageError("There is nothing to learn from. Name a folder, a manifest or a table with --data.")
    if config.lora_rank and not config.model:
        raise UsageError("Adapters (--lora) belong to a model that exists. Add --model, for example --model base.")
    check_writable(config.output / "config.json", overwrite=True)
    return replace(config, language=checked_language(config.language))


def checked_language(name: str) -> str:
    """The code of a language given by code or name; empty stays empty.

    Raises:
        UsageError: Whisper knows no such language.
    """
    code = name and language_code(name)
    if code is None:
        raise UsageError(f"There is no language '{name}'. Use a code such as {', '.join(list(LANGUAGES)[:5])}.")
    return code


def fine_tuning_rate(parameters: int) -> float:
    """The learning rate at which all weights of a trained Whisper of this size learn on."""
    return next(rate for bound, rate in _FINE_TUNING_RATES if parameters <= bound)


def learning_rate(config: TrainConfig, parameters: int) -> float:
    """The highest rate of a run: the one that was given, else one that suits the method and the model's size."""
    if config.learning_rate:
        return config.learning_rate
    if config.optimizer == "sgd":
        return 0.05 if not config.model else 400 * fine_tuning_rate(parameters)
    if not config.model:
        return 2e-3 if parameters < 3e6 else 1e-3 if parameters < 3e7 else 3e-4
    if config.lora_rank:
        # More than all weights would: base 1e-4. At the common 1e-3, base forgot other voices within 20 min of one.
        return 4 * fine_tuning_rate(parameters)
    return fine_tuning_rate(parameters)


def from_toml(path: Path) -> dict[str, Any]:
    """What a TOML file sets, by the names of ``TrainConfig``. Tables may group the names; paths are relative to it.

    Raises:
        UsageError: unreadable, or a name or a value that is none.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"Cannot read {path}: {error.strerror or error}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} is not TOML: {error}.") from error
    flat: dict[str, Any] = {}
    for name, value in content.items():
        flat.update(value if isinstance(value, dict) else {name: value})
    return from_plain(flat, str(path), path.parent)


def from_plain(values: dict[str, Any], source: str, folder: Path = Path()) -> dict[str, Any]:
    """Plain values (of TOML or JSON) in the types of ``TrainConfig``.

    Args:
        values: by the field's name, dashes allowed.
        source: where they come from, for messages.
        folder: relative paths start there.

    Raises:
        UsageError: a name or a value that is none.
    """
    known = {field.name: field for field in fields(TrainConfig)}
    defaults = asdict(TrainConfig((), Path()))
    found: dict[str, Any] = {}
    for given, value in values.items():
        name = given.replace("-", "_")
        if name not in known:
            raise UsageError(f"{source} sets '{given}', which is no option. There are: {', '.join(known)}.")
        default = defaults[name]
        if name == "data" and isinstance(value, str):
            value = [value]
        if name == "data" and isinstance(value, list) and all(isinstance(item, str) for item in value):
            found[name] = tuple(folder / item for item in value)
        elif name in ("output", "valid", "general") and isinstance(value, str):
            found[name] = folder / value
        elif name in ("valid", "general") and value is None:
            found[name] = None
        elif name == "lora_layers" and isinstance(value, list) and all(isinstance(item, str) for item in value):
            found[name] = tuple(value)
        elif isinstance(default, bool) and isinstance(value, bool):
            found[name] = value
        elif isinstance(default, float) and isinstance(value, int | float) and not isinstance(value, bool):
            found[name] = float(value)
        elif isinstance(default, int | str) and not isinstance(default, bool) and type(value) is type(default):
            found[name] = value
        else:
            kind = "list" if isinstance(default, tuple) else type(default).__name__
            raise UsageError(f"{source} sets '{given}' to {value!r}, which is no {kind}.")
    return found


def to_plain(config: TrainConfig) -> dict[str, Any]:
    """The options as JSON can hold them; ``from_plain`` reads them back."""
    plain = asdict(config)
    for name, value in plain.items():
        if isinstance(value, Path):
            plain[name] = str(value.absolute())
        elif isinstance(value, tuple):
            plain[name] = [str(item.absolute()) if isinstance(item, Path) else item for item in value]
    return plain


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")
