"""Words with times from made-up scores and attention whose truth is known."""

from collections.abc import Sequence

import numpy as np
import pytest
import torch
from torch import Tensor

from alm_studio.alignment.spelling import ANY, spell
from alm_studio.alignment.word_path import Score
from alm_studio.alignment.words import Listening, TimedWord, merge_punctuation, parted_pieces, time_words

PLAIN = Listening(0.02, lead=0.0)


class Tokenizer:
    """Every text below is a token."""

    eot = 100
    texts = (' "', "Hello", ",", " dear", " read", "er", ".", "你", "好", "。", " 18", "42")

    def decode(self, tokens: Sequence[int]) -> str:
        return "".join(self.texts[token] for token in tokens if token < self.eot)

    def split_words(self, tokens: Sequence[int], language: str) -> list[tuple[str, list[int]]]:
        words: list[tuple[str, list[int]]] = []
        for token in tokens:
            text = self.texts[token]
            if words and language != "zh" and text.isalnum() and not words[-1][0].endswith('"'):
                words[-1] = (words[-1][0] + text, [*words[-1][1], token])
            else:
                words.append((text, [token]))
        return words


def _score(frames: int, *heard: tuple[str, int, int]) -> Score:
    """Each text sounds between two frames, its letters of equal length; the rest is silence."""
    letters, pause = np.full((frames, ANY + 1), -6.0), np.zeros(frames)
    for text, begin, end in heard:
        columns = spell(text)
        for frame in range(begin, end):
            letters[frame, columns[(frame - begin) * len(columns) // (end - begin)]] = 0.0
        pause[begin:end] = -6.0
    return Score(letters, pause, np.zeros(frames), np.zeros(frames))


def _times(
    tokens: Sequence[int],
    score: Score,
    attention: Tensor | None = None,
    language: str = "en",
    pins: dict[int, float] | None = None,
) -> list[TimedWord]:
    states = len(score.pause) // 2
    attention = torch.ones(2, len(tokens) + 1, states) / states if attention is None else attention
    logprobs = [-0.1] * len(tokens)
    return time_words(tokens, logprobs, attention, states, language, Tokenizer(), score, PLAIN, pins)  # type: ignore[arg-type]


def _edges(words: Sequence[TimedWord]) -> list[tuple[float, float]]:
    return [(pytest.approx(word.start), pytest.approx(word.end)) for word in words]


SCORE = _score(200, ("hello", 20, 50), ("dear", 90, 110), ("reader", 120, 160))


def test_words_are_where_they_sound_and_marks_join_them() -> None:
    words = _times([0, 1, 2, 3, 4, 5, 6], SCORE)
    assert [word.text for word in words] == [' "Hello,', " dear", " reader."]
    assert _edges(words) == [(0.2, 0.5), (0.9, 1.1), (1.2, 1.6)]
    assert [word.first_token for word in words] == [0, 3, 4]
    assert [word.tokens for word in words] == [(0, 1, 2), (3,), (4, 5, 6)]
    assert all(word.probability == pytest.approx(np.exp(-0.1)) for word in words)


def test_timestamps_are_no_words() -> None:
    words = _times([150, 1, 160, 3, 170], SCORE)
    assert [(word.text, word.first_token) for word in words] == [("Hello", 1), (" dear", 3)]


def test_a_held_word_begins_where_it_is_held_and_the_others_make_room() -> None:
    words = _times([1, 3, 4, 5], SCORE, pins={1: 0.873})
    assert words[1].start == 0.873 and words[0].end <= 0.873
    assert _edges(words)[2] == (1.2, 1.6)
    assert _times([1, 3, 4, 5], SCORE, pins={9: 0.1}) == _times([1, 3, 4, 5], SCORE)


def test_characters_follow_attention() -> None:
    score = _score(200)
    score.pause[:] = -3.0
    score.letters[:, ANY] = -1.0
    attention = torch.full((1, 3, 100), 0.001)
    attention[0, 0, :40] = attention[0, 1, 40:] = 1.0
    first, second = _times([7, 8], score, attention, "zh")
    assert first.end == pytest.approx(0.8, abs=0.1) and second.start == pytest.approx(0.8, abs=0.1)
    words = _times([7, 8, 9], score, torch.rand(1, 4, 100), "zh")
    assert [word.text for word in words] == ["你", "好。"]


@pytest.mark.parametrize("tokens", [[], [150], [2], [2, 6, 9]])
def test_marks_alone_and_nothing_do_no_harm(tokens: list[int]) -> None:
    words = _times(tokens, SCORE)
    assert all(0 <= word.start <= word.end <= 2 for word in words)
    assert "".join(word.text for word in words) == Tokenizer().decode(tokens)


@pytest.mark.parametrize("frames", [2, 6, 40])
def test_more_text_than_sound_stays_in_order(frames: int) -> None:
    words = _times([1, 3, 4, 5] * 9, _score(frames))
    edges = [edge for word in words for edge in (word.start, word.end)]
    assert edges == sorted(edges) and edges[0] >= 0 and edges[-1] <= frames / 100 + 1e-9


def test_punctuation_joins_its_neighbours() -> None:
    pieces = merge_punctuation(parted_pieces([(' "', [0]), ("Hello", [1]), (",", [2]), (" dear", [3]), (".", [6])]))
    assert [piece.text for piece in pieces] == [' "Hello,', " dear."]
    assert [piece.positions for piece in pieces] == [(1,), (3,)]
    assert [piece.first for piece in pieces] == [0, 3]
