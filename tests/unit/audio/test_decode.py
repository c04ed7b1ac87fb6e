import contextlib
import os
import sys
import tracemalloc
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alm_studio.audio.decode import SAMPLE_RATE, decode, probe
from alm_studio.base.errors import MediaError, UsageError
from tests.helpers.speech import recording, speech_folder
from tests.unit.audio.media_files import Track, tone, write


def read(path, track=0):
    warnings = []
    blocks = list(decode(path, track, warnings.append))
    assert all(block.dtype == np.float32 and block.ndim == 1 and block.size for block in blocks)
    return np.concatenate(blocks), warnings


def onset(samples, level=0.1):
    return int(np.argmax(np.abs(samples) > level)) / SAMPLE_RATE


@pytest.mark.parametrize(
    ("name", "codec", "rate", "layout", "tolerance"),
    [
        ("a.wav", "pcm_s16le", 44100, "stereo", 0.001),
        ("a.wav", "pcm_s16le", 16000, "mono", 0.001),
        ("a.wav", "pcm_mulaw", 8000, "mono", 0.001),
        ("a.wav", "pcm_s24le", 48000, "mono", 0.001),
        ("a.wav", "pcm_s32le", 48000, "mono", 0.001),
        ("a.wav", "pcm_f32le", 22050, "mono", 0.001),
        ("a.wav", "pcm_f64le", 16000, "mono", 0.001),
        ("a.wav", "pcm_s64le", 16000, "mono", 0.001),
        ("a.wav", "pcm_u8", 11025, "mono", 0.001),
        ("a.wav", "pcm_s16le", 48000, "5.1", 0.001),
        ("a.wav", "pcm_s16le", 16000, "hexadecagonal", 0.001),
        ("a.flac", "flac", 44100, "mono", 0.001),
        ("a.aiff", "pcm_s16be", 32000, "mono", 0.001),
        ("a.mp3", "libmp3lame", 44100, "stereo", 0.06),
        ("a.m4a", "aac", 44100, "mono", 0.06),
        ("a.mp4", "aac", 48000, "5.1", 0.06),
        ("a.ogg", "libopus", 48000, "mono", 0.03),
        ("a.webm", "libopus", 48000, "stereo", 0.03),
        ("a.mkv", "flac", 96000, "mono", 0.03),
        ("a.ts", "aac", 48000, "mono", 0.06),
    ],
)
def test_formats(tmp_path, name, codec, rate, layout, tolerance):
    mono = np.concatenate([np.zeros(rate, np.float32), tone(1.5, rate)])
    channels = {"mono": 1, "stereo": 2, "5.1": 6, "hexadecagonal": 16}[layout]
    path = write(tmp_path / name, Track([(0.0, np.tile(mono, (channels, 1)))], codec, rate, layout))
    samples, warnings = read(path)
    assert not warnings
    assert samples.size / SAMPLE_RATE == pytest.approx(2.5, abs=tolerance)
    assert onset(samples) == pytest.approx(1.0, abs=max(tolerance, 0.005))
    body = samples[round(1.2 * SAMPLE_RATE) : round(2.3 * SAMPLE_RATE)]
    assert np.sqrt(np.mean(body**2)) == pytest.approx(0.5 / np.sqrt(2), abs=0.03)
    info = probe(path)
    assert info.duration == pytest.approx(2500, abs=1000 * tolerance)
    assert (len(info.tracks), info.has_video) == (1, False)
    assert (info.tracks[0].channels, info.tracks[0].sample_rate) == (channels, rate)


def test_blocks_stream_and_close(tmp_path):
    path = write(tmp_path / "a.wav", Track([(0.0, tone(12.0))]))
    blocks = decode(path)
    assert next(blocks).size == 5 * SAMPLE_RATE
    blocks.close()
    assert [block.size for block in decode(path, seconds=7.0)] == [7 * SAMPLE_RATE, 5 * SAMPLE_RATE]
    path.unlink()
    if sys.platform == "linux":
        assert not any("a.wav" in str(link.resolve()) for link in Path("/proc/self/fd").iterdir())


def test_tracks(tmp_path):
    path = write(
        tmp_path / "a.mkv",
        Track([(0.0, tone(1.0, frequency=300))], metadata={"language": "eng", "title": "Main"}),
        Track([(0.0, tone(1.0, frequency=2000))], metadata={"language": "fre"}),
        video_seconds=1.0,
    )
    info = probe(path)
    assert info.has_video
    assert [(track.index, track.language, track.title) for track in info.tracks] == [
        (0, "eng", "Main"),
        (1, "fre", ""),
    ]
    for index, frequency in enumerate((300, 2000)):
        samples, _ = read(path, index)
        assert np.abs(np.fft.rfft(samples)).argmax() * SAMPLE_RATE / samples.size == pytest.approx(frequency, 0.01)
    for index in (2, -1):
        with pytest.raises(UsageError, match=r"a\.mkv has no sound track"):
            read(path, index)


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4", "a.ts"])
def test_late_sound_begins_with_silence(tmp_path, name):
    codec = "pcm_s16le" if name == "a.mkv" else "aac"
    path = write(tmp_path / name, Track([(1.5, tone(1.0, 48000))], codec, 48000), video_seconds=3.0)
    samples, _ = read(path)
    assert onset(samples) == pytest.approx(1.5, abs=0.03)


