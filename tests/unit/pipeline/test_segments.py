import numpy as np
import torch

from alm_studio.alignment.words import TimedWord
from alm_studio.captions.transcript import Segment, Word
from alm_studio.decoding.batch import Hypothesis
from alm_studio.pipeline.evidence import is_invented
from alm_studio.pipeline.segments import insert, to_segments
from alm_studio.pipeline.windows import Window


class _Tokenizer:
    timestamp_begin = 100


def _window(speech: float = 1.0, seconds: float = 10.0) -> Window:
    size = round(seconds * 16_000)
    return Window(
        np.zeros(size, np.float32), ((32_000, 32_000 + size),), np.full(round(seconds * 50), speech, np.float32)
    )


def _hypothesis(tokens: list[int], logprob: float = -0.2, no_speech: float = 0.0) -> Hypothesis:
    return Hypothesis(
        tokens, [logprob] * len(tokens), logprob, no_speech, 0.0, "en", torch.zeros(1, len(tokens) + 1, 5)
    )


def _timed(text: str, start: float, end: float, place: int) -> TimedWord:
    return TimedWord(text, (place,), start, end, 0.9, place)


def test_segments_end_where_timestamps_stand() -> None:
    tokens = [100, 1, 2, 150, 150, 3, 170]
    words = [_timed(" one", 0, 1, 1), _timed(" two.", 1, 2, 2), _timed(" Three.", 3, 4, 5)]
    first, second = to_segments(_hypothesis(tokens), words, _window(), _Tokenizer())  # type: ignore[arg-type]
    assert (first.text, first.start, first.end) == ("one two.", 2000, 4000)
    assert (second.text, second.start, second.end) == ("Three.", 5000, 6000)
    assert first.tokens == (1, 2)


def test_segments_end_with_sentences_and_at_long_pauses() -> None:
    words = [
        _timed(" Mr.", 0, 1, 0),
        _timed(" Fox", 1, 2, 1),
        _timed(" ran.", 2, 3, 2),
        _timed(" Then", 3, 4, 3),
        _timed(" he", 5.5, 6, 4),
        _timed(" sat.", 6, 7, 5),
    ]
    segments = to_segments(_hypothesis([0, 1, 2, 3, 4, 5]), words, _window(), _Tokenizer())  # type: ignore[arg-type]
    assert [segment.text for segment in segments] == ["Mr. Fox ran.", "Then", "he sat."]


def _segment(*words: tuple[str, int, int]) -> Segment:
    found = tuple(Word(text, start, end) for text, start, end in words)
    return Segment(found[0].start, found[-1].end, "".join(w.text for w in found).strip(), found)


def test_recovered_words_find_their_place_inside_a_segment() -> None:
    heard = [_segment((" a", 0, 500), (" d", 5000, 5500)), _segment((" e", 6000, 6500))]
    result = insert(heard, [_segment((" b", 1000, 2000), (" c", 2000, 3000), (" d", 5100, 5400))])
    assert [segment.text for segment in result] == ["a", "b c", "d", "e"]
    assert [segment.start for segment in result] == [0, 1000, 5000, 6000]


def test_nothing_new_changes_nothing() -> None:
    heard = [_segment((" a", 0, 500))]
    assert insert(heard, [_segment((" a", 100, 400))]) == heard


def test_inventions_need_two_witnesses() -> None:
    good, guess = _hypothesis([1], -0.2), _hypothesis([1], -0.95)
    assert not is_invented("Thank you.", good, _window())
    assert not is_invented("Thank you.", guess, _window(seconds=5))
    assert is_invented("Thank you.", _hypothesis([1], -0.6), _window(seconds=0.4))
    assert not is_invented("Seven.", _hypothesis([1], -0.6), _window(seconds=0.4))
    assert is_invented("Seven.", guess, _window(seconds=0.4))
    assert is_invented("Hello there", _hypothesis([1], -0.9, no_speech=0.8), _window())
    assert not is_invented("Hello there", _hypothesis([1], -0.3, no_speech=0.8), _window())
    assert is_invented("Hello there", good, _window(speech=0.6))
    assert is_invented(" .", good, _window())
