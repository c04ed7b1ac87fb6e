"""Work in the background that has to keep its order."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal


class Lane(QObject):
    """One thread that does one thing after another."""

    _over = Signal(object, object, object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(1, name)
        self._over.connect(self._deliver)

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

        def whole() -> None:
            try:
                result = work()
            except BaseException as error:
                self._over.emit((done, failed), None, error)
            else:
                self._over.emit((done, failed), result, None)

        self._thread.submit(whole)

    def join(self) -> None:
        """Wait until all is done. The last thing before the process ends."""
        self._thread.shutdown(wait=True)

    def _deliver(self, listeners: tuple[Any, Any], result: object, error: BaseException | None) -> None:
        done, failed = listeners
        if error is None:
            if done is not None:
                done(result)
        elif failed is not None:
            failed(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)
