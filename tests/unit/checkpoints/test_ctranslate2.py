"""The reader of CTranslate2 files: small real ones, and hostile ones."""

import struct
from pathlib import Path

import numpy as np
import pytest
import torch

from alm_studio.base.errors import ModelError
from alm_studio.checkpoints.ctranslate2 import load, read_variables
from alm_studio.checkpoints.model_files import ModelFiles
from alm_studio.checkpoints.precision import apply_precision
from alm_studio.checkpoints.weights import alignment_heads_of
from alm_studio.model.builders import build_whisper
from alm_studio.model.spec import WhisperSpec

_CODES = {np.dtype(np.float32): 0, np.dtype(np.int8): 1, np.dtype(np.int16): 2, np.dtype(np.int32): 3}
_CODES[np.dtype(np.float16)] = 4
WIDTH, BANDS, STATES, WORDS, PLACES = 64, 8, 20, 70, 16


def _text(text: str) -> bytes:
    return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"


def _variable(name: str, array: np.ndarray) -> bytes:
    shape = struct.pack(f"<{array.ndim}I", *array.shape)
    head = _text(name) + struct.pack("<B", array.ndim) + shape + struct.pack("<B", _CODES[array.dtype])
    return head + struct.pack("<I", array.nbytes) + array.tobytes()


def binary(variables: dict[str, np.ndarray], spec: str = "WhisperSpec", version: int = 6) -> bytes:
    """A ``model.bin``."""
    head = struct.pack("<I", version) + _text(spec) + struct.pack("<II", 3, len(variables))
    return head + b"".join(_variable(*item) for item in variables.items()) + struct.pack("<I", 0)


def whisper(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """The variables of a tiny Whisper: one layer each."""

    def make(*shape: int) -> np.ndarray:
        return (rng.standard_normal(shape) * 0.1).astype(np.float16)

    found = {
        "encoder/conv1/weight": make(WIDTH, BANDS, 3),
        "encoder/conv1/bias": make(WIDTH),
        "encoder/conv2/weight": make(WIDTH, WIDTH, 3),
        "encoder/conv2/bias": make(WIDTH),
        "encoder/position_encodings/encodings": make(STATES, WIDTH),
        "decoder/position_encodings/encodings": make(PLACES, WIDTH),
        "decoder/embeddings/weight": make(WORDS, WIDTH),
        "encoder/num_heads": np.array(4, np.int16),
        "decoder/num_heads": np.array(4, np.int16),
    }

    def affine(name: str, rows: int, columns: int) -> None:
        found[f"{name}/weight"], found[f"{name}/bias"] = make(rows, columns), make(rows)

    def norm(name: str) -> None:
        found[f"{name}/gamma"], found[f"{name}/beta"] = make(WIDTH), make(WIDTH)

    for side in ("encoder", "decoder"):
        layer = f"{side}/layer_0"
        norm(f"{side}/layer_norm")
        norm(f"{layer}/self_attention/layer_norm")
        affine(f"{layer}/self_attention/linear_0", 3 * WIDTH, WIDTH)
        affine(f"{layer}/self_attention/linear_1", WIDTH, WIDTH)
        norm(f"{layer}/ffn/layer_norm")
        affine(f"{layer}/ffn/linear_0", 4 * WIDTH, WIDTH)
        affine(f"{layer}/ffn/linear_1", WIDTH, 4 * WIDTH)
    norm("decoder/layer_0/attention/layer_norm")
    affine("decoder/layer_0/attention/linear_0", WIDTH, WIDTH)
    affine("decoder/layer_0/attention/linear_1", 2 * WIDTH, WIDTH)
    affine("decoder/layer_0/attention/linear_2", WIDTH, WIDTH)
    return found


@pytest.fixture
def variables() -> dict[str, np.ndarray]:
    return whisper(np.random.default_rng(3))


def _files(tmp_path: Path, data: bytes, split: int | None = None) -> ModelFiles:
    parts = [data] if split is None else [data[:split], data[split:]]
    paths = []
    for index, part in enumerate(parts):
        paths.append(tmp_path / f"model.bin.{index}")
        paths[-1].write_bytes(part)
    return ModelFiles("ctranslate2", "tiny", tuple(paths))


def test_spec_and_weights_are_read(tmp_path: Path, variables: dict[str, np.ndarray]) -> None:
    weights = load(_files(tmp_path, binary(variables)))
    spec = weights.spec
    assert (spec.mel_bands, spec.audio_states, spec.width, spec.audio_layers) == (BANDS, STATES, WIDTH, 1)
    assert (spec.vocabulary, spec.text_positions, spec.text_layers, spec.text_heads) == (WORDS, PLACES, 1, 4)
    names = dict(build_whisper(spec).named_parameters()) | dict(build_whisper(spec).named_buffers())
    assert set(weights.tensors) == set(names)
    for name, target in names.items():
        assert weights.tensors[name]().shape == target.shape
    found = weights.tensors["decoder.blocks.0.cross_attention.key_value.weight"]()
    np.testing.assert_array_equal(found.numpy(), variables["decoder/layer_0/attention/linear_1/weight"])


@pytest.mark.parametrize("share", [0.01, 0.37, 0.5, 0.93])
def test_two_halves_are_one_file(tmp_path: Path, variables: dict[str, np.ndarray], share: float) -> None:
    data = binary(variables)
    found = read_variables(_files(tmp_path, data, round(len(data) * share)).weights)
    for name, array in variables.items():
        np.testing.assert_array_equal(found[name], array)


@pytest.mark.parametrize("kind", [np.int8, np.int16])
def test_integers_are_scaled_back(tmp_path: Path, variables: dict[str, np.ndarray], kind: type) -> None:
    name = "decoder/embeddings/weight"
    original = variables[name].astype(np.float32)
    if kind is np.int8:
        scale = (127 / np.abs(original).max(axis=1)).astype(np.float32)
        variables[name] = np.round(original * scale[:, None]).astype(np.int8)
    else:
        scale = np.array(1000.0, np.float32)
        variables[name] = np.round(original * scale).astype(np.int16)
    variables[f"{name}_scale"] = scale
    tensor = load(_files(tmp_path, binary(variables))).tensors["decoder.token_embedding.weight"]()
    np.testing.assert_allclose(tensor.numpy(), original, atol=2e-3)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.05, 0.5, 0.999])
