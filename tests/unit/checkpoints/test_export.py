"""Exports: read back by our own loader, and by the programs they are for."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from alm_studio.audio.decode import decode
from alm_studio.base.errors import ModelError, OutputError, UsageError
from alm_studio.checkpoints.bundled import find_bundled
from alm_studio.checkpoints.export import FORMS, export_model
from alm_studio.checkpoints.loading import SpeechModel, checked_tensors, load_model, read_weights
from alm_studio.checkpoints.model_files import identify
from alm_studio.checkpoints.own import save_model
from alm_studio.model.builders import build, family_spec
from alm_studio.model.spec import WhisperSpec
from alm_studio.text.characters import CharacterTokenizer
from tests.helpers.peers import peers_python
from tests.helpers.speech import recording


def logits(model: SpeechModel) -> Tensor:
    torch.manual_seed(0)
    tokens = torch.tensor([[*model.tokenizer.prompt("en", "transcribe", False), 440, 1002, 262]])
    with torch.inference_mode():
        result: Tensor = model.network(torch.randn(1, 3000, model.spec.features.bands), tokens)[0]
    return result


@pytest.fixture(scope="module")
def tiny() -> SpeechModel:
    return load_model("tiny.en", "cpu", "float32")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("precision", ["auto", "float32"])
def test_an_export_is_read_back_with_the_same_logits(
    tmp_path: Path, tiny: SpeechModel, form: str, precision: str
) -> None:
    folder = tmp_path / "a" / form
    export_model("tiny.en", form, folder, precision)
    files = identify(folder)
    assert files.kind == form
    stored = read_weights(files).tensors["decoder.token_embedding.weight"]().dtype
    assert stored == (torch.float16 if precision == "auto" else torch.float32)
    again = load_model(str(folder), "cpu", "float32")
    assert again.spec == tiny.spec
    assert torch.equal(logits(again), logits(tiny))
    text = " Grüße, 北京! [laughs]"
    assert again.tokenizer.encode(text) == tiny.tokenizer.encode(text)
    assert [path.name for path in tmp_path.iterdir()] == ["a"] and len(list((tmp_path / "a").iterdir())) == 1


def test_base_comes_back_from_every_form(tmp_path: Path) -> None:
    base = load_model("base", "cpu", "float32")
    expected = logits(base)
    for form in ("ctranslate2", "huggingface"):
        export_model("base", form, tmp_path / form)
        again = load_model(str(tmp_path / form), "cpu", "float32")
        assert torch.equal(logits(again), expected)
        assert (again.spec, again.multilingual) == (base.spec, True)


def test_settings_are_those_of_the_published_folder(tmp_path: Path) -> None:
    files = find_bundled("base")
    assert files is not None and files.config is not None and files.tokenizer is not None
    export_model("base", "ctranslate2", tmp_path / "c")
    ours, theirs = (json.loads(path.read_text()) for path in (tmp_path / "c" / "config.json", files.config))
    assert ours == theirs
    vocabulary = json.loads((tmp_path / "c" / "vocabulary.json").read_text())
    listed = (files.tokenizer.parent / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
    assert len(vocabulary) == 51865
    assert vocabulary[:50257] == listed[:50257]
    assert vocabulary[-1] == "<|30.00|>"


def test_a_trained_model_tells_its_card_and_keeps_its_precision(tmp_path: Path, tiny: SpeechModel) -> None:
    save_model(tmp_path / "m", tiny.network, tiny.spec, tiny.tokenizer, {"base": "tiny.en", "wer": 0.25})
    export_model(str(tmp_path / "m"), "huggingface", tmp_path / "h")
    assert "| wer | 0.25 |" in (tmp_path / "h" / "README.md").read_text()
    config = json.loads((tmp_path / "h" / "config.json").read_text())
    assert (config["torch_dtype"], config["decoder_start_token_id"], config["eos_token_id"]) == (
        "float32",
        50257,
        50256,
    )
    export_model(str(tmp_path / "m"), "own", tmp_path / "half", "float16")
    half, whole = ((tmp_path / name / "model.safetensors").stat().st_size for name in ("half", "m"))
    assert half == pytest.approx(whole / 2, rel=0.01)
    assert json.loads((tmp_path / "half" / "config.json").read_text())["card"]["wer"] == 0.25


def test_the_family_has_one_form(tmp_path: Path) -> None:
    tokenizer = CharacterTokenizer.train(["abc"])
    spec = family_spec("cnn", "lstm", "dot", tokenizer.vocabulary, width=16, layers=1)
    save_model(tmp_path / "m", build(spec, "cpu"), spec, tokenizer, {})
    for form in ("huggingface", "ctranslate2"):
        with pytest.raises(UsageError, match="not of Whisper's shape"):
            export_model(str(tmp_path / "m"), form, tmp_path / form)
        assert not (tmp_path / form).exists()
    export_model(str(tmp_path / "m"), "own", tmp_path / "own")
    assert load_model(str(tmp_path / "own")).spec == spec


def test_what_cannot_be_written_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no form"):
        export_model("tiny.en", "onnx", tmp_path / "x")
    with pytest.raises(UsageError, match="no precision"):
        export_model("tiny.en", "own", tmp_path / "x", "int3")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to mother.txt").write_text("dear")
    for overwrite, sentence in ((False, "is not empty"), (True, "something else than a model")):
        with pytest.raises(OutputError, match=sentence):
            export_model("tiny.en", "own", tmp_path / "letters", overwrite=overwrite)
    with pytest.raises(OutputError, match="is a file"):
        export_model("tiny.en", "own", tmp_path / "letters" / "to mother.txt")
    with pytest.raises(OutputError, match="Cannot write"):
        export_model("tiny.en", "own", tmp_path / "letters" / "to mother.txt" / "x")
    with pytest.raises(ModelError, match="not installed"):
        export_model("large-v3", "own", tmp_path / "x")


def test_a_model_is_replaced_where_that_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    export_model("tiny.en", "ctranslate2", tmp_path / "x")
    with pytest.raises(OutputError, match="not empty"):
        export_model("tiny.en", "own", tmp_path / "x")
    export_model("tiny.en", "own", tmp_path / "x", overwrite=True)
    assert identify(tmp_path / "x").kind == "own"
    assert not (tmp_path / "x" / "model.bin").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_damage_is_found_before_it_is_passed_on(tmp_path: Path) -> None:
    spec = WhisperSpec(8, 20, 8, 2, 1, 51864, 16, 2, 1, ((0, 1),))
    network = build(spec, "cpu")
    tokenizer = load_model("tiny.en", "cpu", "float32").tokenizer
    network.state_dict()["encoder.conv1.bias"][0] = torch.nan
    save_model(tmp_path / "m", network, spec, tokenizer, {})
    for form in FORMS:
        with pytest.raises(ModelError, match="not numbers"):
            export_model(str(tmp_path / "m"), form, tmp_path / "x")
        assert [path.name for path in tmp_path.iterdir()] == ["m"]
    assert checked_tensors(read_weights(identify(tmp_path / "m"))).keys() == network.state_dict().keys()


_FASTER_WHISPER = """
import sys
from faster_whisper import WhisperModel
model = WhisperModel(sys.argv[1], device="cpu", compute_type="float32", cpu_threads=1)
segments, info = model.transcribe(sys.argv[2], beam_size=5, word_timestamps=True)
print(info.language)
for segment in segments:
    print(segment.text, [(word.word, round(word.start, 2)) for word in segment.words])
