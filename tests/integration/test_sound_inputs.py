"""The real way of sound: a file played by paplay into PulseAudio, heard by PortAudio."""

import threading
import time

import numpy as np
import pytest

from alm_studio.audio.capture import Microphone
from alm_studio.audio.decode import decode
from alm_studio.audio.inputs import PULSE, list_inputs
from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import MediaError
from alm_studio.cli.devices import sound_inputs
from alm_studio.streaming.events import Committed, Level
from alm_studio.streaming.runner import LiveRunner
from alm_studio.streaming.session import LiveSession
from alm_studio.streaming.sinks.sound_file import SoundFile
from tests.helpers.pulse import pulse_server
from tests.helpers.speech import recording


@pytest.fixture(scope="module")
def pulse(tmp_path_factory):
    with pulse_server(tmp_path_factory.mktemp("pulse")) as server:
        server.add_sink("virt")
        yield server


@pytest.fixture(scope="module")
def jfk():
    return np.concatenate(list(decode(recording("en/misc/jfk.flac"))))


def loudness(microphone, seconds):
    return float(np.sqrt(np.mean(np.square(listened(microphone, seconds)))))


def listened(microphone, seconds):
    until, parts = time.monotonic() + seconds, [np.zeros(1, np.float32)]
    while time.monotonic() < until:
        parts.append(microphone.read(0.1))
    return np.concatenate(parts)


def heard_of(microphone, kind):
    """Listen until the microphone has such a notice."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        microphone.read(0.1)
        for notice in microphone.notices():
            if notice.kind == kind:
                return notice
    raise TimeoutError(kind)


def test_what_is_played_is_captioned_and_saved(pulse, jfk, model, tmp_path):
    stop, events = CancelToken(), []

    def listener(event):
        events.append(event)
        if isinstance(event, Committed) and "mericans" in event.text:
            stop.cancel()

    microphone = Microphone()
    while not microphone.read(0.1).size:  # a busy machine takes its time to deliver the first frame
        pass
    threading.Timer(240, stop.cancel).start()
    with pulse.playing(jfk, "virt"):
        LiveRunner(microphone, lambda: LiveSession(model), listener, [SoundFile(tmp_path / "a.flac")]).run(stop)
    text = "".join(event.text for event in events if isinstance(event, Committed))
    assert "fellow Americans" in text
    assert max(event.rms for event in events if isinstance(event, Level)) > 0.02
    saved = np.concatenate(list(decode(tmp_path / "a.flac")))
    assert len(saved) / 16_000 == pytest.approx(microphone.clock, abs=60)
    assert float(np.abs(saved).max()) > 0.1


def test_a_sink_that_goes_is_said_and_found_again(pulse, jfk):
    microphone = Microphone()
    try:
        with pulse.playing(jfk, "virt"):
            assert any(loudness(microphone, 0.5) > 0.01 for _ in range(20))
        pulse.remove_sink("virt")
        assert "Plug it in again" in heard_of(microphone, "device-lost").sentence
        pulse.add_sink("virt")
        heard_of(microphone, "device-back")
        with pulse.playing(jfk, "virt"):
            assert any(loudness(microphone, 0.5) > 0.01 for _ in range(20))
        assert microphone.lost == 0
    finally:
        microphone.close()


def test_a_server_that_is_busy_is_no_device_that_is_gone(pulse, jfk):
    microphone = Microphone()
    try:
        listened(microphone, 0.5)
        with pulse.halted():
            listened(microphone, 3.0)
        with pulse.playing(jfk, "virt"):
            assert any(loudness(microphone, 0.5) > 0.01 for _ in range(20))
        assert microphone.notices() == []
    finally:
        microphone.close()


def test_another_input_in_its_place_is_said(pulse, jfk):
    """The server moves who listens; who asked for an input by its name gets it back when it is there again."""
    pulse.add_sink("wanted")
    pulse.add_sink("default")
    microphone = Microphone(PULSE + "wanted.monitor")
    try:
        listened(microphone, 4.5)
        pulse.remove_sink("wanted")
        assert "in its place" in heard_of(microphone, "device-lost").sentence
        pulse.add_sink("wanted")
        assert "wanted.monitor" in heard_of(microphone, "device-back").sentence
        with pulse.playing(jfk, "wanted"):
            assert any(loudness(microphone, 0.5) > 0.01 for _ in range(20))
    finally:
        microphone.close()
        pulse.remove_sink("wanted")
        pulse.remove_sink("default")
        pulse.set_default("virt")


def test_what_the_system_plays_can_be_listened_to(pulse, jfk):
    pulse.add_sink("other")
    pulse.add_sink("default")
    monitors = [one for one in list_inputs() if one.monitor]
    assert {PULSE + "virt.monitor", PULSE + "other.monitor"} <= {one.name for one in monitors}
    lines, _ = sound_inputs()
    assert any("what the system plays" in line for line in lines)
    microphone = Microphone(PULSE + "other.monitor")
    try:
        with pulse.playing(jfk, "other"):
            assert any(loudness(microphone, 0.5) > 0.01 for _ in range(20))
    finally:
        microphone.close()
        pulse.remove_sink("other")
        pulse.remove_sink("default")


def test_no_such_input_gets_a_sentence(pulse):
    with pytest.raises(MediaError, match="alm-studio devices"):
        Microphone("no such thing")
    with pytest.raises(MediaError, match="nowhere"):
        Microphone(PULSE + "nowhere.monitor")


def test_what_comes_too_fast_is_counted_and_said(pulse):
    microphone = Microphone()
    try:
        microphone._ring.write(np.zeros((70 * 44_100, 2), np.float32))
        (notice,) = [notice for notice in microphone.notices() if notice.kind == "sound-lost"]
        assert "lost" in notice.sentence and microphone.lost > 0
        assert not microphone.notices()
    finally:
        microphone.close()
