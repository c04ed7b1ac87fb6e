"""Units → the lines of one cue."""

from collections.abc import Sequence
from functools import lru_cache

from alm_studio.captions.breaks import SENTENCE, TORN, penalty
from alm_studio.captions.scripts import squeeze
from alm_studio.captions.styles import Style
from alm_studio.captions.transcript import Segment
from alm_studio.captions.units import Unit, units_of

# Points for a first line that takes up the whole difference between the lines, and for a first line longer
# than the second: a short line over a long one hides less of the picture (Netflix, "bottom-heavy pyramid").
_UNEVEN = 60.0
_TOP_HEAVY = 4.0


def join(units: Sequence[Unit]) -> str:
    """The text of ``units`` on one line."""
    first, *others = units
    return first.text + "".join(f" {unit.text}" if unit.spaced else unit.text for unit in others)


def width(units: Sequence[Unit]) -> int:
    """Characters of ``units`` on one line."""
    return sum(len(unit.text) + unit.spaced for unit in units) - units[0].spaced


def break_lines(units: Sequence[Unit], limit: int, max_lines: int) -> list[str]:
    """The lines of a cue: one where the text fits, else balanced ones broken where the sentence allows.

    Args:
        units: at least one, each at most ``limit`` characters.
        limit: longest line, characters.
        max_lines: most lines; exceeded only if the text cannot fit.
    """
    if width(units) <= limit:
        return [join(units)]
    if max_lines > 1:
        at = _best_break(units, limit)
        if at:
            return [join(units[:at]), join(units[at:])]
    return _fill(units, limit)


def break_text(text: str, style: Style, language: str) -> str:
    """``text`` broken anew into lines by ``style``: for text that a person typed. May need more lines than
    allowed.

    Args:
        text: with or without line breaks.
        style: gives the line length; a style that keeps segments gives the text back.
        language: Whisper's code.
    """
    limit = style.line_length(language)
    units = units_of(Segment(0, 0, text, language=language), language, limit)
    if style.keep_segments or not units:
        return text.strip()
    return "\n".join(break_lines(units, limit, style.max_lines))


@lru_cache(maxsize=8192)
def line_break(text: str, limit: int, language: str) -> tuple[float, float]:
    """How bad the line break of a cue of two lines is, and how bad the best one would be.

    The best of those where both lines fit; 0 where all fits on one line.

    Points as in ``breaks.penalty``: 0 after a sentence, 200 inside a word.

    Args:
        text: two lines.
        limit: longest line, characters.
        language: Whisper's code.
    """
    top, _, _ = text.partition("\n")
    units = units_of(Segment(0, 0, text, language=language), language, limit)
    if not units:
        return SENTENCE, SENTENCE
    points, best, characters = TORN, SENTENCE if width(units) <= limit else TORN, 0
    for at in range(1, len(units)):
        characters += len(squeeze(units[at - 1].text))
        here = penalty(units[at - 1], units[at], units[at - 2] if at > 1 else None)
        if characters == len(squeeze(top)):
            points = here
        if width(units[:at]) <= limit and width(units[at:]) <= limit:
            best = min(best, here)
    return points, best


def _best_break(units: Sequence[Unit], limit: int) -> int:
    """The index of the unit that begins the second of two lines; 0 where two lines do not suffice."""
    whole = width(units)
    best, best_points = 0, float("inf")
    top = -units[0].spaced
    for at in range(1, len(units)):
        top += len(units[at - 1].text) + units[at - 1].spaced
        bottom = whole - top - units[at].spaced
        if top > limit or bottom > limit:
            continue
        points = (
            penalty(units[at - 1], units[at], units[at - 2] if at > 1 else None)
            + _UNEVEN * abs(top - bottom) / limit
            + _TOP_HEAVY * (top > bottom)
        )
        if points < best_points:
            best, best_points = at, points
    return best


def _fill(units: Sequence[Unit], limit: int) -> list[str]:
    """Lines filled one after another: for text too long for the cue, which layout itself never makes."""
    lines: list[list[Unit]] = [[units[0]]]
    for unit in units[1:]:
        if width([*lines[-1], unit]) <= limit:
            lines[-1].append(unit)
        else:
            lines.append([unit])
    return [join(line) for line in lines]
