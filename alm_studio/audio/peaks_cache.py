"""Peaks on the disk, so that a medium that was open once shows its waveform at once."""

import hashlib
import io
import logging
import os
from pathlib import Path

import numpy as np

from alm_studio.audio.peaks import FINE, Peaks
from alm_studio.base.files import write_atomically
from alm_studio.base.paths import cache_dir

_log = logging.getLogger(__name__)

_MOST_BYTES = 256_000_000
"""Some seventy hours. The peaks that nobody looked at for longest go first."""


def load_peaks(path: Path, track: int) -> Peaks | None:
    """The peaks of a sound track; None where they are not kept, or the file has changed since."""
    try:
        place = _place(path, track)
        finest = np.load(place, allow_pickle=False)
        os.utime(place)
    except (OSError, ValueError, EOFError):  # ValueError: not what was written
        return None
    if finest.dtype != np.int8 or finest.ndim != 2 or finest.shape[1] != 2:
        return None
    return Peaks(finest)


def save_peaks(path: Path, track: int, peaks: Peaks) -> None:
    """Keep the peaks of a sound track.

    Raises:
        OutputError: the disk refuses.
    """
    try:
        place = _place(path, track)
    except OSError as error:  # the medium has gone meanwhile
        _log.info("No peaks are kept: %s", error)
        return
    data = io.BytesIO()
    np.save(data, peaks.finest, allow_pickle=False)
    write_atomically(place, data.getvalue(), overwrite=True)
    _make_room(place.parent)


def _place(path: Path, track: int) -> Path:
    """Another one for every version of the file. Raises ``OSError`` where there is none."""
    facts = path.stat()
    key = f"{path.resolve()}\0{facts.st_size}\0{facts.st_mtime_ns}\0{track}\0{FINE}"
    folder = cache_dir() / "peaks"
    folder.mkdir(exist_ok=True)
    return folder / f"{hashlib.sha256(key.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}.npy"


def _make_room(folder: Path) -> None:
    kept = sorted(((place.stat(), place) for place in folder.glob("*.npy")), key=lambda one: -one[0].st_mtime)
    size = 0
    for facts, place in kept:
        size += facts.st_size
        if size > _MOST_BYTES:
            place.unlink(missing_ok=True)
