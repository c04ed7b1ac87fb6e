import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from alm_studio.__main__ import main
from alm_studio.audio.decode import SAMPLE_RATE, decode
from alm_studio.base.paths import resources_dir

SAMPLE = resources_dir() / "sample" / "welcome.mp4"


@dataclass(frozen=True)
class Result:
    """What a command left behind."""

    code: int
    out: str
    err: str


Command = Callable[..., Result]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the program in this process, as the shell would."""

    def run(*arguments: object) -> Result:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:  # argparse
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run


@pytest.fixture
def transcribe(command: Command) -> Command:
    """``transcribe`` at its fastest: the smallest model that needs no network, greedy."""

    def run(*arguments: object) -> Result:
        return command("transcribe", *arguments, "--model", "tiny.en", "--beam", 1)

    return run


@pytest.fixture(scope="session")
def sample_sound() -> np.ndarray:
    """The sample's sound, [N] at 16 kHz: ``Welcome. This program listens to your films and recordings …``"""
    return np.concatenate(list(decode(SAMPLE)))


@pytest.fixture
def speech(tmp_path: Path, sample_sound: np.ndarray) -> Path:
    """Eight seconds of speech: ``Welcome. This program … turns what it hears into subtitles.``"""
    return write_wav(tmp_path / "talk.wav", sample_sound[: 8 * SAMPLE_RATE])


def write_wav(path: Path, samples: np.ndarray) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path
