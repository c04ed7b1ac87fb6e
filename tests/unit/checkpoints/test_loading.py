"""The one loading path, from every format, on real weights and on damaged ones."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from alm_studio.base.errors import ModelError, UsageError
from alm_studio.checkpoints import openai
from alm_studio.checkpoints.bundled import find_bundled
from alm_studio.checkpoints.ctranslate2 import load
from alm_studio.checkpoints.int8 import multiplies_states_in_int8
from alm_studio.checkpoints.loading import load_model, read_spec
from alm_studio.checkpoints.model_files import ModelFiles, identify
from alm_studio.checkpoints.precision import choose_device, choose_precision
from alm_studio.checkpoints.weights import Weights


@pytest.fixture(scope="module")
def tiny() -> Weights:
    files = find_bundled("tiny.en")
    assert files is not None, "the test extra installs tiny.en"
    return load(files)


def _openai_state(weights: Weights) -> dict[str, torch.Tensor]:
    """Our weights under OpenAI's names: the inverse of the reader, written independently of it."""
    state: dict[str, torch.Tensor] = {}
    tensors = {name: make().float() for name, make in weights.tensors.items()}

    def copy(theirs: str, ours: str) -> None:
        state[f"{theirs}.weight"], state[f"{theirs}.bias"] = tensors[f"{ours}.weight"], tensors[f"{ours}.bias"]

    copy("encoder.conv1", "encoder.conv1")
    copy("encoder.conv2", "encoder.conv2")
    copy("encoder.ln_post", "encoder.norm")
    copy("decoder.ln", "decoder.norm")
    state["encoder.positional_embedding"] = tensors["encoder.positions"]
    state["decoder.positional_embedding"] = tensors["decoder.positions"]
    state["decoder.token_embedding.weight"] = tensors["decoder.token_embedding.weight"]
    width = weights.spec.width
    for side, layers in (("encoder", weights.spec.audio_layers), ("decoder", weights.spec.text_layers)):
        for i in range(layers):
            block = f"{side}.blocks.{i}"
            ours = f"{block}.{'attention' if side == 'encoder' else 'self_attention'}"
            copy(f"{block}.attn_ln", f"{ours}.norm")
            copy(f"{block}.attn.out", f"{ours}.out")
            weight, bias = tensors[f"{ours}.qkv.weight"], tensors[f"{ours}.qkv.bias"]
            for index, name in enumerate(("query", "key", "value")):
                rows = slice(index * width, (index + 1) * width)
                state[f"{block}.attn.{name}.weight"] = weight[rows].clone()
                if name != "key":
                    state[f"{block}.attn.{name}.bias"] = bias[rows].clone()
            copy(f"{block}.mlp_ln", f"{block}.feed_forward.norm")
            copy(f"{block}.mlp.0", f"{block}.feed_forward.up")
            copy(f"{block}.mlp.2", f"{block}.feed_forward.down")
            if side == "decoder":
                cross = f"{block}.cross_attention"
                copy(f"{block}.cross_attn_ln", f"{cross}.norm")
                copy(f"{block}.cross_attn.query", f"{cross}.query")
                copy(f"{block}.cross_attn.out", f"{cross}.out")
                weight, bias = tensors[f"{cross}.key_value.weight"], tensors[f"{cross}.key_value.bias"]
                state[f"{block}.cross_attn.key.weight"] = weight[:width].clone()
                state[f"{block}.cross_attn.value.weight"] = weight[width:].clone()
                state[f"{block}.cross_attn.value.bias"] = bias[width:].clone()
    return state


_TO_HUGGINGFACE = [
    ("encoder.positional_embedding", "encoder.embed_positions.weight"),
    ("decoder.positional_embedding", "decoder.embed_positions.weight"),
    ("decoder.token_embedding", "decoder.embed_tokens"),
    ("encoder.ln_post", "encoder.layer_norm"),
    ("decoder.ln.", "decoder.layer_norm."),
    (".blocks.", ".layers."),
    (".cross_attn_ln", ".encoder_attn_layer_norm"),
    (".cross_attn.", ".encoder_attn."),
    (".attn_ln", ".self_attn_layer_norm"),
    (".attn.", ".self_attn."),
    (".mlp_ln", ".final_layer_norm"),
    (".mlp.0", ".fc1"),
    (".mlp.2", ".fc2"),
    (".query.", ".q_proj."),
    (".key.", ".k_proj."),
    (".value.", ".v_proj."),
    ("attn.out.", "attn.out_proj."),
]


