"""What the boundary network learns from: grids, joined and augmented clips, targets; and that it learns."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from alm_studio.alignment.spelling import LETTERS, spell
from alm_studio.alignment.word_path import Score
from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.base.errors import MediaError, UsageError
from alm_studio.training.boundaries import learner
from alm_studio.training.boundaries.clips import Clip, augment, join, read_clips, read_textgrid
from alm_studio.training.boundaries.learner import Lesson, learn

GRID = """File type = "ooTextFile"
item []:
    item [1]:
        class = "IntervalTier"
        name = "words"
        intervals [1]:
            xmin = 0.000
            xmax = 0.680
            text = "printing"
        intervals [2]:
            xmin = 0.680
            xmax = 0.800
            text = ""
        intervals [3]:
            xmin = 0.800
            xmax = 1.000
            text = "in"
"""


def test_the_words_of_a_grid_are_read_and_its_pauses_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.TextGrid"
    path.write_text(GRID, encoding="utf-8")
    assert read_textgrid(path) == [(0.0, 0.68, "printing"), (0.8, 1.0, "in")]
    with pytest.raises(MediaError, match="no tier called 'phones'"):
        read_textgrid(path, "phones")


def test_a_manifest_without_grids_is_told(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text(json.dumps({"audio": "a.wav", "text": "a"}) + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match="No recording"):
        read_clips(manifest)


def _clips(count: int) -> list[Clip]:
    """A click of its own height in each second clip, which is its word."""
    clips = []
    for index in range(count):
        samples = np.zeros(2 * SAMPLE_RATE, np.float32)
        samples[SAMPLE_RATE] = 0.5 + 0.01 * index
        clips.append(Clip(samples, [(1.0, 1.1, str(index))]))
    return clips


def test_joined_clips_keep_their_words_in_place() -> None:
    clips = _clips(25)
    joined = list(join(clips, 3))
    assert sorted(word for clip in joined for *_, word in clip.words) == sorted(map(str, range(25)))
    for clip in joined:
        assert len(clip.samples) <= 30 * SAMPLE_RATE * 0.8
        for start, _, word in clip.words:
            assert clip.samples[round(start * SAMPLE_RATE)] == pytest.approx(0.5 + 0.01 * int(word), abs=0.01)


@pytest.mark.parametrize("seed", range(6))
def test_another_speaker_says_the_words_at_another_speed(seed: int) -> None:
    chance = np.random.default_rng(seed)
    samples = chance.normal(size=2 * SAMPLE_RATE).astype(np.float32)
    clip = augment(Clip(samples, [(1.0, 2.0, "a")]), chance)
    factor = len(clip.samples) / len(samples)
    assert 0.75 < factor < 1.3 and np.isfinite(clip.samples).all() and np.abs(clip.samples).max() <= 1.0
    assert clip.words == [(pytest.approx(factor), pytest.approx(2 * factor), "a")]


def test_targets_of_a_lesson() -> None:
    lesson = Lesson(torch.zeros(60, 80), [(0.1, 0.3, "ab"), (0.4, 0.5, "42")], {})
    a, b = spell("ab")
    assert lesson.sounds[:10].eq(len(LETTERS)).all() and lesson.sounds[50:].eq(len(LETTERS)).all()
    assert lesson.sounds[10:20].eq(a).all() and lesson.sounds[20:30].eq(b).all()
    assert lesson.sounds[40:50].eq(-100).all()  # nobody knows how figures are said
    assert lesson.edges[10, 0] == 1 and lesson.edges[30, 1] == 1 and lesson.edges[20].max() < 1e-6
    letters = np.full((60, 27), -9.0)
    letters[10:14, a] = letters[14:30, b] = 0.0
    nothing = np.zeros(60)
    lesson.align(Score(letters, nothing, nothing, nothing))
    assert lesson.sounds[10:14].eq(a).all() and lesson.sounds[14:30].eq(b).all()


def test_it_learns_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learner, "_CROP", 200)
    monkeypatch.setattr(learner, "_BATCH", 3)
    chance = torch.Generator().manual_seed(0)
    voices = torch.randn(3, 80, generator=chance)  # of a, b and the pause
    log_mel = 0.1 * torch.randn(640, 80, generator=chance) + voices[2]
    words = [(second + 0.2, second + 0.6, "ab") for second in range(6)]
    for start, end, _ in words:
        log_mel[round(100 * start) : round(100 * start) + 20] += voices[0] - voices[2]
        log_mel[round(100 * start) + 20 : round(100 * end)] += voices[1] - voices[2]
    states = torch.randn(320, 16, generator=chance).half()
    losses: list[float] = []
    learn([Lesson(log_mel, words, {"one": states})], {"one": 16}, 40, lambda _, letters, __: losses.append(letters))
    assert np.mean(losses[-5:]) < 0.6 * losses[0]
