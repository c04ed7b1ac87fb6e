"""A transcription that is taken up again, with real weights and real speech."""

import json
from collections.abc import Sequence

import pytest

from alm_studio.audio.decode import decode
from alm_studio.checkpoints.loading import load_model
from alm_studio.pipeline.events import (
    Advanced,
    CaptionsReady,
    Event,
    Finished,
    LanguageDetected,
    Reached,
    SegmentReady,
    SpeechUnwritten,
)
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.resuming import Place, Resume
from alm_studio.pipeline.transcriber import Transcriber
from tests.helpers.speech import speech_folder

OPTIONS = TranscribeOptions(beam=1, batch=1)


def of(events: Sequence[Event], kind: type) -> list:
    return [event for event in events if isinstance(event, kind)]


def captions(events: Sequence[Event]) -> list:
    return [caption for event in of(events, CaptionsReady) for caption in event.captions]


@pytest.mark.slow
def test_what_is_taken_up_again_equals_an_unbroken_run() -> None:
    """Killed in the middle of what the second window told, and when all but the end was told."""
    clips = sorted((speech_folder() / "en" / "ljspeech" / "test").glob("LJ002-*.flac"))[:9]
    blocks = [block for clip in clips for block in decode(clip)]
    transcriber = Transcriber(load_model("base"))
    whole = list(transcriber.run_blocks(blocks, OPTIONS))
    places = [number for number, event in enumerate(whole) if isinstance(event, Reached)]
    assert len(places) >= 2
    for cut, place in ((places[1] - 1, places[0]), (len(whole) - 2, places[-1])):
        told = whole[: cut + 1]
        reached = Place.from_plain(json.loads(json.dumps(whole[place].place.to_plain())))
        known = Resume(
            reached,
            [event.segment for event in of(told, SegmentReady)][: reached.segments],
            [(event.start, event.end) for event in of(told, SpeechUnwritten)][: reached.unwritten],
            len(captions(told)),
        )
        rest = list(transcriber.run_blocks(blocks, OPTIONS, resume=known))
        assert captions(told) + captions(rest) == captions(whole)
        assert of(rest, Finished)[0].transcript == of(whole, Finished)[0].transcript
        assert of(rest, SegmentReady) == of(whole[place:], SegmentReady)
        assert of(rest, Reached) == of(whole[place + 1 :], Reached)
        assert not of(rest, LanguageDetected)
        assert of(rest, Advanced)[-1].begun > 0
