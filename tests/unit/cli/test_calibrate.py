"""``models calibrate``: heads measured on a recording, kept, shown."""

import numpy as np

from alm_studio.audio.decode import SAMPLE_RATE

from .conftest import write_wav


def test_measured_heads_are_kept_and_shown(speech, command):
    result = command("models", "calibrate", "tiny.en", speech)
    assert result.code == 0
    first, second = result.out.splitlines()
    heads = first.removeprefix("Alignment heads of tiny.en: ")
    assert heads and all(part.count(".") == 1 for part in heads.split())
    assert "% of their attention lies on the words, in " in second
    info = command("models", "info", "tiny.en").out
    assert f"alignment heads  {heads}\n" in info
    assert "measured on      talk.wav, " in info


def test_a_recording_without_speech_is_refused(tmp_path, command):
    path = write_wav(tmp_path / "silence.wav", np.zeros(SAMPLE_RATE))
    result = command("models", "calibrate", "tiny.en", path)
    assert result.code == 2 and "too little speech" in result.err


def test_a_missing_recording(tmp_path, command):
    assert command("models", "calibrate", "tiny.en", tmp_path / "gone.wav").code == 3
