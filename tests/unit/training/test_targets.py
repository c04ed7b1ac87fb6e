import random
from collections import Counter
from pathlib import Path

import pytest
import torch

from alm_studio.captions.transcript import Word
from alm_studio.checkpoints import registry
from alm_studio.text.characters import CharacterTokenizer
from alm_studio.text.tokenizer import WhisperTokenizer
from alm_studio.training.data.batch import Part, Row, collate
from alm_studio.training.data.example import Example
from alm_studio.training.loss import IGNORED
from alm_studio.training.targets import TargetMaker, TextTargets

CHANCE = random.Random(0)


def example(text: str, **more: object) -> Example:
    return Example(Path("a.wav"), text, 1000, 3000, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def whisper() -> WhisperTokenizer:
    path = registry.find_tokenizer(multilingual=True)
    if path is None:
        pytest.skip("no multilingual vocabulary is installed")
    return WhisperTokenizer.load(path, 51865)


def test_the_decoder_predicts_text_and_end_but_not_its_prompt(whisper):
    tokens, labels = TextTargets(whisper, 448).row([Part(example("Hello there.", language="de"), 0, 2)], CHANCE)
    text = whisper.encode(" Hello there.")
    prompt = whisper.prompt("de", "transcribe", timestamps=False)
    assert tokens == [*prompt, *text]
    assert labels == [IGNORED] * (len(prompt) - 1) + [*text, whisper.eot]


def test_timestamps_stand_around_each_part(whisper):
    parts = [
        Part(example("One.", language="en"), 0.0, 2.0),
        Part(example("Two.", language="en", words=(Word("Two.", 1500, 2500),)), 2.5, 4.5),
    ]
    tokens, _ = TextTargets(whisper, 448, timestamps=1.0).row(parts, CHANCE)
    first = whisper.timestamp_begin
    stamps = [(token - first) * 0.02 for token in tokens if token >= first]
    assert stamps == pytest.approx([0.0, 2.0, 3.0, 4.0])  # the second from its words
    assert whisper.no_timestamps not in tokens
    assert whisper.decode(tokens) == " One. Two."


def test_previous_text_is_read_but_not_predicted(whisper):
    part = Part(example("Now.", language="en", previous="What was said before."), 0, 2)
    tokens, labels = TextTargets(whisper, 448, previous_text=1.0).row([part], CHANCE)
    before = whisper.encode(" What was said before.")
    assert tokens[: len(before) + 2] == [whisper.sot_prev, *before, whisper.sot]
    assert [label for label in labels if label != IGNORED] == [*whisper.encode(" Now."), whisper.eot]


def test_long_previous_text_is_cut_at_its_beginning(whisper):
    part = Part(example("Now.", language="en", previous="word " * 1000), 0, 2)
    tokens, _ = TextTargets(whisper, 448, previous_text=1.0).row([part], CHANCE)
    assert len(tokens) <= 448
    assert tokens.index(whisper.sot) == 224


def test_shares_are_shares(whisper):
    texts = TextTargets(whisper, 448, timestamps=0.2, previous_text=0.1)
    part = Part(example("Now.", language="en", previous="Before."), 0, 2)
    seen: Counter[str] = Counter()
    chance = random.Random(1)
    for _ in range(2000):
        tokens, _ = texts.row([part], chance)
        seen["stamped"] += any(token >= whisper.timestamp_begin for token in tokens)
        seen["previous"] += whisper.sot_prev in tokens
    assert seen["stamped"] / 2000 == pytest.approx(0.2, abs=0.04)
    assert seen["previous"] / 2000 == pytest.approx(0.1, abs=0.03)


def test_a_vocabulary_without_timestamps_gets_none():
    tokenizer = CharacterTokenizer.train(["abc de"])
    tokens, labels = TextTargets(tokenizer, 448, timestamps=1.0, previous_text=1.0).row(
        [Part(example("abc", previous="de"), 0, 2)], CHANCE
    )
    assert tokens == [*tokenizer.prompt("", "transcribe", timestamps=False), *tokenizer.encode("abc")]
    assert labels == [*tokenizer.encode("abc"), tokenizer.eot]


def test_a_text_too_long_does_not_fit(whisper):
    texts = TextTargets(whisper, 448)
    assert texts.fits(example("Short."))
    assert not texts.fits(example("word " * 448))
    assert not texts.fits(example("word " * 230), example("word " * 230))


def rows(*frames: int):
    silence = torch.full((4,), -1.0)
    return collate([Row(torch.zeros(n, 4), silence, (Part(example("a"), 0, n / 100),), n / 100) for n in frames])


def maker(**more) -> TargetMaker:
    return TargetMaker(TextTargets(CharacterTokenizer.train(["ab"]), 64), **more)


def test_a_family_network_gets_its_batch_as_it_is():
    batch = maker().make(rows(50, 30), random.Random(0))
    assert batch.features.shape == (2, 50, 4)
    assert batch.lengths.tolist() == [50, 30]
    assert batch.tokens.shape == batch.labels.shape
    assert batch.targets == 4  # a and the end, twice
    assert batch.seconds == pytest.approx(0.8)


def test_whisper_hears_silence_behind_its_clips():
    sizes = set()
    for seed in range(50):
        batch = maker(window=3000, pad=0.0).make(rows(50, 30), random.Random(seed))
        frames = batch.features.shape[1]
        assert 50 <= frames <= 152
        assert frames % 2 == 0
        assert bool((batch.features[0, 50:] == -1).all()) and bool((batch.features[1, 30:] == -1).all())
        sizes.add(frames)
    assert len(sizes) > 10


def test_some_of_whispers_batches_are_whole_windows():
    whole = [maker(window=3000, pad=0.5).make(rows(50), random.Random(seed)).features.shape[1] for seed in range(100)]
    assert 30 < sum(frames == 3000 for frames in whole) < 70


def test_no_batch_is_longer_than_a_window():
    assert maker(window=60).make(rows(59), random.Random(0)).features.shape[1] == 60
    assert maker(window=60).make(rows(60), random.Random(0)).features.shape[1] == 60
