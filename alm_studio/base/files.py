"""Files written aside and renamed, so that a kill leaves the old file or the new one, never half of one."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alm_studio.base.errors import OutputError


def check_writable(path: Path, *, overwrite: bool = False) -> None:
    """Refuse before long work what ``write_atomically`` would refuse after it. Makes nothing.

    Raises:
        OutputError: the file exists and ``overwrite`` is false, or its folder takes no new files.
    """
    try:
        if path.is_dir():
            raise OutputError(f"{path} is a folder. Choose another name.")
        if path.exists() and not overwrite:
            raise _exists(path)
        folder = path.absolute().parent
        while not folder.exists():
            folder = folder.parent
    except OSError as error:
        raise _refused(path, error) from error
    if not folder.is_dir():
        raise _no_folder(folder)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(f"Cannot write {path}: no permission to write into {folder}. Choose another folder.")


def write_atomically(path: Path, data: bytes, *, overwrite: bool = False) -> None:
    """Write ``data`` to ``path`` by way of a temporary file in the same folder.

    Args:
        path: the file; missing parent folders are made.
        data: the whole content.
        overwrite: whether an existing file may be replaced.

    Raises:
        OutputError: the file exists and ``overwrite`` is false, or the disk refuses.
    """
    try:
        with _aside(path, overwrite) as new:
            new.write_bytes(data)
    except (FileExistsError, NotADirectoryError) as error:
        raise _no_folder(path.parent) from error
    except OSError as error:
        raise _refused(path, error) from error


@contextmanager
def write_aside(path: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """For files that are written bit by bit: gives an empty file beside ``path`` that takes its place at the end.

    Where the block fails, ``path`` is as it was, and nothing is left of the new file.

    Raises:
        OutputError: the file exists and ``overwrite`` is false, or the disk refuses.
    """
    check_writable(path, overwrite=overwrite)
    try:
        with _aside(path, overwrite) as new:
            yield new
    except OSError as error:
        raise _refused(path, error) from error


@contextmanager
def _aside(path: Path, overwrite: bool) -> Iterator[Path]:
    """Give an empty file beside ``path`` that takes its place at the end, or is gone where anything fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".part")
    os.close(handle)
    new = Path(name)
    try:
        yield new
        with new.open("r+b") as file:
            os.fsync(file.fileno())
        new.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~umask())
        if overwrite:
            new.replace(path)
        else:
            _rename_without_replacing(new, path)
    finally:
        new.unlink(missing_ok=True)


def write_folder(folder: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` fill a new, empty folder, then put it in the place of ``folder``: whole or not at all.

    Raises:
        OSError: the disk refuses; what ``write`` raises. ``folder`` is as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name[:80]}.", suffix=".part"))
    try:
        new = aside / "new"
        new.mkdir()
        write(new)
        before = aside / "before"
        if folder.exists():
            folder.rename(before)
        try:
            new.rename(folder)
        except OSError:
            if before.exists():
                before.rename(folder)
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _rename_without_replacing(source: Path, target: Path) -> None:
    """Rename so that a file which appeared meanwhile survives (a link fails where the name is taken)."""
    try:
        target.hardlink_to(source)
    except FileExistsError:
        raise _exists(target) from None
    except OSError:  # a file system without hard links (FAT, some network shares)
        if target.exists():
            raise _exists(target) from None
        source.rename(target)


def _exists(path: Path) -> OutputError:
    return OutputError(f"{path} exists already. Use --overwrite to replace it, or choose another folder.")


def _no_folder(path: Path) -> OutputError:
    return OutputError(f"Cannot write into {path}: it is a file or lies below one. Choose a folder.")


def _refused(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"Cannot write {path}: {error.strerror or error}. Choose another folder, or make room on the disk."
    )


def umask() -> int:
    """Bits of the mode that new files of this process do not get."""
    current = os.umask(0)
    os.umask(current)
    return current
