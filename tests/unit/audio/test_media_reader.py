"""Reading for a player: real media, made here."""

import time
from fractions import Fraction

import av
import numpy as np
import pytest

from alm_studio.audio.media_reader import RATE, MediaReader
from alm_studio.base.errors import MediaError, UsageError

from .media_files import Track, tone, write


def film(path, codec="mpeg4", seconds=3, sound="pcm_s16le"):
    """Frame ``i`` is as grey as ``4 i``; one tone a second, 300 Hz, 600 Hz, 900 Hz…"""
    with av.open(str(path), "w") as container:
        picture = container.add_stream(codec, rate=25)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        picture.codec_context.gop_size = 25
        voice = container.add_stream(sound, rate=16000, layout="mono")
        for second in range(round(seconds)):
            for number in range(25 * second, 25 * second + 25):
                grey = np.full((48, 64, 3), 4 * number % 256, np.uint8)
                frame = av.VideoFrame.from_ndarray(grey, format="rgb24")
                frame.pts, frame.time_base = number, Fraction(1, 25)
                container.mux(picture.encode(frame))
            samples = (tone(1.0, frequency=300.0 * (second + 1)) * 32767).astype(np.int16)
            for begin in range(0, 16000, 1600):
                part = np.ascontiguousarray(samples[None, begin : begin + 1600])
                frame = av.AudioFrame.from_ndarray(part, format="s16", layout="mono")
                frame.sample_rate, frame.pts, frame.time_base = 16000, 16000 * second + begin, Fraction(1, 16000)
                container.mux(voice.encode(frame))
        container.mux(picture.encode(None))
        container.mux(voice.encode(None))
    return path


@pytest.fixture
def opened():
    readers = []

    def make(path, *args):
        reader = MediaReader(path, *args)
        readers.append(reader)
        until(lambda: reader.ready or reader.error is not None)
        return reader

    yield make
    for reader in readers:
        reader.close()
        reader.join()


def until(true, seconds=10.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.002)


def all_sound(reader):
    parts = []
    until(lambda: parts.append(reader.take_sound(RATE)) or (reader.take_picture(1e9) is None and reader.ended))
    return np.concatenate(parts)


def pitch(sound):
    """Hz of the loudest tone."""
    spectrum = np.abs(np.fft.rfft(sound[:, 0] * np.hanning(len(sound))))
    return spectrum.argmax() * RATE / len(sound)


def test_sound_and_pictures_from_any_place(opened, tmp_path):
    reader = opened(film(tmp_path / "film.mkv"))
    assert reader.facts.has_video and reader.facts.frame == 40.0 and abs(reader.facts.duration - 3000) < 50
    assert pitch(reader.take_sound(RATE // 8)) == pytest.approx(300, abs=10)
    for place, hertz in ((1_200, 600), (2_100, 900), (40, 300)):
        reader.go_to(place)
        until(lambda: reader.ready)
        picture = reader.take_picture(place)
        assert picture.ms == place // 40 * 40 and (picture.width, picture.height, picture.rotation) == (64, 48, 0)
        assert picture.data[0] == pytest.approx(4 * (place // 40) % 256, abs=6)
        assert reader.take_picture(place) is None  # the same is still seen
        assert pitch(reader.take_sound(RATE // 8)) == pytest.approx(hertz, abs=10)
    reader.go_to(2_000)
    assert len(all_sound(reader)) == pytest.approx(RATE, rel=0.01)


@pytest.mark.parametrize("speed", [0.5, 1.5, 2.0])
def test_slow_and_fast_keep_the_pitch(opened, tmp_path, speed):
    reader = opened(write(tmp_path / "tone.wav", Track([(0.0, tone(2.0, frequency=440.0))])))
    assert not reader.facts.has_video
    reader.go_to(500, speed)
    sound = all_sound(reader)
    assert len(sound) / RATE == pytest.approx(1.5 / speed, rel=0.05)
    assert pitch(sound[RATE // 10 : RATE // 2]) == pytest.approx(440, abs=5)


def test_gaps_stay_silent_for_as_long(opened, tmp_path):
    path = write(tmp_path / "gap.mkv", Track([(0.0, tone(0.5)), (2.0, tone(0.5))], codec="flac"))
    sound = all_sound(opened(path))
    assert len(sound) / RATE == pytest.approx(2.5, abs=0.02)
    assert np.abs(sound[RATE : RATE * 3 // 2]).max() == 0 and sound[-RATE // 4 :].std() > 0.1


def test_what_is_read_ahead_is_little(opened, tmp_path):
    reader = opened(film(tmp_path / "film.mkv", seconds=20))
    time.sleep(0.2)
    assert reader._seconds() < 3 and len(reader._pictures) < 60


def test_a_file_that_cannot_be_opened_says_so(opened, tmp_path):
    path = tmp_path / "no.mp4"
    path.write_bytes(b"none of it" * 99)
    assert isinstance(opened(path).error, MediaError)
    assert isinstance(opened(tmp_path / "missing.mp4").error, MediaError)
    assert isinstance(opened(write(tmp_path / "a.wav", Track([(0.0, tone(0.2))])), 3).error, UsageError)


def test_closing_does_not_wait_for_the_player(tmp_path):
    reader = MediaReader(film(tmp_path / "film.mkv", seconds=20))
    until(lambda: reader.ready)
    reader.close()
    reader.join()
    assert reader.take_sound(10).shape == (10, 2)  # what was there; nobody is hurt by asking
