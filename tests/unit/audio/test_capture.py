"""Devices that are late or gone, by a PortAudio of the test's own: real ones cannot be made late at will."""

import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest

from alm_studio.audio import capture
from alm_studio.audio.capture import Microphone

RATE = 48_000


class Stream:
    """Delivers a tone in blocks of 20 ms from a moment on, until it is halted or breaks."""

    late = 0.0

    def __init__(self, rate, _block, _device, channels, _kind, latency, callback):
        self.active = False
        self.halted = threading.Event()
        self._callback, self._channels = callback, channels

    def start(self):
        self.active = True
        threading.Thread(target=self._deliver, daemon=True).start()

    def _deliver(self):
        time.sleep(self.late)
        while self.active:
            if not self.halted.is_set():
                self._callback(np.full((RATE // 50, self._channels), 0.1, np.float32), RATE // 50, None, None)
            time.sleep(0.02)

    def close(self, ignore_errors=True):
        self.active = False

    abort = close


@pytest.fixture
def portaudio(monkeypatch):
    """What was opened, in order."""
    opened = []

    def open_stream(*given, **named):
        opened.append(Stream(*given, **named))
        return opened[-1]

    info = {"name": "hw:0", "default_samplerate": float(RATE), "max_input_channels": 2}
    module = SimpleNamespace(
        PortAudioError=RuntimeError,
        InputStream=open_stream,
        query_devices=lambda *_given: info,
        _terminate=lambda: None,
        _initialize=lambda: None,
    )
    monkeypatch.setattr(capture, "import_sounddevice", lambda: module)
    monkeypatch.setattr(capture.sys, "platform", "linux")
    return opened


def listen(microphone, seconds):
    until, parts, notices = time.monotonic() + seconds, [], []
    while time.monotonic() < until:
        parts.append(microphone.read(0.1))
        notices += microphone.notices()
    return np.concatenate(parts), notices


def test_time_begins_with_the_first_frame(portaudio, monkeypatch):
    """Nobody is told that it is recorded what is said before."""
    monkeypatch.setattr(Stream, "late", 2.0)
    before = time.monotonic()
    microphone = Microphone()
    assert time.monotonic() - before >= 2.0
    sound, notices = listen(microphone, 0.5)
    assert microphone.clock < 2.0
    assert notices == [] and len(portaudio) == 1
    assert abs(sound[100:]).min() > 0.05
    microphone.close()


def test_sound_that_begins_later_still_keeps_its_time(portaudio, monkeypatch):
    monkeypatch.setattr(Stream, "late", 1.0)
    monkeypatch.setattr(capture, "_FIRST", 0.2)
    microphone = Microphone()
    sound, notices = listen(microphone, 1.6)
    assert notices == [] and len(portaudio) == 1
    assert 0.4 < np.flatnonzero(sound)[0] / 16_000 < 1.6
    assert len(sound) / 16_000 == pytest.approx(microphone.clock, abs=0.4)
    microphone.close()


def test_a_stream_that_is_only_late_is_waited_for(portaudio, monkeypatch):
    monkeypatch.setattr(capture, "_SILENT", 0.3)
    microphone = Microphone()
    listen(microphone, 0.2)
    portaudio[0].halted.set()
    _, notices = listen(microphone, 1.0)
    assert notices == [] and len(portaudio) == 1
    portaudio[0].halted.clear()
    sound, notices = listen(microphone, 0.5)
    assert notices == [] and sound.size
    microphone.close()


def test_a_stream_that_ended_is_opened_again(portaudio, monkeypatch):
    monkeypatch.setattr(capture, "_SILENT", 0.3)
    microphone = Microphone()
    listen(microphone, 0.2)
    portaudio[0].close()
    sound, notices = listen(microphone, 1.5)
    assert [notice.kind for notice in notices] == ["device-lost", "device-back"]
    assert len(portaudio) == 2 and sound.size
    microphone.close()


def test_patience_has_an_end(portaudio, monkeypatch):
    monkeypatch.setattr(capture, "_SILENT", 0.2)
    monkeypatch.setattr(capture, "_PATIENCE", 0.5)
    microphone = Microphone()
    listen(microphone, 0.2)
    portaudio[0].halted.set()
    _, notices = listen(microphone, 1.5)
    assert [notice.kind for notice in notices][:1] == ["device-lost"] and len(portaudio) == 2
    microphone.close()