"""

_TRANSFORMERS = """
import sys
import numpy as np, torch
from transformers import WhisperForConditionalGeneration, WhisperProcessor
model = WhisperForConditionalGeneration.from_pretrained(sys.argv[1], dtype=torch.float32)
processor = WhisperProcessor.from_pretrained(sys.argv[1])
features = processor(np.load(sys.argv[2]), sampling_rate=16000, return_tensors="pt").input_features
with torch.inference_mode():
    tokens = torch.from_numpy(np.load(sys.argv[3]))
    np.save(sys.argv[4], model(features, decoder_input_ids=tokens).logits.numpy())
    written = model.generate(features, language="en", task="transcribe", num_beams=1)
print(processor.batch_decode(written, skip_special_tokens=True)[0])
"""


def run_peer(python: Path, script: str, *arguments: Path) -> str:
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    command = [str(python), "-c", script, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_faster_whisper_writes_the_same_text(tmp_path: Path) -> None:
    """The export of base, beside the published folder of the same weights."""
    python = peers_python("faster_whisper")
    clip = recording("en/misc/jfk.flac")
    files = find_bundled("base")
    assert files is not None and files.config is not None and files.tokenizer is not None
    published = tmp_path / "published"
    published.mkdir()
    (published / "model.bin").write_bytes(b"".join(part.read_bytes() for part in files.weights))
    for path in (files.config, files.tokenizer, files.tokenizer.parent / "vocabulary.txt"):
        (published / path.name).write_bytes(path.read_bytes())
    export_model("base", "ctranslate2", tmp_path / "ours")
    ours, theirs = (run_peer(python, _FASTER_WHISPER, folder, clip) for folder in (tmp_path / "ours", published))
    assert ours == theirs
    assert "ask not what your country can do for you" in ours


@pytest.mark.slow
def test_transformers_computes_the_same_logits_and_writes_the_text(tmp_path: Path) -> None:
    python = peers_python("transformers")
    samples = np.concatenate(list(decode(recording("en/misc/jfk.flac"))))
    export_model("base", "huggingface", tmp_path / "base")
    model = load_model("base", "cpu", "float32")
    tokens = torch.tensor([[*model.tokenizer.prompt("en", "transcribe", False), *model.tokenizer.encode(" And so")]])
    np.save(tmp_path / "samples.npy", samples)
    np.save(tmp_path / "tokens.npy", tokens.numpy())
    files = [tmp_path / name for name in ("base", "samples.npy", "tokens.npy", "logits.npy")]
    text = run_peer(python, _TRANSFORMERS, *files)
    assert "ask not what your country can do for you" in text
    features = model.features(torch.nn.functional.pad(torch.from_numpy(samples), (0, 480_000 - len(samples))))
    with torch.inference_mode():
        expected = model.network(features[None], tokens)[0]
    torch.testing.assert_close(torch.from_numpy(np.load(files[-1])), expected, atol=2e-3, rtol=1e-3)
