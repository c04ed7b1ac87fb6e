"""Batches of a data set without end, the same in every run with the same settings, from any place on."""

import random
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from torch.utils.data import Sampler

from alm_studio.audio.features import make_features
from alm_studio.base.cancel import CancelToken
from alm_studio.model.spec import WhisperSpec
from alm_studio.training.config import TrainConfig
from alm_studio.training.data.augment import Augmentation
from alm_studio.training.data.batch import Draw
from alm_studio.training.data.batches import BatchPlan
from alm_studio.training.data.dataset import SpeechDataset, make_loader
from alm_studio.training.data.example import Example
from alm_studio.training.learner import Learner
from alm_studio.training.machine import Machine
from alm_studio.training.targets import TargetBatch, TargetMaker, TextTargets
from alm_studio.training.trainer import Place

if TYPE_CHECKING:
    from alm_studio.training.data.batch import Batch


class LoaderFeed:
    """A ``Feed`` over a loader.

    Args:
        dataset, plan: what the loader reads.
        maker: makes tokens.
        per_step: batches that one process learns from in a step.
        rank, world: number of this process, and how many there are; batches are dealt out in turn.
        workers: processes that read ahead.
        seed: of what the maker leaves to chance.
        pin_memory: for a GPU.
    """

    def __init__(
        self,
        dataset: SpeechDataset,
        plan: BatchPlan,
        maker: TargetMaker,
        *,
        per_step: int = 1,
        rank: int = 0,
        world: int = 1,
        workers: int = 0,
        seed: int = 0,
        pin_memory: bool = False,
    ) -> None:
        self._dataset = dataset
        self._plan = plan
        self._maker = maker
        self._per_step = per_step
        self._rank, self._world = rank, world
        self._workers = workers
        self._seed = seed
        self._pin_memory = pin_memory
        self._counts: dict[int, int] = {}

    def count(self, epoch: int) -> int:
        """See ``Feed``."""
        if epoch not in self._counts:
            self._counts[epoch] = len(self._plan.batches(epoch))
        return self._counts[epoch]

    def stream(self, place: Place) -> Iterator[tuple[Place, list[TargetBatch]]]:
        """See ``Feed``."""
        order = _Order(self._plan, place, self._rank, self._world)
        loader = make_loader(self._dataset, order, self._workers, pin_memory=self._pin_memory)
        sounds: Iterator[Batch] = iter(loader)
        places = self._places(place)
        while True:
            step = list(islice(places, self._per_step * self._world))
            mine = step[self._rank :: self._world]
            batches = [self._maker.make(next(sounds), self._chance(where)) for where in mine]
            last = step[-1]
            yield Place(last.epoch, last.index + 1), batches

    def _places(self, place: Place) -> Iterator[Place]:
        epoch, index = place.epoch, place.index
        while True:
            for number in range(index, self.count(epoch)):
                yield Place(epoch, number)
            epoch, index = epoch + 1, 0

    def _chance(self, place: Place) -> random.Random:
        return random.Random(f"{self._seed} {place.epoch} {place.index}")


def make_feed(
    config: TrainConfig,
    learner: Learner,
    machine: Machine,
    examples: Sequence[Example],
    language: str,
    cancel: CancelToken | None = None,
) -> LoaderFeed:
    """The batches of a run.

    Args:
        config: sizes, augmentation, shares.
        learner: who learns from them.
        machine: where.
        examples: checked ones.
        language: code for those that do not say theirs.
        cancel: looked at while a file is decoded.
    """
    spec = learner.spec
    dataset = SpeechDataset(
        examples,
        make_features(spec.features.kind, spec.features.bands),
        f"{spec.features.kind}-{spec.features.bands}",
        Augmentation(config.tempo, config.noise, config.gain, config.spec_augment),
        cancel=cancel,
        longest=spec.longest,
    )
    plan = BatchPlan(
        examples,
        config.batch_seconds,
        seed=config.seed,
        augment=config.tempo or config.gain or config.spec_augment or config.noise > 0,
        joined=config.join if learner.is_whisper else 0.0,
        longest=spec.longest,
    )
    texts = TextTargets(
        learner.tokenizer,
        learner.network.decoder.longest_text,
        language,
        config.timestamps,
        config.previous_text,
    )
    window = 2 * spec.audio_states if isinstance(spec, WhisperSpec) else 0
    return LoaderFeed(
        dataset,
        plan,
        TargetMaker(texts, window, config.pad),
        per_step=config.accumulate,
        rank=machine.rank,
        world=machine.world,
        workers=config.workers,
        seed=config.seed,
        pin_memory=machine.device.type == "cuda",
    )


class _Order(Sampler[list[Draw]]):
    """The batches of one process, epoch after epoch."""

    def __init__(self, plan: BatchPlan, place: Place, rank: int, world: int) -> None:
        self._plan = plan
        self._place = place
        self._rank, self._world = rank, world

    def __iter__(self) -> Iterator[list[Draw]]:
        everything = self._batches()
        return islice(everything, self._rank, None, self._world)

    def _batches(self) -> Iterator[list[Draw]]:
        epoch, index = self._place.epoch, self._place.index
        while True:
            yield from self._plan.batches(epoch)[index:]
            epoch, index = epoch + 1, 0
