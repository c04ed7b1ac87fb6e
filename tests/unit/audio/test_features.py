import numpy as np
import pytest
import torch

from alm_studio.audio.features import LogMel, make_features
from alm_studio.base.errors import ModelError


def mel_filters(n_mels):
    """librosa.filters.mel(sr=16000, n_fft=400), written anew: Slaney's scale and area norm. [n_mels, 201]."""

    def to_mel(hertz):
        return hertz * 3 / 200 if hertz < 1000 else 15 + np.log(hertz / 1000) * 27 / np.log(6.4)

    def to_hertz(mel):
        return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))

    edges = to_hertz(np.linspace(to_mel(0.0), to_mel(8000.0), n_mels + 2))
    bins = np.linspace(0, 8000, 201)
    filters = []
    for low, centre, high in zip(edges, edges[1:], edges[2:], strict=False):
        triangle = np.minimum((bins - low) / (centre - low), (high - bins) / (high - centre))
        filters.append(np.maximum(triangle, 0) * 2 / (high - low))
    return np.array(filters)


def whisper_log_mel(samples, n_mels):
    """whisper.audio.log_mel_spectrogram in numpy, [frames, n_mels]."""
    padded = np.pad(samples.astype(np.float64), 200, mode="reflect")
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(400) / 400)
    frames = np.stack([padded[i : i + 400] * window for i in range(0, padded.size - 399, 160)])
    power = np.abs(np.fft.rfft(frames))[:-1] ** 2
    log_mel = np.log10(np.maximum(power @ mel_filters(n_mels).T, 1e-10))
    return (np.maximum(log_mel, log_mel.max() - 8.0) + 4.0) / 4.0


@pytest.mark.parametrize("n_mels", [80, 128])
def test_filters(n_mels):
    np.testing.assert_allclose(LogMel(n_mels).filters.numpy(), mel_filters(n_mels).T, atol=5e-7)


@pytest.mark.parametrize("n_mels", [80, 128])
@pytest.mark.parametrize("size", [201, 16000, 16159, 48000])
def test_agrees_with_whisper(n_mels, size):
    rng = np.random.default_rng(size)
    samples = (rng.standard_normal(size) * np.linspace(0.001, 0.5, size)).astype(np.float32)
    features = LogMel(n_mels)(torch.from_numpy(samples))
    assert features.dtype == torch.float32
    np.testing.assert_allclose(features.numpy(), whisper_log_mel(samples, n_mels), atol=2e-4)


def test_items_of_a_batch_are_scaled_apart():
    samples = torch.randn(3, 16000, generator=torch.Generator().manual_seed(1)) * torch.tensor([[1.0], [0.1], [1e-4]])
    log_mel = LogMel()
    batch = log_mel(samples)
    assert batch.shape == (3, 100, 80)
    for item, alone in zip(batch, samples, strict=True):
        torch.testing.assert_close(item, log_mel(alone), atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("size", [0, 1, 159, 160, 200, 319, 320])
def test_short_input(size):
    features = LogMel()(torch.ones(2, size))
    assert features.shape == (2, size // 160, 80)
    assert features.isfinite().all()


def test_digital_silence():
    features = LogMel()(torch.zeros(16000))
    torch.testing.assert_close(features, torch.full((100, 80), -1.5))


@pytest.mark.parametrize(
    ("kind", "bands", "hop", "width"), [("log-mel", 40, 160, 40), ("mfcc", 13, 160, 39), ("wave", 40, 40, 40)]
)
def test_kinds(kind, bands, hop, width):
    features = make_features(kind, bands)
    assert features.hop == hop
    samples = torch.randn(3, 5000, generator=torch.Generator().manual_seed(1)) * torch.tensor([[1.0], [0.1], [1e-3]])
    batch = features(samples)
    assert batch.shape == (3, 5000 // hop, width)
    assert batch.dtype == torch.float32
    for item, alone in zip(batch, samples, strict=True):
        torch.testing.assert_close(item, features(alone), atol=1e-4, rtol=1e-4)
    for size in (0, 1, hop - 1, hop, 201, 320):
        short = features(torch.ones(2, size))
        assert short.shape == (2, size // hop, width)
        assert short.isfinite().all()
    assert features(torch.zeros(16000)).isfinite().all()


def test_unknown_kind():
    with pytest.raises(ModelError, match="log-mel, mfcc, wave"):
        make_features("plp", 12)
