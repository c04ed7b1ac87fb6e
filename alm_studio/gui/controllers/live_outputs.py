"""Where live captions go beside the screen and the recording: a text file, and a web page for OBS."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QAbstractSocket, QNetworkInterface

from alm_studio.gui.live_run import LentSink, LiveRun

if TYPE_CHECKING:
    from alm_studio.gui.controllers.live import LiveController
    from alm_studio.gui.main_window import MainWindow
    from alm_studio.streaming.sinks.caption_page import CaptionPage
    from alm_studio.streaming.sinks.sink import Sink
    from alm_studio.streaming.sinks.text_file import TextFile

_EVERYWHERE = "0.0.0.0"


class LiveOutputs(QObject):
    """Turns them on and off, also while something is captioned.

    The page is served until it is turned off or the program ends, so that OBS finds it before a word is said.

    Signals:
        changed: an output came or went.
    """

    changed = Signal()

    def __init__(self, window: "MainWindow", live: "LiveController") -> None:
        super().__init__(live)
        self._window, self._live = window, live
        self._settings = window.settings.live
        self._page: CaptionPage | None = None
        self._lent: LentSink | None = None
        self._text: TextFile | None = None
        self._opening = False

    @property
    def address(self) -> str:
        """Of the page; empty while it is not served."""
        if self._page is None:
            return ""
        return self._page.address.replace(_EVERYWHERE, _own_address())

    def attach(self, run: LiveRun) -> None:
        """Give a run what is turned on."""
        self._text = None
        if self._settings.text_path:
            self._open_text(run, Path(self._settings.text_path))
        if self._settings.page:
            self.use_page(True)

    def use_text(self, path: Path | None) -> None:
        """Add what is said to a text file from now on; None: to none."""
        self._settings.text_path = str(path) if path else ""
        run, before = self._live.run, self._text
        self._text = None
        if run is not None and before is not None:
            self._window.jobs.run_io(lambda: run.runner.remove(before), failed=self._failed)
        if run is not None and path is not None:
            self._open_text(run, path)
        self.changed.emit()

    def use_page(self, on: bool) -> None:
        """Serve the page, or no longer."""
        self._settings.page = on
        if not on:
            self._close_page()
        elif self._page is not None:
            self._lend()
        elif not self._opening:
            self._opening = True
            settings = self._settings
            settings.page_token = settings.page_token or secrets.token_urlsafe(9)
            port, token = settings.page_port, settings.page_token
            host = _EVERYWHERE if settings.page_open else ""
            self._window.jobs.run_io(lambda: _serve(port, host, token), self._served, self._not_served)
        self.changed.emit()

    def restart_page(self) -> None:
        """The port, or who may see the page, was changed."""
        if self._settings.page:
            self._close_page()
            self.use_page(True)

    def close(self) -> None:
        """The window goes."""
        self._close_page()

    def _served(self, page: "CaptionPage") -> None:
        self._opening = False
        self._page = page
        if self._settings.page:
            self._lend()
        else:
            self._close_page()
        self.changed.emit()

    def _not_served(self, error: BaseException) -> None:
        self._opening = False
        self._settings.page = False
        self._failed(error)
        self.changed.emit()

    def _lend(self) -> None:
        """Let the run on its way feed the page."""
        run = self._live.run
        if run is not None and self._page is not None:
            if self._lent is not None:
                run.runner.remove(self._lent)  # of a run before, or already there: never twice
            self._lent = LentSink(self._page)
            run.runner.add(self._lent)

    def _close_page(self) -> None:
        page, self._page = self._page, None
        lent, self._lent = self._lent, None
        if self._live.run is not None and lent is not None:
            self._live.run.runner.remove(lent)
        if page is not None:
            self._window.jobs.run_io(page.close, failed=self._failed)

    def _open_text(self, run: LiveRun, path: Path) -> None:
        def opened(sink: "TextFile") -> None:
            self._text = sink
            run.runner.add(sink)

        self._window.jobs.run_io(lambda: _open_text(path), opened, self._failed)

    def _failed(self, error: BaseException) -> None:
        self._live.presenter.tell_error(error)


def _serve(port: int, host: str, token: str) -> "CaptionPage":
    from alm_studio.streaming.sinks.caption_page import LOOPBACK, CaptionPage

    return CaptionPage(port, host or LOOPBACK, token)


def _open_text(path: Path) -> "Sink":
    from alm_studio.streaming.sinks.text_file import TextFile

    return TextFile(path)


def _own_address() -> str:
    """This machine's address in its network, for other machines to use."""
    for address in QNetworkInterface.allAddresses():
        if address.protocol() == QAbstractSocket.NetworkLayerProtocol.IPv4Protocol and not address.isLoopback():
            return address.toString()
    return "127.0.0.1"
