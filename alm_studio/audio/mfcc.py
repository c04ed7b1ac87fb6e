"""Mel-frequency cepstral coefficients with their first and second differences over time.

Source: Davis and Mermelstein, "Comparison of Parametric Representations for Monosyllabic Word Recognition", 1980; the
lifter is HTK's.
"""

import math

import torch
from torch import Tensor, nn

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.log_mel import HOP_LENGTH, N_FFT
from alm_studio.audio.torchaudio_shim import torchaudio

_MEL_BANDS = 40
_LIFTER = 22
_DELTA_FRAMES = 9  # differences are slopes fitted to so many frames
_SCALE = 0.04  # brings liftered coefficients of speech near a standard deviation of one


class MFCC(nn.Module):
    """Samples → cepstral coefficients, their deltas and the deltas' deltas.

    Loudness plays no part: each item is scaled to its loudest sample first.

    Args:
        coefficients: kept of each frame; the first is its energy.
    """

    hop = HOP_LENGTH
    window: Tensor
    filters: Tensor
    cosines: Tensor

    def __init__(self, coefficients: int = 13) -> None:
        super().__init__()
        self.coefficients = coefficients
        bands = max(_MEL_BANDS, coefficients)
        filters = torchaudio.functional.melscale_fbanks(N_FFT // 2 + 1, 20.0, SAMPLE_RATE / 2, bands, SAMPLE_RATE)
        cosines = torchaudio.functional.create_dct(coefficients, bands, "ortho")
        order = torch.arange(coefficients)
        lifter = 1 + _LIFTER / 2 * torch.sin(math.pi * order / _LIFTER).abs()
        self.register_buffer("window", torch.hamming_window(N_FFT), persistent=False)
        self.register_buffer("filters", filters, persistent=False)
        self.register_buffer("cosines", cosines * lifter * _SCALE, persistent=False)

    def forward(self, samples: Tensor) -> Tensor:
        """Compute the features on the device of ``samples``, in float32.

        Args:
            samples: [N] or [B, N], 16 kHz, -1 to 1.

        Returns:
            [N // 160, 3 * coefficients] or [B, N // 160, 3 * coefficients]; frame *t* is centred on sample 160 *t*.
        """
        frames = samples.shape[-1] // HOP_LENGTH
        if frames == 0:
            return samples.new_zeros((*samples.shape[:-1], 0, 3 * self.coefficients), dtype=torch.float32)
        samples = samples.float()
        samples = samples / samples.abs().amax(dim=-1, keepdim=True).clamp(min=1e-5)
        shortest = N_FFT // 2 + 1  # the reflection at both ends needs as many samples
        if samples.shape[-1] < shortest:
            samples = nn.functional.pad(samples, (0, shortest - samples.shape[-1]))
        window = self.window.to(samples.device)
        spectrum = torch.stft(samples, N_FFT, HOP_LENGTH, window=window, return_complex=True)[..., :frames]
        power = spectrum.real.square() + spectrum.imag.square()
        log_mel = (power.mT @ self.filters.to(samples.device)).clamp(min=1e-4).log()  # 80 dB below full scale
        cepstrum = (log_mel @ self.cosines.to(samples.device)).mT
        delta = torchaudio.functional.compute_deltas(cepstrum, _DELTA_FRAMES)
        second = torchaudio.functional.compute_deltas(delta, _DELTA_FRAMES)
        # Differences are smaller than what they are taken of; the factors bring them to one size.
        return torch.cat([cepstrum, 4 * delta, 12 * second], dim=-2).mT
