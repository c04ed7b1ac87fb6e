"""Changes of sound and features that leave the text true: more data out of what there is.

Source: SpecAugment, Park et al. 2019 (https://arxiv.org/abs/1904.08779); tempo after Ko et al. 2015, "Audio
augmentation for speech recognition", here without a change of pitch.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.torchaudio_shim import torchaudio

_TEMPO = (0.9, 1.1)
_SNR = (5.0, 30.0)
"""Decibels by which the speech is louder than the noise."""
_GAIN = (-12.0, 6.0)
"""Decibels."""
_CHANCE = 0.5
"""Of tempo, and of gain."""
_STEEPEST = 2.0
"""Noise falls with the frequency to the power of 0 (white) to this (brown)."""

_N_FFT = 512
_HOP = 128
_SHORTEST = 4 * _N_FFT
"""Samples; a phase vocoder needs some frames."""

_BANDS = 27 / 80
"""Share of the bands that one mask may hide: 27 of Whisper's 80."""
_FRAMES = 100
"""Frames that one mask may hide: a second."""
_MOST_TIME = 0.15
"""Share of the time that one mask may hide, so that a single word is not lost."""
_MASKS = 2


@dataclass(frozen=True)
class Augmentation:
    """What may happen to an example.

    Attributes:
        tempo: half of the examples are 0.9 to 1.1 times as fast.
        noise: probability of noise, white to brown, 5 to 30 dB below the speech.
        gain: half of the examples are made softer or louder.
        spec_augment: stretches of time and bands of frequency are hidden.
    """

    tempo: bool = True
    noise: float = 0.4
    gain: bool = True
    spec_augment: bool = True


class Augmenter:
    """Applies an ``Augmentation``. What it does follows from the seed alone.

    Args:
        options: what may happen.
        hides: whether features have bands that can be hidden (a raw waveform has none).
        longest: seconds beyond which no slower tempo makes a sound.
    """

    def __init__(self, options: Augmentation, *, hides: bool = True, longest: float = 30.0) -> None:
        self._options = options
        self._most = round(longest * SAMPLE_RATE)
        self._hides = hides and options.spec_augment
        transforms = torchaudio.transforms
        self._spectrogram = transforms.Spectrogram(_N_FFT, hop_length=_HOP, power=None)
        self._stretch = transforms.TimeStretch(hop_length=_HOP, n_freq=_N_FFT // 2 + 1)
        self._inverse = transforms.InverseSpectrogram(_N_FFT, hop_length=_HOP)
        self._add_noise = transforms.AddNoise()
        self._hide_time = transforms.SpecAugment(_MASKS, _FRAMES, 0, 1, p=_MOST_TIME)

    def sound(self, samples: Tensor, seed: int) -> tuple[Tensor, float]:
        """Change the sound.

        Args:
            samples: [N], 16 kHz, -1 to 1.
            seed: of all that is random.

        Returns:
            [N / tempo], and the tempo: times within the sound are divided by it. ``samples`` themselves where nothing
            happened.
        """
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            chances = torch.rand(3).tolist()
            tempo = 1.0
            if self._options.tempo and chances[0] < _CHANCE and samples.numel() >= _SHORTEST:
                slowest, fastest = _TEMPO
                tempo = _between(min(fastest, max(slowest, samples.numel() / self._most)), fastest)
                samples = self._at_tempo(samples, tempo)
            if chances[1] < self._options.noise and samples.numel():
                samples = self._noisy(samples)
            if self._options.gain and chances[2] < _CHANCE and samples.numel():
                samples = _louder(samples, _between(*_GAIN))
        return samples, tempo

    def features(self, features: Tensor, seed: int) -> Tensor:
        """Hide parts of features [T, F] behind their mean."""
        if not self._hides or not features.numel():
            return features
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed + 1)
            bands = torchaudio.transforms.SpecAugment(0, 1, _MASKS, max(1, round(_BANDS * features.shape[1])))
            hidden: Tensor = bands(self._hide_time(features.T)).T
        return hidden.contiguous()

    def _at_tempo(self, samples: Tensor, tempo: float) -> Tensor:
        stretched: Tensor = self._inverse(self._stretch(self._spectrogram(samples), tempo), round(len(samples) / tempo))
        return stretched

    def _noisy(self, samples: Tensor) -> Tensor:
        if not samples.square().sum() > 0:
            return samples  # no ratio to silence
        spectrum = torch.fft.rfft(torch.randn(samples.numel()))
        frequency = torch.linspace(0, SAMPLE_RATE / 2, spectrum.numel()).clamp(min=50.0)  # no rumble below hearing
        noise = torch.fft.irfft(spectrum * frequency.pow(-_between(0.0, _STEEPEST) / 2), n=samples.numel())
        noisy: Tensor = self._add_noise(samples, noise, torch.tensor(_between(*_SNR)))
        return noisy


def _louder(samples: Tensor, decibels: float) -> Tensor:
    peak = float(samples.abs().amax())
    if peak > 0:
        decibels = min(decibels, -20.0 * math.log10(peak))  # louder, never clipped
    changed: Tensor = torchaudio.transforms.Vol(decibels, "db")(samples)
    return changed


def _between(low: float, high: float) -> float:
    return low + (high - low) * float(torch.rand(()))
