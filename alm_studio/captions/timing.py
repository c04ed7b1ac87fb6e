"""In-time and out-time of each cue, from the times of its words."""

from alm_studio.captions.styles import Style

# A cue whose words take no time at all (a model's mistake) pushes the next one this far at most, ms, so as to
# be seen.
_LONGEST_DELAY = 400

# The least time between in-time and out-time whatever the words say, ms: one frame.
_FRAME = 42


class CueTimer:
    """Gives cues their times, in order.

    The in-time is the start of the first word, or after a pause a few frames before it where the cue could not be
    read otherwise. The out-time is the end of the last word, or later so that the cue can be read, or earlier to
    leave a gap before the next cue.
    """

    def __init__(self, style: Style) -> None:
        self._style = style
        self._free = 0  # no cue may begin before this, ms

    def place(self, start: int, end: int, needed: float, following: int | None) -> tuple[int, int]:
        """In-time and out-time, ms.

        Args:
            start: of the first word, ms.
            end: of the last word, ms.
            needed: ms that the text takes to be read.
            following: start of the first word of the next cue, ms; None at the end.
        """
        style = self._style
        begin = max(start, self._free)
        until = min(max(end, min(begin + needed_ms(needed, style), end + style.max_hang)), begin + style.max_duration)
        if following is not None:
            until = self._before(following, begin, until)
        until = max(until, begin + _FRAME)
        begin = self._ahead(begin, needed_ms(needed, style) - (until - begin))
        self._free = until + style.min_gap
        return begin, until

    def _ahead(self, begin: int, missing: int) -> int:
        """``begin``, or up to ``missing`` ms earlier as far as the style allows and the cue before leaves room."""
        style = self._style
        earliest = max(0, begin - min(max(0, missing), style.max_lead))
        before = self._free - style.min_gap
        if self._free and earliest - before < style.close_gaps_below:  # a shorter gap would flicker
            earliest = before + style.close_gaps_below
        return min(begin, earliest)

    def _before(self, following: int, begin: int, until: int) -> int:
        """``until`` moved so that the gap to the next cue is allowed."""
        style = self._style
        latest = following - style.min_gap
        if until > latest:
            # Too little room: the next cue waits a moment rather than that this one only flashes up.
            return max(latest, min(begin + style.min_duration // 2, latest + _LONGEST_DELAY, until))
        if following - until < style.close_gaps_below:
            return min(latest, begin + style.max_duration)
        return until


def needed_ms(reading: float, style: Style) -> int:
    """Time on screen that a text needs, ms: its reading time, but the style's least duration at least."""
    return max(style.min_duration, min(style.max_duration, -int(-reading // 1)))
