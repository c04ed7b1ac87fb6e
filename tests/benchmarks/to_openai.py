"""Rewrite a CTranslate2 Whisper folder as an openai-whisper ``.pt``; runs in the peers' environment.

    python to_openai.py FOLDER TARGET.pt

The layout of ``model.bin`` and the meaning of its names are those of CTranslate2's Transformers converter.
"""

import base64
import gzip
import json
import struct
import sys
from pathlib import Path

import numpy as np
import torch

_TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
_NORM = {"gamma": "weight", "beta": "bias", "weight": "weight", "bias": "bias"}


def main() -> None:
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    variables = read_variables((folder / "model.bin").read_bytes())
    state = openai_state(variables)
    config = json.loads((folder / "config.json").read_text())
    save(state, variables, config["alignment_heads"], target)


def read_variables(data: bytes) -> dict[str, np.ndarray]:
    """Name → array of a CTranslate2 binary, version 6."""
    position = 0

    def read(form: str):
        nonlocal position
        values = struct.unpack_from(f"<{form}", data, position)
        position += struct.calcsize(f"<{form}")
        return values

    def read_string() -> str:
        (length,) = read("H")
        return read(f"{length}s")[0][:-1].decode()

    (version,) = read("I")
    assert version == 6, f"binary version {version}"
    read_string()
    _, count = read("II")
    found = {}
    for _ in range(count):
        name = read_string()
        (rank,) = read("B")
        shape = read(f"{rank}I")
        kind, size = read("BI")
        found[name] = np.frombuffer(data, _TYPES[kind], size // _TYPES[kind]().itemsize, position).reshape(shape)
        position += size
    return found


def openai_state(variables: dict[str, np.ndarray]) -> dict[str, torch.Tensor]:
    """CTranslate2 variables under the names of ``whisper.model.Whisper``."""
    state: dict[str, np.ndarray] = {
        "encoder.positional_embedding": variables["encoder/position_encodings/encodings"],
        "decoder.positional_embedding": variables["decoder/position_encodings/encodings"],
        "decoder.token_embedding.weight": variables["decoder/embeddings/weight"],
    }
    for name, value in variables.items():
        side, *path, last = name.split("/")
        if value.ndim == 0 or path[0] in ("position_encodings", "embeddings"):
            continue
        suffix = _NORM[last]
        if path[0].startswith("layer_") and path[0] != "layer_norm":
            block = f"{side}.blocks.{path[0].removeprefix('layer_')}"
            state |= block_state(block, path[1], path[2], suffix, value)
        elif path[0] == "layer_norm":
            state[f"{side}.{'ln_post' if side == 'encoder' else 'ln'}.{suffix}"] = value
        else:  # conv1, conv2
            state[f"{side}.{path[0]}.{suffix}"] = value
    return {name: torch.from_numpy(value.copy()).half() for name, value in state.items()}


def block_state(block: str, part: str, layer: str, suffix: str, value: np.ndarray) -> dict[str, np.ndarray]:
    """One variable of a transformer block; stacked projections are taken apart."""
    if part == "ffn":
        names = {"layer_norm": "mlp_ln", "linear_0": "mlp.0", "linear_1": "mlp.2"}
        return {f"{block}.{names[layer]}.{suffix}": value}
    attention = "attn" if part == "self_attention" else "cross_attn"
    if layer == "layer_norm":
        return {f"{block}.{attention}_ln.{suffix}": value}
    stacks = {
        ("attn", "linear_0"): ("query", "key", "value"),
        ("attn", "linear_1"): ("out",),
        ("cross_attn", "linear_0"): ("query",),
        ("cross_attn", "linear_1"): ("key", "value"),
        ("cross_attn", "linear_2"): ("out",),
    }[attention, layer]
    parts = np.split(value, len(stacks))
    return {
        f"{block}.{attention}.{name}.{suffix}": piece
        for name, piece in zip(stacks, parts, strict=True)
        if not (name == "key" and suffix == "bias")  # Whisper's keys have none; CTranslate2 stores zeros
    }


def save(state: dict, variables: dict[str, np.ndarray], heads: list[list[int]], target: Path) -> None:
    """Write ``dims`` and ``model_state_dict`` as ``whisper.load_model`` reads them, after a strict load."""
    from whisper.model import ModelDimensions, Whisper

    audio = state["encoder.positional_embedding"]
    text = state["decoder.positional_embedding"]
    dims = {
        "n_mels": state["encoder.conv1.weight"].shape[1],
        "n_audio_ctx": audio.shape[0],
        "n_audio_state": audio.shape[1],
        "n_audio_head": int(variables["encoder/num_heads"]),
        "n_audio_layer": layers(state, "encoder"),
        "n_vocab": state["decoder.token_embedding.weight"].shape[0],
        "n_text_ctx": text.shape[0],
        "n_text_state": text.shape[1],
        "n_text_head": int(variables["decoder/num_heads"]),
        "n_text_layer": layers(state, "decoder"),
    }
    model = Whisper(ModelDimensions(**dims))
    model.load_state_dict(state)
    mask = np.zeros((dims["n_text_layer"], dims["n_text_head"]), bool)
    for layer, head in heads:
        mask[layer, head] = True
    dump = base64.b85encode(gzip.compress(mask.tobytes())).decode()  # the form of set_alignment_heads
    torch.save({"dims": dims, "model_state_dict": state, "alignment_heads": dump}, target)


def layers(state: dict, side: str) -> int:
    return 1 + max(int(name.split(".")[2]) for name in state if name.startswith(f"{side}.blocks."))


if __name__ == "__main__":
    main()
