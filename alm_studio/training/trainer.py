"""The loop: batches in, steps of the optimiser, events out, checkpoints on the way."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

import torch
from torch import nn

from alm_studio.base.errors import CancelledError
from alm_studio.training import checkpoint
from alm_studio.training.checkpoint import Checkpoint
from alm_studio.training.config import TrainConfig
from alm_studio.training.control import TrainingControl
from alm_studio.training.errors import TrainingError, report_out_of_memory
from alm_studio.training.learner import Learner
from alm_studio.training.loss import negative_log_likelihood
from alm_studio.training.machine import Machine
from alm_studio.training.optimizers import make_optimizer
from alm_studio.training.report import (
    Ending,
    Evaluated,
    Saved,
    Started,
    Stepped,
    TrainingListener,
    evaluated_from,
    evaluated_to,
)
from alm_studio.training.schedule import rate_factor
from alm_studio.training.targets import TargetBatch

_FORGETTING = 0.005
"""By so much the word error rate on the general set may rise before it counts against a model."""
_SMOOTHING = 0.9
"""Of the time of a step, from which the time left is told."""


@dataclass(frozen=True)
class Place:
    """A place in the data: how many batches of which epoch are done."""

    epoch: int = 0
    index: int = 0


class Feed(Protocol):
    """Where batches come from, the same in every run with the same settings."""

    def count(self, epoch: int) -> int:
        """Batches of an epoch."""

    def stream(self, place: Place) -> Iterator[tuple[Place, list[TargetBatch]]]:
        """For each step from ``place`` on the batches of this process, and the place behind those of all processes.
        Never ends.
        """


_NOTHING: AbstractContextManager[Any] = nullcontext()


@dataclass
class Progress:
    """How far a run is. Plain values, so that a checkpoint can hold it."""

    step: int = 0
    epoch: int = 0
    index: int = 0
    elapsed: float = 0.0
    best: float = math.inf
    best_step: int = 0
    least_loss: float = math.inf
    waited: int = 0
    evaluated: int = -1
    before: dict[str, Any] = field(default_factory=dict)
    best_scores: dict[str, Any] = field(default_factory=dict)


class Trainer:
    """Trains one network.

    Args:
        config: checked; its learning rate is given.
        learner: the network.
        machine: where it computes.
        feed: the batches.
        evaluate: reads examples; called in the main process only.
        keep_best: called when the network is the best so far; main process only.
        listener: told everything; main process only.
        control: pauses and stops.
        seconds: of speech in the training data.
        extra: plain values for the checkpoint.
    """

    def __init__(
        self,
        config: TrainConfig,
        learner: Learner,
        machine: Machine,
        feed: Feed,
        evaluate: Callable[[int, bool], Evaluated],
        keep_best: Callable[[Evaluated], None],
        listener: TrainingListener,
        control: TrainingControl,
        seconds: float,
        extra: dict[str, Any],
    ) -> None:
        self._config = config
        self._learner = learner
        self._machine = machine
        self._feed = feed
        self._read = evaluate
        self._keep_best = keep_best
        self._listener = listener
        self._control = control
        self._seconds = seconds
        self._extra = extra
        self._optimizer = make_optimizer(learner.network, config)
        self._parameters = learner.parameters
        self._network = machine.prepare(learner.network, self._optimizer)
        per_step = config.accumulate * machine.world
        batches = feed.count(0)
        self.steps = max(1, round(config.epochs * batches / per_step))
        self._every = max(1, round(batches / per_step / config.evaluations_per_epoch))
        self.progress = Progress()
        self.before: Evaluated | None = None
        self.best: Evaluated | None = None
        self._step_seconds = 0.0
        self._evaluation_seconds = 0.0
        self._saved_at = self._begun = time.monotonic()
        if machine.world == 1:  # several processes stop together, between steps
            for block in (*learner.network.encoder.modules(), *learner.network.decoder.modules()):
                if isinstance(block, nn.ModuleList):
                    for part in block:
                        part.register_forward_pre_hook(lambda *_: control.cancel.check())

    def resume(self, found: Checkpoint) -> None:
        """Go on where a checkpoint was written."""
        self._learner.load_weights(found.weights)
        self._optimizer.load_state_dict(found.optimizer)
        self._machine.load_state(found.progress["scaler"])
        self.progress = Progress(**found.progress["run"])
        checkpoint.set_random_states(found.random)
        self.before = evaluated_from(self.progress.before)
        self.best = evaluated_from(self.progress.best_scores)

    def run(self) -> Ending:
        """Train until the steps are done, time is up, nothing becomes better, or somebody asks to stop.

        Raises:
            TrainingError: the loss is no number any more, or memory ran out.
            OutputError: the disk refuses.
            CancelledError: stopped before there was a first model to keep.
        """
        parameters, trainable = self._learner.count()
        progress = self.progress
        self._tell(Started(progress.step, self.steps, self._seconds, parameters, trainable, str(self._machine.device)))
        try:
            with report_out_of_memory():
                return self._loop()
        except CancelledError:
            if self.before is None:
                raise
            self._save()
            if self.best is None:
                raise
            return "stopped"

    def _loop(self) -> Ending:
        progress = self.progress
        self._begun = time.monotonic() - progress.elapsed
        if self.before is None or progress.step % self._every == 0 or progress.step >= self.steps:
            self._evaluate()  # the second where it was stopped in the middle of an evaluation
        progress = self.progress
        if progress.step >= self.steps:
            return "finished"
        if progress.waited >= self._config.patience:
            return "early-stop"
        for place, batches in self._feed.stream(Place(progress.epoch, progress.index)):
            self._wait()
            self.step(place, batches)
            progress = self.progress
            last = progress.step >= self.steps
            due = progress.step % self._every == 0
            timed_out = self._timed_out()
            if last or due or timed_out:
                self._evaluate()
                progress = self.progress
                self._save()
            elif self._same(time.monotonic() - self._saved_at > 60 * self._config.checkpoint_minutes):
                self._save()
            if last:
                return "finished"
            if timed_out:
                return "time"
            if progress.waited >= self._config.patience:
                return "early-stop"
        raise AssertionError("a feed never ends")

    def _wait(self) -> None:
        """Stand still while paused; everywhere, when the main process does.

        Raises:
            CancelledError: somebody asks to stop.
        """
        paused = time.monotonic()
        stopped = False
        try:
            self._control.wait()
        except CancelledError:
            stopped = True
        self._begun += max(0.0, time.monotonic() - paused - 0.05)
        if self._same(stopped):
            raise CancelledError

    def _same(self, value: Any) -> Any:
        return self._machine.same(value)

    def _timed_out(self) -> bool:
        limit = 60 * self._config.minutes
        elapsed = time.monotonic() - self._begun
        return bool(self._same(limit > 0 and elapsed + self._evaluation_seconds >= limit))

    def _fraction(self) -> float:
        """The share of the run that is done: of the steps, or of the time where that is bounded."""
        done = self.progress.step / self.steps
        if self._config.minutes:
            done = max(done, (time.monotonic() - self._begun) / (60 * self._config.minutes))
        return float(self._same(min(1.0, done)))

    def step(self, place: Place, batches: list[TargetBatch]) -> None:
        """One step of the optimiser over the batches of all processes.

        Args:
            place: behind them.
            batches: of this process.

        Raises:
            TrainingError: the loss is no number any more.
        """
        config, machine, progress = self._config, self._machine, self.progress
        started = time.monotonic()
        self._learner.train()
        # What is left to chance in a step (dropout) follows from its number: so a resumed run draws what an unbroken
        # one would have drawn.
        torch.manual_seed((config.seed * 1_000_003 + progress.step) * 64 + machine.rank)
        rate = config.learning_rate * rate_factor(round(self._fraction() * self.steps), self.steps, config.warmup)
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        targets, seconds = machine.sum(sum(batch.targets for batch in batches), sum(batch.seconds for batch in batches))
        total = 0.0
        for number, batch in enumerate(batches):
            if machine.world == 1:  # several processes stop together, between steps
                self._control.cancel.check()
            total += self._learn(batch, targets, last=number == len(batches) - 1)
        (loss,) = machine.sum(total / targets)
        if not math.isfinite(loss):
            raise self._not_a_number(rate)
        norm = machine.step(self._optimizer, self._parameters, config.clip)
        if not math.isfinite(norm) and machine.precision != "fp16":
            raise self._not_a_number(rate)
        progress.step += 1
        progress.epoch, progress.index = place.epoch, place.index
        now = time.monotonic()
        progress.elapsed = now - self._begun
        spent = now - started
        self._step_seconds = (
            spent if not self._step_seconds else (_SMOOTHING * self._step_seconds + (1 - _SMOOTHING) * spent)
        )
        self._tell(
            Stepped(
                progress.step,
                self.steps,
                place.epoch + place.index / max(1, self._feed.count(place.epoch)),
                loss,
                rate,
                norm,
                seconds / spent,
                progress.elapsed,
                self._remaining(),
            )
        )

    def _learn(self, batch: TargetBatch, targets: float, last: bool) -> float:
        """Add the gradients of a batch.

        Returns:
            Its summed negative log-likelihood, nats.
        """
        machine = self._machine
        batch = batch.to(machine.device)
        with machine.accumulate(self._network, last):
            with machine.autocast() if self._learner.autocast else _NOTHING:
                logits, _ = self._network(batch.features, batch.tokens, batch.lengths)
            objective, plain = negative_log_likelihood(logits, batch.labels, self._config.label_smoothing)
            # The mean over all tokens of the step, wherever they are; processes average their gradients.
            machine.backward(objective * (machine.world / targets))
        return float(plain)

    def _not_a_number(self, rate: float) -> TrainingError:
        kept = "The last good checkpoint is intact" if checkpoint.exists(self._config.output) else "Nothing was saved"
        return TrainingError(
            f"The loss is no longer a number at step {self.progress.step + 1}, with a learning rate of {rate:.1e}. "
            f"{kept}. Start again with a lower rate, for example --lr {rate / 5:.0e}."
        )

    def _remaining(self) -> float | None:
        progress = self.progress
        steps = self.steps - progress.step
        evaluations = math.ceil(self.steps / self._every) - progress.step // self._every
        left = steps * self._step_seconds + evaluations * self._evaluation_seconds
        if self._config.minutes:
            left = min(left, 60 * self._config.minutes - progress.elapsed)
        return max(0.0, left)

    def _evaluate(self) -> None:
        """Let the network read, keep it if it is the best so far."""
        progress, started = self.progress, time.monotonic()
        if progress.evaluated == progress.step:
            return
        found: Evaluated | None = None
        if self._machine.main:
            first = self.before is None
            found = self._read(progress.step, first)
            quality = self._quality(found)
            # Before any training nothing is kept: the model is there already, or knows nothing yet.
            better = not first and quality < progress.best
            found = Evaluated(found.step, found.scores, found.general, better, found.samples)
            learned = found.scores.loss < progress.least_loss
            progress.least_loss = min(progress.least_loss, found.scores.loss)
            if first:
                self.before, progress.before = found, evaluated_to(found)
            elif better:
                self._keep_best(found)
                progress.best, progress.best_step, progress.waited = quality, progress.step, 0
                self.best, progress.best_scores = found, evaluated_to(found)
            elif learned:  # a new network writes nothing but nonsense for a while, yet more and more probable truth
                progress.waited = 0
            else:
                progress.waited += 1
            self._listener(found)
        shared = self._same(asdict(progress))
        self.progress = progress = Progress(**shared)
        self.before, self.best = evaluated_from(progress.before), evaluated_from(progress.best_scores)
        progress.evaluated = progress.step
        self._evaluation_seconds = time.monotonic() - started
        progress.elapsed = time.monotonic() - self._begun

    def _quality(self, found: Evaluated) -> float:
        """What is to become small: the word error rate, and what was forgotten beyond a tolerance; between equals the
        character error rate and the text as written decide.
        """
        quality = found.scores.wer + 0.01 * found.scores.cer + 0.001 * found.scores.raw_wer
        if found.general is not None and self.before is not None and self.before.general is not None:
            quality += max(0.0, found.general.wer - self.before.general.wer - _FORGETTING)
        return quality

    def _save(self) -> None:
        if self._machine.main:
            folder = checkpoint.save(
                self._config.output,
                Checkpoint(
                    self._learner.weights(),
                    self._optimizer.state_dict(),
                    {"run": asdict(self.progress), "scaler": self._machine.state(), **self._extra},
                    checkpoint.random_states(),
                ),
            )
            self._listener(Saved(self.progress.step, folder))
        self._machine.wait()
        self._saved_at = time.monotonic()

    def _tell(self, event: Started | Stepped) -> None:
        if self._machine.main:
            self._listener(event)
