"""Sound files and examples for the tests of training data."""

from pathlib import Path

import numpy as np

from alm_studio.training.data.example import Example
from tests.unit.audio.media_files import Track, tone, write


def speechlike(seconds, seed=0, level=0.3):
    """Noise that comes and goes four times a second, as syllables do, [N] at 16 kHz."""
    count = round(seconds * 16000)
    envelope = np.maximum(0.0, np.sin(2 * np.pi * 4 * np.arange(count) / 16000)) ** 0.5
    return (level * envelope * np.random.default_rng(seed).uniform(-1, 1, count)).astype(np.float32)


def wav(path, seconds=1.0, seed=0, samples=None):
    """A WAV file of 16 kHz; missing folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return write(path, Track([(0.0, speechlike(seconds, seed) if samples is None else samples)]))


def example(path: Path, text="some words are said here", **more) -> Example:
    return Example(path, text, **more)


__all__ = ["Track", "example", "speechlike", "tone", "wav", "write"]
