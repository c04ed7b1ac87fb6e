"""The attention of Whisper base on real speech."""

import numpy as np
import pytest

from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.pipeline.inspection import Inspector, Span
from tests.helpers.speech import recording


@pytest.mark.parametrize(
    ("name", "text", "language", "end"),
    [
        ("en/misc/jfk.flac", "And so, my fellow Americans,", "en", 2500),
        ("zh/SSB00800191.flac", "两位驻郑嘉宾的出现让", "zh", 3000),
    ],
)
def test_the_heads_that_follow_the_sound_do(model: SpeechModel, name: str, text: str, language: str, end: int) -> None:
    inspector = Inspector(model)
    shown = inspector.inspect(Span(recording(name), 0, end, text, language))
    assert shown.weights.shape[:2] == (6, 8) and len(shown.heads) == 8
    assert "".join(shown.texts).strip() == text
    assert "".join(word.text for word in shown.words).strip() == text
    peaks = shown.times[shown.rows().argmax(axis=1)]
    spoken = [place for place, token in enumerate(shown.texts) if token.strip(" ,")]
    later = np.diff(peaks[spoken]) > 0
    assert later.mean() >= 0.75, peaks  # each token is heard later than the one before it, but for a few
    assert (np.diff([word.start for word in shown.words]) >= 0).all()


def test_without_a_text_the_model_writes_it(model: SpeechModel) -> None:
    shown = Inspector(model).inspect(Span(recording("en/misc/jfk.flac"), 3000, 4600))
    assert shown.language == "en"
    assert "".join(shown.texts).strip(" .,!").lower() == "ask not"
