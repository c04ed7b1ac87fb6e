import numpy as np
import pytest
import torch

from alm_studio.audio.features import make_features
from alm_studio.training.data.augment import Augmentation, Augmenter
from alm_studio.training.data.sound_cache import SoundCache
from tests.helpers.speech import recording
from tests.unit.training.data.sounds import speechlike, tone

NOTHING = Augmentation(tempo=False, noise=0.0, gain=False, spec_augment=False)


def find(augmenter, samples, wanted):
    """The first change of ``samples`` for which ``wanted(changed, tempo)``."""
    for seed in range(50):
        changed, tempo = augmenter.sound(samples, seed)
        if wanted(changed, tempo):
            return changed, tempo
    raise AssertionError("no seed did it")


def pitch(samples):
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return spectrum.argmax() * 16000 / len(samples)


def test_nothing_leaves_the_same_tensor():
    samples = torch.from_numpy(speechlike(1))
    changed, tempo = Augmenter(NOTHING).sound(samples, 3)
    assert changed is samples
    assert tempo == 1.0


def test_everything_follows_from_the_seed():
    samples = torch.from_numpy(speechlike(2))
    features = make_features("log-mel", 80)(samples)
    augmenter, state = Augmenter(Augmentation()), torch.random.get_rng_state()
    results = [augmenter.sound(samples, seed)[0] for seed in (1, 2, 3, 1)]
    assert torch.equal(results[0], results[3])
    assert any(not torch.equal(results[0], other) for other in results[1:3])
    assert torch.equal(augmenter.features(features, 5), augmenter.features(features, 5))
    assert not torch.equal(augmenter.features(features, 5), augmenter.features(features, 6))
    assert torch.equal(torch.random.get_rng_state(), state)  # the trainer's own random numbers are left alone


def test_tempo_changes_time_but_not_pitch():
    augmenter = Augmenter(Augmentation(noise=0.0, gain=False))
    samples = torch.from_numpy(tone(1.0))
    rates = set()
    for seed in range(80):
        changed, tempo = augmenter.sound(samples, seed)
        assert 0.9 <= tempo <= 1.1
        assert len(changed) == round(16000 / tempo)
        assert pitch(changed.numpy()) == pytest.approx(440, abs=3)
        rates.add(round(tempo, 3))
    assert {1.0} < rates
    assert min(rates) < 0.95 < 1.05 < max(rates)


def test_tempo_never_makes_a_sound_too_long():
    augmenter = Augmenter(Augmentation(noise=0.0, gain=False), longest=2.05)
    for seed in range(20):
        assert len(augmenter.sound(torch.from_numpy(tone(2.0)), seed)[0]) <= 2.05 * 16000 + 1


def test_noise_has_the_wanted_strength():
    augmenter = Augmenter(Augmentation(tempo=False, noise=1.0, gain=False))
    samples = torch.from_numpy(speechlike(2))
    ratios = []
    for seed in range(20):
        noise = augmenter.sound(samples, seed)[0] - samples
        ratios.append(float(10 * torch.log10(samples.square().sum() / noise.square().sum())))
    assert all(5.0 - 0.01 <= ratio <= 30.01 for ratio in ratios)
    assert max(ratios) - min(ratios) > 10


def test_silence_stays_silence():
    silence = torch.zeros(8000)
    augmenter = Augmenter(Augmentation(noise=1.0))
    for seed in range(10):
        changed, _tempo = augmenter.sound(silence, seed)
        assert torch.isfinite(changed).all()
        assert changed.abs().max() < 1e-6


@pytest.mark.parametrize("length", [0, 1, 100, 1600])
def test_very_short_sound(length):
    augmenter = Augmenter(Augmentation(noise=1.0))
    for seed in range(10):
        assert len(augmenter.sound(torch.full((length,), 0.1), seed)[0]) == length


def test_gain_is_a_factor_and_never_clips():
    augmenter = Augmenter(Augmentation(tempo=False, noise=0.0))
    samples = torch.from_numpy(tone(0.5, level=0.8))
    factors = set()
    for seed in range(40):
        changed, _tempo = augmenter.sound(samples, seed)
        factor = float(changed.norm() / samples.norm())
        assert torch.allclose(changed, factor * samples, atol=1e-4)
        assert changed.abs().max() <= 1.0
        factors.add(round(factor, 3))
    assert min(factors) < 0.5
    assert max(factors) > 1.05


def test_masks_hide_little_enough():
    features = torch.randn(1000, 80)
    augmenter = Augmenter(Augmentation())
    shares = []
    for seed in range(20):
        masked = augmenter.features(features, seed)
        assert masked.shape == features.shape
        changed = masked != features
        frames, bands = changed.all(dim=1).sum(), changed.all(dim=0).sum()
        assert frames <= 200
        assert bands <= 54
        shares.append(float(changed.float().mean()))
        assert not changed.any() or torch.allclose(masked[changed], features.mean(), atol=0.1)
    assert 0.1 < np.mean(shares) < 0.6


def test_masks_leave_a_single_word_standing():
    features = torch.randn(30, 39)  # 0.3 s
    for seed in range(20):
        changed = Augmenter(Augmentation()).features(features, seed) != features
        assert changed.all(dim=1).sum() <= 8


def test_a_waveform_has_no_bands_to_hide():
    frames = torch.randn(100, 40)
    assert Augmenter(Augmentation(), hides=False).features(frames, 1) is frames


def test_real_speech_stays_speech():
    samples = torch.from_numpy(SoundCache().open(recording("en/misc/jfk.flac")).read(0, 4000))
    augmenter = Augmenter(Augmentation(noise=0.0, gain=False))
    changed, tempo = find(augmenter, samples, lambda _changed, tempo: tempo > 1.05)
    # The loudness over time is the same, only faster.
    before, after = (x.abs().unfold(0, 1600, 1600).mean(1) for x in (samples, changed))
    stretched = torch.nn.functional.interpolate(after[None, None], size=len(before), mode="linear")[0, 0]
    assert float(torch.corrcoef(torch.stack([before, stretched]))[0, 1]) > 0.85
    assert len(changed) == round(len(samples) / tempo)
