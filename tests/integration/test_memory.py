"""A long file must not be held as a whole."""

import os
import subprocess
import sys
import wave
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

_LISTEN = """
import resource, sys
from pathlib import Path
from alm_studio.checkpoints.loading import load_model
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.transcriber import Transcriber

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (2**20 if sys.platform == "darwin" else 2**10)

transcriber = Transcriber(load_model("tiny.en"))
for path in sys.argv[1:]:
    *_, finished = transcriber.run(Path(path), TranscribeOptions())
    print(finished.transcript.duration, len(finished.transcript.segments), peak(), flush=True)
"""


def write_silence(path: Path, minutes: int) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        for _ in range(minutes):
            file.writeframes(b"\x80" * 60 * 8000)
    return path


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no resource module there")
def test_two_hours_of_silence_need_no_more_memory_than_a_minute(home, tmp_path):
    short, long = write_silence(tmp_path / "short.wav", 1), write_silence(tmp_path / "long.wav", 120)
    done = subprocess.run(
        [sys.executable, "-c", _LISTEN, short, long],
        cwd=ROOT,
        env={**os.environ, "ALM_STUDIO_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    (_, _, before), (duration, segments, after) = (map(int, line.split()) for line in done.stdout.splitlines())
    assert duration == 120 * 60 * 1000
    assert segments == 0
    # As a whole it would be 460 MB of samples; the detector's probabilities, 31 a second, are 1 MB.
    assert after - before < 40
