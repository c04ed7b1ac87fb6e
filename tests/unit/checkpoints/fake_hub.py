"""A model hub on the loopback, with the few endpoints that a download needs, and faults on demand."""

import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

REPOSITORY = "someone/whisper-test"
COMMIT = "a" * 40


class FakeHub(ThreadingHTTPServer):
    """Serves ``files`` as one repository. Also answers as a forward proxy: ``proxied`` lists those requests.

    Faults: ``status`` for every answer; ``drop_after`` bytes of a file the line is cut, ``drops`` times;
    ``stall_after`` bytes nothing more comes; ``ignore_range``; ``announced`` replaces files in the list.
    """

    daemon_threads = True

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = files
        self.commit = COMMIT
        self.announced: dict[str, bytes] = {}
        self.status = 200
        self.headers: dict[str, str] = {}
        self.body: bytes | None = None
        self.drop_after = self.stall_after = 1 << 60
        self.drops = 0
        self.ignore_range = False
        self.pause = 0.0
        self.requests: list[tuple[str, str | None]] = []  # path, Range
        self.tokens: list[str | None] = []
        self.proxied: list[str] = []
        self.released = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> "FakeHub":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()

    def listing(self) -> dict[str, Any]:
        siblings = []
        for name, content in {**self.files, **self.announced}.items():
            entry: dict[str, Any] = {"rfilename": name, "size": len(content)}
            entry["blobId"] = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            if name == "model.bin":
                sha256 = hashlib.sha256(content).hexdigest()
                entry["lfs"] = {"size": len(content), "sha256": sha256, "pointerSize": 130}
            siblings.append(entry)
        return {"id": REPOSITORY, "sha": self.commit, "siblings": siblings}


class _Handler(BaseHTTPRequestHandler):
    server: FakeHub
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        hub = self.server
        if self.path.startswith("http://"):
            hub.proxied.append(self.path)
        path = urlsplit(self.path).path
        hub.requests.append((path, self.headers.get("Range")))
        hub.tokens.append(self.headers.get("Authorization"))
        if hub.status != 200 or hub.body is not None:
            self._answer(hub.status, hub.body or b"{}", hub.headers)
        elif path == f"/api/models/{REPOSITORY}":
            self._answer(200, json.dumps(hub.listing()).encode(), {})
        elif path.startswith(f"/{REPOSITORY}/resolve/{hub.commit}/"):
            self._file(hub.files[path.rpartition("/")[2]])
        else:
            self._answer(404, b"{}", {"X-Error-Code": "RepoNotFound"})

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for key, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)

    def _file(self, content: bytes) -> None:
        hub, start = self.server, 0
        wanted = self.headers.get("Range")
        if wanted and not hub.ignore_range:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        for position in range(start, len(content), 8192):
            if hub.drops > 0 and position - start >= hub.drop_after:
                hub.drops -= 1
                self.close_connection = True
                return
            if position >= hub.stall_after:
                self.wfile.flush()
                hub.released.wait(30)
                self.close_connection = True
                return
            self.wfile.write(content[position : position + 8192])
            time.sleep(hub.pause)

    def log_message(self, *_: object) -> None:
        """Keep the test's output quiet."""
