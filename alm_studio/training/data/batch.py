"""What a model learns from in one step."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from alm_studio.training.data.example import Example


@dataclass(frozen=True)
class Draw:
    """What becomes one row of a batch.

    Attributes:
        indices: of examples of the data set, said one after another; mostly one.
        seed: of its augmentation; None: it is left as it is.
    """

    indices: tuple[int, ...]
    seed: int | None = None


@dataclass(frozen=True)
class Part:
    """An example inside the sound of a row.

    Attributes:
        example: with its text, and its words' times in ms of the medium.
        start, end: seconds of the row's sound.
        tempo: how many times as fast as in the medium it is.
    """

    example: Example
    start: float
    end: float
    tempo: float = 1.0

    def seconds(self, ms: int) -> float:
        """The second of the row's sound at which a time of the medium (ms) is heard."""
        return min(self.end, max(self.start, self.start + (ms - self.example.start) / 1000 / self.tempo))


@dataclass(frozen=True)
class Row:
    """One row before it is padded.

    Attributes:
        features: [T, F] float32.
        silence: [F], the features of digital silence, by which the row is made longer.
        parts: what is said in it, in order.
        seconds: length of its sound.
    """

    features: Tensor
    silence: Tensor
    parts: tuple[Part, ...]
    seconds: float


@dataclass(frozen=True)
class Batch:
    """Rows of about the same length.

    Attributes:
        features: [B, T, F] float32; behind a row's length stands what silence gives.
        lengths: [B] int64, frames of each row.
        silence: [B, F], see ``Row``.
        parts: what is said in each row, in order.
        seconds: of sound, padding not counted.
    """

    features: Tensor
    lengths: Tensor
    silence: Tensor
    parts: tuple[tuple[Part, ...], ...]
    seconds: float

    def __len__(self) -> int:
        return len(self.parts)

    @property
    def texts(self) -> list[str]:
        """The text of each row, that of its parts joined by spaces."""
        return [" ".join(part.example.text for part in parts) for parts in self.parts]

    @property
    def examples(self) -> list[Example]:
        """The first example of each row: the only one where nothing was joined."""
        return [parts[0].example for parts in self.parts]

    def to(self, device: torch.device | str) -> "Batch":
        """The same on a device."""
        return replace(
            self,
            features=self.features.to(device, non_blocking=True),
            lengths=self.lengths.to(device, non_blocking=True),
            silence=self.silence.to(device, non_blocking=True),
        )

    def pin_memory(self) -> "Batch":
        """The same in memory from which a GPU copies while it works (called by torch's loader)."""
        return replace(
            self,
            features=self.features.pin_memory(),
            lengths=self.lengths.pin_memory(),
            silence=self.silence.pin_memory(),
        )

    def padded(self, frames: int) -> "Batch":
        """The same, its rows followed by silence up to ``frames`` frames in all."""
        more = frames - self.features.shape[1]
        if more <= 0:
            return self
        return replace(self, features=torch.cat([self.features, self.silence[:, None].expand(-1, more, -1)], dim=1))


def collate(rows: Sequence[Row]) -> Batch:
    """Rows → a batch, padded to its longest row."""
    lengths = torch.tensor([len(row.features) for row in rows])
    silence = torch.stack([row.silence for row in rows])
    features = silence[:, None].repeat(1, int(lengths.max()), 1)
    for target, row in zip(features, rows, strict=True):
        target[: len(row.features)] = row.features
    return Batch(features, lengths, silence, tuple(row.parts for row in rows), sum(row.seconds for row in rows))
