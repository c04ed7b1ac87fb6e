from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's folders, in a temporary place."""
    monkeypatch.setenv("ALM_STUDIO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def ctranslate2_bytes() -> bytes:
    """The start of a CTranslate2 Whisper binary, and something that stands for the weights."""
    return b"\x06\0\0\0\x0c\0WhisperSpec\0\x03\0\0\0\0\0\0\0" + bytes(range(256)) * 2000
