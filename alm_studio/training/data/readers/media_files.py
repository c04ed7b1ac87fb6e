"""Where the sound of an example lies: what is media, and which file a manifest means."""

import os
from collections.abc import Iterator
from pathlib import Path

from alm_studio.base.cancel import CancelToken

AUDIO = (
    ".wav", ".flac", ".mp3", ".ogg", ".oga", ".opus", ".m4a", ".m4b", ".aac", ".ac3", ".eac3", ".aif", ".aiff",
    ".aifc", ".caf", ".wma", ".amr", ".ape", ".wv", ".w64", ".spx", ".au", ".sph",
)  # fmt: skip
VIDEO = (
    ".mp4", ".mkv", ".webm", ".mov", ".avi", ".m4v", ".ts", ".mts", ".m2ts", ".mpg", ".mpeg", ".wmv", ".flv",
    ".3gp", ".ogv",
)  # fmt: skip
SUFFIXES = frozenset(AUDIO) | frozenset(VIDEO)
"""Endings of files that may hold sound. A manifest may name any other too."""

_FOLDERS = ("", "wavs", "clips", "wav", "audio", "data")
"""Folders beside a manifest in which data sets keep their sound."""


def is_media(path: Path) -> bool:
    """Whether ``path`` has the name of a sound or video file (and is no hidden twin such as ``._a.wav``)."""
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".")


def files_below(folder: Path, cancel: CancelToken) -> Iterator[Path]:
    """Every file below a folder that is not hidden, in the order of their names."""
    for parent, folders, names in os.walk(folder):
        cancel.check()
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(parent) / name


def beside(path: Path, suffixes: frozenset[str]) -> Path | None:
    """The file beside ``path`` with its stem and one of the suffixes (lower case, with the dot)."""
    for suffix in sorted(suffixes):
        for candidate in (path.with_suffix(suffix), path.with_suffix(suffix.upper())):
            if candidate != path and candidate.is_file():
                return candidate
    return None


class Locator:
    """Finds the files that a manifest in ``folder`` names.

    A name may be absolute, relative to the folder or to one in which data sets keep their sound, lack its
    ending, or have Windows' separators. A file that is nowhere keeps the place where it should be, so that
    the check can say which it is.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._habit: tuple[str, str] = ("", "")  # where the file before was found

    def find(self, name: str) -> Path:
        """The file called ``name``."""
        usual = self._candidate(name, *self._habit)
        if usual.is_file():
            return usual
        spellings = [name, name.replace("\\", "/")] if "\\" in name else [name]
        suffixes = ("",) if Path(name).suffix.lower() in SUFFIXES else ("", *AUDIO)
        for spelling in spellings:
            for place in _FOLDERS:
                for suffix in suffixes:
                    candidate = self._candidate(spelling, place, suffix)
                    if candidate.is_file():
                        self._habit = (place, suffix)
                        return candidate
        return usual

    def _candidate(self, name: str, place: str, suffix: str) -> Path:
        return self._folder / place / (name + suffix)
