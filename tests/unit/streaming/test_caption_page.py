import json
import socket
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from alm_studio.base.errors import OutputError
from alm_studio.captions.transcript import Word
from alm_studio.streaming.events import Committed, Tentative
from alm_studio.streaming.sinks.caption_page import CaptionPage


@pytest.fixture
def page():
    page = CaptionPage()
    yield page
    page.close()


def socket_address(page):
    return page.address.replace("http", "ws", 1) + "captions"


def test_the_page_shows_what_is_said(page):
    page.show(Committed((Word(" Hello", 0, 300),), "en", True))
    with urlopen(page.address) as answer:
        assert answer.headers["Content-Type"].startswith("text/html")
        assert b"ALM Studio" in answer.read()
    with connect(socket_address(page)) as browser:
        assert json.loads(browser.recv(5)) == {"type": "commit", "text": " Hello", "ends": True}
        page.show(Tentative(" 世界"))
        assert json.loads(browser.recv(5)) == {"type": "tentative", "text": " 世界"}


def test_nothing_without_the_token(page):
    for path in ("", "captions", "wrong/", "wrong/captions"):
        with pytest.raises(HTTPError, match="403"):
            urlopen(f"http://127.0.0.1:{page.port}/{path}")
    with pytest.raises(HTTPError, match="404"):
        urlopen(page.address + "etc/passwd")
    with pytest.raises(InvalidStatus):
        connect(f"ws://127.0.0.1:{page.port}/captions")


def test_only_this_machine_reaches_it(page):
    assert page.address.startswith("http://127.0.0.1:")
    others = {row[4][0] for row in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        with socket.socket() as client:
            client.settimeout(1.0)
            assert client.connect_ex((address, page.port)) != 0 or address.startswith("127.")


def test_a_taken_port_gets_a_sentence(page):
    with pytest.raises(OutputError, match="another port"):
        CaptionPage(page.port)
    with pytest.raises(OutputError):
        CaptionPage(99_999)


def test_the_end_closes_the_browsers():
    page = CaptionPage()
    with connect(socket_address(page)) as browser:
        page.close()
        page.close()
        page.show(Tentative("late"))
        assert list(browser) == []
    with socket.socket() as client:
        assert client.connect_ex(("127.0.0.1", page.port)) != 0
