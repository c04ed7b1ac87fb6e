"""The examples of a run: read, checked, and a part of them held out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import UsageError
from alm_studio.base.progress import Progress
from alm_studio.training.config import TrainConfig
from alm_studio.training.data.batches import seconds_of
from alm_studio.training.data.check import check_examples
from alm_studio.training.data.example import Example
from alm_studio.training.data.findings import total_seconds
from alm_studio.training.data.sources import read_examples
from alm_studio.training.data.splitting import Hear
from alm_studio.training.held_out import hold_out, spread
from alm_studio.training.report import Advanced, Noticed, TrainingListener
from alm_studio.training.untrained import untrained_hearing


@dataclass(frozen=True)
class Material:
    """What a run learns from, and what it is judged by. Every example says where it ends."""

    training: tuple[Example, ...]
    valid: tuple[Example, ...]
    general: tuple[Example, ...]

    @property
    def seconds(self) -> float:
        """Of speech to learn from."""
        return total_seconds(self.training)

    @property
    def longest(self) -> float:
        """Seconds of the longest example to learn from."""
        return max(seconds_of(example) for example in self.training)

    def languages(self) -> list[str]:
        """Codes that the examples say, the most frequent first; empty where none says one."""
        counts = Counter(example.language for example in self.training if example.language)
        return [code for code, _ in counts.most_common()]

    def speaking(self, language: str) -> "Material":
        """The same; examples that do not say their language speak this one."""

        def told(examples: Sequence[Example]) -> tuple[Example, ...]:
            return tuple(example if example.language else replace(example, language=language) for example in examples)

        return Material(told(self.training), told(self.valid), told(self.general))


def gather(config: TrainConfig, longest: float, listener: TrainingListener, cancel: CancelToken) -> Material:
    """Read and check all data of a run.

    Args:
        config: names the data.
        longest: seconds of an example at most.
        listener: told how far it is, and what was left out.
        cancel: stops it.

    Raises:
        UsageError: nothing is left to learn from.
        MediaError: a file cannot be read.
        CancelledError: cancelled.
    """
    hear = untrained_hearing(config.model, config.language, cancel) if config.model and config.compare else None
    examples = _read(config.data, "the training data", config.language, longest, listener, cancel, hear)
    if config.valid is not None:
        training, valid = examples, _read((config.valid,), "the held-out part", "", longest, listener, cancel)
    elif len(examples) < 2:
        raise UsageError("One example is too few: some are learned from, some are kept to see what was learned.")
    else:
        training, valid = hold_out(examples, config.seed)
    general: list[Example] = []
    if config.general is not None:
        general = _read((config.general,), "the general set", "", longest, listener, cancel)
    most = config.evaluation_examples
    return Material(tuple(training), tuple(spread(valid, most)), tuple(spread(general, most)))


def _read(
    paths: Sequence[Path],
    what: str,
    language: str,
    longest: float,
    listener: TrainingListener,
    cancel: CancelToken,
    hear: Hear | None = None,
) -> list[Example]:
    found = [example for path in paths for example in read_examples(path, language, cancel)]

    def told(progress: Progress) -> None:
        listener(Advanced(progress.message or f"Checking {what}", round(progress.done), round(progress.total)))

    report = check_examples(found, longest=longest, hear=hear, cancel=cancel, progress=told)
    if report.dropped:
        listener(Noticed(f"{what[0].upper()}{what[1:]}: {' '.join(map(str.strip, report.sentences()))}"))
    if not report.kept:
        raise UsageError(f"No example of {what} can be used. Look at the reasons above.")
    return list(report.kept)
