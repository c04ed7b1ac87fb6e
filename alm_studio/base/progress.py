"""How long work tells how far it is."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """A moment of long work.

    Attributes:
        done: what is finished, in ``unit``.
        total: all there is, in ``unit``; 0 while unknown.
        unit: ``"s"`` (seconds of sound) or ``"B"`` (bytes).
        message: what is being done, for the status bar.
    """

    done: float
    total: float
    unit: str = "s"
    message: str = ""

    @property
    def fraction(self) -> float:
        """Share done, 0 to 1; 0 while the total is unknown."""
        return min(1.0, self.done / self.total) if self.total > 0 else 0.0


ProgressListener = Callable[[Progress], None]
