import pytest


@pytest.fixture
def ctranslate2_bytes() -> bytes:
    """The start of a CTranslate2 Whisper binary, and something that stands for the weights."""
    return b"\x06\0\0\0\x0c\0WhisperSpec\0\x03\0\0\0\0\0\0\0" + bytes(range(256)) * 2000
