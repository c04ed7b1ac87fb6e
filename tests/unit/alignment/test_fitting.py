"""Times of words in one spelling for the words of another."""

import math

import pytest

from alm_studio.alignment.fitting import fit_words
from alm_studio.alignment.words import TimedWord


def timed(*words: tuple[str, float, float]) -> list[TimedWord]:
    return [TimedWord(text, (1,), start, end, 0.5, place) for place, (text, start, end) in enumerate(words)]


def test_the_same_words_keep_their_times():
    fits = fit_words([" One", " two."], timed((" One", 0.1, 0.4), (" two.", 0.5, 0.9)))
    assert [(fit.start, fit.end) for fit in fits] == [(0.1, 0.4), (0.5, 0.9)]
    assert fits[0].probability == pytest.approx(0.5)


def test_words_that_a_vocabulary_parts_are_joined():
    (fit,) = fit_words([" well-known"], timed((" well", 0.0, 0.3), ("-", 0.3, 0.3), ("known", 0.3, 0.7)))
    assert (fit.start, fit.end) == (0.0, 0.7)


def test_characters_share_the_time_of_their_word():
    fits = fit_words(["今", "天"], timed(("今天", 1.0, 1.4)))
    assert [(fit.start, fit.end) for fit in fits] == [
        (1.0, pytest.approx(1.2)),
        (pytest.approx(1.2), pytest.approx(1.4)),
    ]


def test_a_vocabulary_without_capitals_and_marks():
    fits = fit_words([" Où", " est-il,", " Zoé?"], timed((" ou", 0.0, 0.2), (" est", 0.2, 0.4), (" il", 0.4, 0.5)))
    assert (fits[0].start, fits[1].end) == (0.0, 0.5)
    assert fits[2] is None


def test_marks_have_no_time_of_their_own():
    first, second = fit_words([" “Yes", "”?"], timed((" “Yes”?", 0.2, 0.8)))
    assert (first.start, first.end) == (0.2, pytest.approx(0.8))
    assert second.start == second.end == pytest.approx(0.8)


def test_an_impossible_word_has_a_finite_probability():
    (fit,) = fit_words([" a"], [TimedWord(" a", (1,), 0.0, 0.0, 0.0, 0)])
    assert math.isfinite(fit.logprob)
