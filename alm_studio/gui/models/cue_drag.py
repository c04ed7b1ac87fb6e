"""Cues that are being dragged along time."""

from alm_studio.gui.models.timeline_cues import Grip, LaneCue, Range, snapped


class Drag:
    """What is held, and where it has come to.

    Args:
        origin: ms at which it was taken hold of.
        places: ms, in order, that catch what is dragged.
        rows: the cues that are held; none where a new one is drawn.
        row: the one under the pointer.
        grip: what of them is held; None of a new one.
        edges: ms of the edges that may be caught.
        limits: how far it can go.

    Attributes:
        begun: whether the pointer has moved far enough to mean it.
        by: ms that it has moved.
        gap: the time without cues that a new one may fill; None where there is none.
        new: ms at which the new one begins and ends.
    """

    def __init__(
        self,
        origin: float,
        places: list[int],
        rows: frozenset[int] = frozenset(),
        row: int = -1,
        grip: Grip | None = None,
        edges: tuple[int, ...] = (),
        limits: Range | None = None,
    ) -> None:
        self.origin, self.rows, self.row, self.grip = origin, rows, row, grip
        self.begun = False
        self.by = 0
        self.gap: tuple[int, int] | None = None
        self.new = (round(origin), round(origin))
        self._places, self._edges, self._limits = places, edges, limits or Range(0, 0)

    def move(self, ms: float, reach: float) -> float:
        """Follow the pointer to ``ms``; places catch from ``reach`` ms away. Returns the ms to point out."""
        if self.grip is None:
            assert self.gap is not None
            ends = [round(place) + snapped((round(place),), self._places, reach)[0] for place in (self.origin, ms)]
            low, high = (min(max(end, self.gap[0]), self.gap[1]) for end in sorted(ends))
            self.new = (low, high)
            return float(high if ms > self.origin else low)
        by = round(ms - self.origin)
        correction, place = snapped((edge + by for edge in self._edges), self._places, reach)
        self.by = self._limits.clip(by + correction)
        caught = place is not None and self.by == by + correction
        return float(place if caught and place is not None else self._edges[0] + self.by)

    def moved(self, cues: list[LaneCue]) -> list[LaneCue]:
        """What is held, as it would be."""
        if self.grip is None:
            return [LaneCue(-1, *self.new, "")] if self.begun else []
        first = self.by if self.grip is not Grip.END else 0
        last = self.by if self.grip is not Grip.START else 0
        held = (cues[row] for row in sorted(self.rows))
        return [LaneCue(cue.row, cue.start + first, cue.end + last, cue.text, cue.language, cue.mark) for cue in held]
