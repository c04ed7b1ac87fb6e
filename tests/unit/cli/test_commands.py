"""``models``, ``devices``, ``bench`` and ``doctor``."""

import json

import pytest

from alm_studio import __version__
from alm_studio.base.errors import ModelError
from alm_studio.base.paths import models_dir
from alm_studio.checkpoints.own import save_model
from alm_studio.checkpoints.registry import install_trained, list_models
from alm_studio.model.builders import build, family_spec
from alm_studio.text.characters import CharacterTokenizer

from .conftest import SAMPLE


def rows(text: str) -> dict[str, str]:
    """Lines of a name and the rest."""
    return dict(line.split(maxsplit=1) for line in text.splitlines())


def test_models_list_tells_what_is_installed(command):
    result = command("models", "list")
    assert result.code == 0
    table = rows(result.out)
    assert list(table) == [model.name for model in list_models()]
    assert "bundled" in table["tiny.en"]
    assert "not installed" in table["large-v3"]


def test_models_list_as_json(command):
    models = {model["name"]: model for model in json.loads(command("models", "list", "--json").out)}
    assert models["base"]["installed"] is True
    assert models["base"]["multilingual"] is True
    assert models["large-v3"] == {
        "name": "large-v3", "title": models["large-v3"]["title"], "multilingual": True, "installed": False,
        "source": "hub", "size_bytes": 3_087_000_000, "path": None, "hub_id": "Systran/faster-whisper-large-v3",
    }  # fmt: skip


def test_models_info_describes_the_network(command):
    result = command("models", "info", "tiny.en")
    assert result.code == 0
    assert "38 M" in result.out or "37 M" in result.out or "39 M" in result.out
    assert "4 layers, 6 heads, width 384" in result.out
    assert "alignment heads" in result.out


def test_models_convert_writes_another_form(command, tmp_path):
    folder = tmp_path / "out"
    result = command("models", "convert", "tiny.en", "--to", "own", "-o", str(folder))
    assert (result.code, result.out) == (0, f"tiny.en is in {folder} (own).\n")
    told = command("models", "info", str(folder)).out
    assert "own" in told and "4 layers, 6 heads, width 384" in told
    assert command("models", "convert", "tiny.en", "--to", "own", "-o", str(folder)).code == 5
    assert command("models", "convert", "tiny.en", "--to", "onnx", "-o", str(folder)).code == 2
    assert command("models", "convert", "small", "--to", "own", "-o", str(tmp_path / "x")).code == 4


def test_models_info_shows_the_card_and_the_parts_of_a_trained_model(command, tmp_path):
    tokenizer = CharacterTokenizer.train(["abc"])
    spec = family_spec("cnn", "lstm", "additive", tokenizer.vocabulary, width=16, layers=1, longest=7.5)
    card = {"data": [{"path": "voice", "examples": 3}], "scores": {"before": {"wer": 0.5}, "after": {"wer": 0.25}}}
    save_model(tmp_path / "m", build(spec, "cpu"), spec, tokenizer, card)
    install_trained(tmp_path / "m", "my voice")
    told = command("models", "info", "my voice").out
    for line in ("encoder          cnn, 1 layers, width 16", "attention        additive", "longest sound    7.5 s"):
        assert line in told
    assert "scores before wer" in told and "0.25" in told
    assert "trained" in rows(command("models", "list").out)["my"]


@pytest.mark.parametrize(("name", "told"), [("small", "alm-studio models get small"), ("enormous", "large-v3")])
def test_models_info_of_what_is_not_there_is_code_4(name, told, command):
    result = command("models", "info", name)
    assert result.code == 4
    assert told in result.err


def test_models_get_of_an_installed_one_says_where_it_is(command):
    result = command("models", "get", "tiny.en")
    assert result.code == 0
    assert result.out.startswith("tiny.en is installed: ")


def test_models_remove_deletes_a_downloaded_one(command):
    folder = models_dir() / "small"
    folder.mkdir()
    (folder / "model.bin").write_bytes(b"damaged")
    result = command("models", "remove", "small")
    assert (result.code, result.out) == (0, "Removed small.\n")
    assert not folder.exists()


@pytest.mark.parametrize(("name", "code"), [("base", 2), ("small", 2), ("enormous", 4)])
def test_models_remove_refuses(name, code, command):
    result = command("models", "remove", name)
    assert result.code == code
    assert result.err.startswith("alm-studio: ")
    assert result.out == ""


def test_devices_lists_the_processor_and_what_can_be_heard(command):
    result = command("devices")
    assert result.code == 0
    table = rows(result.out)
    assert "threads" in table["cpu"]
    assert "input" in table


def test_bench_tells_times_and_memory(command):
    result = command("bench", SAMPLE, "--model", "tiny.en", "--beam", 1, "--json")
    assert result.code == 0
    figures = json.loads(result.out)
    assert (figures["model"], figures["beam"]) == ("tiny.en", 1)
    stages = {name: figures[f"{name}_s"] for name in ("listen", "features", "encode", "decode", "align")}
    assert all(seconds > 0 for seconds in stages.values())
    # The stages are most of the work, and nothing is counted twice.
    assert 0.7 * figures["transcribe_s"] < sum(stages.values()) < 1.05 * figures["transcribe_s"]
    assert figures["media_s"] == pytest.approx(26.8, abs=0.1)
    assert figures["times_real_time"] == pytest.approx(figures["media_s"] / figures["transcribe_s"], rel=0.01)
    ready = figures["import_s"] + figures["load_s"]
    assert ready < figures["first_segment_s"] < ready + 1.5 * figures["transcribe_s"]
    assert figures["peak_memory_mb"] > 75  # at least the weights


def test_bench_for_people(command, tmp_path):
    result = command("bench", SAMPLE, "--model", "tiny.en", "--beam", 1)
    assert result.code == 0
    assert rows(result.out)["model"] == "tiny.en"
    assert command("bench", tmp_path / "missing.mp4", "--model", "tiny.en").code == 3


def test_doctor_finds_everything(command):
    result = command("doctor")
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0].startswith(f"alm-studio {__version__}, Python 3.")
    assert [line[:12].split() for line in lines[1:4]] == [["ok", "torch"], ["ok", "media"], ["ok", "model"]]
    assert "base loads" in lines[3]


def test_doctor_says_what_is_missing(command, monkeypatch):
    def missing(*_: object) -> None:
        raise ModelError("The model base is not installed.")

    monkeypatch.setattr("alm_studio.checkpoints.loading.load_model", missing)
    result = command("doctor")
    assert result.code == 1
    assert "NO  model        The model base is not installed." in result.out
    assert "ok  media" in result.out
