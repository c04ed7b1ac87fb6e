import json

import numpy as np
import pytest

from alm_studio.audio.decode import SAMPLE_RATE, decode
from alm_studio.training.data.check import check_examples
from alm_studio.training.data.sources import read_examples
from tests.data.connected_digits import NAMES, TEST, TRAIN, clips, generate, join, write_singles
from tests.helpers.speech import recording, speech_folder
from tests.unit.training.data.sounds import speechlike, wav


@pytest.fixture
def digits(tmp_path):
    """A folder of two speakers' digits, two takes of the training part and one of the test part."""
    for digit in range(10):
        for speaker in ("ann", "bob"):
            for take in (0, 7, 8):
                samples = 0.2 + 0.2 * speechlike(0.2 + digit / 50, seed=digit)  # never silent: spans can be measured
                wav(tmp_path / "digits" / f"{digit}_{speaker}_{take}.wav", samples=samples)
    return tmp_path / "digits"


def test_truth_is_where_the_sound_is(digits, tmp_path):
    manifest = generate(digits, tmp_path / "out", 6, seed=1)
    rows = [json.loads(line) for line in manifest.read_text().splitlines()]
    assert len(rows) == 6
    for row in rows:
        samples = np.concatenate(list(decode(manifest.parent / row["audio"])))
        words = row["words"]
        assert 3 <= len(words) <= 7
        assert row["text"] == " ".join(word["word"] for word in words)
        loud = np.abs(samples) > 0.1
        truth = np.zeros_like(loud)
        for word in words:
            truth[round(word["start"] * SAMPLE_RATE) : round(word["end"] * SAMPLE_RATE)] = True
        assert np.mean(loud != truth) < 0.01
        edges = [0.0, *(word["end"] for word in words)]
        gaps = [start - end for start, end in zip([w["start"] for w in words], edges, strict=False)]
        assert all(0.049 <= gap <= 0.501 for gap in gaps)


def test_follows_from_the_seed(digits, tmp_path):
    def made(name, seed):
        folder = generate(digits, tmp_path / name, 3, seed).parent
        return [path.read_bytes() for path in sorted(folder.iterdir())]

    assert made("a", 5) == made("b", 5)
    assert made("c", 6) != made("a", 5)


def test_parts_do_not_mix(digits):
    train, test = clips(digits, TRAIN), clips(digits, TEST)
    assert {clip.take for clip in train} == {7, 8}
    assert {clip.take for clip in test} == {0}
    assert len(train) == 40
    assert {clip.word for clip in test} == set(NAMES)


def test_it_is_training_data(digits, tmp_path):
    examples = read_examples(generate(digits, tmp_path / "out", 4).parent)
    report = check_examples(examples)
    assert len(report.kept) == 4
    assert all(len(e.words) == len(e.text.split()) for e in report.kept)
    singles = read_examples(write_singles(digits, tmp_path / "single" / "manifest.jsonl", TEST))
    assert sorted(e.text for e in singles) == sorted(NAMES * 2)


def test_join():
    one, two = np.full(1600, 0.5, np.float32), np.full(800, -0.5, np.float32)
    samples, spans = join([one, two], [0.1, 0.05, 0.2], seed=0)
    assert spans == [(1600, 3200), (4000, 4800)]
    assert samples.size == 8000
    assert np.abs(samples[1600:3200] - 0.5).max() < 0.01
    assert np.abs(samples[4800:]).max() < 0.01


def test_no_digits(tmp_path):
    with pytest.raises(FileNotFoundError, match="no digit_speaker_take"):
        generate(tmp_path, tmp_path / "out", 1)


def test_real_digits(tmp_path):
    recording("digits/0_george_0.wav")
    folder = speech_folder() / "digits"
    assert (len(clips(folder, TEST)), len(clips(folder, TRAIN))) == (300, 2700)
    report = check_examples(read_examples(generate(folder, tmp_path, 10, takes=TEST)))
    assert len(report.kept) == 10
