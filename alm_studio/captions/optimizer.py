"""Where cues end: the cheapest way to cut a stretch of speech, by dynamic programming."""

from dataclasses import dataclass, field
from typing import NamedTuple

from alm_studio.captions.breaks import ends_sentence, penalty
from alm_studio.captions.styles import Style
from alm_studio.captions.units import Unit

# Costs in the points of breaks.py. A cut costs its penalty there, less a credit for a pause; a cue costs:
_CUE = 14.0  # for being: a few full cues are easier to read than many short ones
_INNER_SENTENCE = 24.0  # for a sentence that ends inside it
_INNER_PAUSE = 60.0  # for each second of silence inside it beyond _SHORT_PAUSE: its end is read before it is heard
_TWO_LINES = 4.0
_LINE_SHARE = 0.5  # of the penalty of its line break
_TOO_FAST = 60.0  # for any excess over the reading speed,
_TOO_FAST_SLOPE = 400.0  # more by its ratio
_TOO_SHORT = 60.0  # on screen for less than the least duration,
_TOO_SHORT_SLOPE = 120.0  # more by the missing share
_ORPHAN = 45.0  # for a single word torn from its sentence
_SHORT_TEXT = 35.0  # for an almost empty line, less up to _SHORT_SHARE of a line
_SHORT_SHARE = 0.45
_COMPLETE = 0.3  # share of both where the short cue is a whole sentence
_PAUSE_CREDIT = 40.0  # for cutting at a pause of _LONG_PAUSE or more

_SHORT_PAUSE = 250  # ms
_LONG_PAUSE = 700  # ms

# Cues wait until no later word can change them, which is soon. Should it take this many units, the best guess
# is taken.
_PATIENCE = 300


class CutCue(NamedTuple):
    """The units of one cue, and the start of the unit after it, ms; None at the end of all."""

    units: list[Unit]
    following: int | None


@dataclass
class _Block:
    """The units between two certain cuts, and for each boundary *j* (before unit *j*) the best way there."""

    units: list[Unit] = field(default_factory=list)
    position: list[int] = field(default_factory=list)  # characters before unit j, spaces included
    cut: list[float] = field(default_factory=lambda: [0.0])  # cost of ending a cue at j
    line: list[float] = field(default_factory=lambda: [0.0])  # penalty of breaking a line at j
    sentence: list[bool] = field(default_factory=lambda: [True])  # whether a sentence begins at j
    inner: list[float] = field(default_factory=lambda: [0.0])  # sum of the costs of boundaries before j inside a cue
    reach: list[int] = field(default_factory=list)  # the last boundary that one line from unit j reaches
    best: list[float] = field(default_factory=lambda: [0.0])
    back: list[int] = field(default_factory=lambda: [0])
    line_start: list[int] = field(default_factory=lambda: [0])  # the first unit of the fullest line that ends at j
    cue_start: list[int] = field(default_factory=lambda: [0])  # the first unit of the fullest cue that ends at j

    def open_boundary(self, *, cut: float, line: float, sentence: bool, inner: float) -> None:
        """Append a boundary, not yet solved; ``inner`` is its cost where a cue goes on across it."""
        self.cut.append(cut)
        self.line.append(line)
        self.sentence.append(sentence)
        self.inner.append(self.inner[-1] + inner)
        self.best.append(float("inf"))
        for starts in (self.back, self.line_start, self.cue_start):
            starts.append(0)


