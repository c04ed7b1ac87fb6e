"""English, read and quiet. Bounds: base makes 2 to 4 % errors on such speech; a lost sentence costs far more."""

import pytest

from .heard import missing, reference, word_error_rate

LIBRISPEECH = (
    "en/librispeech_misc/1089-134686-0000.flac",
    "en/librispeech_misc/1089-134691-0000.flac",
    "en/librispeech_misc/1272-128104-0000.flac",
    "en/librispeech_misc/1995-1837-0001.wav",
    "en/librispeech_misc/2412-153948-0000.flac",
)
HARVARD = "en/gentle/harvard-sentences-list30.mp3"
QUIET = ("fleurs/fleurs-en-002.ogg", "fleurs/fleurs-en-003.ogg", "fleurs/fleurs-en-004.ogg")


@pytest.mark.slow
def test_read_speech(hear):
    heard = {name: hear(name) for name in LIBRISPEECH}
    assert {result.language for result in heard.values()} == {"en"}
    said = " ".join(map(reference, LIBRISPEECH))
    # 104 words: two or three wrong ones are base's own, six are not.
    assert word_error_rate(said, " ".join(result.text for result in heard.values())) < 0.06


@pytest.mark.slow
def test_sentences_with_long_pauses(hear):
    heard = hear(HARVARD)
    sentences = [f"{sentence}." for sentence in reference(HARVARD).split(".") if sentence.strip()]
    assert len(sentences) == 10
    assert missing(sentences, heard.text) == []
    assert word_error_rate(reference(HARVARD), heard.text) < 0.06  # 1.6 to 3.1 % with other programs


@pytest.mark.slow
def test_very_quiet_speech(hear):
    """These are 62 to 67 dB below full scale on average: a whisper to a detector that goes by level."""
    for name in QUIET:
        heard = hear(name)
        assert heard.language == "en", name
        assert word_error_rate(reference(name), heard.text) < 0.3, name  # other programs: 10 to 13 % on the set
