"""The attention of all heads, with models of the family that nobody taught anything, and what is kept of it."""

from pathlib import Path

import numpy as np
import pytest
import torch

from alm_studio.audio.sound_store import SoundStore
from alm_studio.base.errors import MediaError, OutputError, UsageError
from alm_studio.captions.transcript import Word
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.decoding.batch import Hypothesis
from alm_studio.model.builders import build, family_spec
from alm_studio.pipeline.attention_log import AttentionLog, keep
from alm_studio.pipeline.inspection import Inspector, Span
from alm_studio.pipeline.map_files import save_map
from alm_studio.pipeline.windows import Window
from alm_studio.text.characters import CharacterTokenizer

RATE = 16_000
SOUND = np.random.default_rng(2).normal(0, 0.1, 4 * RATE).astype(np.float32)


def model(encoder: str, decoder: str) -> SpeechModel:
    tokenizer = CharacterTokenizer.train(["low mid high"])
    torch.manual_seed(1)
    spec = family_spec(encoder, decoder, "multi-head", tokenizer.vocabulary, width=16, layers=2, heads=2, longest=3.0,
                       text_positions=24)  # fmt: skip
    network = build(spec, "cpu").eval().requires_grad_(False)
    return SpeechModel("untaught", network, spec, tokenizer, torch.device("cpu"), "float32", "en")


def read(begin: int, end: int) -> np.ndarray:
    return SOUND[begin:end]


@pytest.mark.parametrize(("encoder", "decoder", "layers"), [("transformer", "transformer", 2), ("cnn", "lstm", 1)])
def test_every_model_shows_its_attention(encoder: str, decoder: str, layers: int) -> None:
    inspector = Inspector(model(encoder, decoder))
    words = (Word("low", 1200, 1500), Word(" mid", 1500, 1900))
    shown = inspector.inspect(Span(Path("x"), 1000, 2500, "low mid", "en", words), read)
    frames = len(shown.times)
    assert shown.weights.shape == (layers, 2, 7, frames)
    assert (shown.start, shown.end) == pytest.approx((0.9, 2.2), abs=0.05)  # the words, and a little around them
    assert [word.start for word in shown.words] == [1.2, 1.5]
    assert len(shown.texts) == len(shown.tokens) == len(shown.logprobs) == 7
    assert len(shown.log_mel) == len(shown.peaks) == 130
    assert np.diff(shown.path[:, 0]).min() >= 0 and shown.path.max() < frames
    mean = np.mean([shown.weights[pair] for pair in shown.heads], axis=0, dtype=np.float32)
    np.testing.assert_allclose(shown.rows(), mean, atol=1e-3)
    np.testing.assert_allclose(shown.rows(0, 1), shown.weights[0, 1], atol=1e-6)
    assert shown.rows(0).sum(axis=1) == pytest.approx(np.ones(7), abs=0.02)
    again = inspector.inspect(Span(Path("x"), 1000, 2500, "low mid", "en", words), read)
    assert (again.weights == shown.weights).all()  # from the remembered states


def test_what_cannot_be_looked_at_is_said() -> None:
    inspector = Inspector(model("cnn", "lstm"))
    with pytest.raises(UsageError, match="3 s at a time"):
        inspector.inspect(Span(Path("x"), 0, 3500, "low"), read)
    with pytest.raises(UsageError, match="too long"):
        inspector.inspect(Span(Path("x"), 0, 1000, "low mid high low mid high"), read)
    with pytest.raises(MediaError, match=r"no sound from 9\.0 s"):
        inspector.inspect(Span(Path("x"), 9000, 10_000, "low"), read)


def test_a_map_is_written_whole_or_as_a_picture(tmp_path: Path) -> None:
    shown = Inspector(model("cnn", "lstm")).inspect(Span(Path("x"), 0, 1000, "low"), read)
    save_map(tmp_path / "a.npz", shown)
    with np.load(tmp_path / "a.npz") as arrays:
        assert (arrays["weights"] == shown.weights).all()
        assert arrays["texts"].tolist() == ["l", "o", "w"]
        assert arrays["heads"].tolist() == [[0, 0], [0, 1]]
        assert arrays["times"].tolist() == shown.times.tolist()
    with pytest.raises(OutputError, match="exists"):
        save_map(tmp_path / "a.npz", shown)
    save_map(tmp_path / "a.PNG", shown, 0, 1)
    assert (tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(UsageError, match="layers 0 to 0"):
        save_map(tmp_path / "b.png", shown, 1)
    with pytest.raises(UsageError, match="no known form"):
        save_map(tmp_path / "b.gif", shown)


def test_attention_is_kept_small_and_in_the_mediums_time() -> None:
    log = AttentionLog()
    weights = torch.rand(2, 3, 100).softmax(dim=-1)
    hypothesis = Hypothesis([5, 6], [0.0, 0.0], 0.0, 0.0, 0.0, "en", weights)
    pieces = ((RATE, 2 * RATE), (5 * RATE, 6 * RATE))  # three seconds of silence are left out
    window = Window(SOUND[: 2 * RATE], pieces, np.ones(100, np.float32))
    kept = keep(window, hypothesis, (" a", " b"), 100, 0.02)
    log.add(kept)
    assert list(log.between(0, 1)) == [] and list(log.between(5.5, 9)) == [0]
    np.testing.assert_allclose(log[0].weights(), weights[:, :2].half().numpy(), atol=2e-4)
    times = log[0].times()
    assert times[[0, 49, 50, 99]] == pytest.approx([1.0, 1.98, 5.0, 5.98])


def test_stored_sound_is_read_while_more_comes() -> None:
    store = SoundStore()
    store.write(SOUND[:RATE])
    assert store.read(0, RATE + 1) is None
    store.write(SOUND[RATE:])
    stretch = store.read(RATE - 10, RATE + 10)
    assert stretch is not None
    np.testing.assert_allclose(stretch, SOUND[RATE - 10 : RATE + 10], rtol=1e-3)
    store.finish()
    rest = store.read(len(SOUND) - 5, len(SOUND) + 100)
    assert rest is not None and len(rest) == 5
