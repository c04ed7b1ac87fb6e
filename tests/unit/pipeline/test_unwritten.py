"""Speech that the model left out, made by taking words out of what it wrote about real speech."""

from dataclasses import replace
from typing import Any

import pytest

from alm_studio.checkpoints.loading import load_model
from alm_studio.pipeline.events import Finished, SpeechUnwritten
from alm_studio.pipeline.listener import Listener
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.searching import Searcher
from alm_studio.pipeline.transcriber import Transcriber
from tests.helpers.speech import recording

OPTIONS = TranscribeOptions(beam=1, language="en")


def test_dropped_words_are_noted_unless_they_are_heard_at_the_second_try(monkeypatch: pytest.MonkeyPatch) -> None:
    transcriber = Transcriber(load_model("tiny.en"))
    whole = list(transcriber.run(recording("en/misc/jfk.flac"), OPTIONS))
    assert not [event for event in whole if isinstance(event, SpeechUnwritten)]
    words = _transcript(whole).words
    assert all(word.evidence is not None and word.evidence.voiced > 0.3 for word in words)

    decode = Listener._decode
    first = len(words) * 2 // 3

    def dropping(self: Listener, *given: Any) -> Any:
        return [_without_tail(hypothesis, first) for hypothesis in decode(self, *given)]

    monkeypatch.setattr(Listener, "_decode", dropping)
    recovered = list(transcriber.run(recording("en/misc/jfk.flac"), OPTIONS))
    assert not [event for event in recovered if isinstance(event, SpeechUnwritten)]
    assert "country" in _transcript(recovered).text[-30:]

    search = Searcher.search

    def guessing(self: Searcher, *given: Any, **named: Any) -> Any:
        return [replace(hypothesis, avg_logprob=-3.0) for hypothesis in search(self, *given, **named)]

    monkeypatch.setattr(Searcher, "search", guessing)
    dropped = list(transcriber.run(recording("en/misc/jfk.flac"), OPTIONS))
    (event,) = [event for event in dropped if isinstance(event, SpeechUnwritten)]
    assert words[first].start - 600 < event.start < words[-1].start
    assert words[-1].end - 1500 < event.end < words[-1].end + 700
    assert _transcript(dropped).unwritten == [(event.start, event.end)]


def _without_tail(hypothesis: Any, words: int) -> Any:
    """The first tokens and the end token's row; jfk's tokens are a word each, marks apart."""
    return replace(
        hypothesis,
        tokens=hypothesis.tokens[:words],
        logprobs=hypothesis.logprobs[:words],
        attention=hypothesis.attention[:, [*range(words), -1]],
    )


def _transcript(events: list[Any]) -> Any:
    assert isinstance(events[-1], Finished)
    return events[-1].transcript
