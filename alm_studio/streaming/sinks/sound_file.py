"""The sound, saved from the first sample."""

from pathlib import Path

from alm_studio.audio.downmix import Samples
from alm_studio.audio.recording import Recording
from alm_studio.streaming.sinks.sink import Sink


class SoundFile(Sink):
    """A FLAC file, readable up to the last second at any moment.

    Args:
        path: which must not exist.

    Raises:
        OutputError: it exists, or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._recording = Recording(path)

    def hear(self, samples: Samples) -> None:
        """See ``Sink``."""
        self._recording.write(samples)

    def close(self) -> None:
        """See ``Sink``."""
        self._recording.close()
