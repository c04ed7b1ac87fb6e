"""The medium of a project: how it is known again when it was moved or renamed."""

import os
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from alm_studio.base.errors import MediaError

_PIECE = 1 << 18
"""Bytes that are read at the beginning, in the middle and at the end."""


@dataclass(frozen=True)
class MediaReference:
    """A medium as a project remembers it.

    Attributes:
        path: absolute.
        relative: the way there from the project's folder; empty where there is none (another drive).
        size: bytes.
        fingerprint: see ``fingerprint``.
    """

    path: Path
    relative: str
    size: int
    fingerprint: str


def refer(media: Path, project: Path) -> MediaReference:
    """What a project remembers of a medium.

    Raises:
        MediaError: it cannot be read.
    """
    media = media.absolute()
    size, mark = fingerprint(media)
    return MediaReference(media, relative_path(media, project), size, mark)


def unseen(media: Path, project: Path) -> MediaReference:
    """What is remembered of a medium that cannot be read now: its place alone."""
    return MediaReference(media.absolute(), relative_path(media.absolute(), project), 0, "")


def relative_path(media: Path, project: Path) -> str:
    """The way from the project's folder to the medium; empty where there is none."""
    try:
        return os.path.relpath(media, project.absolute().parent)
    except ValueError:  # another drive, on Windows
        return ""


def fingerprint(media: Path) -> tuple[int, str]:
    """The size and a digest of three pieces of a file: quick also for a film of many gigabytes.

    Raises:
        MediaError: it cannot be read.
    """
    try:
        with media.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            digest = blake2b(str(size).encode(), digest_size=16)
            for place in (0, max(0, size // 2 - _PIECE // 2), max(0, size - _PIECE)):
                file.seek(place)
                digest.update(file.read(_PIECE))
    except OSError as error:
        raise MediaError(f"Cannot read {media}: {error.strerror or error}. Check the file and the disk.") from error
    return size, digest.hexdigest()


def find(reference: MediaReference, project: Path) -> Path | None:
    """The medium where it was, where it lies as seen from the project, or under its name beside the project.

    Returns:
        None where it is at none of these places. A file that was changed is found only where it was.
    """
    if reference.path.is_file():
        return reference.path
    folder = project.absolute().parent
    places = [folder / reference.relative] if reference.relative else []
    for place in (*places, folder / reference.path.name):
        if place.is_file() and is_same(reference, place):
            return place.resolve()
    return None


def is_same(reference: MediaReference, media: Path) -> bool:
    """Whether a file has the content that the project knows; false for one that cannot be read."""
    try:
        return media.stat().st_size == reference.size and fingerprint(media)[1] == reference.fingerprint
    except (OSError, MediaError):
        return False
