import os
import pickle
import tracemalloc

import numpy as np
import pytest

from alm_studio.audio import decode as decoding
from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import CancelledError, MediaError, OutputError
from alm_studio.training.data import sound_cache
from alm_studio.training.data.sound_cache import SoundCache, load_sound
from tests.helpers.speech import recording
from tests.unit.training.data.sounds import Track, example, speechlike, tone, wav, write


@pytest.fixture
def decoded(monkeypatch):
    """The files that are decoded, each time they are."""
    paths = []

    def counting(path, *args, **more):
        paths.append(path)
        return decoding.decode(path, *args, **more)

    monkeypatch.setattr(sound_cache, "decode", counting)
    return paths


def test_sound_is_that_of_the_file(tmp_path):
    samples = speechlike(3.3)
    sound = SoundCache().open(wav(tmp_path / "a.wav", samples=samples))
    stored = np.concatenate(list(decoding.decode(tmp_path / "a.wav")))
    assert sound.duration == 3300
    assert np.array_equal(sound.read(), stored)  # 16 bits at 16 kHz: nothing is lost
    assert np.array_equal(sound.read(500, 1250), stored[8000:20000])
    assert sound.read(3200, 9000).size == 1600
    assert sound.read(4000, 9000).size == 0
    assert np.array_equal(np.concatenate(list(sound.blocks(100, 3000, length=700))), stored[1600:48000])


def test_decoded_once_for_all_cues(tmp_path, decoded):
    path = write(tmp_path / "film.mp4", Track([(0.0, tone(20.0, 48000))], "aac", 48000), video_seconds=20.0)
    for start in range(0, 20_000, 250):
        assert load_sound(example(path, start=start, end=start + 250)).size == 4000
    assert decoded == [path]
    os.utime(path, (1, 1))  # another file under the same name
    load_sound(example(path, end=1000))
    assert decoded == [path, path]


def test_memory_does_not_grow_with_the_file(tmp_path):
    path = wav(tmp_path / "long.wav", samples=tone(240.0))
    tracemalloc.start()
    try:
        sound = SoundCache().open(path)
        for start in range(0, 240_000, 5_000):
            sound.read(start, start + 4_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sound.duration == 240_000
    assert peak < 6e6  # all of it in float32 is 15 MB


def test_progress_and_cancel(tmp_path):
    path = wav(tmp_path / "long.wav", samples=tone(60.0))
    token, shares = CancelToken(), []

    def told(share):
        shares.append(share)
        if share > 0.4:
            token.cancel()

    cache = SoundCache()
    with pytest.raises(CancelledError):
        cache.open(path, token, told)
    assert 0.4 < shares[-1] < 0.6
    assert not [file for file in cache.folder.rglob("*") if file.is_file()]
    assert cache.open(path).duration == 60_000


def test_unreadable(tmp_path):
    broken = tmp_path / "a.wav"
    broken.write_bytes(b"RIFF no more")
    cache = SoundCache()
    with pytest.raises(MediaError, match="cannot be read"):
        cache.open(broken)
    with pytest.raises(MediaError, match="There is no file"):
        cache.open(tmp_path / "gone.wav")
    assert not [file for file in cache.folder.rglob("*") if file.is_file()]
    with pytest.raises(MediaError, match=r"ends before 3\.0 s"):
        load_sound(example(wav(tmp_path / "b.wav"), start=3000))


def test_damage_is_remembered(tmp_path):
    path = write(tmp_path / "a.flac", Track([(0.0, speechlike(8.0))], "flac"))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    first, second = SoundCache().open(path), SoundCache().open(path)
    assert "incomplete copy" in first.warnings[0]
    assert second == first


def test_half_a_file_is_made_again(tmp_path, decoded):
    path = wav(tmp_path / "a.wav")
    cache = SoundCache()
    sound = cache.open(path)
    sound.file.write_bytes(sound.file.read_bytes()[:-10])
    assert cache.open(path).read().size == 16000
    sound.file.write_bytes(b"")
    assert cache.open(path).read().size == 16000
    assert len(decoded) == 3


def test_full_disk(tmp_path, monkeypatch):
    path = wav(tmp_path / "a.wav")

    def full(**_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sound_cache.tempfile, "mkstemp", full)
    with pytest.raises(OutputError, match=r"No space left on device.*Make room on the disk"):
        SoundCache().open(path)


def test_prune_deletes_the_oldest(tmp_path):
    cache = SoundCache()
    sounds = [cache.open(wav(tmp_path / f"{i}.wav", seed=i)) for i in range(3)]
    for age, sound in zip((100, 300, 200), sounds, strict=True):
        os.utime(sound.file, (age, age))
    parts = [sounds[0].file.with_name(name) for name in ("old.part", "new.part")]
    for part in parts:
        part.touch()
    os.utime(parts[0], (100, 100))
    cache.prune(2 * sounds[0].file.stat().st_size)
    assert [sound.file.exists() for sound in sounds] == [False, True, True]
    assert [part.exists() for part in parts] == [False, True]


def test_travels_to_other_processes(tmp_path):
    path = wav(tmp_path / "a.wav")
    cache = SoundCache(tmp_path / "cache")
    sound = cache.open(path)
    assert pickle.loads(pickle.dumps(cache)).open(path) == sound


def test_real_video():
    sound = SoundCache().open(recording("video/manifesto.mp4"))
    assert sound.duration == pytest.approx(88_073, abs=100)
    assert np.abs(sound.read(1599, 3919)).max() > 0.05
