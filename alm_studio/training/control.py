"""How a run is paused and stopped from another thread."""

import threading

from alm_studio.base.cancel import CancelToken


class TrainingControl:
    """Held by who started the run, looked at by the run between its steps.

    Attributes:
        cancel: stops the run. It keeps what it has: a checkpoint to resume from, and the best model so far.
    """

    def __init__(self, cancel: CancelToken | None = None) -> None:
        self.cancel = cancel or CancelToken()
        self._going = threading.Event()
        self._going.set()

    def pause(self) -> None:
        """Let the run wait after its present step."""
        self._going.clear()

    def resume(self) -> None:
        """Let a paused run go on."""
        self._going.set()

    @property
    def paused(self) -> bool:
        """Whether the run waits, or will after its present step."""
        return not self._going.is_set()

    def wait(self) -> None:
        """Come back when the run may go on.

        Raises:
            CancelledError: it shall stop.
        """
        self.cancel.check()
        while not self._going.wait(0.1):
            self.cancel.check()
