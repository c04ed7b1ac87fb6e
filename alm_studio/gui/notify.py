"""The one route by which an error reaches the user."""

import logging
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

from alm_studio.base.errors import AlmError, CancelledError
from alm_studio.gui.said import said

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Action:
    """A button in a message."""

    text: str
    run: Callable[[], None]


@dataclass(frozen=True)
class Message:
    """What the message bar shows.

    Attributes:
        kind: ``"error"``, ``"warning"`` or ``"info"``.
        text: sentences for the user.
        actions: what can be done about it.
    """

    kind: str
    text: str
    actions: tuple[Action, ...] = ()


class Notifier(QObject):
    """Turns errors of every origin and thread into messages for the window.

    ``AlmError`` carries its own sentence. Anything else is a fault of the program: the user reads a plain
    sentence, the log file gets the traceback.
    """

    shown = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Queued, so that any thread may report, and an error inside a paint event is shown after it.
        self._arrived.connect(self.shown, Qt.ConnectionType.QueuedConnection)

    def report(self, error: BaseException, path: Path | None = None, actions: Sequence[Action] = ()) -> None:
        """Show an error; ``path`` is the medium that it is about, ``actions`` what can be done."""
        if not isinstance(error, CancelledError):
            self._show("error", self.sentence(error, path), path.name if path else "", tuple(actions))

    def warn(self, text: str, subject: str = "") -> None:
        """Show something the user should know that stopped nothing."""
        self._show("warning", said(text), subject)

    def inform(self, text: str, *actions: Action) -> None:
        """Show good news, or an offer."""
        self._arrived.emit(Message("info", text, actions))

    def sentence(self, error: BaseException, path: Path | None = None) -> str:
        """The error in words for the user; the details of an unexpected one go to the log.

        The medium's path, which the user sees in the window, is shortened to its name.
        """
        if isinstance(error, AlmError):
            _log.info("Told the user: %s", error, exc_info=error.__cause__)
            return said(str(error).replace(str(path), path.name) if path else str(error))
        _log.error("Unexpected error", exc_info=error)
        if isinstance(error, MemoryError):
            return self.tr("The memory is full. Close other programs, or choose a smaller model.")
        return self.tr("Something unexpected went wrong. Your captions are kept; the log has the details.")

    def install_hooks(self) -> None:
        """Send what nobody caught, in any thread, here."""
        sys.excepthook = self._on_uncaught
        threading.excepthook = lambda hook: self._on_uncaught(hook.exc_type, hook.exc_value, hook.exc_traceback)

    def _on_uncaught(
        self, kind: type[BaseException], error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), traceback)
            return
        self.report(error or kind())

    def _show(self, kind: str, text: str, subject: str, actions: tuple[Action, ...] = ()) -> None:
        self._arrived.emit(Message(kind, text if subject in text else f"{subject}: {text}", actions))
