"""How often a session hears: as often as it was asked to, or as the machine can."""

_SHARE = 0.9
"""Of the time may go into hearing; the rest is for everything else on the machine."""
_WIDEST = 4.0
"""Seconds of new sound that are waited for, at most."""
_NEWEST = 0.25
"""What the newest hearing counts in the mean."""
_SLOW = 1.0
"""Step in seconds from which the machine counts as too slow, and at least twice what was wanted."""


class Pace:
    """The seconds of new sound from one hearing to the next.

    Where a hearing takes longer than its step, captions would fall behind for ever; with a wider step there are fewer
    hearings of the same sound, and nothing is left out.

    Args:
        step: seconds that are wanted.

    Attributes:
        step: seconds that are waited for now.
    """

    def __init__(self, step: float) -> None:
        self._wanted = self.step = step
        self._cost: float | None = None

    @property
    def slow(self) -> bool:
        """Whether the machine is too slow for the step that was wanted."""
        return self.step >= max(_SLOW, 2 * self._wanted)

    def took(self, seconds: float) -> None:
        """A hearing took so long."""
        self._cost = seconds if self._cost is None else (1 - _NEWEST) * self._cost + _NEWEST * seconds
        self.step = min(_WIDEST, max(self._wanted, self._cost / _SHARE))
