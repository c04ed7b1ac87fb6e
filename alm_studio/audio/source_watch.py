"""What the sound server lets us hear, asked beside the listening: a server that is busy answers late."""

import threading
from dataclasses import dataclass

from alm_studio.audio.inputs import has_source, heard_source


@dataclass(frozen=True)
class Answer:
    """Of the server.

    Attributes:
        source: name of what this program listens to; empty where it listens to nothing, or that cannot be known.
        offered: whether the source that is wanted is there.
    """

    source: str
    offered: bool


class SourceWatch:
    """Asks PulseAudio, or PipeWire in its place, in a thread of its own.

    Args:
        wanted: name of a source; empty for the default.
    """

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted
        self._thread: threading.Thread | None = None
        self._answer: Answer | None = None

    def ask(self) -> None:
        """Ask; nothing happens while an answer is awaited."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._inquire, name="sound server", daemon=True)
            self._thread.start()

    def take(self) -> Answer | None:
        """The answer, once; None while there is none."""
        if self._thread is None or self._thread.is_alive():
            return None
        self._thread = None
        answer, self._answer = self._answer, None
        return answer

    def _inquire(self) -> None:
        self._answer = Answer(heard_source(), bool(self._wanted) and has_source(self._wanted))
