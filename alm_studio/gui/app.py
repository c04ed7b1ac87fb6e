"""Starts the window. Nothing heavy is imported before its first paint."""

import logging
import os
import sys
import time
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtCore import QEvent, QMessageLogContext, QObject, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from alm_studio import __version__
from alm_studio.base.paths import log_dir
from alm_studio.base.settings import load_settings
from alm_studio.gui import i18n, theme
from alm_studio.gui.backend import Backend, ModelBackend
from alm_studio.gui.jobs import Jobs
from alm_studio.gui.main_window import MainWindow
from alm_studio.gui.notify import Notifier

_log = logging.getLogger(__name__)


def run(paths: list[str], backend: Backend | None = None) -> int:
    """Open the window, on media if there are any, and stay until it closes.

    Args:
        paths: media files; they open and their transcription starts at once.
        backend: in place of the model, for tests.

    Returns:
        The exit code.
    """
    write_log()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    notifier = Notifier(app)
    notifier.install_hooks()
    settings = load_settings(warn=notifier.warn)
    set_up(app, settings.interface_language)
    jobs = Jobs(backend or ModelBackend(), app)
    window = MainWindow(settings, jobs, notifier)
    watcher = FirstPaint(window)
    window.show()
    watcher.then(lambda: after_first_paint(window, paths))
    code = app.exec()
    window.keeping.join()
    jobs.join()
    return code


def set_up(app: QApplication, language: str = i18n.SYSTEM) -> None:
    """Name, icon, fonts and language."""
    app.setApplicationName("alm-studio")
    app.setApplicationDisplayName("ALM Studio")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("alm-studio")
    app.setWindowIcon(theme.app_icon())
    i18n.use(app, language)


def after_first_paint(window: MainWindow, paths: list[str]) -> None:
    """What can wait until the window is there."""
    if os.environ.get("ALM_STUDIO_TIMING"):
        _log.warning("First paint %.2f s after the start of the process", _process_seconds())
    window.models.look()
    window.projects.look()
    window.training.look()
    window.live.look()
    if paths:
        window.commands.open_paths([Path(path) for path in paths], start=True)


class FirstPaint(QObject):
    """Runs a function once the window has been painted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._then = lambda: None
        window.installEventFilter(self)

    def then(self, function: Callable[[], None]) -> None:
        """What to run."""
        self._then = function

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._then)
        return False


def write_log() -> None:
    """Log to a file that does not grow for ever, and warnings to the terminal. Qt's messages too."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    form = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.WARNING)
    handlers: list[logging.Handler] = [terminal]
    try:
        handlers.append(
            RotatingFileHandler(log_dir() / "alm-studio.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8")
        )
    except OSError as error:
        root.warning("No log file: %s", error)
    for handler in handlers:
        handler.setFormatter(form)
        root.addHandler(handler)
    qInstallMessageHandler(_log_qt)


_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    category = context.category or "default"
    level = _QT_LEVELS.get(kind, logging.INFO)
    if category.startswith("qt.multimedia"):  # "no such driver here": of use in the log file alone
        level = min(level, logging.INFO)
    logging.getLogger(f"qt.{category}").log(level, message)


def _process_seconds() -> float:
    """Seconds since the process began, where the system tells; else the processor time used."""
    try:
        ticks = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
        return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, ValueError, IndexError):
        return time.process_time()
