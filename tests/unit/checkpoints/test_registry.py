import io
import json
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from alm_studio.base.errors import ModelError, UsageError
from alm_studio.base.paths import models_dir
from alm_studio.checkpoints import hub, registry
from alm_studio.checkpoints.model_files import identify, partial_folder
from alm_studio.checkpoints.registry import find, install_trained, list_models, remove, resolve
from alm_studio.text.tokenizer import WhisperTokenizer

SIZES = [
    *("tiny", "tiny.en", "base", "base.en", "small", "small.en", "medium", "medium.en"),
    *("large-v1", "large-v2", "large-v3", "large-v3-turbo"),
]


def safetensors_bytes() -> bytes:
    header = json.dumps({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
    return len(header).to_bytes(8, "little") + header + bytes(4)


def torch_bytes() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("base/data.pkl", pickle.dumps({}))
    return content.getvalue()


def make(folder: Path, **files: bytes | str) -> Path:
    """A folder; ``model_bin=…`` writes model.bin."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name.replace("_", ".")).write_bytes(data)
    return folder


@pytest.fixture
def ctranslate2(tmp_path: Path, ctranslate2_bytes: bytes) -> Path:
    return make(tmp_path / "my model", model_bin=ctranslate2_bytes, config_json="{}", tokenizer_json="{}")


@pytest.fixture
def nothing_bundled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "find_bundled", lambda name: None)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, ctranslate2_bytes: bytes) -> list[str]:
    """Hub ids that were downloaded; no network is used."""
    ids: list[str] = []

    def download(hub_id: str, target: Path, **_: object) -> Path:
        ids.append(hub_id)
        return make(target, model_bin=ctranslate2_bytes, config_json="{}")

    monkeypatch.setattr(hub, "download", download)
    return ids


def test_all_whisper_sizes_are_listed_smallest_first(nothing_bundled: None) -> None:
    models = list_models()
    assert [info.name for info in models] == SIZES
    assert all(info.source == "hub" and not info.installed and info.size_bytes > 7e7 for info in models)
    assert [info.multilingual for info in models] == [not name.endswith(".en") for name in SIZES]
    assert find("small").title == "Small – 244 M, multilingual"
    assert find("small").hub_id == "Systran/faster-whisper-small"
    assert find("turbo").name == "large-v3-turbo"
    assert find("large").name == "large-v3"


def test_listing_needs_no_heavy_import() -> None:
    code = (
        "import sys; from alm_studio.checkpoints.registry import list_models; list_models();"
        "print([name for name in ('torch', 'numpy', 'huggingface_hub') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_unknown_names_list_the_known_ones() -> None:
    with pytest.raises(ModelError, match=r"no model “bse”. Choose one of tiny, .*base"):
        resolve("bse")


@pytest.mark.parametrize("name", ["../nowhere/model", "nothing.pt", "a/b/c", "./base", ""])
def test_missing_paths_are_explained(
    name: str, asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError, match=r"There is no model|holds no model"):
        resolve(name)
    assert asked == []


def test_a_missing_model_without_download_says_how_to_get_it(nothing_bundled: None) -> None:
    with pytest.raises(ModelError, match="alm-studio models get base"):
        resolve("base", allow_download=False)


def test_a_missing_model_is_downloaded_once(nothing_bundled: None, asked: list[str]) -> None:
    first = resolve("turbo")
    assert resolve("large-v3-turbo") == first
    assert asked == ["mobiuslabsgmbh/faster-whisper-large-v3-turbo"]
    assert first.weights == (models_dir() / "large-v3-turbo/model.bin",)
    assert (find("turbo").installed, find("turbo").source) == (True, "downloaded")


def test_a_hub_id_is_downloaded(asked: list[str]) -> None:
    assert resolve("owner/some-model").name == "owner/some-model"
    assert asked == ["owner/some-model"]


def test_a_damaged_download_is_fetched_again(nothing_bundled: None, asked: list[str]) -> None:
    make(models_dir() / "small", model_bin=b"cut")
    assert not find("small").installed
    resolve("small")
    assert asked == ["Systran/faster-whisper-small"]


def test_an_own_model_is_listed_and_found(tmp_path: Path) -> None:
    config = json.dumps({"model_type": "alm_studio"})
    make(models_dir() / "my voice", model_safetensors=safetensors_bytes(), config_json=config)
    assert resolve("my voice").kind == "own"
    assert (list_models()[-1].name, list_models()[-1].source) == ("my voice", "trained")


def test_a_half_download_is_not_a_model(nothing_bundled: None, ctranslate2_bytes: bytes) -> None:
    make(partial_folder(models_dir() / "small"), model_bin=ctranslate2_bytes)
    assert [info.name for info in list_models()] == SIZES
    assert not find("small").installed


def test_a_folder_a_file_in_it_and_a_relative_path(ctranslate2: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ctranslate2.parent)
    files = resolve(str(ctranslate2))
    assert files.kind == "ctranslate2"
    assert (files.name, files.weights) == ("my model", (ctranslate2 / "model.bin",))
    assert files.tokenizer == ctranslate2 / "tokenizer.json"
    assert resolve("my model").kind == "ctranslate2"
    assert resolve(str(ctranslate2 / "model.bin")) == files


def test_a_pt_file_is_told_by_content_not_by_name(tmp_path: Path) -> None:
    make(tmp_path / "m", base_pt=torch_bytes())
    assert resolve(str(tmp_path / "m/base.pt")).kind == "openai"
    assert resolve(str(tmp_path / "m")).kind == "openai"
    (tmp_path / "m/base.pt").write_bytes(b"<html>not found</html>")
    with pytest.raises(ModelError, match="holds no model that can be read"):
        resolve(str(tmp_path / "m/base.pt"))


def test_safetensors_whole_and_in_shards(tmp_path: Path) -> None:
    config = json.dumps({"model_type": "whisper"})
    whole = make(tmp_path / "whole", model_safetensors=safetensors_bytes(), config_json=config)
    assert identify(whole).kind == "huggingface"
    names = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
    index = json.dumps({"weight_map": {"b": names[1], "a": names[0]}})
    shards = make(tmp_path / "shards", config_json=config, model_safetensors_index_json=index)
    for name in names:
        (shards / name).write_bytes(safetensors_bytes())
    assert identify(shards).weights == tuple(shards / name for name in names)
    (shards / names[1]).unlink()
    with pytest.raises(ModelError, match="lacks a readable model-00002"):
        identify(shards)


def test_an_index_that_points_outside_its_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.safetensors").write_bytes(safetensors_bytes())
    index = json.dumps({"weight_map": {"a": "../secret.safetensors"}})
    config = json.dumps({"model_type": "whisper"})
    folder = make(tmp_path / "m", config_json=config, model_safetensors_index_json=index)
    with pytest.raises(ModelError, match="lacks a readable"):
        identify(folder)


def test_foreign_and_broken_models_are_named(tmp_path: Path, ctranslate2_bytes: bytes) -> None:
    other = ctranslate2_bytes.replace(b"WhisperSpec", b"Wav2VecSpec")
    with pytest.raises(ModelError, match=r"another kind \(Wav2VecSpec\)"):
        identify(make(tmp_path / "ct2", model_bin=other))
    bert = make(tmp_path / "bert", model_safetensors=safetensors_bytes(), config_json='{"model_type": "bert"}')
    with pytest.raises(ModelError, match=r"another kind \(bert\)"):
        identify(bert)
    with pytest.raises(ModelError, match=r"no config\.json"):
        identify(make(tmp_path / "bare", model_safetensors=safetensors_bytes()))
    with pytest.raises(ModelError, match=r"config\.json is damaged"):
        identify(make(tmp_path / "bad", model_safetensors=safetensors_bytes(), config_json="{"))
    with pytest.raises(ModelError, match="holds no model"):
        identify(make(tmp_path / "empty"))


def test_remove_deletes_models_and_unfinished_downloads(
    nothing_bundled: None, asked: list[str], ctranslate2: Path
) -> None:
    resolve("small")
    make(partial_folder(models_dir() / "small"), model_bin=b"x")
    remove("small")
    assert list(models_dir().iterdir()) == []
    with pytest.raises(UsageError, match="not installed"):
        remove("small")
    with pytest.raises(ModelError):
        remove(str(ctranslate2))
    assert ctranslate2.exists()


def test_a_bundled_model_cannot_be_removed() -> None:
    if not find("base").installed:
        pytest.skip("the data packages of base are not installed")
    assert find("base").source == "bundled"
    with pytest.raises(UsageError, match="comes with the program"):
        remove("base")


def test_a_tokenizer_for_weights_without_one() -> None:
    if not find("base").installed:
        pytest.skip("the data packages of base are not installed")
    path = registry.find_tokenizer(multilingual=True)
    assert path is not None
    assert path.name == "tokenizer.json"


def test_what_needs_a_download_is_told_without_one(tmp_path: Path, ctranslate2_bytes: bytes) -> None:
    small = registry.needs_download("small")
    assert small is not None and small.size_bytes == 484_000_000
    foreign = registry.needs_download("owner/name")
    assert foreign is not None and foreign.hub_id == "owner/name"
    make(models_dir() / "small", model_bin=ctranslate2_bytes, config_json="{}", tokenizer_json="{}")
    assert registry.needs_download("small") is None
    assert registry.needs_download(str(tmp_path)) is None
    with pytest.raises(ModelError, match="no model"):
        registry.needs_download("smal")


def test_one_tokenizer_serves_both_multilingual_vocabularies() -> None:
    path = registry.find_tokenizer(multilingual=True)
    if path is None:
        pytest.skip("no multilingual model is installed")
    smaller, larger = (WhisperTokenizer.load(path, size) for size in (51865, 51866))
    text = "Grüße aus 北京, caffè!"
    assert smaller.encode(text) == larger.encode(text)
    assert larger.decode(larger.encode(text)) == text
    assert larger.timestamp_begin == smaller.timestamp_begin + 1


def own_folder(folder: Path, **config: object) -> Path:
    content = json.dumps({"model_type": "alm_studio", **config})
    return make(folder, model_safetensors=safetensors_bytes(), config_json=content, tokenizer_json="{}", log_jsonl="x")


def test_a_trained_model_appears_in_every_list(tmp_path: Path) -> None:
    best = own_folder(tmp_path / "best", card={"base": "base"}, tokenizer="whisper", spec={"vocabulary": 51865})
    info = install_trained(best, "my voice")
    assert (info.name, info.source, info.installed, info.multilingual) == ("my voice", "trained", True, True)
    assert info.title == "my voice – trained here, from base"
    assert info in list_models()
    assert resolve("my voice").weights == (models_dir() / "my voice" / "model.safetensors",)
    names = sorted(path.name for path in (models_dir() / "my voice").iterdir())
    assert names == ["config.json", "model.safetensors", "tokenizer.json"]
    assert [path.name for path in models_dir().iterdir()] == ["my voice"]
    remove("my voice")
    assert best.is_dir() and not (models_dir() / "my voice").exists()


def test_names_are_made_unique_and_safe(tmp_path: Path) -> None:
    best = own_folder(tmp_path / "best")
    wanted = ["voice", "voice", "base", "Turbo", "../../evil/x", "a--b", ".hidden", "", "x" * 300]
    names = [install_trained(best, name).name for name in wanted]
    assert names == ["voice", "voice 2", "base 2", "Turbo 2", "evil x", "a-b", "hidden", "my model", "x" * 60]
    assert all(resolve(name).kind == "own" for name in names)
    assert not find("voice").multilingual


def test_only_trained_models_are_installed_so(ctranslate2: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no model that was trained here"):
        install_trained(ctranslate2, "x")
    with pytest.raises(ModelError, match="no model"):
        install_trained(tmp_path / "nothing", "x")


def test_a_damaged_card_leaves_the_list_whole(tmp_path: Path) -> None:
    own_folder(models_dir() / "odd", card=3, spec=[1])
    own_folder(models_dir() / "even", spec=[1])
    assert [(info.name, info.installed) for info in list_models()[-2:]] == [("even", True), ("odd", False)]
    remove("odd")


def test_a_trained_vocabulary_serves_no_other_model(nothing_bundled: None, tmp_path: Path) -> None:
    install_trained(own_folder(tmp_path / "best", tokenizer="characters"), "letters")
    assert registry.find_tokenizer(multilingual=False) is None
