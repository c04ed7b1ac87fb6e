"""The attention that fell off while decoding, kept compressed: for ``--attention`` and for the timeline.

Imports nothing heavy: the window reads it too.
"""

import io
import json
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from alm_studio.base.files import write_atomically

if TYPE_CHECKING:
    from alm_studio.decoding.batch import Hypothesis
    from alm_studio.pipeline.windows import Window

_LEVELS = 255
"""Weights are kept as 8-bit parts of each row's largest: far finer than a picture shows."""
_SAMPLE_RATE = 16_000
_IN_MEMORY = 32 * 2**20
"""Bytes of rows kept in memory; what comes after goes to a temporary file. An hour of speech takes some 6 MB."""


@dataclass(frozen=True, eq=False)
class KeptAttention:
    """The rows of one window: where the heads that follow the sound listened for each token.

    Attributes:
        shape: heads, tokens, frames.
        packed: the weights, each a share of its row's largest in 255ths, compressed.
        scale: [heads, tokens], the largest weight of each row.
        tokens: text and timestamp tokens.
        texts: what each stands for; see ``text.token_texts``.
        pieces: (begin, end) of the window's pieces, samples of the medium.
        language: code.
        seconds_per_frame: the time between two frames.
    """

    shape: tuple[int, int, int]
    packed: bytes
    scale: npt.NDArray[np.float32]
    tokens: tuple[int, ...]
    texts: tuple[str, ...]
    pieces: tuple[tuple[int, int], ...]
    language: str
    seconds_per_frame: float

    @property
    def start(self) -> float:
        """Seconds of the medium at which the window begins."""
        return self.pieces[0][0] / _SAMPLE_RATE

    @property
    def end(self) -> float:
        """Seconds of the medium at which it ends."""
        return self.pieces[-1][1] / _SAMPLE_RATE

    def weights(self) -> npt.NDArray[np.float16]:
        """[heads, tokens, frames]."""
        levels = np.frombuffer(zlib.decompress(self.packed), np.uint8).reshape(self.shape)
        return (levels * (self.scale[:, :, None] / _LEVELS)).astype(np.float16)

    def times(self) -> npt.NDArray[np.float64]:
        """[frames], seconds of the medium at which each begins: the window leaves long silences out."""
        places = np.minimum(
            np.round(np.arange(self.shape[2]) * self.seconds_per_frame * _SAMPLE_RATE).astype(np.int64),
            sum(end - begin for begin, end in self.pieces) - 1,
        )
        offsets = np.cumsum([0, *(end - begin for begin, end in self.pieces[:-1])])
        piece = np.searchsorted(offsets, places, side="right") - 1
        begins = np.array([begin for begin, _ in self.pieces])
        times: npt.NDArray[np.float64] = (begins[piece] + places - offsets[piece]) / _SAMPLE_RATE
        return times


def keep(
    window: "Window", hypothesis: "Hypothesis", texts: Sequence[str], frames: int, seconds_per_frame: float
) -> KeptAttention:
    """Compress a window's rows, cut to the frames that hold sound. Takes some 10 ms."""
    assert hypothesis.attention is not None
    weights = hypothesis.attention[:, : len(hypothesis.tokens), :frames].float().cpu().numpy()
    scale = weights.max(axis=2, initial=1e-8).astype(np.float32)
    levels = np.round(weights / scale[:, :, None] * _LEVELS).astype(np.uint8)
    heads, tokens, kept = levels.shape
    return KeptAttention(
        (heads, tokens, kept),
        zlib.compress(levels.tobytes(), 1),
        scale,
        tuple(hypothesis.tokens),
        tuple(texts),
        window.pieces,
        hypothesis.language,
        seconds_per_frame,
    )


class AttentionLog:
    """Windows in the order in which they were written; memory stays bounded however long the medium is."""

    def __init__(self) -> None:
        self._entries: list[tuple[KeptAttention, int, int]] = []  # without rows; place and length of these
        self._rows = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - lives as long as the log
        weakref.finalize(self, self._rows.close)
        self._size = 0

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, kept: KeptAttention) -> None:
        """Take one more."""
        self._rows.seek(self._size)
        self._rows.write(kept.packed)
        self._entries.append((replace(kept, packed=b""), self._size, len(kept.packed)))
        self._size += len(kept.packed)

    def __getitem__(self, index: int) -> KeptAttention:
        kept, place, length = self._entries[index]
        self._rows.seek(place)
        return replace(kept, packed=self._rows.read(length))

    def between(self, begin: float, end: float) -> Iterator[int]:
        """Numbers of the windows that reach into a stretch, seconds of the medium."""
        for index, (kept, _, _) in enumerate(self._entries):
            if kept.start < end and kept.end > begin:
                yield index

    def save(self, path: Path, overwrite: bool) -> None:
        """Write a ``.npz`` file.

        For window k: ``weights_k`` [heads, tokens, frames] float16, ``tokens_k`` [tokens], ``times_k`` [frames], the
        medium's seconds at which each frame begins. ``meta`` is JSON: the windows' languages.

        Raises:
            OutputError: the file exists, or cannot be written.
        """
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            meta = json.dumps({"languages": [kept.language for kept, _, _ in self._entries]})
            _write_array(archive, "meta", np.array(meta))
            for index in range(len(self)):
                kept = self[index]
                _write_array(archive, f"weights_{index}", kept.weights())
                _write_array(archive, f"tokens_{index}", np.array(kept.tokens, np.int32))
                _write_array(archive, f"times_{index}", kept.times())
        write_atomically(path, buffer.getvalue(), overwrite=overwrite)


def _write_array(archive: zipfile.ZipFile, name: str, array: npt.NDArray[Any]) -> None:
    """One array at a time, so that hours of rows are never unpacked together."""
    with archive.open(f"{name}.npy", "w", force_zip64=True) as file:
        np.lib.format.write_array(file, array)
