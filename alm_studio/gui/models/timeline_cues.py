"""The cues along time: what of them can be dragged where, and what catches them."""

import enum
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from alm_studio.captions.document import Caption

SHORTEST = 200
"""Ms: no cue is dragged shorter than this."""


class Grip(enum.Enum):
    """What of a cue is held."""

    BODY = "body"
    START = "start"
    END = "end"


@dataclass(frozen=True)
class LaneCue:
    """A cue along time.

    Attributes:
        row: its number.
        start, end: ms.
        text: its lines, parted by ``"\\n"``.
        language: code.
        mark: why it is worth a look; empty where it is not.
    """

    row: int
    start: int
    end: int
    text: str
    language: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Range:
    """How far what is held can be moved, ms; negative is earlier."""

    least: int
    most: int

    def clip(self, by: int) -> int:
        """The nearest that is possible."""
        return max(self.least, min(by, self.most))


def lane_cues(captions: Sequence[Caption], marks: Sequence[str] = (), language: str = "") -> list[LaneCue]:
    """All cues; ``marks`` says of each why it is worth a look."""
    return [
        LaneCue(row, cue.start, cue.end, cue.text, cue.language or language, marks[row] if row < len(marks) else "")
        for row, cue in enumerate(captions)
    ]


def room(cues: Sequence[LaneCue], rows: Collection[int], grip: Grip, last: int) -> Range:
    """How far cues can be moved, or the edge of one, without running into the others.

    Args:
        cues: all.
        rows: those that are held; of an edge exactly one.
        grip: what of them.
        last: ms at which the medium ends.

    Returns:
        Cues that overlap already may stay so, but go no further into each other.
    """
    least, most = -(10**9), 10**9
    for row in rows:
        cue = cues[row]
        before = cues[row - 1] if row and row - 1 not in rows else None
        after = cues[row + 1] if row + 1 < len(cues) and row + 1 not in rows else None
        earliest = (before.end if before.end <= cue.start else before.start) if before else 0
        latest = (after.start if after.start >= cue.end else max(cue.end, last)) if after else max(cue.end, last)
        if grip is Grip.START:
            least, most = earliest - cue.start, max(0, cue.end - SHORTEST - cue.start)
        elif grip is Grip.END:
            least, most = min(0, cue.start + SHORTEST - cue.end), latest - cue.end
        else:
            # A later cue may not come before an earlier one, wherever that one ends.
            end = after.start - cue.start if after and after.start < cue.end else latest - cue.end
            least, most = max(least, earliest - cue.start), min(most, end)
    return Range(min(least, 0), max(most, 0))


def gap_at(cues: Sequence[LaneCue], ms: int, last: int) -> tuple[int, int] | None:
    """The time without cues around ``ms``; None where a cue is."""
    after = bisect_left(cues, ms + 1, key=lambda cue: cue.start)
    begin = max((cue.end for cue in cues[:after]), default=0)
    end = cues[after].start if after < len(cues) else last
    return (begin, end) if begin <= ms < end else None


def snapped(times: Iterable[int], places: Sequence[int], reach: float) -> tuple[int, int | None]:
    """Bring one of several times that move together to one of several places.

    Args:
        times: ms.
        places: ms, in order.
        reach: ms; what is further away does not catch.

    Returns:
        By how many ms all are to be moved, and the place that caught; 0 and None where none did.
    """
    best: tuple[int, int | None] = (0, None)
    nearest = reach
    for time in times:
        number = bisect_left(places, time)
        for place in places[max(0, number - 1) : number + 1]:
            if abs(place - time) <= nearest:
                nearest, best = abs(place - time), (place - time, place)
    return best
