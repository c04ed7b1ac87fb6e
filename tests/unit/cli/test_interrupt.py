"""What needs a process of its own: Ctrl-C, and a reader that leaves."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TextIO

import numpy as np
import pysubs2
import pytest

from .conftest import SAMPLE, write_wav

ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to a child there")


def start(home: Path, *arguments: object, stderr: int | TextIO = subprocess.PIPE) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "alm_studio", "transcribe", *map(str, arguments), "--model", "tiny.en", "--beam", "1"],
        cwd=ROOT,
        env={**os.environ, "ALM_STUDIO_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )


@pytest.mark.slow
def test_an_interrupted_run_keeps_what_was_heard(home, tmp_path, sample_sound):
    media = write_wav(tmp_path / "long.wav", np.tile(sample_sound, 40))  # 18 minutes: minutes of work
    said = tmp_path / "stderr"
    with said.open("w", encoding="utf-8") as errors:
        process = start(home, media, "-f", "srt,json", "--batch", 1, stderr=errors)
    killer = threading.Timer(60, process.kill)  # a run that says nothing must not hang the tests
    killer.start()
    try:
        first = process.stdout.readline()
        asked = time.monotonic()
        process.send_signal(signal.SIGINT)
        out = process.stdout.read()  # communicate() would miss what readline() took in beyond its line
        process.wait()
    finally:
        killer.cancel()
        process.stdout.close()
    err = said.read_text(encoding="utf-8")
    said.unlink()
    assert first.startswith("[00:")
    assert time.monotonic() - asked < 5  # half a second of work, then torch's own end on a busy machine
    assert process.returncode == 130
    assert "Traceback" not in err
    assert "Stopped; what was done is in" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["long.partial.json", "long.partial.srt", "long.wav"]
    segments = json.loads((tmp_path / "long.partial.json").read_text(encoding="utf-8"))["segments"]
    printed = (first + out).splitlines()
    assert [segment["text"].strip() for segment in segments] == [line.split("] ", 1)[1] for line in printed]
    # The cues hold every word of the segments, also of the last one.
    shown = " ".join(event.plaintext for event in pysubs2.load(str(tmp_path / "long.partial.srt"), encoding="utf-8"))
    assert shown.split() == " ".join(segment["text"] for segment in segments).split()


def test_interrupted_before_anything_was_heard(home, tmp_path):
    process = start(home, SAMPLE, "-o", tmp_path)
    while not (home / "log").exists():  # the command has begun; the model is not there yet
        time.sleep(0.01)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err == "alm-studio: Cancelled.\n"
    assert list(tmp_path.iterdir()) == []


def test_captions_are_written_though_nobody_reads_on(home, tmp_path):
    process = start(home, SAMPLE, "-o", tmp_path)
    process.stdout.close()  # what ``| head`` does sooner or later
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 0
    assert "Traceback" not in err
    assert "BrokenPipe" not in err
    assert "watch the captions appear" in " ".join((tmp_path / "welcome.srt").read_text(encoding="utf-8").split())
