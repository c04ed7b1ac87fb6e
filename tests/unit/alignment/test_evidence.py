"""What attention says for a word: made-up attention whose truth is known."""

import math

import numpy as np
import pytest
import torch
from torch import Tensor

from alm_studio.alignment.evidence import word_evidence
from alm_studio.alignment.words import Listening, TimedWord

FRAMES = 200


class _Tokenizer:
    eot = 90
    texts = {1: " one", 2: " two", 3: ",", 4: " three", 5: "\ufffd"}  # noqa: RUF012

    def decode(self, tokens: list[int]) -> str:
        return "".join(self.texts[token] for token in tokens)


def _attention(*spans: tuple[int, int] | None) -> Tensor:
    """One head; each token listens evenly to a span of frames, or to nothing. The last row is the end token's."""
    attention = torch.zeros(1, len(spans) + 1, FRAMES + 50)
    for row, span in enumerate(spans):
        if span:
            attention[0, row, span[0] : span[1]] = 1 / (span[1] - span[0])
    return attention


def _words(*counts: int, first: int = 0) -> list[TimedWord]:
    words = []
    for count in counts:
        words.append(TimedWord("w", (1,) * count, 0.0, 1.0, 0.9, first))
        first += count
    return words


def _evidence(
    words: list[TimedWord], tokens: list[int], attention: Tensor, speech: object = None, **options: Listening
):  # type: ignore[no-untyped-def]
    speech = np.ones(FRAMES, np.float32) if speech is None else speech
    return word_evidence(words, tokens, attention, speech, _Tokenizer(), **options)  # type: ignore[arg-type]


def test_a_word_that_was_heard_is_sharp_forward_and_voiced() -> None:
    first, second = _evidence(_words(1, 1), [1, 2], _attention((10, 20), (40, 50)))
    assert vars(first) == vars(second) == pytest.approx({"sharp": 1, "forward": 1, "voiced": 1})


def test_scattered_attention_is_not_sharp() -> None:
    (evidence,) = _evidence(_words(1), [1], _attention((0, 150)))
    assert evidence.sharp == pytest.approx(0.1)  # 15 frames of 150 are 0.3 s


def test_attention_that_stays_or_returns_does_not_move_forward() -> None:
    _, stays, returns = _evidence(_words(1, 1, 1), [1, 2, 4], _attention((80, 90), (80, 90), (10, 20)))
    assert stays.forward == pytest.approx(0.5)
    assert returns.forward == pytest.approx(0.0)


def test_attention_beside_speech_is_not_voiced() -> None:
    speech = np.zeros(FRAMES, np.float32)
    speech[100:] = 1.0
    attention = _attention((0, 40), (100, 140), (FRAMES, FRAMES + 50), (90, 110))
    silent, spoken, padding, edge = _evidence(_words(1, 1, 1, 1), [1, 1, 1, 1], attention, speech)
    assert (silent.voiced, spoken.voiced, padding.voiced) == pytest.approx((0, 1, 0))
    assert edge.voiced == pytest.approx(0.75)  # the detector is late: 0.1 s beside speech counts as speech


def test_marks_and_timestamps_do_not_count() -> None:
    tokens = [95, 1, 3, 96, 2]  # a stamp, a word with its comma, a stamp, a word
    attention = _attention(None, (10, 20), (0, 200), None, (30, 40))
    first, second = _evidence([TimedWord(" one,", (1, 3), 0, 1, 0.9, 1), *_words(1, first=4)], tokens, attention)
    assert first.sharp == second.sharp == pytest.approx(1)
    assert second.forward == pytest.approx(1)


def test_bytes_of_a_character_are_no_mark() -> None:
    (evidence,) = _evidence(_words(2), [5, 5], _attention((10, 20), (0, 200)))
    assert evidence.sharp < 0.6


def test_other_frame_lengths_and_empty_attention_give_finite_numbers() -> None:
    words, tokens = _words(1, 1), [1, 2]
    for attention in (_attention((10, 20), (30, 40)), _attention(None, None), _attention(None, None)[:, :, :1]):
        for evidence in _evidence(words, tokens, attention, listening=Listening(0.04)):
            assert all(math.isfinite(value) and 0 <= value <= 1.0001 for value in vars(evidence).values())
    assert _evidence([], [], _attention()) == []
