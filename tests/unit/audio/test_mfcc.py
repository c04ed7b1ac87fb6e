import math

import numpy as np
import pytest
import torch

from alm_studio.audio.mfcc import MFCC
from alm_studio.audio.torchaudio_shim import torchaudio


def sound(seconds=1.0, seed=0):
    generator = torch.Generator().manual_seed(seed)
    time = torch.arange(int(16_000 * seconds)) / 16_000
    return 0.3 * torch.sin(2 * math.pi * (200 + 300 * time) * time) + 0.02 * torch.randn(len(time), generator=generator)


def test_agrees_with_torchaudio():
    samples = sound() / sound().abs().max()
    reference = torchaudio.transforms.MFCC(
        16_000,
        13,
        log_mels=True,  # of energies that are far above its constant of 1e-6 here
        melkwargs={"n_fft": 400, "hop_length": 160, "n_mels": 40, "f_min": 20.0, "window_fn": torch.hamming_window},
    )(samples)[:, :100]
    lifter = 1 + 11 * torch.sin(math.pi * torch.arange(13) / 22)
    expected = reference * (0.04 * lifter)[:, None]
    cepstrum, delta, second = MFCC(13)(samples).mT.split(13)
    torch.testing.assert_close(cepstrum, expected, atol=1e-3, rtol=1e-3)
    deltas = torchaudio.transforms.ComputeDeltas(9)
    torch.testing.assert_close(delta, 4 * deltas(expected), atol=1e-3, rtol=1e-3)
    torch.testing.assert_close(second, 12 * deltas(deltas(expected)), atol=1e-3, rtol=1e-3)


@pytest.mark.parametrize("gain", [0.01, 1.0, 30.0])
def test_loudness_plays_no_part(gain):
    torch.testing.assert_close(MFCC()(sound() * gain), MFCC()(sound()), atol=1e-3, rtol=1e-3)


def test_numbers_are_of_one_size():
    features = MFCC()(sound(3.0)).numpy()
    assert np.abs(features).max() < 20
