"""Live captions with the weights of base: languages, translation, noise."""

import numpy as np
import pytest

from alm_studio.audio.decode import decode
from alm_studio.checkpoints.loading import load_model
from alm_studio.streaming.events import Committed
from alm_studio.streaming.measuring import measure
from alm_studio.streaming.options import LiveOptions
from alm_studio.streaming.session import LiveSession
from tests.helpers.speech import recording, speech_folder


def sound(name):
    return np.concatenate(list(decode(recording(name))))


def committed(model, samples, **options):
    session = LiveSession(model, LiveOptions(**options), clock=lambda: 0.0)
    events = []
    for start in range(0, len(samples), 9_600):
        session.feed(samples[start : start + 9_600])
        events += session.step()
    return [event for event in events + session.finish() if isinstance(event, Committed)]


def test_the_language_is_found_in_the_first_seconds(model):
    events = committed(model, sound("fleurs/fleurs-de-001.ogg")[: 9 * 16_000])
    assert {event.language for event in events} == {"de"}
    text = "".join(event.text for event in events).lower()
    assert "wasser" in text and "saurier" in text


def test_chinese_becomes_english():
    model = load_model("base", "cpu", "float32")  # it is lost with this language; so the same words everywhere
    events = committed(model, sound("zh/SSB00730374.flac"), task="translate", language="zh")
    text = "".join(event.text for event in events)
    assert {event.language for event in events} == {"en"}
    latin = sum(letter.isascii() for letter in text)
    assert latin >= 0.9 * len(text) and len(text.split()) >= 4  # the model itself leaves a hard word as it is
    words = [word for event in events for word in event.words]
    assert all(word.start <= word.end for word in words)
    assert len(words) == len(text.split())  # parted at spaces, not by character


@pytest.mark.slow
def test_noise_is_not_written_down(model):
    quiet = ("digital_silence", "kaldigst_silence", "audiomentations_mains_hum", "audiomentations_browniannoise")
    files = [path for path in sorted((speech_folder() / "noise").iterdir()) if path.stem in quiet]
    assert len(files) == 4
    written = {}
    for path in files:
        samples = np.concatenate([np.zeros(8_000, np.float32), *decode(path)])[: 20 * 16_000]
        written[path.stem] = measure(LiveSession(model), samples).record.text
    assert not any(written.values()), written
