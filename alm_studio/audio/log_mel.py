"""Whisper's log-mel spectrogram (openai/whisper ``whisper/audio.py``)."""

import torch
from torch import Tensor, nn

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.torchaudio_shim import torchaudio

N_FFT = 400
"""Samples in a window: 25 ms."""
HOP_LENGTH = 160
"""Samples from one frame to the next: 10 ms."""


class LogMel(nn.Module):
    """Samples → log-mel frames, scaled as Whisper was trained.

    The scale depends on the loudest bin of the item (everything below it by 80 dB is cut), so what is given
    in one call belongs together: a window of 30 s, padded with zeros by the caller where there is less.

    Args:
        n_mels: mel bands: 80, or 128 for Whisper large-v3.
    """

    hop = HOP_LENGTH
    window: Tensor
    filters: Tensor

    def __init__(self, n_mels: int = 80) -> None:
        super().__init__()
        self.n_mels = n_mels
        # Slaney's filters as librosa makes them: Whisper's mel_filters.npz holds the same numbers.
        filters = torchaudio.functional.melscale_fbanks(
            N_FFT // 2 + 1, 0.0, SAMPLE_RATE / 2, n_mels, SAMPLE_RATE, norm="slaney", mel_scale="slaney"
        )
        self.register_buffer("window", torch.hann_window(N_FFT), persistent=False)
        self.register_buffer("filters", filters, persistent=False)

    def forward(self, samples: Tensor) -> Tensor:
        """Compute the features on the device of ``samples``, in float32.

        Args:
            samples: [N] or [B, N], 16 kHz, -1 to 1.

        Returns:
            [N // 160, n_mels] or [B, N // 160, n_mels]; frame *t* is centred on sample 160 *t*. Values lie
            within 2 of the largest, which is about 1.5 for loud speech.
        """
        frames = samples.shape[-1] // HOP_LENGTH
        if frames == 0:
            return samples.new_zeros((*samples.shape[:-1], 0, self.n_mels), dtype=torch.float32)
        samples = samples.float()
        shortest = N_FFT // 2 + 1  # the reflection at both ends needs as many samples
        if samples.shape[-1] < shortest:
            samples = nn.functional.pad(samples, (0, shortest - samples.shape[-1]))
        window = self.window.to(samples.device)
        spectrum = torch.stft(samples, N_FFT, HOP_LENGTH, window=window, return_complex=True)
        spectrum = spectrum[..., :frames]  # Whisper drops the last frame, which is mostly reflection
        power = spectrum.real.square().addcmul_(spectrum.imag, spectrum.imag)
        mel = power.mT @ self.filters.to(samples.device)
        log_mel = mel.clamp_(min=1e-10).log10_()
        log_mel = torch.maximum(log_mel, log_mel.amax(dim=(-2, -1), keepdim=True) - 8.0)
        return log_mel.add_(4.0).div_(4.0)
