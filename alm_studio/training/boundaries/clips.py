"""Recordings whose words are timed, and what is made of them: other speakers, rooms and microphones."""

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from alm_studio.audio.decode import SAMPLE_RATE, decode
from alm_studio.audio.torchaudio_shim import torchaudio
from alm_studio.base.errors import MediaError, UsageError

Array = np.ndarray[Any, np.dtype[Any]]

_WINDOW = 30 * SAMPLE_RATE
_SPEEDS = (0.8, 1.25)


@dataclass(frozen=True)
class Clip:
    """A recording and its words as (start, end, text), seconds."""

    samples: Array
    words: list[tuple[float, float, str]]


def read_clips(manifest: Path, prefix: str = "") -> list[Clip]:
    """The recordings of a manifest that have a TextGrid, and whose file name begins with ``prefix``.

    Raises:
        UsageError: there is none.
        MediaError: a recording cannot be read.
    """
    clips: list[Clip] = []
    for line in manifest.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        grid = row.get("words")
        if isinstance(grid, str) and grid.endswith(".TextGrid") and Path(row["audio"]).name.startswith(prefix):
            samples = np.concatenate(list(decode(manifest.parent / row["audio"])))
            clips.append(Clip(samples, read_textgrid(manifest.parent / grid)))
    if not clips:
        raise UsageError(
            f"No recording of {manifest} has a TextGrid under 'words'. Add some, or choose another manifest."
        )
    return clips


def read_textgrid(path: Path, tier: str = "words") -> list[tuple[float, float, str]]:
    """The intervals of a tier that hold text: (start, end, text), seconds.

    Raises:
        MediaError: no such tier.
    """
    for part in path.read_text(encoding="utf-8").split("item [")[1:]:
        if f'name = "{tier}"' in part:
            found = re.findall(r'xmin = ([\d.]+)\s+xmax = ([\d.]+)\s+text = "(.*)"', part)
            return [(float(start), float(end), text) for start, end, text in found if text.strip()]
    raise MediaError(f"{path} has no tier called '{tier}'. It has to be a TextGrid in Praat's long form.")


def join(clips: Sequence[Clip], seed: int) -> Iterator[Clip]:
    """The clips in random order, joined with random pauses into recordings that fit a window at any speed."""
    chance = np.random.default_rng(seed)
    longest = _WINDOW * _SPEEDS[0]
    group: list[Array] = []
    words: list[tuple[float, float, str]] = []
    size = 0
    for index in [*chance.permutation(len(clips)).tolist(), -1]:
        pause = np.zeros(int(chance.uniform(0.0, 0.5) * SAMPLE_RATE))
        if group and (index < 0 or size + len(pause) + len(clips[index].samples) > longest):
            samples = np.concatenate(group) + chance.standard_normal(size) * 3e-4  # no digital silence
            yield Clip(samples.astype(np.float32), words)
            group, words, size = [], [], 0
        if index >= 0:
            begin = (size + len(pause)) / SAMPLE_RATE
            words = [*words, *((begin + a, begin + b, word) for a, b, word in clips[index].words)]
            group += [pause, clips[index].samples]
            size += len(pause) + len(clips[index].samples)


def augment(clip: Clip, chance: np.random.Generator) -> Clip:
    """Another speaker, room and microphone."""
    rate = round(SAMPLE_RATE / math.exp(chance.uniform(*np.log(_SPEEDS))) / 100) * 100
    samples = torchaudio.functional.resample(torch.from_numpy(clip.samples), SAMPLE_RATE, rate).numpy()
    factor = len(samples) / len(clip.samples)
    if chance.random() < 0.4:
        samples = _reverberated(samples, chance)
    samples = _coloured(samples, chance)
    if chance.random() < 0.75:
        samples = samples + _noise(samples, chance)
    samples *= 10 ** (chance.uniform(-25, 0) / 20) / np.abs(samples).max()
    return Clip(samples.astype(np.float32), [(a * factor, b * factor, word) for a, b, word in clip.words])


def _reverberated(samples: Array, chance: np.random.Generator) -> Array:
    """In a room whose sound decays by 60 dB within 0.08 to 0.5 s."""
    size = int(chance.uniform(0.08, 0.5) * SAMPLE_RATE)
    room = chance.standard_normal(size) * np.exp(-6.9 * np.arange(size) / size)
    room *= chance.uniform(0.05, 0.4) / np.sqrt((room**2).sum())
    room[0] = 1.0
    length = 1 << (len(samples) + size).bit_length()
    both = np.fft.rfft(samples, length) * np.fft.rfft(room, length)
    result: Array = np.fft.irfft(both, length)[: len(samples)]
    return result


def _coloured(samples: Array, chance: np.random.Generator) -> Array:
    """Through a random equaliser, now and then one of a telephone."""
    spectrum = np.fft.rfft(samples)
    hertz = np.linspace(0, SAMPLE_RATE / 2, len(spectrum))
    gain = np.interp(hertz, [0, 150, 400, 1000, 2000, 3500, 5500, 8000], chance.normal(0, 4, 8))
    if chance.random() < 0.25:
        gain -= np.clip((hertz - chance.uniform(3300, 4200)) / 300, 0, 1) * 60
    if chance.random() < 0.25:
        gain -= np.clip((chance.uniform(80, 300) - hertz) / 100, 0, 1) * 30
    result: Array = np.fft.irfft(spectrum * 10 ** (gain / 20), len(samples))
    return result


def _noise(samples: Array, chance: np.random.Generator) -> Array:
    """Between white and pink, 5 to 35 dB below the sound."""
    spectrum = np.fft.rfft(chance.standard_normal(len(samples)))
    hertz = np.linspace(0, SAMPLE_RATE / 2, len(spectrum))
    noise = np.fft.irfft(spectrum / np.maximum(hertz, 50) ** chance.uniform(0, 0.9), len(samples))
    level = 10 ** (-chance.uniform(5, 35) / 20)
    result: Array = noise * np.sqrt((samples**2).mean() / (noise**2).mean()) * level
    return result
