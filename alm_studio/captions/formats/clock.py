"""Times as SRT and VTT write them."""

import re

_TIME = r"(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?$")


def stamp(ms: int, mark: str) -> str:
    """``ms`` as ``HH:MM:SS,mmm`` with ``mark`` for the comma; hours may take more digits."""
    seconds, ms = divmod(max(0, ms), 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{mark}{ms:03d}"


def timing(line: str) -> tuple[int, int] | None:
    """In-time and out-time of a timing line, ms; None for any other line."""
    match = _TIMING.match(line)
    if match is None:
        return None
    groups = match.groups()
    return _ms(*groups[:4]), _ms(*groups[4:])


def _ms(hours: str | None, minutes: str, seconds: str, fraction: str) -> int:
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int(fraction.ljust(3, "0"))
