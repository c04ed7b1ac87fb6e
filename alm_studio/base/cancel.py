"""The token by which long work is asked to stop."""

import threading

from alm_studio.base.errors import CancelledError


class CancelToken:
    """Set from one thread, looked at by another. Work calls ``check`` often (at least every 0.2 s)."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop. Never blocks."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether ``cancel`` was called."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise ``CancelledError`` if ``cancel`` was called."""
        if self._event.is_set():
            raise CancelledError