def test_a_truncated_file_gets_a_sentence(tmp_path: Path, variables: dict[str, np.ndarray], share: float) -> None:
    data = binary(variables)
    files = _files(tmp_path, data[: int(len(data) * share)])
    with pytest.raises(ModelError, match=r"Get the model again|Convert the model again"):
        load(files)


def test_hostile_headers_claim_what_is_not_there(tmp_path: Path) -> None:
    head = struct.pack("<I", 6) + _text("WhisperSpec")
    huge = head + struct.pack("<II", 3, 1) + _text("x") + struct.pack("<B4I", 4, *[2**31] * 4)
    for data in (
        head + struct.pack("<II", 3, 2**32 - 1),
        huge + struct.pack("<BI", 0, 2**32 - 1),
        huge + struct.pack("<BI", 0, 16) + bytes(16),
        head + struct.pack("<II", 3, 1) + _text("x") + struct.pack("<BI", 1, 4) + struct.pack("<BI", 9, 4) + bytes(4),
        struct.pack("<I", 2**31) + _text("WhisperSpec"),
        struct.pack("<I", 6) + _text("TransformerSpec") + struct.pack("<III", 3, 0, 0),
    ):
        with pytest.raises(ModelError):
            load(_files(tmp_path, data))


def test_a_missing_variable_is_named(tmp_path: Path, variables: dict[str, np.ndarray]) -> None:
    del variables["decoder/layer_0/attention/linear_2/bias"]
    with pytest.raises(ModelError, match="linear_2/bias"):
        load(_files(tmp_path, binary(variables)))


def _spec(**changes: int) -> WhisperSpec:
    shape = {
        "mel_bands": 80, "audio_states": 1500, "width": 512, "audio_heads": 8, "audio_layers": 6, "vocabulary": 51865,
        "text_positions": 448, "text_heads": 8, "text_layers": 6,
    } | changes  # fmt: skip
    return WhisperSpec(**shape)


def test_alignment_heads_are_stored_released_or_the_last_half() -> None:
    assert alignment_heads_of(_spec(), [[5, 1]]).alignment_heads == ((5, 1),)
    assert alignment_heads_of(_spec()).alignment_heads[0] == (3, 1)
    assert alignment_heads_of(_spec(), [[99, 0]]).alignment_heads[0] == (3, 1)  # impossible: as if absent
    unknown = alignment_heads_of(_spec(text_layers=2)).alignment_heads
    assert unknown == tuple((1, head) for head in range(8))


def test_impossible_shapes_are_refused() -> None:
    with pytest.raises(ModelError, match="width"):
        _spec(width=0)
    with pytest.raises(ModelError, match="multiple"):
        _spec(width=500)
    with pytest.raises(ModelError, match="vocabulary"):
        _spec(vocabulary=10**9)


@pytest.mark.parametrize(("precision", "tolerance"), [("bfloat16", 0.03), ("int8", 0.05)])
def test_lower_precision_stays_close(precision: str, tolerance: float) -> None:
    torch.manual_seed(0)
    networks = [build_whisper(_spec(width=64, audio_layers=2, text_layers=2, vocabulary=300), "cpu") for _ in range(2)]
    for parameter in networks[0].parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    networks[1].load_state_dict(networks[0].state_dict())
    apply_precision(networks[1].eval(), precision)
    mel = torch.randn(1, 200, 80)
    tokens = torch.tensor([[1, 2, 3]])
    with torch.inference_mode():
        exact, _ = networks[0](mel, tokens)
        rough, _ = networks[1](mel, tokens)
    assert float((exact - rough).norm() / exact.norm()) < tolerance
