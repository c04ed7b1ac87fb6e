"""The attention of a whole run, kept compressed and written as ``.npz``."""

import io
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from alm_studio.base.files import write_atomically
from alm_studio.decoding.batch import Hypothesis
from alm_studio.pipeline.windows import Window

_LEVELS = 255
"""Weights are kept as 8-bit parts of each row's largest: far finer than a picture shows."""


@dataclass(frozen=True)
class _Entry:
    shape: tuple[int, ...]
    rows: bytes
    scale: np.ndarray[Any, Any]
    tokens: list[int]
    pieces: tuple[tuple[int, int], ...]
    language: str
    seconds_per_state: float


class AttentionLog:
    """Collects windows; hours of sound take a few megabytes."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []

    def add(self, window: Window, hypothesis: Hypothesis, states: int, seconds_per_state: float) -> None:
        """Keep a window's rows, cut to the states that hold sound."""
        assert hypothesis.attention is not None
        weights = hypothesis.attention[:, : len(hypothesis.tokens), :states].float().cpu().numpy()
        scale = weights.max(axis=2, initial=1e-8).astype(np.float32)
        levels = np.round(weights / scale[:, :, None] * _LEVELS).astype(np.uint8)
        packed = zlib.compress(levels.tobytes(), 1)
        self._entries.append(
            _Entry(
                levels.shape,
                packed,
                scale,
                hypothesis.tokens,
                window.pieces,
                hypothesis.language,
                seconds_per_state,
            )
        )

    def save(self, path: Path, overwrite: bool) -> None:
        """Write the file.

        For window k: ``weights_k`` [heads, tokens, states] float16, ``tokens_k`` [tokens], ``times_k`` [states], the
        medium's seconds at which each state begins. ``meta`` is JSON: the windows' languages.

        Raises:
            OutputError: the file exists, or cannot be written.
        """
        arrays: dict[str, Any] = {"meta": np.array(json.dumps({"languages": [e.language for e in self._entries]}))}
        for index, entry in enumerate(self._entries):
            levels = np.frombuffer(zlib.decompress(entry.rows), np.uint8).reshape(entry.shape)
            arrays[f"weights_{index}"] = (levels * (entry.scale[:, :, None] / _LEVELS)).astype(np.float16)
            arrays[f"tokens_{index}"] = np.array(entry.tokens, np.int32)
            window = Window(np.zeros(0, np.float32), entry.pieces, np.zeros(0, np.float32))
            seconds = [entry.seconds_per_state * state for state in range(entry.shape[2])]
            arrays[f"times_{index}"] = np.array([window.to_media(begin) / 1000 for begin in seconds])
        buffer = io.BytesIO()
        np.savez_compressed(buffer, **arrays)
        write_atomically(path, buffer.getvalue(), overwrite=overwrite)
