import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from alm_studio.audio.decode import decode, probe
from alm_studio.audio.recording import Recording, mend
from alm_studio.base.errors import MediaError, OutputError

TONE = (0.5 * np.sin(np.arange(32_000) * 0.05)).astype(np.float32)


def test_what_was_written_is_read(tmp_path):
    path = tmp_path / "new" / "sound.flac"
    with Recording(path) as recording:
        for start in range(0, len(TONE), 700):
            recording.write(TONE[start : start + 700])
        recording.write(TONE[:0])
    read = np.concatenate(list(decode(path)))
    np.testing.assert_allclose(read, TONE, atol=1e-4)


def test_a_file_that_exists_is_kept(tmp_path):
    (tmp_path / "sound.flac").write_bytes(b"mine")
    with pytest.raises(OutputError, match="exists"):
        Recording(tmp_path / "sound.flac")
    assert (tmp_path / "sound.flac").read_bytes() == b"mine"


@pytest.mark.logs_warnings
def test_a_kill_loses_no_more_than_a_second(tmp_path):
    path = tmp_path / "sound.flac"
    code = (
        "import sys, time, numpy as np; from pathlib import Path\n"
        "from alm_studio.audio.recording import Recording\n"
        "recording = Recording(Path(sys.argv[1]))\n"
        "for _ in range(50): recording.write(np.full(1600, 0.25, np.float32))\n"
        "print('written', flush=True); time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
    assert process.stdout is not None and process.stdout.readline() == b"written\n"
    time.sleep(0.1)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    read = np.concatenate(list(decode(path)))
    assert len(read) >= 4 * 16_000


@pytest.mark.logs_warnings
def test_a_recording_that_was_broken_off_is_mended(tmp_path):
    recording = Recording(tmp_path / "sound.flac")
    for _ in range(30):
        recording.write(TONE[:1600])
    broken = tmp_path / "broken.flac"
    broken.write_bytes((tmp_path / "sound.flac").read_bytes())
    recording.close()
    before = np.concatenate(list(decode(broken)))
    assert probe(broken).duration == 0
    assert mend(broken) == len(before) // 16
    assert probe(broken).duration == len(before) // 16
    np.testing.assert_array_equal(np.concatenate(list(decode(broken))), before)


def test_a_whole_recording_stays_as_it_is(tmp_path):
    with Recording(tmp_path / "sound.flac") as recording:
        recording.write(TONE)
    before = (tmp_path / "sound.flac").read_bytes()
    assert mend(tmp_path / "sound.flac") == 2000
    assert (tmp_path / "sound.flac").read_bytes() == before


def test_what_is_no_recording_is_not_mended(tmp_path):
    (tmp_path / "sound.flac").write_bytes(b"")
    with pytest.raises(MediaError):
        mend(tmp_path / "sound.flac")
    with pytest.raises(MediaError):
        mend(tmp_path / "nothing.flac")
