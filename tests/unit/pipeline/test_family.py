"""Models of the family through the pipeline of Whisper: tones instead of words, learned in the test itself."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import pad_sequence

from alm_studio.base.errors import UsageError
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.model.builders import build, family_spec
from alm_studio.pipeline.events import Finished, LanguageDetected
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.transcriber import Transcriber
from alm_studio.text.byte_pairs import BytePairTokenizer
from alm_studio.text.characters import CharacterTokenizer
from alm_studio.text.speech_tokenizer import SpeechTokenizer

RATE = 16_000
TONES = {"low": 250.0, "mid": 800.0, "high": 2500.0}
LENGTH, GAP = 0.3, 0.3  # seconds of a tone, and of silence around it


def sound(words: list[str], seed: int = 0) -> np.ndarray:
    """Tones with near silence around them: the k-th begins at GAP + k * (LENGTH + GAP)."""
    times = np.arange(round(LENGTH * RATE)) / RATE
    quiet = np.zeros(round(GAP * RATE))
    parts = [np.concatenate([0.3 * np.sin(2 * np.pi * TONES[word] * times), quiet]) for word in words]
    noise = np.random.default_rng(seed).normal(0, 1e-3, len(quiet) + sum(map(len, parts)))
    return (np.concatenate([quiet, *parts]) + noise).astype(np.float32)


def make(encoder: str, decoder: str, attention: str, tokenizer: SpeechTokenizer, language: str = "en") -> SpeechModel:
    torch.manual_seed(3)
    spec = family_spec(encoder, decoder, attention, tokenizer.vocabulary, width=48, layers=1, heads=2, dropout=0.0,
                       text_positions=60, longest=2.5)  # fmt: skip
    cpu = torch.device("cpu")
    return SpeechModel("tones", build(spec, "cpu").eval(), spec, tokenizer, cpu, "float32", language)


def learn(model: SpeechModel, steps: int, rate: float = 3e-3) -> None:
    """Texts of one to four tones."""
    chance = np.random.default_rng(0)
    tokenizer, network = model.tokenizer, model.network.train()
    optimizer = torch.optim.AdamW(network.parameters(), rate)
    texts = [list(chance.choice(list(TONES), chance.integers(1, 5))) for _ in range(150)]
    features = [model.features(torch.from_numpy(sound(text, seed))) for seed, text in enumerate(texts, 1)]
    tokens = [torch.tensor([tokenizer.sot, *tokenizer.encode(" ".join(text)), tokenizer.eot]) for text in texts]
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = rate * min(1.0, (step + 1) / 20, 2 * (1 - step / steps))
        chosen = chance.integers(0, len(texts), 16)
        frames = [features[index] for index in chosen]
        inputs = pad_sequence([tokens[index] for index in chosen], True, tokenizer.eot)
        labels = pad_sequence([tokens[index] for index in chosen], True, -100)[:, 1:]
        lengths = torch.tensor([len(frame) for frame in frames])
        logits, _ = network(pad_sequence(frames, True), inputs[:, :-1], lengths)
        optimizer.zero_grad()
        cross_entropy(logits.flatten(0, 1), labels.flatten()).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
    network.eval()


def transcribe(
    model: SpeechModel, samples: np.ndarray, **options: object
) -> tuple[Finished, list[object], Transcriber]:
    transcriber = Transcriber(model)
    blocks = [samples[begin : begin + RATE] for begin in range(0, len(samples), RATE)]
    asked = TranscribeOptions(vad=False, keep_attention=True, **options)  # type: ignore[arg-type]
    events = list(transcriber.run_blocks(blocks, asked))
    assert isinstance(events[-1], Finished)
    return events[-1], events, transcriber


def letters() -> CharacterTokenizer:
    return CharacterTokenizer.train([" ".join(TONES)])


def test_a_trained_model_writes_words_where_they_sound(tmp_path: Path) -> None:
    model = make("cnn", "transformer", "scaled-dot", BytePairTokenizer.train([" ".join(TONES)] * 9, 270))
    learn(model, 120)
    said = ["low", "high", "mid", "mid", "high", "low", "high", "high", "low", "mid"]  # longer than it can hear at once
    finished, _, transcriber = transcribe(model, sound(said))
    words = finished.transcript.words
    assert [word.text for word in words] == [f" {word}" for word in said]
    assert finished.transcript.text == " ".join(said)
    for index, word in enumerate(words):
        begins = GAP + index * (LENGTH + GAP)
        assert begins - 0.2 <= word.start / 1000 <= begins + 0.15
        assert begins + 0.1 <= word.end / 1000 <= begins + LENGTH + 0.2
    transcriber.save_attention(tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz") as arrays:
        windows = [name for name in arrays if name.startswith("weights_")]
        assert len(windows) >= 3  # of at most 2.5 s
        for index in range(len(windows)):
            heads, tokens, states = arrays[f"weights_{index}"].shape
            assert (heads, tokens) == (len(model.spec.alignment_heads), len(arrays[f"tokens_{index}"]))
            assert states == len(arrays[f"times_{index}"]) <= 2.5 / 0.04 + 1
        assert arrays[f"times_{len(windows) - 1}"][-1] == pytest.approx(len(sound(said)) / RATE, abs=0.1)


def test_a_model_without_a_language_claims_none() -> None:
    model = make("cnn", "lstm", "dot", letters(), language="")
    finished, events, _ = transcribe(model, sound(["low"] * 5), beam=2, prompt="names", context=True)
    assert finished.transcript.language == ""
    assert not any(isinstance(event, LanguageDetected) for event in events)
    told, events, _ = transcribe(model, sound(["low"] * 5), language="de")
    assert told.transcript.language == "de"
    german = make("cnn", "lstm", "dot", letters(), language="de")
    assert transcribe(german, sound(["low"] * 5))[0].transcript.language == "de"


def test_what_the_family_cannot_do_gets_a_sentence(tmp_path: Path) -> None:
    german = Transcriber(make("cnn", "lstm", "dot", letters(), language="de"))
    with pytest.raises(UsageError, match="knows German only, so it cannot translate"):
        next(iter(german.run(tmp_path / "x.wav", TranscribeOptions(task="translate"))))
    with pytest.raises(UsageError, match="knows German only"):
        next(iter(german.run(tmp_path / "x.wav", TranscribeOptions(language="fr"))))


def test_sound_shorter_than_a_frame_does_no_harm() -> None:
    for encoder in ("mfcc", "cnn", "cnn-wave", "lstm", "transformer", "whisper"):
        model = make(encoder, "transformer", "multi-head", letters())
        finished, _, _ = transcribe(model, np.zeros(50, np.float32))
        assert finished.transcript.duration == 3
