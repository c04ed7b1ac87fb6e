"""Playing: what Qt can, what it cannot, slower and faster, by word, by picture, in a loop."""

from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest

from alm_studio.captions.document import Caption
from alm_studio.captions.transcript import Word
from alm_studio.gui.controllers.playback import word_beside
from alm_studio.gui.media_item import State

from .helpers import write_sound


def film(path, codec, seconds=3):
    """Grey pictures, 25 a second, each a little lighter than the one before, with a tone."""
    with av.open(str(path), "w") as container:
        picture = container.add_stream(codec, rate=25)
        picture.width, picture.height, picture.pix_fmt = 160, 96, "yuv420p"
        voice = container.add_stream("flac", rate=16000, layout="mono")
        for number in range(seconds * 25):
            frame = av.VideoFrame.from_ndarray(np.full((96, 160, 3), 3 * number % 256, np.uint8), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(picture.encode(frame))
            sound = (9000 * np.sin(np.arange(640) * 0.2)).astype(np.int16)
            part = av.AudioFrame.from_ndarray(sound[None], format="s16", layout="mono")
            part.sample_rate, part.pts, part.time_base = 16000, 640 * number, Fraction(1, 16000)
            container.mux(voice.encode(part))
        container.mux(picture.encode(None))
        container.mux(voice.encode(None))
    return path


def opened(window, qtbot, path):
    with qtbot.waitSignal(window.playback.duration_changed, timeout=8000):
        window.commands.open_paths([path])
    return window.playback


def grey(window):
    """Of the picture that is seen."""
    image = window.editor.video._sink.videoFrame().toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2).red() if not image.isNull() else -1


@pytest.fixture
def cued(window, qtbot, backend, tmp_path):
    """A medium with three cues of a word each, from 0, 2 and 4 seconds on."""
    window.commands.open_paths([write_sound(tmp_path / "a.wav", 6.0)], start=True)
    qtbot.waitUntil(lambda: window.item.state is State.DONE, timeout=5000)
    qtbot.waitUntil(lambda: window.playback._engine.duration > 0, timeout=8000)
    return window


def test_what_qt_cannot_show_is_shown_through_pyav(window, qtbot, tmp_path):
    if "libsvtav1" not in av.codecs_available:
        pytest.skip("this PyAV makes no AV1")
    playback = opened(window, qtbot, film(tmp_path / "film.mkv", "libsvtav1"))
    qtbot.waitUntil(lambda: grey(window) >= 0, timeout=8000)
    if playback._av is None:
        pytest.skip("this Qt plays AV1")
    qtbot.waitUntil(lambda: grey(window) == pytest.approx(0, abs=6), timeout=5000)
    playback.seek(1600)
    qtbot.waitUntil(lambda: grey(window) == pytest.approx(120, abs=8), timeout=5000)
    playback.step_frame(1)
    assert playback.position == 1640
    playback.step_frame(-1)
    playback.step_frame(-1)
    assert playback.position == 1560
    playback.toggle()
    qtbot.waitUntil(lambda: playback.position > 1900, timeout=5000)
    assert playback.playing
    playback.set_rate(2.0)
    qtbot.waitUntil(lambda: not playback.playing, timeout=8000)
    assert playback.position == pytest.approx(3000, abs=60)
    playback.toggle()  # from the beginning again
    qtbot.waitUntil(lambda: 0 < playback.position < 1500, timeout=5000)


def test_a_picture_further_on(window, qtbot, tmp_path):
    playback = opened(window, qtbot, film(tmp_path / "film.mkv", "mpeg4"))
    qtbot.waitUntil(lambda: playback._engine.frame == 40.0, timeout=3000)
    playback.seek(1000)
    for _ in range(3):
        playback.step_frame(1)
    assert playback.position == 1120
    qtbot.waitUntil(lambda: grey(window) == pytest.approx(84, abs=5), timeout=5000)
    playback.step_frame(-1)
    assert playback.position == 1080


def test_words_before_and_after():
    captions = [
        Caption(0, 1000, "one two", (Word("one", 100, 400), Word(" two", 500, 900))),
        Caption(2000, 3000, "no times"),
        Caption(4000, 5000, "three", (Word("three", 4200, 4900),)),
    ]
    assert [word_beside(captions, ms, 1) for ms in (0, 100, 600, 2000, 4200)] == [100, 500, 2000, 4200, None]
    assert [word_beside(captions, ms, -1) for ms in (5000, 4200, 2000, 600, 100)] == [4200, 2000, 500, 500, None]
    assert word_beside(captions, 600, -1, slack=200) == 100
    assert word_beside([], 600, 1) is None


def test_by_word_and_cue(cued):
    playback = cued.playback
    playback.seek(500)
    playback.step_word(1)
    assert playback.position == 2000
    playback.step_word(-1)
    assert playback.position == 0
    playback.seek_cue(1)
    assert playback.position == 2000 and playback.cue == 1


def test_a_cue_in_a_loop(cued, qtbot):
    playback, places = cued.playback, []
    playback.position_changed.connect(places.append)
    with qtbot.waitSignal(playback.loop_changed) as told:
        playback.loop((2000, 2300))
    assert told.args == [True] and playback.playing
    qtbot.waitUntil(lambda: sum(after < before - 100 for before, after in pairwise(places)) >= 2)
    assert max(places) < 2400
    playback.seek(4100)  # another cue
    assert playback._loop == (4000, 5500)
    with qtbot.waitSignal(playback.loop_changed):
        playback.seek(1700)  # between cues
    assert not playback.looping


def test_a_loop_at_the_end_of_the_medium_goes_on(cued, qtbot):
    playback, places = cued.playback, []
    playback.position_changed.connect(places.append)
    playback.loop((5700, 6100))
    qtbot.waitUntil(lambda: sum(after < before - 100 for before, after in pairwise(places)) >= 2)
    assert playback.looping


def test_slower_and_faster(cued, qtbot):
    playback, rates = cued.playback, []
    playback.rate_changed.connect(rates.append)
    playback.step_rate(1)
    playback.step_rate(-1)
    playback.step_rate(-1)
    playback.set_rate(9.0)
    assert rates == [1.25, 1.0, 0.9, 2.0]
    playback.seek(0)
    playback.toggle()
    qtbot.waitUntil(lambda: not playback.playing, timeout=6000)  # six seconds in three


@pytest.mark.qt_log_ignore("Could not open media", extend=True)
def test_a_medium_that_nobody_plays_is_said(window, qtbot, tmp_path):
    path = tmp_path / "broken.mp4"
    path.write_bytes(b"none of it" * 99)
    with qtbot.waitSignal(window.playback.failed, timeout=8000) as told:
        window.commands.open_paths([path])
    assert "cannot be played" in told.args[0]
