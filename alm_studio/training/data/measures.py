"""Numbers about the sound and the text of one example."""

import hashlib
import re
from dataclasses import dataclass

import numpy as np

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.downmix import Samples
from alm_studio.captions.scripts import is_unspaced, squeeze

_FRAME = SAMPLE_RATE // 50
_FULL_SCALE = 0.999
_SOFTER = 35.0
"""Decibels below the loudest moment from which sound counts as silence."""
_SILENCE = -65.0
"""Decibels of full scale below which all sound does."""

_MARKS = re.compile(r"\[[^\]]*\]|\([^)]*\)|（[^）]*）|【[^】]*】|[♩♪♫♬#*~\s.,…–—-]")


@dataclass(frozen=True)
class SoundMeasures:
    """The sound of one example.

    Attributes:
        seconds: its length.
        level: of the loudest 20 ms, dB of full scale; -inf for digital silence.
        clipped: share of the samples at full scale.
        silence: share of the time that is silent.
        digest: equal for equal sound.
    """

    seconds: float
    level: float
    clipped: float
    silence: float
    digest: bytes

    @property
    def sounding(self) -> float:
        """Seconds that are not silent."""
        return self.seconds * (1.0 - self.silence)


def measure(samples: Samples) -> SoundMeasures:
    """Measure sound, [N] with N at least 1."""
    whole = np.pad(samples, (0, -samples.size % _FRAME)).reshape(-1, _FRAME)
    power = np.einsum("fs,fs->f", whole, whole) / _FRAME
    with np.errstate(divide="ignore"):
        levels = 10.0 * np.log10(power)
    level = float(levels.max())
    return SoundMeasures(
        seconds=samples.size / SAMPLE_RATE,
        level=level,
        clipped=float(np.mean(np.abs(samples) >= _FULL_SCALE)),
        silence=float(np.mean(levels < max(level - _SOFTER, _SILENCE))),
        digest=hashlib.blake2b(np.ascontiguousarray(samples).tobytes(), digest_size=16).digest(),
    )


def describes_sound(text: str) -> bool:
    """Whether a text holds nothing but notes such as "[Music]" or "♪": nothing that is said."""
    return not _MARKS.sub("", text)


def letters(text: str) -> int:
    """Characters without white space. One of a script without spaces takes as long to say as two, and counts so."""
    return sum(2 if is_unspaced(character) else 1 for character in squeeze(text))
