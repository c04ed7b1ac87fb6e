"""Examples → features, in loader workers, from a cache on the disk."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset, Sampler

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.downmix import Samples
from alm_studio.base.cancel import CancelToken
from alm_studio.training.data.augment import Augmentation, Augmenter
from alm_studio.training.data.batch import Batch, Draw, Part, Row, collate
from alm_studio.training.data.batches import BETWEEN, follows
from alm_studio.training.data.example import Example
from alm_studio.training.data.sound_cache import SoundCache, identity, load_sound, written_aside

_LOG = logging.getLogger(__name__)

_TAIL = SAMPLE_RATE // 5
"""Silence behind each row from which the features of silence are read. With it a row's last frames are what they would
be inside a longer, silent window, as Whisper saw them when it was trained."""


class SpeechDataset(Dataset[Row]):
    """Examples with their features. Give it to ``make_loader``.

    Features of what is not augmented are kept on the disk; the sound is, too (``SoundCache``). In loader workers it is
    a copy.

    Args:
        examples: checked ones.
        features: [N] → [T, F], with ``hop``, samples a frame (``audio.features``).
        name: of the features with all their settings, such as ``"log-mel-80"``: by it the cache knows them.
        augmentation: what may happen to draws that have a seed.
        cache: of sounds and features.
        cancel: looked at while a file is decoded, in this process.
        longest: seconds of a row at most: no slower tempo makes it longer.
    """

    def __init__(
        self,
        examples: Sequence[Example],
        features: nn.Module,
        name: str,
        augmentation: Augmentation | None = None,
        cache: SoundCache | None = None,
        cancel: CancelToken | None = None,
        longest: float = 30.0,
    ) -> None:
        self.examples = tuple(examples)
        self._features = features
        self._name = name
        hides = not name.startswith("wave")
        self._augmenter = Augmenter(augmentation, hides=hides, longest=longest) if augmentation else None
        self._cache = cache or SoundCache()
        self._cancel = cancel
        self._hop = int(cast("int", features.hop))
        self._full = False

    def __len__(self) -> int:
        return len(self.examples)

    def __getitem__(self, draw: Draw | int) -> Row:
        """One row.

        Raises:
            MediaError: a file has gone, or ends before the example begins.
            OutputError: the disk takes no more.
            CancelledError: while a file was decoded.
        """
        if self._cancel:
            self._cancel.check()
        if isinstance(draw, int):
            draw = Draw((draw,))
        examples = [self.examples[index] for index in draw.indices]
        if draw.seed is None or self._augmenter is None:
            if len(examples) == 1:
                return self._row_as_it_is(examples[0])
            samples, parts = self._sound(examples)
            return _row(self._compute(torch.from_numpy(samples)), parts, len(samples))
        samples, parts = self._sound(examples)
        before = torch.from_numpy(samples)
        after, tempo = self._augmenter.sound(before, draw.seed)
        if after is before and len(examples) == 1:
            row = self._row_as_it_is(examples[0])
        else:
            parts = [replace(p, start=p.start / tempo, end=p.end / tempo, tempo=tempo) for p in parts]
            row = _row(self._compute(after), parts, len(after))
        return replace(row, features=self._augmenter.features(row.features, draw.seed))

    def __getstate__(self) -> dict[str, Any]:
        # A token cannot go to another process; workers are stopped by their loader.
        return {**self.__dict__, "_cancel": None}

    def _row_as_it_is(self, example: Example) -> Row:
        """The row of one example, its features from the disk or for the next time put there."""
        file = self._file(example)
        table = _load(file) if file else None
        if table is None:
            samples = load_sound(example, self._cache, self._cancel)
            table = self._compute(torch.from_numpy(samples))
            if file:
                self._save(file, table)
            length = len(samples)
        else:
            length = (len(table) - 1) * self._hop
        seconds = length / SAMPLE_RATE if example.end is None else (example.end - example.start) / 1000
        return _row(table, [Part(example, 0.0, seconds)], round(seconds * SAMPLE_RATE))

    def _sound(self, examples: Sequence[Example]) -> tuple[Samples, list[Part]]:
        """The sound of examples one after another; between neighbours in a file what lies between them there."""
        pieces: list[Samples] = []
        parts: list[Part] = []
        size = 0
        for number, example in enumerate(examples):
            if number:
                before = examples[number - 1]
                if follows(before, example) and before.end is not None:
                    between = self._cache.open(example.audio, self._cancel).read(before.end, example.start)
                else:
                    between = np.zeros(round(BETWEEN * SAMPLE_RATE), np.float32)
                pieces.append(between)
                size += between.size
            samples = load_sound(example, self._cache, self._cancel)
            pieces.append(samples)
            parts.append(Part(example, size / SAMPLE_RATE, (size + samples.size) / SAMPLE_RATE))
            size += samples.size
        return (pieces[0] if len(pieces) == 1 else np.concatenate(pieces)), parts

    def _compute(self, samples: Tensor) -> Tensor:
        """Features of the sound with those of silence as their last row: [T + 1, F]."""
        with torch.inference_mode():
            padded: Tensor = self._features(nn.functional.pad(samples, (0, _TAIL)))
        frames = min(max(1, samples.numel() // self._hop), len(padded) - 1)
        return torch.cat([padded[:frames], padded[-1:]]).clone()

    def _file(self, example: Example) -> Path | None:
        """Where the features of an example are kept; None for a waveform, which is as quickly read anew."""
        if self._name.startswith("wave"):
            return None
        text = f"{identity(example.audio)}\0{example.start}\0{example.end}\0{self._name}"
        key = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
        return self._cache.folder / "features" / key[:2] / f"{key}.npy"

    def _save(self, file: Path, table: Tensor) -> None:
        if self._full:
            return
        try:
            with written_aside(file) as stream:
                np.save(stream, table.numpy())
        except OSError as error:
            self._full = True  # features can be computed each time
            _LOG.warning("Features are no longer kept: %s", error)


def make_loader(
    dataset: SpeechDataset, plan: Sampler[list[Draw]], workers: int = 0, *, pin_memory: bool = False
) -> "DataLoader[Batch]":
    """A loader of the batches that ``plan`` lays out.

    Args:
        dataset: the examples of the plan.
        plan: which rows make which batch: a ``BatchPlan``, with ``set_epoch`` before each pass, or another order.
        workers: processes that read ahead; 0: the calling thread reads.
        pin_memory: for a GPU.
    """
    return DataLoader(
        dataset,  # type: ignore[arg-type]  # collate makes a Batch of its rows
        batch_sampler=plan,
        num_workers=workers,
        collate_fn=collate,
        pin_memory=pin_memory,
        # Not fork: beside a window, threads hold locks that a fork would leave locked for ever.
        multiprocessing_context="spawn" if workers else None,
        persistent_workers=workers > 0,
        # Its own: a loader draws a number each epoch, and the trainer's random state shall not depend on it.
        generator=torch.Generator(),
    )


def _row(table: Tensor, parts: Sequence[Part], samples: int) -> Row:
    return Row(table[:-1], table[-1], tuple(parts), samples / SAMPLE_RATE)


def _load(file: Path) -> Tensor | None:
    """Features from the disk; None where there are none, or half of a file (a power failure)."""
    try:
        with file.open("rb") as stream:
            return torch.from_numpy(np.load(stream, allow_pickle=False))
    except (FileNotFoundError, ValueError, EOFError):
        return None