class CueOptimizer:
    """Cuts a stream of units into cues.

    The cost of a cue depends on its own units and the next one alone, so the cheapest cuts up to each
    boundary are found as units arrive (Viterbi), and a cue is final once every way that could still win goes
    through its end. The result does not depend on when ``add`` is asked for final cues, only on the units.
    """

    def __init__(self, style: Style) -> None:
        self._style = style
        self._block = _Block()
        self._root = 0  # the last final boundary of the block

    def add(self, unit: Unit) -> list[CutCue]:
        """Append ``unit``; the cues that its coming makes certain."""
        block = self._block
        cues: list[CutCue] = []
        if block.units:
            last = block.units[-1]
            if unit.start - last.end >= self._style.pause or unit.language != last.language:
                cues = self._close(unit)
                block = self._block
            else:
                self._append_boundary(unit)
                self._solve(len(block.units), unit.start)
                if len(block.units) - self._root > _PATIENCE:
                    cues = self._guess(unit.start)
        block.position.append(self._end_position() + unit.spaced)
        block.reach.append(len(block.units) + 1)
        block.units.append(unit)
        return cues

    def settled(self) -> list[CutCue]:
        """The cues that no later unit can change any more."""
        block = self._block
        if not block.units:
            return []
        # A later cue begins at one of these boundaries; where their best ways meet, all is settled.
        newest = len(block.units) - 1
        alive = set(range(max(self._root, block.cue_start[newest]), newest + 1))
        while len(alive) > 1:
            furthest = max(alive)
            alive.remove(furthest)
            alive.add(block.back[furthest])
        return self._take(alive.pop(), None)

    def finish(self) -> list[CutCue]:
        """All remaining cues; the next unit begins anew."""
        return self._close(None) if self._block.units else []

    def _close(self, following: Unit | None) -> list[CutCue]:
        """End the block: its last boundary is certain and costs nothing."""
        block = self._block
        count = len(block.units)
        block.open_boundary(cut=0.0, line=0.0, sentence=True, inner=0.0)
        until = None if following is None else following.start
        self._solve(count, until)
        cues = self._take(count, until)
        self._block, self._root = _Block(), 0
        return cues

    def _append_boundary(self, unit: Unit) -> None:
        block = self._block
        last = block.units[-1]
        points = penalty(last, unit, block.units[-2] if len(block.units) > 1 else None)
        sentence = ends_sentence(last.text, unit.text, last.language)
        pause = max(0, unit.start - last.end)
        block.open_boundary(
            cut=max(0.0, points - _PAUSE_CREDIT * min(1.0, pause / _LONG_PAUSE)),
            line=points,
            sentence=sentence,
            inner=_INNER_SENTENCE * sentence + _INNER_PAUSE * max(0, pause - _SHORT_PAUSE) / 1000,
        )

    def _end_position(self) -> int:
        block = self._block
        return block.position[-1] + len(block.units[-1].text) if block.units else 0

    def _solve(self, end: int, following: int | None) -> None:
        """Find the best cue that ends at boundary ``end``; ``following`` is the start of the next unit,
        ms."""
        block, style = self._block, self._style
        units, position, reach = block.units, block.position, block.reach
        last = units[end - 1]
        stop = position[end - 1] + len(last.text)
        limit = style.line_length(last.language)
        speed = style.cps(last.language)
        until = last.end + style.max_hang
        if following is not None:
            until = min(until, following - style.min_gap)

        line_start = block.line_start[end - 1]
        while stop - position[line_start] > limit:
            line_start += 1
        for start in range(line_start, end):
            reach[start] = end
        cue_start = line_start
        for _ in range(style.max_lines - 1):
            if cue_start == 0:
                break
            cue_start = block.line_start[cue_start]
        block.line_start[end], block.cue_start[end] = line_start, cue_start

        easiest = self._easiest_line_breaks(line_start, end)
        least, by = float("inf"), end - 1
        complete_end = block.sentence[end]
        inner_end = block.inner[end - 1]
        short_width = _SHORT_SHARE * limit
        best, inner, sentence = block.best, block.inner, block.sentence
        minimum, maximum = style.min_duration, style.max_duration
        for start in range(end - 1, max(self._root, cue_start) - 1, -1):
            first = units[start]
            single = start == end - 1
            if not single and last.end - first.start > maximum:
                break
            characters = stop - position[start]
            cost = best[start] + _CUE + inner_end - inner[start]
            if characters > limit:
                cost += _TWO_LINES + _LINE_SHARE * easiest[max(0, reach[start] - line_start)]
            shown = min(max(until - first.start, 1), maximum)
            rate = characters * 1000 / shown / speed
            if rate > 1.0:
                cost += _TOO_FAST + _TOO_FAST_SLOPE * (rate - 1.0)
            if shown < minimum:
                cost += _TOO_SHORT + _TOO_SHORT_SLOPE * (1.0 - shown / minimum)
            if single or characters < short_width:
                share = _COMPLETE if complete_end and sentence[start] else 1.0
                cost += share * (_SHORT_TEXT * max(0.0, 1.0 - characters / short_width) + _ORPHAN * single)
            if cost < least:
                least, by = cost, start
        block.best[end], block.back[end] = least + block.cut[end], by

    def _easiest_line_breaks(self, line_start: int, end: int) -> list[float]:
        """For each boundary from ``line_start`` on, the least line-break penalty up to it.

        A cue of two lines breaks between ``line_start`` (or its second line is too long) and the reach of its
        first.
        """
        easiest: list[float] = []
        least = float("inf")
        for points in self._block.line[line_start:end]:
            least = min(least, points)
            easiest.append(least)
        return easiest

    def _take(self, end: int, following: int | None) -> list[CutCue]:
        """The cues from the last final boundary to ``end`` on the best way there, which become final.

        ``following`` is the start of the unit after the block, ms.
        """
        cues: list[CutCue] = []
        units, at = self._block.units, end
        while at > self._root:
            start = self._block.back[at]
            cues.append(CutCue(units[start:at], units[at].start if at < len(units) else following))
            at = start
        self._root = end
        return cues[::-1]

    def _guess(self, following: int) -> list[CutCue]:
        """Settle the first half of what waits by the best way so far, and solve the rest again from there."""
        block = self._block
        newest = len(block.units)
        at = newest
        while at - self._root > _PATIENCE // 2:
            at = block.back[at]
        if at <= self._root:
            return []
        cues = self._take(at, following)
        for end in range(at + 1, newest + 1):
            self._solve(end, block.units[end].start if end < newest else following)
        return cues
