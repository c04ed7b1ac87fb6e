"""How fast a model learns on this machine: seconds of audio per second."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import UsageError
from alm_studio.checkpoints.loading import load_model
from alm_studio.model.spec import WhisperSpec
from alm_studio.training.config import LORA_RANK, TrainConfig
from alm_studio.training.control import TrainingControl
from alm_studio.training.data.example import Example
from alm_studio.training.feed import make_feed
from alm_studio.training.learner import Learner
from alm_studio.training.machine import open_machine
from alm_studio.training.report import Evaluated
from alm_studio.training.trainer import Place, Trainer

_WARM_UP = 2


@dataclass(frozen=True)
class Speed:
    """Seconds of audio learned from per second, and the steps that were timed."""

    method: str
    speed: float
    steps: int
    precision: str


def measure_training(
    model: str, examples: Sequence[Example], *, lora: bool, device: str, batch_seconds: float, seconds: float
) -> Speed:
    """Let a model learn for a while and time it: loading, augmentation, forward, backward, optimiser.

    Args:
        model: name of a model.
        examples: checked.
        lora: whether adapters learn, or all weights.
        device: where.
        batch_seconds: of sound in a step.
        seconds: of time at least.

    Raises:
        UsageError: the model is not Whisper.
    """
    method = "lora" if lora else "full"
    with TemporaryDirectory() as folder, open_machine(device, "auto") as machine:
        config = TrainConfig(
            (Path(folder),),
            Path(folder),
            model=model,
            lora_rank=LORA_RANK if lora else 0,
            learning_rate=1e-5,
            batch_seconds=batch_seconds,
            epochs=1000,
        )
        source = load_model(model, "cpu", "float32")
        if not isinstance(source.spec, WhisperSpec):
            raise UsageError("Training speed is measured with Whisper models. Choose one with --model.")
        learner = Learner(source.network, source.spec, source.tokenizer, config, machine)
        language = next((example.language for example in examples if example.language), "en")
        feed = make_feed(config, learner, machine, examples, language)
        trainer = Trainer(
            config,
            learner,
            machine,
            feed,
            _no_evaluation,
            lambda _: None,
            lambda _: None,
            TrainingControl(CancelToken()),
            0.0,
            {},
        )
        heard = 0.0
        started = time.monotonic()
        for number, (place, batches) in enumerate(feed.stream(Place())):
            trainer.step(place, batches)
            if number + 1 == _WARM_UP:
                heard, started = 0.0, time.monotonic()
                continue
            heard += sum(batch.seconds for batch in batches)
            elapsed = time.monotonic() - started
            if number >= _WARM_UP and elapsed >= seconds:
                return Speed(method, heard / elapsed, number + 1 - _WARM_UP, machine.precision)
    raise AssertionError("a feed never ends")


def _no_evaluation(step: int, first: bool) -> Evaluated:
    raise AssertionError(f"nothing is evaluated at step {step}")
