"""Whisper weights from a CTranslate2 ``model.bin``.

Layout: ``uint32`` version, spec name, ``uint32`` revision, ``uint32`` count; for each variable its name, ``uint8``
rank, ``uint32`` dimensions, ``uint8`` type, ``uint32`` byte count, the bytes; then aliases. A string is its ``uint16``
length including a final zero byte. Source: OpenNMT/CTranslate2 ``src/models/model.cc``.
"""

import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from alm_studio.base.errors import ModelError
from alm_studio.checkpoints.model_files import ModelFiles, read_json
from alm_studio.checkpoints.weights import Weights, alignment_heads_of
from alm_studio.model.spec import WhisperSpec

TYPES: dict[int, Any] = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
_MOST_VARIABLES = 100_000


class _Parts:
    """Consecutive files read as one, mapped into memory, so that nothing is copied but what spans two of them. What is
    changed there changes no file."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self._maps = [np.memmap(path, dtype=np.uint8, mode="c") for path in paths]
        self.size = sum(part.size for part in self._maps)

    def read(self, offset: int, size: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """Bytes [offset, offset + size).

        Raises:
            ModelError: the file ends before.
        """
        if size < 0 or offset + size > self.size:
            raise ModelError("The model is truncated: its file ends too early. Get the model again.")
        found = []
        for part in self._maps:
            if offset < part.size and size > 0:
                found.append(part[offset : offset + size])
                size -= found[-1].size
                offset = part.size
            offset -= part.size
        return found[0] if len(found) == 1 else np.concatenate([*found, np.empty(0, np.uint8)])


class _Reader:
    """Reads numbers and strings one after another."""

    def __init__(self, parts: _Parts) -> None:
        self._parts = parts
        self.offset = 0

    def number(self, code: str) -> int:
        size = struct.calcsize("<" + code)
        (value,) = struct.unpack("<" + code, self.bytes(size).tobytes())
        return int(value)

    def text(self) -> str:
        raw = self.bytes(self.number("H")).tobytes()
        return raw.rstrip(b"\0").decode("utf-8", "replace")

    def bytes(self, size: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
        data = self._parts.read(self.offset, size)
        self.offset += size
        return data


def read_variables(paths: tuple[Path, ...]) -> dict[str, np.ndarray[Any, Any]]:
    """Every variable of a ``model.bin``, by name, as views of the mapped file.

    Raises:
        ModelError: damaged, truncated, or not such a file.
    """
    parts = _Parts(paths)
    reader = _Reader(parts)
    version = reader.number("I")
    if not 4 <= version <= 6:
        raise ModelError(f"This model.bin has version {version}; versions 4 to 6 can be read. Convert the model again.")
    spec = reader.text()
    if spec != "WhisperSpec":
        raise ModelError(f"The model is of another kind ({spec!r}), not Whisper.")
    reader.number("I")  # revision
    count = reader.number("I")
    if count > _MOST_VARIABLES:
        raise ModelError("The model is damaged: it claims too many variables. Get the model again.")
    variables: dict[str, np.ndarray[Any, Any]] = {}
    for _ in range(count):
        name = reader.text()
        shape = [reader.number("I") for _ in range(reader.number("B"))]
        kind = reader.number("B")
        size = reader.number("I")
        if kind not in TYPES:
            raise ModelError(f"The model stores {name} in an unknown type ({kind}). Convert the model again.")
        data = reader.bytes(size)
        expected = np.dtype(TYPES[kind])
        items = 1
        for dimension in shape:  # Python integers: a hostile shape cannot overflow
            items *= dimension
        if items * expected.itemsize != size:
            raise ModelError(f"The model is damaged: the size of {name} contradicts its shape. Get the model again.")
        variables[name] = np.frombuffer(data, dtype=expected).reshape(shape)
    for _ in range(reader.number("I")):
        alias, name = reader.text(), reader.text()
        if name in variables:
            variables[alias] = variables[name]
    return variables


def load(files: ModelFiles) -> Weights:
    """Spec and weights of a CTranslate2 Whisper model.

    Raises:
        ModelError: damaged, truncated or foreign.
    """
    try:
        variables = read_variables(files.weights)
    except (OSError, ValueError, struct.error) as error:
        raise ModelError(f"The model {files.name} cannot be read ({error}). Get the model again.") from error
    spec = _spec(variables, files)
    return Weights(spec, {ours: _tensor(variables, theirs) for ours, theirs in names_of(spec)})


def _spec(variables: dict[str, np.ndarray[Any, Any]], files: ModelFiles) -> WhisperSpec:
    def shape(name: str, axis: int) -> int:
        if name not in variables or variables[name].ndim <= axis:
            raise ModelError(f"The model {files.name} is damaged or foreign: it lacks {name}.")
        return int(variables[name].shape[axis])

    def layers(side: str) -> int:
        pattern = re.compile(rf"{side}/layer_(\d+)/self_attention/linear_0/weight")
        return len([name for name in variables if pattern.fullmatch(name)])

    def heads(side: str) -> int:
        value = variables.get(f"{side}/num_heads")
        return (
            int(value)
            if value is not None and value.size == 1
            else shape("encoder/position_encodings/encodings", 1) // 64
        )

    config = read_json(files.config) if files.config else {}
    shapes = WhisperSpec(
        mel_bands=shape("encoder/conv1/weight", 1),
        audio_states=shape("encoder/position_encodings/encodings", 0),
        width=shape("encoder/position_encodings/encodings", 1),
        audio_heads=heads("encoder"),
        audio_layers=layers("encoder"),
        vocabulary=shape("decoder/embeddings/weight", 0),
        text_positions=shape("decoder/position_encodings/encodings", 0),
        text_heads=heads("decoder"),
        text_layers=layers("decoder"),
    )
    return alignment_heads_of(shapes, config.get("alignment_heads"))


def names_of(spec: WhisperSpec) -> list[tuple[str, str]]:
    """Our parameter names with theirs."""
    names = [("encoder.positions", "encoder/position_encodings/encodings")]
    names += [("decoder.positions", "decoder/position_encodings/encodings")]
    names += [("decoder.token_embedding.weight", "decoder/embeddings/weight")]

    def linear(ours: str, theirs: str) -> None:
        names.extend([(f"{ours}.weight", f"{theirs}/weight"), (f"{ours}.bias", f"{theirs}/bias")])

    def norm(ours: str, theirs: str) -> None:
        names.extend([(f"{ours}.weight", f"{theirs}/gamma"), (f"{ours}.bias", f"{theirs}/beta")])

    for conv in ("conv1", "conv2"):
        linear(f"encoder.{conv}", f"encoder/{conv}")
    for side, count, self_attention in (
        ("encoder", spec.audio_layers, "attention"),
        ("decoder", spec.text_layers, "self_attention"),
    ):
        norm(f"{side}.norm", f"{side}/layer_norm")
        for index in range(count):
            ours, theirs = f"{side}.blocks.{index}", f"{side}/layer_{index}"
            norm(f"{ours}.{self_attention}.norm", f"{theirs}/self_attention/layer_norm")
            linear(f"{ours}.{self_attention}.qkv", f"{theirs}/self_attention/linear_0")
            linear(f"{ours}.{self_attention}.out", f"{theirs}/self_attention/linear_1")
            if side == "decoder":
                norm(f"{ours}.cross_attention.norm", f"{theirs}/attention/layer_norm")
                linear(f"{ours}.cross_attention.query", f"{theirs}/attention/linear_0")
                linear(f"{ours}.cross_attention.key_value", f"{theirs}/attention/linear_1")
                linear(f"{ours}.cross_attention.out", f"{theirs}/attention/linear_2")
            norm(f"{ours}.feed_forward.norm", f"{theirs}/ffn/layer_norm")
            linear(f"{ours}.feed_forward.up", f"{theirs}/ffn/linear_0")
            linear(f"{ours}.feed_forward.down", f"{theirs}/ffn/linear_1")
    return names


def _tensor(variables: dict[str, np.ndarray[Any, Any]], name: str) -> Callable[[], Tensor]:
    """The tensor, made when called: integers are scaled back to floats."""
    if name not in variables:
        raise ModelError(f"The model is damaged or foreign: it lacks {name}.")

    def make() -> Tensor:
        array = variables[name]
        if array.dtype in (np.int8, np.int16):
            scale = variables.get(f"{name}_scale")
            if scale is None:
                raise ModelError(f"The model is damaged: it lacks {name}_scale.")
            scale = np.asarray(scale, np.float32).reshape(-1, *[1] * (array.ndim - 1)) if scale.ndim else scale
            array = array.astype(np.float32) / scale
        return torch.from_numpy(array if array.flags.writeable else array.copy())

    return make
