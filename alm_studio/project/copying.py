"""Project files written whole: aside first, then put in their place."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

from alm_studio.base.errors import OutputError
from alm_studio.base.files import umask
from alm_studio.project.database import explained

LOG = "-wal"
_LOGS = (LOG, "-shm", "-journal")


def make_folder(folder: Path) -> None:
    """Make a folder with its parents.

    Raises:
        OutputError: the disk refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"Cannot make the folder {folder}: {error.strerror}. Choose another folder.") from error


def put(path: Path, fill: Callable[[Path], object]) -> None:
    """Let ``fill`` write an empty file and put it in the place of ``path``: whole or not at all.

    Raises:
        OutputError: the disk refuses; what is at ``path`` is as it was.
    """
    make_folder(path.parent)
    aside: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".part")
        os.close(handle)
        aside = Path(name)
        fill(aside)
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        aside.chmod(0o666 & ~umask())
        remove_logs(path)
        aside.replace(path)
    except sqlite3.Error as error:
        raise explained(error, path) from error
    except OSError as error:
        raise OutputError(f"Cannot write {path}: {error.strerror}. Choose another folder.") from error
    finally:
        if aside is not None:
            aside.unlink(missing_ok=True)
            remove_logs(aside)


def copy_with_log(path: Path, copy: Path) -> None:
    """Copy a file that nobody has open, with what a killed program left in its log.

    Raises:
        OutputError: the copy exists, or cannot be written.
    """
    if copy.exists():
        raise OutputError(f"{copy} exists already. Choose another name.")
    make_folder(copy.parent)
    try:
        for suffix in ("", LOG):
            source = path.with_name(path.name + suffix)
            if source.exists():
                shutil.copyfile(source, copy.with_name(copy.name + suffix))
    except OSError as error:
        raise OutputError(f"Cannot copy {path} to {copy}: {error.strerror}. Make room there.") from error


def remove_logs(path: Path) -> None:
    """Remove what a killed program left beside a file of that name: it would be taken for a new file's."""
    for suffix in _LOGS:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
