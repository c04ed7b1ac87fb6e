"""Time expressions of TTML: clock times, frames, ticks and offsets (TTML1, section 10.3)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_PARAMETER = "{http://www.w3.org/ns/ttml#parameter}"
_CLOCK = re.compile(r"^(\d+):(\d{1,2}):(\d{1,2})(?:(\.\d+)|:(\d+)(?:\.\d+)?)?$")
_OFFSET = re.compile(r"^(\d+(?:\.\d+)?)(h|m|s|ms|f|t)$")
_UNITS = {"h": 3_600_000.0, "m": 60_000.0, "s": 1000.0, "ms": 1.0}


@dataclass(frozen=True)
class Span:
    """From when to when something is shown, ms; ``end`` is None where nothing says it."""

    begin: int = 0
    end: int | None = None


@dataclass(frozen=True)
class Clock:
    """What a file says about its times.

    Attributes:
        frames: a second.
        ticks: a second.
    """

    frames: float = 30.0
    ticks: float = 1.0

    @classmethod
    def of(cls, attributes: Mapping[str, str]) -> "Clock":
        """The clock that the attributes of ``<tt>`` describe; where they are damaged, TTML's default."""
        frames = _number(attributes.get(f"{_PARAMETER}frameRate")) or 30.0
        multiplier = attributes.get(f"{_PARAMETER}frameRateMultiplier", "1 1").replace(":", " ").split()
        above, below = (_number(multiplier[0]), _number(multiplier[-1])) if multiplier else (1.0, 1.0)
        exact = frames * above / (below if len(multiplier) > 1 and below else 1.0) if above else frames
        default = exact if f"{_PARAMETER}frameRate" in attributes else 1.0
        return cls(exact, _number(attributes.get(f"{_PARAMETER}tickRate")) or default)

    def span(self, attributes: Mapping[str, str], parent: Span) -> Span:
        """When an element with ``attributes`` is shown, whose times count from its parent's begin."""
        begin, end, length = (self._ms(attributes.get(key, "")) for key in ("begin", "end", "dur"))
        start = parent.begin + (begin or 0)
        ends = [parent.begin + end] if end is not None else []
        ends += [start + length] if length is not None else []
        if not ends:
            return Span(start, parent.end)
        until = min(ends)
        return Span(start, until if parent.end is None else min(until, max(parent.end, start)))

    def _ms(self, text: str) -> int | None:
        text = text.strip()
        if match := _CLOCK.match(text):
            hours, minutes, seconds, fraction, frames = match.groups()
            whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
            return round((whole + float(fraction or 0) + int(frames or 0) / self.frames) * 1000)
        if match := _OFFSET.match(text):
            value, unit = float(match[1]), match[2]
            rate = {"f": 1000.0 / self.frames, "t": 1000.0 / self.ticks} | _UNITS
            return round(value * rate[unit])
        return None


def _number(text: str | None) -> float:
    try:
        return max(0.0, float(text or ""))
    except ValueError:
        return 0.0
