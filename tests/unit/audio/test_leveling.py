import numpy as np
import pytest

from alm_studio.audio.leveling import Leveler

CHUNK, RATE = 512, 16000


def noise(seconds, decibel, seed=1):
    size = round(seconds * RATE) // CHUNK * CHUNK
    return (np.random.default_rng(seed).standard_normal(size) * 10 ** (decibel / 20)).astype(np.float32)


def level(samples):
    return 10 * np.log10(np.mean(samples.astype(np.float64) ** 2))


@pytest.mark.parametrize("decibel", [-65, -50, -30, -10])
def test_sustained_sound_reaches_the_target(decibel):
    assert level(Leveler(CHUNK, RATE).apply(noise(3, decibel))) == pytest.approx(-8, abs=1)


def test_loud_sound_is_never_lowered():
    samples = noise(2, 0)
    np.testing.assert_allclose(Leveler(CHUNK, RATE).apply(samples), samples, rtol=1e-6)


def test_digital_silence_stays_silence():
    assert not Leveler(CHUNK, RATE).apply(np.zeros(CHUNK * 100, np.float32)).any()


def test_gain_is_bounded():
    assert level(Leveler(CHUNK, RATE).apply(noise(3, -95))) == pytest.approx(-35, abs=1)


def test_quiet_after_loud_is_raised_within_two_seconds():
    leveled = Leveler(CHUNK, RATE).apply(np.concatenate([noise(3, -15), noise(4, -65)]))
    assert level(leveled[-2 * RATE :]) == pytest.approx(-8, abs=2)


def test_a_click_does_not_deafen():
    samples = noise(6, -65)
    samples[3 * RATE : 3 * RATE + 100] = 0.9
    leveled = Leveler(CHUNK, RATE).apply(samples)
    assert level(leveled[4 * RATE + RATE // 2 :]) > -30


def test_blocks_give_the_same_as_the_whole():
    samples = np.concatenate([noise(1, -20), noise(1, -60), noise(1, -40)])
    whole = Leveler(CHUNK, RATE).apply(samples)
    leveler = Leveler(CHUNK, RATE)
    parts = [leveler.apply(samples[i : i + 3 * CHUNK]) for i in range(0, samples.size, 3 * CHUNK)]
    np.testing.assert_allclose(np.concatenate(parts), whole, rtol=1e-5, atol=1e-7)
