"""Times as SRT, VTT and their kin write them."""

import re

from alm_studio.captions.formats.repairs import Mended, Repairs

_TIME = r"(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?$")

# As people and old programs break it: other marks and dashes, spaces, no fraction, more digits than three.
_LOOSE_TIME = r"(?:(\d+)\s*[:.]\s*)?(\d{1,2})\s*[:.]\s*(\d{1,2})(?:\s*[.,:;]\s*(\d{1,9}))?"
_LOOSE = re.compile(rf"^\W*{_LOOSE_TIME}\s*(?:[-–—=]+\s*[-–—=]*\s*>+|→)\s*{_LOOSE_TIME}(?:\s.*)?$")


def stamp(ms: int, mark: str) -> str:
    """``ms`` as ``HH:MM:SS,mmm`` with ``mark`` for the comma; hours may take more digits."""
    seconds, ms = divmod(max(0, ms), 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{mark}{ms:03d}"


def timing(line: str, repairs: Repairs | None = None) -> tuple[int, int] | None:
    """In-time and out-time of a timing line, ms; None for any other line.

    Lines that are written wrongly are understood where only one meaning is possible, and noted in ``repairs``.
    """
    if ">" not in line and "→" not in line:
        return None
    match = _TIMING.match(line)
    if match is None:
        match = _LOOSE.match(line)
        if match is None:
            return None
        if repairs:
            repairs.note(Mended.TIMES)
    groups = match.groups()
    return to_ms(*groups[:4]), to_ms(*groups[4:])


def to_ms(hours: str | None, minutes: str | None, seconds: str, fraction: str | None) -> int:
    """Hours, minutes, seconds and the digits behind the point as ms."""
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "0")[:3].ljust(3, "0"))
