"""What a sink is told."""

from typing import TYPE_CHECKING

from alm_studio.streaming.events import LiveEvent

if TYPE_CHECKING:  # FFmpeg takes a moment to import, and the window knows sinks from its start
    from alm_studio.audio.downmix import Samples


class Sink:
    """Takes sound, text or both. What it does not care for it leaves to these methods, which do nothing.

    ``hear`` is called from the thread that listens, ``show`` from the one that captions; ``close`` after both. Any of
    them may raise ``OutputError``: then the sink is told about and let go, and the session goes on.
    """

    def hear(self, samples: "Samples") -> None:
        """Take the next sound, [N] mono at 16 kHz, without a gap."""

    def show(self, event: LiveEvent) -> None:
        """Take the next event."""

    def close(self) -> None:
        """Write what is only written at the end."""
