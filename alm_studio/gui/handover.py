"""Work that is done in another thread and ends in the window's."""

import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal


class Handover(QObject):
    """Hands work to other threads, and what came of it back to the window's, where this object lives.

    The work goes back with its outcome, to be let go in the window's thread: what it alone refers to may be connected
    to a widget, and PySide parts the two under a lock that the window may wait for (a deadlock, seen with a progress
    dialog).
    """

    _over = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._over.connect(self._deliver)

    def wrap(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> Callable[[], None]:
        """What a thread has to call once to do ``work``; then ``done(result)`` or ``failed(error)`` is called here.

        An error that nobody takes goes the way of all unexpected errors, to ``sys.excepthook``.
        """
        errand = _Errand(work, done, failed)

        def run() -> None:
            errand.run()
            self._over.emit(errand)

        return run

    def _deliver(self, errand: "_Errand") -> None:
        errand.deliver()


class _Errand:
    """Work with those who hear of it. Empty once it is delivered, for its worker may hold it a moment longer."""

    def __init__(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[BaseException], None] | None,
    ) -> None:
        self._work, self._done, self._failed = work, done, failed
        self._result: Any = None
        self._error: BaseException | None = None

    def run(self) -> None:
        """Do the work and keep what came of it. An error keeps the frames of the work, so it has to go back, too."""
        try:
            self._result = self._work()
        except BaseException as error:
            self._error = error

    def deliver(self) -> None:
        """Let the work go and tell what came of it."""
        done, failed, result, error = self._done, self._failed, self._result, self._error
        vars(self).clear()
        if error is None:
            if done is not None:
                done(result)
        elif failed is not None:
            failed(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)