def test_time_counts_from_the_containers_start(tmp_path):
    """Players show 0:00 where the container starts, whatever its first time stamp."""
    track = Track([(11.0, tone(1.0, 48000))], "mp2", 48000)
    path = write(tmp_path / "a.ts", track, video_seconds=3.0, video_start=10.0)
    samples, warnings = read(path)
    assert onset(samples) == pytest.approx(1.0, abs=0.05)
    assert not warnings


def test_gap_becomes_silence(tmp_path):
    path = write(tmp_path / "a.mkv", Track([(0.0, tone(1.0)), (3.0, tone(1.0))]))
    samples, warnings = read(path)
    assert samples.size == pytest.approx(4 * SAMPLE_RATE, abs=20)
    assert np.abs(samples[SAMPLE_RATE + 50 : 3 * SAMPLE_RATE - 50]).max() < 0.001
    assert onset(samples[2 * SAMPLE_RATE :]) == pytest.approx(1.0, abs=0.005)
    assert not warnings


def test_overlap_is_trimmed(tmp_path):
    path = write(tmp_path / "a.mkv", Track([(0.0, tone(2.0)), (1.5, tone(1.0))]))
    samples, _ = read(path)
    assert samples.size == pytest.approx(2.5 * SAMPLE_RATE, abs=20)


@pytest.mark.parametrize("start", [20_000.0, 200_000.0])
def test_impossible_jump_invents_no_silence(tmp_path, start):
    path = write(tmp_path / "a.mkv", Track([(0.0, tone(1.0)), (start, tone(1.0))]))
    samples, warnings = read(path)
    assert samples.size == pytest.approx(2 * SAMPLE_RATE, abs=50)
    assert len(warnings) == 1
    assert "time stamps" in warnings[0]


def test_channels_of_opposite_polarity_do_not_cancel(tmp_path):
    mono = tone(1.0)
    path = write(tmp_path / "a.wav", Track([(0.0, np.stack([mono, -mono]))], layout="stereo"))
    samples, _ = read(path)
    assert np.abs(samples).max() == pytest.approx(0.5, abs=0.01)


def test_float_wav_with_nonsense_values(tmp_path):
    mono = tone(1.0)
    mono[100:110] = np.nan
    mono[200:210] = np.inf
    mono[300:310] = 1e30
    samples, _ = read(write(tmp_path / "a.wav", Track([(0.0, mono)], "pcm_f32le")))
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() <= 1.0
    assert not samples[100:110].any()
    assert not samples[200:210].any()


def test_wrong_extension_is_no_obstacle(tmp_path):
    path = write(tmp_path / "a.wav", Track([(0.0, tone(1.0))])).rename(tmp_path / "a.mp3")
    assert read(path)[0].size == SAMPLE_RATE


@pytest.mark.parametrize("name", ["a b.wav", "C:sound.wav", "%03d.wav", "ü漢.wav", "http:a.wav", "#?&.wav"])
def test_odd_names(tmp_path, name):
    path = write(tmp_path / "plain.wav", Track([(0.0, tone(0.5))])).rename(tmp_path / name)
    assert read(path)[0].size == SAMPLE_RATE // 2


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.mp3", b"", "is empty"),
        ("text.mp3", b"These are only words.\n" * 500, "text.mp3 (cannot be read|holds no sound)"),
        (
            "text.txt",
            b"These are only words.\n" * 500,
            "text.txt (cannot be read|has a picture|holds no sound)",
        ),
        ("subtitles.srt", b"1\n00:00:01,000 --> 00:00:02,000\nHello\n", "holds no sound"),
        ("noise.raw", bytes(range(256)) * 100, "sound without a header"),
        ("noise.pcm", bytes(range(256)) * 100, "sound without a header"),
        ("headerless.wav", b"\x01\x00\xfe\xff\x03\x00" * 2000, "lost its header"),
    ],
)
def test_no_media(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    for action in (probe, read):
        with pytest.raises(MediaError, match=message) as caught:
            action(path)
        assert name in str(caught.value)


def test_no_file(tmp_path):
    with pytest.raises(MediaError, match="There is no file"):
        probe(tmp_path / "missing.wav")
    with pytest.raises(MediaError, match="is a folder"):
        probe(tmp_path)
    with pytest.raises(MediaError):
        probe(tmp_path / "a\0b.wav")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may read everything")
def test_forbidden_file(tmp_path):
    path = write(tmp_path / "a.wav", Track([(0.0, tone(0.5))]))
    path.chmod(0)
    with pytest.raises(MediaError, match="may not read"):
        probe(path)


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in folders")
def test_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(MediaError, match="device or a pipe"):
        probe(tmp_path / "pipe")


def test_film_without_sound(tmp_path):
    path = write(tmp_path / "a.mp4", video_seconds=1.0)
    with pytest.raises(MediaError, match="has a picture but no sound track"):
        probe(path)


def test_no_samples(tmp_path):
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16000, 0, "NONE", ""))
    with pytest.raises(MediaError, match="No sound could be decoded"):
        read(path)


