"""Text files of data sets, and a clear sentence where one cannot be read."""

from pathlib import Path

from alm_studio.base.errors import UsageError
from alm_studio.captions.formats.encoding import decode

_FIRST = 65_536
"""Bytes in which a first line is looked for."""


def read_text(path: Path) -> str:
    """The text of a file in whatever encoding (``captions.formats.encoding``), without its byte-order mark.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return decode(path.read_bytes()).lstrip("\ufeff")
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror or error}). Check the file and the disk.") from error


def first_line(path: Path) -> str:
    """The first line that is not blank, of what can be read; else nothing."""
    try:
        with path.open("rb") as file:
            text = decode(file.read(_FIRST)).lstrip("\ufeff")
    except OSError:
        return ""  # whoever reads the whole file says what is wrong
    return next((line for line in text.splitlines() if line.strip()), "")
