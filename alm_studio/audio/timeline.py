"""Where decoded frames belong in the medium's time, given time stamps that may lie."""

from dataclasses import dataclass

_TOLERANCE = 0.03
"""Seconds of difference that are ignored: nobody sees them in a subtitle, and time stamps are rounded."""

_JITTER = 0.15
"""Seconds up to which a difference has to last before it is believed: FFmpeg's time stamps for Vorbis jump by
a block to and fro."""

_PATIENCE = 0.5
"""Seconds for which such a difference has to last."""

_LONGEST_OVERLAP = 1.0
"""Seconds. Time stamps that go further back are a clock that was reset (joined recordings)."""

_LONGEST_GAP = 1800.0
"""Seconds of silence believed at once."""

_LONGEST_SILENCE = 10800.0
"""Seconds of silence believed in one file."""


@dataclass(frozen=True)
class Placement:
    """What to do before a frame is appended.

    Attributes:
        silence: samples of silence to put before it.
        skip: samples to drop from its beginning.
    """

    silence: int = 0
    skip: int = 0


class Timeline:
    """Compares the frames' time stamps with the samples written so far.

    Gaps become silence and overlaps are trimmed. Jumps that cannot be true (further than the container lasts,
    longer than any pause, far backwards) move the clock instead: all sound is kept, no long silence invented.

    Args:
        duration: seconds that the container claims to last; 0 if unknown.
    """

    def __init__(self, duration: float = 0.0) -> None:
        self.now = 0.0
        """Medium time at which the next sample is written, in seconds."""
        self.jumped = False
        """Whether the clock had to be moved: times after that may be wrong."""
        self._end = duration + 10.0 if duration > 0 else float("inf")
        self._clock = 0.0  # added to the time stamps
        self._silence = 0.0  # seconds put in so far
        self._odd = 0.0  # seconds for which a small difference has lasted
        self._exact = True  # at the start, and within an overlap

    def place(self, time: float | None, samples: int, rate: int) -> Placement:
        """Decide on the next frame and count it as written.

        Args:
            time: the frame's time stamp in seconds from the container's start; None if it has none.
            samples: its length in samples, at least 1.
            rate: its sample rate in Hz.
        """
        placement = Placement() if time is None else self._place(time + self._clock, samples, rate)
        self.now += (placement.silence + samples - placement.skip) / rate
        self._exact = placement.skip == samples
        return placement

    def _place(self, time: float, samples: int, rate: int) -> Placement:
        difference = time - self.now
        if self._impossible(difference):
            self._clock -= difference
            self._odd = 0.0
            self.jumped = True
            return Placement()
        if not self._believed(difference, samples / rate):
            return Placement()
        self._odd = 0.0
        if difference > 0:
            self._silence += difference
            return Placement(silence=round(difference * rate))
        return Placement(skip=min(samples, round(-difference * rate)))

    def _impossible(self, difference: float) -> bool:
        return (
            difference < -_LONGEST_OVERLAP
            or difference > _LONGEST_GAP
            or self.now + difference > self._end
            or (difference > _JITTER and self._silence + difference > _LONGEST_SILENCE)
        )

    def _believed(self, difference: float, seconds: float) -> bool:
        if self._exact:
            return True
        if abs(difference) <= _TOLERANCE:
            self._odd = 0.0
            return False
        self._odd += seconds
        return abs(difference) > _JITTER or self._odd > _PATIENCE