def test_impossible_sample_rate(tmp_path):
    path = write(tmp_path / "a.wav", Track([(0.0, tone(0.5))]))
    data = bytearray(path.read_bytes())
    data[24:28] = (1).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(MediaError, match="sample rate of 1 Hz"):
        read(path)


@pytest.mark.parametrize("codec", ["flac", "pcm_s16le", "libopus"])
def test_truncated_file(tmp_path, codec):
    name = {"flac": "a.flac", "pcm_s16le": "a.wav", "libopus": "a.mka"}[codec]
    rng = np.random.default_rng(1)
    noise = rng.uniform(-0.5, 0.5, 480000).astype(np.float32)
    path = write(tmp_path / name, Track([(0.0, noise)], codec, 48000))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    samples, warnings = read(path)
    assert 4 < samples.size / SAMPLE_RATE < 6
    if codec != "pcm_s16le":  # FFmpeg takes a WAV's duration from the file's size
        assert len(warnings) == 1
        assert name in warnings[0]


def test_damaged_middle(tmp_path):
    rng = np.random.default_rng(1)
    noise = rng.uniform(-0.5, 0.5, 160000).astype(np.float32)
    path = write(tmp_path / "a.flac", Track([(0.0, noise)], "flac"))
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 20000] = bytes(20000)
    path.write_bytes(data)
    samples, warnings = read(path)
    assert samples.size == pytest.approx(160000, abs=100)
    assert [("damaged" in warning) for warning in warnings] == [True]


def test_ffmpeg_keeps_quiet(tmp_path, capfd):
    test_damaged_middle(tmp_path)
    assert capfd.readouterr() == ("", "")


@settings(max_examples=40, deadline=None)
@given(data=st.binary(max_size=2000), suffix=st.sampled_from([".wav", ".mp3", ".mp4", ".flac", ".ogg", ""]))
def test_any_bytes_give_sound_or_a_media_error(tmp_path_factory, data, suffix):
    path = tmp_path_factory.mktemp("any") / f"a{suffix}"
    path.write_bytes(data)
    with contextlib.suppress(MediaError):
        read(path)


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(["a.wav", "a.flac", "a.mp4", "a.ogg", "a.mkv"]),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=20),
)
def test_any_damage_gives_sound_or_a_media_error(samples_of_each, tmp_path_factory, kind, changes):
    data = bytearray(samples_of_each[kind])
    for where, value in changes:
        data[min(len(data) - 1, int(where * len(data)))] = value
    path = tmp_path_factory.mktemp("damaged") / kind
    path.write_bytes(data)
    with contextlib.suppress(MediaError):
        probe(path)
        size = sum(block.size for block in decode(path))
        assert size < 4 * 3600 * SAMPLE_RATE


@pytest.fixture(scope="module")
def samples_of_each(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    codecs = {
        "a.wav": "pcm_s16le",
        "a.flac": "flac",
        "a.mp4": "aac",
        "a.ogg": "libopus",
        "a.mkv": "libopus",
    }
    return {
        name: write(folder / name, Track([(0.0, tone(1.0, 48000))], codec, 48000)).read_bytes()
        for name, codec in codecs.items()
    }


def test_memory_does_not_grow(tmp_path):
    path = tmp_path / "long.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        minute = (tone(60.0, 8000) * 32767).astype("<i2").tobytes()
        for _ in range(30):
            file.writeframes(minute)
    tracemalloc.start()
    try:
        assert sum(block.size for block in decode(path)) == 1800 * SAMPLE_RATE
        assert tracemalloc.get_traced_memory()[1] < 8e6
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("odd/chan3.sph", 20.87),
        ("odd/azure_en-US5secsGoodQuality2.wav", 5.96),
        ("odd/multimic_speech_-0.82918_0.55279_-0.082918.flac", 10.0),
        ("odd/sph_123_1pcbe_shn.sph", 1.86),
        ("odd/uberi_audio-stereo-24-bit-44100Hz.flac", 2.74),
        ("odd/mutagen_silence-44-s.eac3", 3.7),
        ("video/grid/bbaf2n.mpg", 2.98),
        ("video/tears-of-steel-battle-clip-medium.webm", 70.54),
        ("en/misc/jfk.flac", 11.0),
    ],
)
def test_real_files(name, seconds):
    samples, warnings = read(recording(name))
    assert samples.size / SAMPLE_RATE == pytest.approx(seconds, abs=0.02)
    assert not warnings


def test_all_odd_files_give_sound_or_a_media_error():
    for path in sorted((speech_folder() / "odd").iterdir()):
        with contextlib.suppress(MediaError):
            samples, _ = read(path)
            assert samples.size < 60 * SAMPLE_RATE


def test_lying_duration():
    path = recording("odd/mutagen_nero-chapters.m4b")
    info = probe(path)
    assert (info.duration, info.has_video) == (0, False)
    with pytest.raises(MediaError, match="No sound could be decoded"):
        read(path)
