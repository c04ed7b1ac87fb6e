"""Numbers as pictures."""

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

Levels = npt.NDArray[np.uint8]

_FAINTEST = 1e-4
_BRIGHTEST = 0.998  # quantile of the weights that gets the last colour


def weights_to_levels(rows: Any) -> Levels:
    """Weights [tokens, frames] to levels 0 to 255: the root, so that faint listening is seen beside strong."""
    values = np.sqrt(np.maximum(rows, 0.0, dtype=np.float32))
    top = max(float(np.quantile(values, _BRIGHTEST)) if values.size else 0.0, _FAINTEST)
    levels: Levels = np.clip(np.rint(values / top * 255), 0, 255).astype(np.uint8)
    return levels


def sound_to_levels(log_mel: Any) -> Levels:
    """Log-mel [T, bands] to levels [bands, T], low bands at the bottom."""
    values = np.asarray(log_mel, np.float32).T[::-1]
    low, high = np.percentile(values, [5, 99.5]) if values.size else (0.0, 1.0)
    levels: Levels = np.clip(np.rint((values - low) / max(high - low, 1e-3) * 255), 0, 255).astype(np.uint8)
    return levels


def shrunk(rows: Any, height: int, width: int) -> npt.NDArray[np.float32]:
    """The largest weight of each part of a picture that is to be small: at most [height, width]."""
    values = np.asarray(rows, np.float32)
    for axis, size in ((0, height), (1, width)):
        if values.shape[axis] > size:
            edges = np.linspace(0, values.shape[axis], size, endpoint=False).astype(int)
            values = np.maximum.reduceat(values, edges, axis=axis)
    return values


def image(levels: Levels, table: list[int]) -> QImage:
    """Levels [height, width] in the colours of a table."""
    height, width = levels.shape
    padded = np.zeros((height, -(-width // 4) * 4), np.uint8)  # Qt's lines begin at multiples of four bytes
    padded[:, :width] = levels
    picture = QImage(padded.tobytes(), width, height, padded.shape[1], QImage.Format.Format_Indexed8)
    picture.setColorTable(table)
    return picture.convertToFormat(QImage.Format.Format_RGB32)  # owns its bytes
