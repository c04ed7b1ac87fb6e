"""``alm-studio train``: a model of one's own, or fine-tuning of one that exists."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import CancelledError, OutputError, UsageError
from alm_studio.cli.interrupt import until_interrupted
from alm_studio.cli.train_arguments import FIELDS
from alm_studio.training.config import TrainConfig
from alm_studio.training.control import TrainingControl
from alm_studio.training.report import Advanced, Ended, Noticed, TrainingEvent, TrainingListener

_FROM_SCRATCH = ("encoder", "decoder", "attention", "tokens", "vocabulary", "width", "layers")


def run(options: argparse.Namespace) -> int:
    """Train.

    Returns:
        0, or 130 where it was stopped; what was learned until then is kept.
    """
    config = read_options(options)
    from alm_studio.training import checkpoint
    from alm_studio.training.listeners.several import Several
    from alm_studio.training.run import train

    if checkpoint.exists(config.output) and not config.resume and not options.overwrite:
        raise OutputError(
            f"{config.output} holds a training already. Go on with it (--resume), replace it (--overwrite), or choose "
            "another --output."
        )
    control = TrainingControl(CancelToken())
    last: list[Ended] = []
    listeners: list[TrainingListener] = [_Remember(last), _listener(options)]
    if config.tensorboard:
        from alm_studio.training.listeners.tensorboard import TensorBoard

        listeners.append(TensorBoard(config.output / "tensorboard"))
    try:
        with until_interrupted(control.cancel):
            train(config, Several(*listeners), control)
    finally:
        for listener in listeners:
            if hasattr(listener, "clear"):
                listener.clear()
    if last and last[0].reason == "stopped":
        print(f"alm-studio: go on with: alm-studio train --output {config.output} --resume", file=sys.stderr)
        return CancelledError.exit_code
    return 0


def read_options(options: argparse.Namespace) -> TrainConfig:
    """The configuration: the command line, over a TOML file, over what a run to be resumed began with.

    Raises:
        UsageError: something is missing, unknown, or contradicts something else.
    """
    from alm_studio.training.options import from_toml
    from alm_studio.training.run import read_config

    given: dict[str, Any] = {name: value for name, value in vars(options).items() if name in FIELDS}
    if "data" in given:
        given["data"] = tuple(Path(path) for path in given["data"])
    for name in ("output", "valid", "general"):
        if name in given:
            given[name] = Path(given[name])
    if options.no_augment:
        given |= {"spec_augment": False, "tempo": False, "noise": 0.0, "gain": False}
    values = (from_toml(Path(options.config)) if options.config else {}) | given
    if "output" not in values:
        raise UsageError("Say where the model shall go: --output DIR.")
    if values.get("resume") and "data" not in values:
        begun = read_config(values["output"])
        values = {name: getattr(begun, name) for name in FIELDS} | values
        return TrainConfig(**values)
    if "data" not in values:
        raise UsageError("Say what to learn from: --data PATH.")
    scratch = [name for name in _FROM_SCRATCH if name in values]
    if values.get("model") and scratch:
        raise UsageError(
            f"--model fine-tunes a model that has its parts already, so --{scratch[0]} has no meaning. Leave one out."
        )
    if not values.get("model") and not scratch:
        raise UsageError(
            "Say which model shall learn: --model base to fine-tune one, or --encoder and --decoder for a new one."
        )
    return TrainConfig(**values)


def _listener(options: argparse.Namespace) -> TrainingListener:
    if options.json:
        return _print_json
    from alm_studio.training.listeners.terminal import Terminal

    return Terminal(sys.stderr, options.quiet)


def _print_json(event: TrainingEvent) -> None:
    from alm_studio.training.listeners.jsonl import to_row

    if isinstance(event, Noticed):
        print(f"alm-studio: {event.sentence}", file=sys.stderr)
    if not isinstance(event, Advanced):
        print(json.dumps(to_row(event), ensure_ascii=False), flush=True)


class _Remember:
    """Keeps how a run ended."""

    def __init__(self, found: list[Ended]) -> None:
        self._found = found

    def __call__(self, event: TrainingEvent) -> None:
        if isinstance(event, Ended):
            self._found.append(event)
