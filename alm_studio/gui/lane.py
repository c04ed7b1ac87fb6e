"""Work in the background that has to keep its order."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject

from alm_studio.gui.handover import Handover


class Lane(QObject):
    """One thread that does one thing after another."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(1, name)
        self._handover = Handover(self)

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Do ``work`` after all that was given before, then call ``done(result)`` or ``failed(error)``.

        These are called in the window's thread. An error that nobody takes goes the way of all unexpected errors, to
        ``sys.excepthook``.
        """
        self._thread.submit(self._handover.wrap(work, done, failed))

    def join(self) -> None:
        """Wait until all is done. The last thing before the process ends."""
        self._thread.shutdown(wait=True)
