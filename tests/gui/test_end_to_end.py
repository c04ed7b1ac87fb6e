"""The whole window with the real pipeline, real weights and real media."""

import time
import wave

import numpy as np
import pytest

from alm_studio.audio.decode import SAMPLE_RATE, decode
from alm_studio.base.paths import resources_dir
from alm_studio.gui.backend import ModelBackend
from alm_studio.gui.media_item import State
from alm_studio.gui.stall import StallMeter
from alm_studio.streaming.sources import FileSource

pytestmark = pytest.mark.slow

SAMPLE = resources_dir() / "sample" / "welcome.mp4"


@pytest.fixture(scope="module")
def backend():
    """One for all: the model is loaded once, as in use."""
    return ModelBackend()


@pytest.fixture
def speech(tmp_path):
    """The sample's sound twice over: more than one window of the model."""
    blocks = list(decode(SAMPLE)) * 2
    samples = (np.concatenate(blocks) * 32767).astype("<i2")
    path = tmp_path / "speech.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(samples.tobytes())
    return path


def test_captions_appear_early_and_the_window_never_stalls(window, qtbot, speech):
    window.commands.open_paths([speech])
    qtbot.waitUntil(lambda: window.item.has_video is False, timeout=10_000)
    qtbot.wait(500)
    meter = StallMeter(parent=window)
    meter.start()
    window.actions_["generate"].trigger()
    cues = window.queue.cues(window.item)
    seen_early = []

    def done():
        if cues.rowCount() and window.transcription.busy:
            seen_early.append(cues.rowCount())
        return window.item.state in (State.DONE, State.FAILED)

    qtbot.waitUntil(done, timeout=400_000)
    longest = meter.stop()
    assert window.item.state is State.DONE, window.item.error
    assert cues.rowCount() >= 2
    assert seen_early, "the captions came all at once, at the end"
    starts = [caption.start for caption in window.item.document.captions]
    assert starts == sorted(starts)
    assert window.item.transcript.segments and window.item.document.language == "en"
    assert window.jobs.description.startswith("base")
    print(f"longest stall {longest:.0f} ms, {meter.stalls}")
    # The goal of 100 ms is for a calm machine; a model at work in the window's own thread would take seconds.
    assert longest < 1000, meter.stalls


def test_cancel_in_the_middle_is_quick(window, qtbot):
    window.commands.open_paths([SAMPLE], start=True)
    qtbot.waitUntil(lambda: window.item.stage == "writing", timeout=120_000)
    began = time.monotonic()
    window.actions_["cancel"].trigger()
    qtbot.waitUntil(lambda: window.item.state is State.CANCELLED, timeout=5000)
    assert time.monotonic() - began < 1.0  # the goal is 0.5 s, on a calm machine


def test_a_cue_of_the_film_is_drawn_over_its_picture(window, qtbot):
    window.commands.open_paths([SAMPLE], start=True)
    qtbot.waitUntil(lambda: window.item.state is State.DONE, timeout=400_000)
    cues = window.queue.cues(window.item)
    window.editor.table.cue_chosen.emit(1)
    qtbot.waitUntil(lambda: window.editor.video.caption == cues.caption(1).text, timeout=5000)
    window.playback.toggle()
    qtbot.waitUntil(lambda: window.playback.position > cues.caption(1).start + 200, timeout=10_000)
    window.playback.toggle()


def test_live_captions_of_real_speech_appear_soon_and_stay(window, qtbot):
    live = window.live
    live.open_input = lambda _device: FileSource(SAMPLE, realtime=True)
    live._warm_up()
    qtbot.waitUntil(lambda: bool(window.jobs.description), timeout=120_000)
    began = time.monotonic()
    live.start()
    qtbot.waitUntil(lambda: live.overlay is not None and bool(live.overlay.text.text), timeout=20_000)
    print(f"first committed words {time.monotonic() - began:.1f} s after the click")
    early = live.overlay.text.text
    qtbot.waitUntil(lambda: live.run.position.ms > 6000, timeout=20_000)
    live.stop()
    qtbot.waitUntil(lambda: not live.active, timeout=60_000)
    qtbot.waitUntil(lambda: window.item is not None and bool(window.item.document.captions), timeout=10_000)
    said = " ".join(" ".join(caption.text.split()) for caption in window.item.document.captions)
    assert said.startswith(early) and len(said.split()) > 8
    assert window.item.document.captions[-1].end <= 7500
