"""Films with captions in them: nothing of the picture and the sound changes, and the cues stand at their times."""

from fractions import Fraction

import av
import numpy as np
import pytest

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import CancelledError, MediaError, OutputError, UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.pipeline.burning import burn
from alm_studio.pipeline.cue_painter import paint
from alm_studio.pipeline.language_tags import container_tag
from alm_studio.pipeline.muxing import mux
from alm_studio.text.languages import LANGUAGES
from tests.unit.audio.media_files import Track, tone, write

CUES = Document([Caption(200, 900, "Hello {x} <b>\n你好"), Caption(950, 960, " "), Caption(1000, 1500, "End")], "zh")


@pytest.fixture
def film(tmp_path):
    track = Track([(0.0, tone(2.0, 48_000))], codec="aac", rate=48_000, metadata={"language": "deu"})
    return write(tmp_path / "film.mp4", track, video_seconds=2.0)


def packets(path, kind):
    with av.open(str(path)) as container:
        stream = container.streams.get(**{kind: 0})[0]
        return [bytes(packet) for packet in container.demux(stream) if packet.size]


def subtitles(path):
    """(seconds, seconds, text) of each cue, from where the picture begins."""
    with av.open(str(path)) as container:
        stream = container.streams.subtitles[-1]
        found = []
        for packet in container.demux(stream):
            data = bytes(packet)[2:] if stream.codec_context.name == "mov_text" else bytes(packet)
            if data:
                start = float(packet.pts * packet.time_base)
                found.append((start, float(packet.duration * packet.time_base), data.decode()))
        video = float((container.streams.video[0].start_time or 0) * container.streams.video[0].time_base)
        return [(round(s - video, 2), round(length, 2), text) for s, length, text in found]


@pytest.mark.parametrize("name", ["copy.mkv", "copy.mp4", "copy.mov"])
def test_subtitles_stand_beside_untouched_picture_and_sound(film, tmp_path, name):
    told = []
    copy = tmp_path / name
    assert mux(film, CUES, copy, progress=told.append) == []
    assert packets(copy, "video") == packets(film, "video")
    assert packets(copy, "audio") == packets(film, "audio")
    assert subtitles(copy) == [(0.2, 0.7, "Hello {x} <b>\n你好"), (1.0, 0.5, "End")]
    with av.open(str(copy)) as container:
        stream = container.streams.subtitles[0]
        assert stream.disposition & av.stream.Disposition.default
        if name != "copy.mov":  # QuickTime counts languages by itself
            assert stream.metadata["language"] == "zho"
            assert container.streams.audio[0].metadata["language"] in ("deu", "ger")
    assert told[-1].total == pytest.approx(2.0, abs=0.1)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["film.mp4", name])


def test_a_late_start_moves_the_cues_with_the_picture(tmp_path):
    late = write(tmp_path / "late.mkv", Track([(5.0, tone(1.0))]), video_seconds=1.0, video_start=5.0)
    mux(late, CUES, tmp_path / "copy.mkv")
    assert subtitles(tmp_path / "copy.mkv")[0][0] == pytest.approx(0.2, abs=0.05)


def test_a_film_with_subtitles_gets_more(film, tmp_path):
    mux(film, CUES, tmp_path / "one.mkv")
    mux(tmp_path / "one.mkv", Document([Caption(0, 500, "Zwei")], "de"), tmp_path / "two.mkv")
    with av.open(str(tmp_path / "two.mkv")) as container:
        streams = container.streams.subtitles
        assert [s.metadata["language"] for s in streams] == ["zho", "deu"]
        assert [bool(s.disposition & av.stream.Disposition.default) for s in streams] == [False, True]


def test_what_cannot_be_is_said_and_nothing_stays_behind(film, tmp_path):
    with pytest.raises(UsageError, match=r"\.mkv or \.mp4"):
        mux(film, CUES, tmp_path / "copy.avi")
    with pytest.raises(UsageError, match="is the film itself"):
        mux(film, CUES, film, overwrite=True)
    with pytest.raises(MediaError, match="There is no file"):
        mux(tmp_path / "none.mp4", CUES, tmp_path / "copy.mkv")
    odd = write(tmp_path / "sound.wav", Track([(0.0, tone(0.5))], codec="adpcm_ms"))
    with pytest.raises(OutputError, match=r"ends in \.mkv"):
        mux(odd, CUES, tmp_path / "copy.mp4")
    cancel = CancelToken()
    cancel.cancel()
    for work in (mux, burn):
        with pytest.raises(CancelledError):
            work(film, CUES, tmp_path / "copy.mkv", cancel=cancel)
    (tmp_path / "copy.mkv").write_text("mine")
    with pytest.raises(OutputError, match="exists already"):
        mux(film, CUES, tmp_path / "copy.mkv")
    assert (tmp_path / "copy.mkv").read_text() == "mine"
    assert not list(tmp_path.glob(".*.part"))


def pictures(path):
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]


def test_cues_are_drawn_while_they_are_due(tmp_path):
    film = tmp_path / "film.mp4"
    with av.open(str(film), "w") as container:
        stream = container.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 321, 240, "yuv420p"
        sound = container.add_stream("aac", rate=16_000)
        for number in range(50):
            frame = av.VideoFrame.from_ndarray(np.full((240, 321, 3), 90, np.uint8), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 32_000), np.float32), format="fltp", layout="mono")
        silence.sample_rate, silence.pts = 16_000, 0
        container.mux(sound.encode(silence))
        container.mux(sound.encode(None))
    assert burn(film, CUES, tmp_path / "burned.mp4") == []
    drawn = pictures(tmp_path / "burned.mp4")
    assert (len(drawn), drawn[0].shape) == (50, (240, 320))
    assert packets(tmp_path / "burned.mp4", "audio") == packets(film, "audio")
    lit = [bool((picture[150:] > 220).any()) for picture in drawn]
    assert lit == [5 <= n < 23 or 25 <= n < 38 for n in range(50)]
    assert all(abs(int(picture[:100].mean()) - 90) < 8 for picture in drawn)


def test_sound_alone_takes_no_drawing(tmp_path):
    sound = write(tmp_path / "sound.mkv", Track([(0.0, tone(0.5))]))
    with pytest.raises(MediaError, match="no moving picture"):
        burn(sound, CUES, tmp_path / "burned.mkv")


@pytest.mark.parametrize("text", ["Hello", "你好世界", "مرحبا بالعالم", "שלום", "x" * 200, "a\nb\nc"])
def test_painted_cues_fit_the_picture(text):
    cue = paint(text, 640, 360)
    rows, columns = cue.alpha.shape
    assert (cue.left % 2, cue.top % 2, rows % 2, columns % 2) == (0, 0, 0, 0)
    assert cue.left >= 0 and cue.left + columns <= 640 and cue.top + rows <= 360
    assert cue.luma.max() > 0.7 and cue.alpha.max() > 0.9
    assert not cue.alpha[:, 0].any() and not cue.alpha[:, -1].any()  # nothing is cut off
    assert paint(" \n", 640, 360) is None


def test_every_language_has_a_tag():
    assert all(len(container_tag(code)) == 3 and container_tag(code) != "und" for code in LANGUAGES)
    assert container_tag("") == "und"