def _dims(weights: Weights) -> dict[str, int]:
    spec = weights.spec
    return {
        "n_mels": spec.mel_bands, "n_audio_ctx": spec.audio_states, "n_audio_state": spec.width,
        "n_audio_head": spec.audio_heads, "n_audio_layer": spec.audio_layers, "n_vocab": spec.vocabulary,
        "n_text_ctx": spec.text_positions, "n_text_state": spec.width, "n_text_head": spec.text_heads,
        "n_text_layer": spec.text_layers,
    }  # fmt: skip


def _assert_same(found: Weights, expected: Weights) -> None:
    assert found.spec == expected.spec
    for name, make in expected.tensors.items():
        tensor = make().float()
        if name.endswith(("qkv.bias", "key_value.bias")):  # a bias of the key changes nothing and is not stored
            tensor = tensor.clone()
            start = expected.spec.width if name.endswith("qkv.bias") else 0
            tensor[start : start + expected.spec.width] = 0
        torch.testing.assert_close(found.tensors[name]().float(), tensor)


def test_an_openai_file_holds_the_same_model(tmp_path: Path, tiny: Weights) -> None:
    path = tmp_path / "tiny.en.pt"
    torch.save({"dims": _dims(tiny), "model_state_dict": _openai_state(tiny)}, path)
    files = identify(path)
    assert files.kind == "openai"
    _assert_same(openai.load_pt(files), tiny)


def test_a_huggingface_folder_holds_the_same_model(tmp_path: Path, tiny: Weights) -> None:
    state = {}
    for name, tensor in _openai_state(tiny).items():
        for theirs, ours in _TO_HUGGINGFACE:
            name = name.replace(theirs, ours)
        state[f"model.{name}"] = tensor
    save_file(state, tmp_path / "model.safetensors")
    spec = tiny.spec
    config = {
        "model_type": "whisper", "num_mel_bins": spec.mel_bands, "max_source_positions": spec.audio_states,
        "d_model": spec.width, "encoder_attention_heads": spec.audio_heads, "encoder_layers": spec.audio_layers,
        "vocab_size": spec.vocabulary, "max_target_positions": spec.text_positions,
        "decoder_attention_heads": spec.text_heads, "decoder_layers": spec.text_layers,
    }  # fmt: skip
    (tmp_path / "config.json").write_text(json.dumps(config))
    files = identify(tmp_path)
    assert files.kind == "huggingface"
    _assert_same(openai.load_huggingface(files), tiny)
    (tmp_path / "generation_config.json").write_text(json.dumps({"alignment_heads": [[3, 2]]}))
    assert read_spec(files).alignment_heads == ((3, 2),)


