"""Writes a Whisper model as CTranslate2 keeps it, for faster-whisper. The layout is told in ``ctranslate2.py``."""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from torch import Tensor

from alm_studio.checkpoints.ctranslate2 import TYPES, names_of
from alm_studio.checkpoints.whisper_settings import preprocessor_config, suppressed_tokens, write_json
from alm_studio.model.spec import WhisperSpec
from alm_studio.text.tokenizer import WhisperTokenizer

Array = np.ndarray[Any, np.dtype[Any]]

_VERSION, _REVISION = 6, 3
_GELU = 3
_ALIAS = ("decoder/projection/weight", "decoder/embeddings/weight")  # the output weights are the embedding's


def write(
    folder: Path,
    spec: WhisperSpec,
    tensors: dict[str, Callable[[], Tensor]],
    tokenizer: WhisperTokenizer,
    precision: str,
) -> None:
    """Write the files of the folder.

    Args:
        folder: exists.
        spec: of the network.
        tensors: checked weights by our names, each made when called.
        tokenizer: the model's.
        precision: ``"float32"`` or ``"float16"``.
    """
    settings = _settings(spec)
    names = names_of(spec)
    with (folder / "model.bin").open("wb") as file:
        file.write(struct.pack("<I", _VERSION) + _text("WhisperSpec"))
        file.write(struct.pack("<II", _REVISION, len(settings) + len(names)))
        for name, value in settings.items():
            _write_variable(file, name, value)
        for name, array in _arrays(names, tensors, precision):
            _write_variable(file, name, array)
        file.write(struct.pack("<I", 1) + b"".join(map(_text, _ALIAS)))
    whole = tokenizer.complete()
    whole.save(str(folder / "tokenizer.json"))
    write_json(folder / "vocabulary.json", [whole.id_to_token(token) for token in range(tokenizer.vocabulary)])
    write_json(folder / "preprocessor_config.json", preprocessor_config(spec))
    config = {
        "alignment_heads": [list(pair) for pair in spec.alignment_heads],
        "lang_ids": list(range(tokenizer.sot + 1, tokenizer.translate)),
        "suppress_ids": suppressed_tokens(tokenizer),
        "suppress_ids_begin": list(tokenizer.blanks),
    }
    write_json(folder / "config.json", config)


def _settings(spec: WhisperSpec) -> dict[str, Array]:
    """What CTranslate2 keeps as variables beside the weights."""
    return {
        "encoder/num_heads": np.array(spec.audio_heads, np.int16),
        "decoder/num_heads": np.array(spec.text_heads, np.int16),
        "decoder/activation": np.array(_GELU, np.int8),
        "decoder/alibi": np.array(0, np.int8),
        "decoder/alignment_heads": np.array(1, np.int16),
        "decoder/alignment_layer": np.array(-1, np.int16),
        "decoder/pre_norm": np.array(1, np.int8),
        "decoder/scale_embeddings": np.array(0, np.int8),
        "decoder/start_from_zero_embedding": np.array(0, np.int8),
    }


def _arrays(
    names: list[tuple[str, str]], tensors: dict[str, Callable[[], Tensor]], precision: str
) -> Iterator[tuple[str, Array]]:
    for ours, theirs in names:
        yield theirs, tensors[ours]().float().numpy().astype(precision)


def _write_variable(file: BinaryIO, name: str, array: Array) -> None:
    codes = {np.dtype(kind): code for code, kind in TYPES.items()}
    file.write(_text(name) + struct.pack("<B", array.ndim) + struct.pack(f"<{array.ndim}I", *array.shape))
    file.write(struct.pack("<BI", codes[array.dtype], array.nbytes))
    file.write(np.ascontiguousarray(array).data)


def _text(text: str) -> bytes:
    data = text.encode() + b"\0"
    return struct.pack("<H", len(data)) + data
