import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alm_studio.audio.decode import SAMPLE_RATE, decode
from alm_studio.audio.silero import CHUNK, load_silero
from alm_studio.audio.vad import SpeechDetector, VadOptions, _Segmenter
from alm_studio.base.errors import UsageError
from tests.helpers.speech import recording, speech_folder


@pytest.fixture(scope="module")
def network():
    return load_silero()


def detect(samples, network, block=80000):
    detector = SpeechDetector(network=network)
    spans = []
    for start in range(0, samples.size, block):
        spans += detector.feed(samples[start : start + block])
    return spans + detector.finish()


def load(name):
    return np.concatenate(list(decode(recording(name))))


def coverage(spans, start, end):
    """Share of the stretch (in seconds) that lies within spans."""
    covered = sum(max(0, min(s.end, end * SAMPLE_RATE) - max(s.start, start * SAMPLE_RATE)) for s in spans)
    return covered / ((end - start) * SAMPLE_RATE)


def segment(probabilities, **options):
    segmenter = _Segmenter(VadOptions(**options))
    return [(s.start // CHUNK, s.end // CHUNK) for s in segmenter.feed(probabilities) + segmenter.finish()]


EXACT = {"min_speech": 0.096, "min_silence": 0.32, "padding": 0.096}  # 3, 10 and 3 chunks


def test_padding():
    assert segment([0] * 20 + [1] * 10 + [0] * 20, **EXACT) == [(17, 33)]
    assert segment([0] * 2 + [1] * 10 + [0] * 2, **EXACT) == [(0, 14)]


def test_short_pauses_join_and_long_ones_part():
    assert segment([1] * 10 + [0] * 9 + [1] * 10, **EXACT) == [(0, 29)]
    assert segment([1] * 10 + [0] * 10 + [1] * 10, **EXACT) == [(0, 13), (17, 30)]


def test_padding_never_overlaps():
    options = {"min_silence": 0.32, "padding": 0.32}
    assert segment([1] * 10 + [0] * 12 + [1] * 10, **options) == [(0, 20), (20, 32)]


def test_short_sounds_are_no_speech():
    assert segment([0] * 20 + [1] * 2 + [0] * 20, **EXACT) == []
    assert segment([0] * 20 + [1] * 3 + [0] * 20, **EXACT) == [(17, 26)]


def test_hysteresis():
    options = EXACT | {"threshold": 0.5, "end_threshold": 0.3}
    assert segment([0.4] * 20, **options) == []
    assert segment([0.6] * 5 + [0.4] * 40, **options) == [(0, 45)]


def test_long_speech_is_cut_where_it_is_least_likely():
    probabilities = [0.9] * 50 + [0.5] + [0.9] * 50
    spans = segment(probabilities, min_silence=0.32, padding=0.096, max_speech=2.0)
    assert spans[0] == (0, 50)
    assert spans[-1][1] == 101
    assert all(before[1] == after[0] for before, after in pairwise(spans))


@given(st.lists(st.sampled_from([0.0, 0.2, 0.6, 1.0]), max_size=400), st.integers(1, 50))
def test_spans_are_ordered_and_hold_all_speech(probabilities, step):
    options = {"min_speech": 0.0, "max_speech": 3.0}
    spans = segment(probabilities, **options)
    segmenter = _Segmenter(VadOptions(**options))
    parts = [s for i in range(0, len(probabilities), step) for s in segmenter.feed(probabilities[i : i + step])]
    assert [(s.start // CHUNK, s.end // CHUNK) for s in parts + segmenter.finish()] == spans
    assert all(start < end <= len(probabilities) for start, end in spans)
    assert all((end - start) * CHUNK <= 3.0 * SAMPLE_RATE + 2 * CHUNK for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    for i, probability in enumerate(probabilities):
        assert probability < 0.25 or any(start <= i < end for start, end in spans)


@pytest.mark.parametrize(
    "options",
    [
        {"threshold": 1.5},
        {"end_threshold": 0.9},
        {"padding": -0.1},
        {"padding": 1.0},
        {"max_speech": 0.1},
        {"min_speech": -1.0},
    ],
)
def test_contradicting_options(options):
    with pytest.raises(UsageError):
        VadOptions(**options)


@pytest.mark.parametrize("size", [0, 1, 511, 512, 513, 40000])
@pytest.mark.parametrize("level", [0.0, 1e-4, 0.1])
def test_noise_and_silence_are_no_speech(network, size, level):
    samples = (np.random.default_rng(1).standard_normal(size) * level).astype(np.float32)
    assert detect(samples, network) == []


def test_probabilities_do_not_depend_on_blocks(network):
    samples = np.random.default_rng(1).standard_normal(50000).astype(np.float32) * 0.01
    results = []
    for block in (50000, 16000, 1000, 77):
        detector = SpeechDetector(network=network)
        for start in range(0, samples.size, block):
            detector.feed(samples[start : start + block])
        detector.finish()
        results.append(detector.probabilities)
        assert detector.probabilities.shape == (98,)
    for result in results[1:]:
        np.testing.assert_allclose(result, results[0], atol=1e-4)


def test_speech(network):
    spans = detect(load("en/misc/jfk.flac"), network)
    assert coverage(spans, 0.4, 10.4) > 0.95
    assert spans[-1].end <= 11 * SAMPLE_RATE


@pytest.mark.parametrize("gain", [-55, -40, -20, 0])
@pytest.mark.parametrize("block", [80000, 1600])
def test_quiet_speech(network, gain, block):
    samples = load("en/misc/jfk.flac") * np.float32(10 ** (gain / 20))
    assert coverage(detect(samples, network, block), 0.4, 10.4) > 0.9  # he pauses for a second


def test_very_quiet_recordings(network):
    for name in ("en-002", "en-003", "en-004", "fr-000"):  # -62 to -67 dB
        samples = load(f"fleurs/fleurs-{name}.ogg")
        loud = detect(samples * np.float32(300), network)
        share = coverage(detect(samples, network), 0, samples.size / SAMPLE_RATE)
        assert share > 0.65
        assert share == pytest.approx(coverage(loud, 0, samples.size / SAMPLE_RATE), abs=0.1)


def test_quiet_speech_right_after_loud(network):
    samples = load("en/misc/jfk.flac")
    quiet = samples * np.float32(10 ** (-50 / 20))
    spans = detect(np.concatenate([samples, quiet, samples, quiet]), network)
    for start in (0, 11, 22, 33):
        assert coverage(spans, start + 0.4, start + 10.4) > 0.93


@pytest.mark.parametrize(
    "name",
    [
        "digital_silence.wav",
        "aeneas_n.wav",
        "kaldigst_silence.wav",
        "wts_empty.wav",
        "esc50_2-100648-A-43.wav",
        "audiomentations_browniannoise.ogg",
        "audiomentations_mains_hum.ogg",
        "audiomentations_sheep.ogg",
        "speechbrain_noise3.wav",
        "speechbrain_noise5.wav",
        "music_qwen.wav",
    ],
)
@pytest.mark.parametrize("gain", [-30, 0])
def test_noise_is_no_speech(network, name, gain):
    samples = load(f"noise/{name}") * np.float32(10 ** (gain / 20))
    assert coverage(detect(samples, network), 0, samples.size / SAMPLE_RATE) < 0.05


def test_read_speech_is_found(network):
    rows = [json.loads(line) for line in (speech_folder() / "manifest.jsonl").read_text("utf-8").splitlines()]
    rows = [row for row in rows if row["audio"].startswith("zh/")]
    for row in rows:  # clips that hold little but speech
        samples = load(row["audio"])
        assert coverage(detect(samples, network), 0, samples.size / SAMPLE_RATE) > 0.9, row["audio"]