def test_a_pickle_that_runs_code_is_refused(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return (Path.touch, (tmp_path / "ran",))

    path = tmp_path / "evil.pt"
    torch.save({"dims": Evil(), "model_state_dict": {}}, path)
    with pytest.raises(ModelError, match="damaged or not a Whisper model"):
        openai.load_pt(ModelFiles("openai", "evil", (path,)))
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_truncated_pt_gets_a_sentence(tmp_path: Path, keep: float) -> None:
    path = tmp_path / "cut.pt"
    torch.save({"dims": {}, "model_state_dict": {"x": torch.zeros(10_000)}}, path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    with pytest.raises(ModelError, match="Get the model again"):
        openai.load_pt(ModelFiles("openai", "cut", (path,)))


def test_a_pt_of_something_else_gets_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "other.pt"
    torch.save({"weights": torch.zeros(3)}, path)
    with pytest.raises(ModelError, match="is not a Whisper model"):
        load_model(str(path))


def test_values_that_are_not_numbers_are_refused(tmp_path: Path, tiny: Weights) -> None:
    state = _openai_state(tiny)
    state["encoder.conv1.bias"][0] = np.nan
    path = tmp_path / "nan.pt"
    torch.save({"dims": _dims(tiny), "model_state_dict": state}, path)
    with pytest.raises(ModelError, match="not numbers"):
        load_model(str(path))


def test_a_wrong_shape_is_named(tmp_path: Path, tiny: Weights) -> None:
    state = _openai_state(tiny)
    state["encoder.conv1.bias"] = torch.zeros(7)
    path = tmp_path / "shape.pt"
    torch.save({"dims": _dims(tiny), "model_state_dict": state}, path)
    with pytest.raises(ModelError, match=r"encoder\.conv1\.bias has shape \[7\]"):
        load_model(str(path))


def test_real_weights_load_in_every_precision_of_this_processor() -> None:
    for precision in ("float32", "bfloat16", "int8"):
        model = load_model("tiny.en", "cpu", precision)
        assert model.compute == precision
        assert not model.multilingual
        memory = model.network.encode(torch.zeros(1, 3000, 80))
        logits, attention = model.network.decoder(torch.tensor([[50257, 50362]]), memory)
        assert logits.isfinite().all()
        assert attention.shape == (1, 8, 2, 1500)


def test_what_writes_is_int8_where_its_input_is_normalised() -> None:
    network = load_model("tiny.en", "cpu", "float32+int8").network
    block = network.decoder.blocks[0]  # type: ignore[union-attr, index]
    kinds = {
        name: type(layer).__name__
        for name, layer in [
            ("query", block.cross_attention.query),
            ("up", block.feed_forward.up),
            ("down", block.feed_forward.down),
            ("output", network.decoder.output),
        ]
    }
    assert kinds == {"query": "Int8Linear", "up": "Int8Linear", "down": "Linear", "output": "Int8Linear"}


@pytest.mark.parametrize("way", ["oneDNN", "FBGEMM", ""])
def test_what_listens_is_int8_where_it_loses_nothing(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if way == "oneDNN" and not multiplies_states_in_int8():
        pytest.skip("This processor has no VNNI.")
    monkeypatch.setattr("alm_studio.checkpoints.precision.multiplies_states_in_int8", lambda: way == "oneDNN")
    monkeypatch.setattr("alm_studio.checkpoints.precision.multiplies_many_rows", lambda: way == "FBGEMM")
    network = load_model("tiny.en", "cpu", "float32+int8").network
    heard, block = network.encoder.blocks[0], network.decoder.blocks[0]  # type: ignore[union-attr, index]
    kinds = {
        name: type(layer).__name__
        for name, layer in [
            ("qkv", heard.attention.qkv),
            ("out", heard.attention.out),
            ("up", heard.feed_forward.up),
            ("down", heard.feed_forward.down),
            ("key_value", block.cross_attention.key_value),
        ]
    }
    int8 = {"oneDNN": "Int8StatesLinear", "FBGEMM": "Int8Linear", "": "Linear"}[way]
    qkv = "Int8Linear" if way == "FBGEMM" else "Linear"
    assert kinds == {"qkv": qkv, "out": int8, "up": int8, "down": "Linear", "key_value": int8}


def test_int8_hears_and_writes_as_float32_does() -> None:
    network = load_model("tiny.en", "cpu", "float32+int8").network
    exact = load_model("tiny.en", "cpu", "float32").network
    sound = torch.randn(1, 3000, 80, generator=torch.Generator().manual_seed(0))
    tokens = torch.tensor([[50257, 1000, 300, 2000]])
    with torch.inference_mode():
        memory, states = exact.encode(sound), network.encode(sound).states
        assert float((states - memory.states).norm() / memory.states.norm()) < 0.1
        wanted, found = exact.decoder(tokens, memory)[0], network.decoder(tokens, memory)[0]
    assert float((wanted - found).std() / wanted.std()) < 0.1
    assert (wanted.argmax(dim=2) == found.argmax(dim=2)).float().mean() >= 0.75


def test_devices_and_precisions_that_do_not_exist() -> None:
    cpu = torch.device("cpu")
    with pytest.raises(UsageError, match="no device"):
        choose_device("toaster")
    with pytest.raises(UsageError, match="no precision"):
        choose_precision("float8", cpu)
    with pytest.raises(UsageError, match="needs a GPU"):
        choose_precision("float16", cpu)
    with pytest.raises(UsageError, match="processor only"):
        choose_precision("int8", torch.device("cuda"))
    with pytest.raises(UsageError, match="processor only"):
        choose_precision("bfloat16+int8", torch.device("cuda"))
    assert choose_precision("auto", torch.device("cuda")) == "float16"
    if not torch.cuda.is_available():
        with pytest.raises(UsageError, match="No CUDA device"):
            choose_device("cuda")
