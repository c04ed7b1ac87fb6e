"""What playback asks of whatever plays a medium."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

LIKELY_FRAME = 40.0
"""Ms a picture where nobody knows better: 25 pictures a second."""


class Engine(QObject):
    """Plays one medium. There are two: Qt's own, and one over PyAV for what Qt cannot play.

    Signals:
        loaded(has_video): the medium is open, paused at its place.
        duration_changed(ms): its length.
        playing_changed(playing): it plays now, or no longer.
        failed(reason): it cannot be played by this engine; few words for a sentence.
    """

    loaded = Signal(bool)
    duration_changed = Signal(int)
    playing_changed = Signal(bool)
    failed = Signal(str)

    playing = False
    """Whether it plays now."""
    duration = 0
    """Ms; 0 while unknown."""
    frame = LIKELY_FRAME
    """Ms that one picture stays."""

    @property
    def position(self) -> int:
        """The play head, ms."""
        raise NotImplementedError

    def open(self, path: Path, track: int, position: int) -> None:
        """Show a medium, paused at ``position`` (ms), with one of its sound tracks."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the medium."""
        raise NotImplementedError

    def play(self) -> None:
        """Play from the play head on; from the beginning where it stands at the end."""
        raise NotImplementedError

    def pause(self) -> None:
        """Stay where it is."""
        raise NotImplementedError

    def seek(self, ms: int) -> None:
        """Go to a time, playing or paused as before."""
        raise NotImplementedError

    def set_rate(self, rate: float) -> None:
        """Play slower or faster, 0.5 to 2, with the pitch kept."""
        raise NotImplementedError

    def set_track(self, track: int) -> None:
        """Play another sound track."""
        raise NotImplementedError

    def set_volume(self, volume: float, muted: bool) -> None:
        """Volume, 0 to 1."""
        raise NotImplementedError
