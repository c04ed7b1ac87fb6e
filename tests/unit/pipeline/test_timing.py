"""Word times of real speech against a forced aligner's, and of joined digits against the truth."""

import random
from collections.abc import Iterator

import numpy as np
import pytest
import torch

from alm_studio.alignment.forced import force, text_tokens
from alm_studio.alignment.words import TimedWord
from alm_studio.audio.decode import SAMPLE_RATE, decode
from alm_studio.checkpoints.loading import SpeechModel, load_model
from alm_studio.model.seq2seq import Memory
from alm_studio.pipeline.timing import WordTimer
from alm_studio.pipeline.windows import STATE, Window
from alm_studio.training.boundaries.clips import read_textgrid
from tests.data.connected_digits import TEST, clips, join
from tests.helpers.speech import recording, speech_folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SpeechModel]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALM_STUDIO_HOME", str(tmp_path_factory.mktemp("home")))
        yield load_model("tiny.en")


def _encoded(model: SpeechModel, samples: np.ndarray) -> tuple[Window, Memory]:
    states = -(-len(samples) // STATE)
    window = Window(samples, ((0, len(samples)),), np.ones(states, np.float32))
    padded = torch.nn.functional.pad(torch.from_numpy(samples), (0, 30 * SAMPLE_RATE - len(samples)))
    with torch.inference_mode():
        return window, model.network.encode(model.features(padded)[None])


def _words(
    model: SpeechModel, window: Window, memory: Memory, text: str, pins: dict[int, float] | None = None
) -> list[TimedWord]:
    tokens = text_tokens(model.tokenizer, text)
    hypothesis = force(model.network, model.tokenizer, memory, tokens, "en", window.states)
    return WordTimer(model).words(window, memory, hypothesis, pins=pins)


@pytest.fixture(scope="module")
def read(model: SpeechModel) -> tuple[Window, Memory, list[tuple[float, float, str]]]:
    """A clip of the reader whose other clips the network learned from."""
    samples = np.concatenate(list(decode(recording("en/ljspeech/test/LJ002-0027.flac"))))
    truth = read_textgrid(speech_folder() / "en/ljspeech/words/LJ002-0027.TextGrid")
    return *_encoded(model, samples.astype(np.float32)), truth


def test_read_speech_is_timed_as_by_a_dedicated_aligner(model, read) -> None:
    window, memory, truth = read
    words = _words(model, window, memory, " ".join(text for *_, text in truth))
    starts = np.array([word.start - start for word, (start, _, _) in zip(words, truth, strict=True)])
    ends = np.array([word.end - end for word, (_, end, _) in zip(words, truth, strict=True)])
    for errors in (np.abs(starts), np.abs(ends)):
        assert errors.mean() < 0.04 and (errors <= 0.05).mean() > 0.8


def test_a_pinned_word_stays_and_far_ones_do_not_move(model, read) -> None:
    window, memory, truth = read
    text = " ".join(text for *_, text in truth)
    before = _words(model, window, memory, text)
    middle = len(before) // 2
    held = before[middle].start + 0.037
    after = _words(model, window, memory, text, {middle: held})
    assert after[middle].start == held and after[middle - 1].end <= held
    assert [word.start for word in after[: middle - 3]] == [word.start for word in before[: middle - 3]]
    assert [word.start for word in after[middle + 3 :]] == [word.start for word in before[middle + 3 :]]


def test_digits_after_pauses_are_in_their_places(model: SpeechModel) -> None:
    chance = random.Random(7)
    chosen = [clip for clip in clips(speech_folder() / "digits", TEST) if clip.speaker == "jackson"]
    chosen = [chance.choice(chosen) for _ in range(8)]
    sounds = [np.concatenate(list(decode(clip.path))) for clip in chosen]
    samples, spans = join(sounds, [chance.uniform(0.2, 1.5) for _ in range(9)], 1)
    window, memory = _encoded(model, samples)
    words = _words(model, window, memory, " ".join(clip.word for clip in chosen) + ".")
    found = np.array([(word.start, word.end) for word in words])
    errors = np.abs(found - np.array(spans) / SAMPLE_RATE)
    assert np.median(errors) < 0.05 and (errors < 0.2).mean() > 0.9


def test_no_sound_and_text_all_the_same(model: SpeechModel) -> None:
    window, memory = _encoded(model, np.zeros(5 * STATE, np.float32))
    words = _words(model, window, memory, "Nobody said any of this.")
    edges = [edge for word in words for edge in (word.start, word.end)]
    assert edges == sorted(edges) and np.isfinite(edges).all() and edges[0] >= 0 and edges[-1] <= 0.11
