"""Times and sizes as people read them."""

import re

from PySide6.QtCore import QCoreApplication

from alm_studio.base.errors import UsageError
from alm_studio.base.progress import Progress


def clock(ms: int) -> str:
    """``3723004`` → ``"1:02:03.004"``; the hour only where there is one, as ``"02:03.004"``."""
    seconds, rest = divmod(max(0, ms), 1000)
    return f"{short_clock(seconds * 1000)}.{rest:03d}"


def read_clock(text: str) -> int:
    """``"1:02:03.004"`` or ``"2:03,5"`` or ``"3"`` → ms.

    Raises:
        UsageError: it is no time.
    """
    match = re.fullmatch(r"(?:(?:(\d+):)?(\d+):)?(\d+)(?:[.,](\d{1,3})\d*)?", text.strip())
    if match is None:
        raise UsageError(
            QCoreApplication.translate(
                "Times", "“{text}” is no time: write it as minutes:seconds.milliseconds."
            ).format(text=text)
        )
    hours, minutes, seconds, rest = match.groups()
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds)
    return whole * 1000 + int((rest or "0").ljust(3, "0"))


def short_clock(ms: int) -> str:
    """``3723004`` → ``"1:02:03"``; ``63000`` → ``"01:03"``."""
    minutes, seconds = divmod(max(0, ms) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:02d}:{seconds:02d}"


def megabytes(size: float) -> str:
    """``1528000000`` → ``"1.5 GB"``; ``484000000`` → ``"484 MB"``."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def describe_download(progress: Progress) -> str:
    """Such as ``"34 / 145 MB"``; empty where nothing is counted."""
    if progress.unit != "B" or not progress.total:
        return ""
    return f"{progress.done / 1e6:.0f} / {progress.total / 1e6:.0f} MB"


def time_left(seconds: float) -> str:
    """As one says it: ``"less than a minute"``, ``"4 minutes"``, ``"2 h 10 min"``."""
    minutes = round(seconds / 60)
    if seconds < 55:
        return QCoreApplication.translate("Times", "less than a minute")
    if minutes < 100:
        text = QCoreApplication.translate("Times", "1 minute" if minutes <= 1 else "{minutes} minutes")
        return text.format(minutes=minutes)
    hours, rest = divmod(minutes, 60)
    return QCoreApplication.translate("Times", "{hours} h {minutes} min").format(hours=hours, minutes=rest)
