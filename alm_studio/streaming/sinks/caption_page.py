"""Captions as a web page on this machine, for OBS and other programs that lay a browser over a picture."""

import asyncio
import contextlib
import json
import secrets
import threading
from collections import deque
from http import HTTPStatus
from importlib.resources import files
from urllib.parse import urlsplit

from websockets.asyncio.server import Server, ServerConnection, broadcast, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from alm_studio.base.errors import OutputError
from alm_studio.streaming.events import Committed, LiveEvent
from alm_studio.streaming.sinks.sink import Sink

LOOPBACK = "127.0.0.1"
_KEPT = 40
"""Messages that a page gets that is opened later."""
_PATIENCE = 5.0
"""Seconds for the server to begin, and to end."""


class CaptionPage(Sink):
    """A small web server: ``/TOKEN/`` is the page, ``/TOKEN/captions`` the WebSocket that feeds it.

    Each message is an object of JSON: ``{"type": "commit", "text", "ends"}`` or ``{"type": "tentative", "text"}``.

    Args:
        port: 0 takes a free one.
        host: address to listen on; other machines can reach it only where it is not the loopback's.
        token: without which nothing is given; a new one where it is empty.

    Raises:
        OutputError: the port is taken, or the address is not this machine's.
    """

    def __init__(self, port: int = 0, host: str = LOOPBACK, token: str = "") -> None:
        self.token = token or secrets.token_urlsafe(9)
        self._page = files("alm_studio.streaming.sinks").joinpath("caption_page.html").read_bytes()
        self._sent: deque[str] = deque(maxlen=_KEPT)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="caption page", daemon=True)
        self._thread.start()
        try:
            self._server = asyncio.run_coroutine_threadsafe(self._begin(host, port), self._loop).result(_PATIENCE)
        except (OSError, OverflowError) as error:
            self._end()
            raise OutputError(
                f"The caption page cannot be served at {host}:{port} ({error}). Choose another port."
            ) from error
        self.host = host
        self.port: int = next(iter(self._server.sockets)).getsockname()[1]

    @property
    def address(self) -> str:
        """What to open in a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/{self.token}/"

    def show(self, event: LiveEvent) -> None:
        """See ``Sink``. Never waits for a browser."""
        message = {"type": "tentative", "text": event.text}
        if isinstance(event, Committed):
            message = {"type": "commit", "text": event.text, "ends": event.ends}  # type: ignore[dict-item]
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody looks any more
            self._loop.call_soon_threadsafe(self._send, json.dumps(message, ensure_ascii=False))

    def close(self) -> None:
        """See ``Sink``."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._finish(), self._loop).result(_PATIENCE)
            self._end()

    async def _begin(self, host: str, port: int) -> Server:
        return await serve(self._feed, host, port, process_request=self._answer, close_timeout=1.0, open_timeout=3.0)

    async def _finish(self) -> None:
        self._server.close()
        await self._server.wait_closed()
        late = asyncio.all_tasks() - {asyncio.current_task()}  # of who knocked while the door was closed
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE)
        self._loop.close()

    def _send(self, message: str) -> None:
        self._sent.append(message)
        broadcast(self._server.connections, message)

    async def _feed(self, connection: ServerConnection) -> None:
        """A page was opened: what was said last, and then, through ``_send``, what comes."""
        for message in list(self._sent):
            await connection.send(message)
        await connection.wait_closed()

    def _answer(self, _connection: ServerConnection, request: Request) -> Response | None:
        """The page, or a refusal; None lets a WebSocket be opened."""
        path = urlsplit(request.path).path
        given, _, rest = path.strip("/").partition("/")
        if not secrets.compare_digest(given.encode(), self.token.encode()):
            return _response(HTTPStatus.FORBIDDEN, "text/plain", b"The address lacks its token.\n")
        if rest == "captions":
            return None
        if rest:
            return _response(HTTPStatus.NOT_FOUND, "text/plain", b"There is only the page of captions here.\n")
        return _response(HTTPStatus.OK, "text/html", self._page)


def _response(status: HTTPStatus, kind: str, body: bytes) -> Response:
    headers = Headers(
        {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "Connection": "close",
        }
    )
    return Response(status.value, status.phrase, headers, body)
