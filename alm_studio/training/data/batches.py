"""Which examples make which batch: rows of like length together, the same in every run of the same seed."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from torch.utils.data import Sampler

from alm_studio.training.data.batch import Draw
from alm_studio.training.data.example import Example

_JITTER = 0.1
"""Share by which lengths are blurred before they are sorted, so that batches differ from epoch to epoch."""

_NEAR = 2_000
"""Ms of pause up to which an example follows on the one before it in the same file."""

BETWEEN = 0.3
"""Seconds of silence between joined examples that do not."""


def follows(before: Example, after: Example) -> bool:
    """Whether ``after`` is said right after ``before``, so that both can be heard in one go."""
    return before.audio == after.audio and before.end is not None and 0 <= after.start - before.end <= _NEAR


def seconds_of(example: Example) -> float:
    """Length of a checked example.

    Raises:
        ValueError: it has no end: ``check.check_examples`` finds it.
    """
    if example.end is None:
        raise ValueError(f"{example.audio} is not checked: its end is unknown")
    return (example.end - example.start) / 1000


class BatchPlan(Sampler[list[Draw]]):
    """Lays out batches. A loader takes it as its ``batch_sampler``.

    What an epoch holds follows from the arguments, ``seed`` and the epoch alone, so a run goes on at any batch:
    ``set_epoch(3, first=120)``.

    Args:
        examples: checked ones, those of the data set.
        batch_seconds: bound of rows times the longest row; a longer example makes a batch of its own.
        seed: of order and augmentation.
        shuffle: whether the order changes; without it batches go from long to short.
        augment: whether draws get a seed.
        joined: share of the examples that are joined to rows as long as ``longest``.
        longest: seconds of a joined row at most.
        most: rows of a batch at most.
        rank, world: number of this process, and how many share the batches; each gets as many.
    """

    def __init__(
        self,
        examples: Sequence[Example],
        batch_seconds: float,
        *,
        seed: int = 0,
        shuffle: bool = True,
        augment: bool = False,
        joined: float = 0.0,
        longest: float = 30.0,
        most: int = 512,
        rank: int = 0,
        world: int = 1,
    ) -> None:
        self._examples = tuple(examples)
        self._seconds = [seconds_of(example) for example in examples]
        self._batch_seconds = batch_seconds
        self._seed = seed
        self._shuffle = shuffle
        self._augment = augment
        self._joined = joined
        self._longest = longest
        self._most = most
        self._rank, self._world = rank, world
        self._epoch = self._first = 0
        self._laid_out: tuple[int, list[list[Draw]]] | None = None

    def set_epoch(self, epoch: int, first: int = 0) -> None:
        """Choose what is iterated next.

        Args:
            epoch: from 0.
            first: the batch to begin with, of this process.
        """
        self._epoch, self._first = epoch, first

    def __len__(self) -> int:
        return max(0, len(self.batches(self._epoch)) - self._first)

    def __iter__(self) -> Iterator[list[Draw]]:
        yield from self.batches(self._epoch)[self._first :]

    def batches(self, epoch: int) -> list[list[Draw]]:
        """All batches of an epoch, of this process."""
        if self._laid_out is None or self._laid_out[0] != epoch:
            self._laid_out = (epoch, self._lay_out(epoch))
        return self._laid_out[1]

    def _lay_out(self, epoch: int) -> list[list[Draw]]:
        random = np.random.default_rng([self._seed, epoch])
        rows = self._rows(random)
        lengths = [self._length(row) for row in rows]
        blur = random.uniform(1 - _JITTER, 1 + _JITTER, len(rows)) if self._shuffle else np.ones(len(rows))
        seeds = random.integers(2**62, size=len(rows)).tolist()
        batches: list[list[Draw]] = []
        longest = 0.0
        for index in sorted(range(len(rows)), key=lambda i: (-lengths[i] * blur[i], i)):
            draw = Draw(rows[index], seeds[index] if self._augment else None)
            longest = max(longest, lengths[index])
            full = not batches or len(batches[-1]) >= self._most
            if full or (len(batches[-1]) + 1) * longest > self._batch_seconds:
                batches.append([draw])
                longest = lengths[index]
            else:
                batches[-1].append(draw)
        if self._shuffle:
            order = random.permutation(len(batches))
            batches = [batches[i] for i in order]
        whole = -(-len(batches) // self._world) * self._world
        shared = [batches[i % len(batches)] for i in range(whole)] if batches else []
        return shared[self._rank :: self._world]

    def _rows(self, random: np.random.Generator) -> list[tuple[int, ...]]:
        """Every example once, alone or joined to others."""
        count = len(self._examples)
        order = [int(i) for i in random.permutation(count)] if self._shuffle else list(range(count))
        left = dict.fromkeys(order)
        rows: list[tuple[int, ...]] = []
        wanted = round(self._joined * count)
        while wanted > 0 and len(left) > 1:
            row = self._join(left)
            wanted -= len(row)
            rows.append(row)
        return rows + [(index,) for index in left]

    def _join(self, left: dict[int, None]) -> tuple[int, ...]:
        """Take from ``left`` its first example and those to be said after it: its own followers, or whoever comes."""
        row = [next(iter(left))]
        del left[row[0]]
        while left:
            after = row[-1] + 1
            own = after in left and follows(self._examples[row[-1]], self._examples[after])
            index = after if own else next(iter(left))
            if self._length((*row, index)) > self._longest:
                break
            del left[index]
            row.append(index)
        return tuple(row)

    def _length(self, row: Sequence[int]) -> float:
        """Seconds of a row."""
        total = self._seconds[row[0]]
        for before, index in pairwise(row):
            first, second = self._examples[before], self._examples[index]
            if follows(first, second) and first.end is not None:
                total += (second.start - first.end) / 1000
            else:
                total += BETWEEN
            total += self._seconds[index]
        return total
