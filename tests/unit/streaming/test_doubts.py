import numpy as np

from alm_studio.alignment.words import TimedWord
from alm_studio.pipeline.windows import Window
from alm_studio.streaming.doubts import echoes, likely_times, said_again, skipped, unwritten
from alm_studio.streaming.policies.policy import HeardWord


def spoken(seconds, pauses=()):
    """A window in which somebody speaks, but for pauses."""
    speech = np.ones(round(seconds * 50), np.float32)
    for begin, end in pauses:
        speech[round(begin * 50) : round(end * 50)] = 0.0
    count = round(seconds * 16_000)
    return Window(np.zeros(count, np.float32), ((0, count),), speech)


def word(begins, attended):
    return HeardWord(" word", (1,), begins, attended)


def test_speech_without_words_is_found():
    words = [word(1.0, 1.4), word(1.8, 2.0), word(3.8, 4.0)]
    assert skipped(words, spoken(4.2), reached=0.9) == 2
    assert skipped(words[2:], spoken(4.2), reached=2.2) == 0
    assert skipped(words[:2], spoken(4.2), reached=0.9) is None


def test_a_pause_needs_no_words():
    words = [word(1.0, 1.4), word(3.8, 4.0)]
    assert skipped(words, spoken(4.2, [(1.8, 3.4)]), reached=0.9) is None
    assert not unwritten(spoken(4.2, [(2.6, 4.2)]), reached=2.0)
    assert unwritten(spoken(4.2), reached=2.0)


def test_nothing_at_all_behind_the_words_is_found_a_little_later():
    assert skipped([], spoken(3.0), reached=1.5) is None
    assert skipped([], spoken(3.8), reached=1.5) == 0


def test_a_word_that_was_stretched_stands_where_most_do():
    """Timed over speech that has no words of its own."""
    assert likely_times(TimedWord(" daily", (1,), 4.2, 4.8, 0.6, 0), word(2.4, 2.5)) == (2.4, 3.1)
    assert likely_times(TimedWord(" execution", (1,), 1.0, 1.9, 0.6, 0), word(1.0, 1.0)) == (1.0, 1.9)


def test_words_that_come_again_in_no_time_are_an_echo():
    assert echoes(["is", "destroyed."], [" Is", " destroyed."], [0.02, 0.0]) == {0, 1}
    assert echoes([], [" Not", " so", " much.", " Not", " so"], [0.4, 0.1, 0.5, 0.0, 0.02]) == {3, 4}
    assert echoes(["not", "so", "much"], [" much", " as"], [0.02, 0.2]) == {0}


def test_words_that_are_said_again_are_none():
    assert echoes(["again"], [" and", " again"], [0.1, 0.02]) == set()  # one word of two may be timed badly
    assert echoes(["very"], [" very", " good"], [0.3, 0.3]) == set()
    assert echoes(["of", "the"], [" room,", " the"], [0.3, 0.02]) == set()
    assert echoes([], [], []) == set()


def test_words_that_say_again_the_last_are_counted():
    before = [" are", " the", " natural"]
    assert said_again(before, [" Natural,", " resonant"]) == 1
    assert said_again(before, [" the", " natural", " the"]) == 2
    assert said_again(before, [" the", " resonant"]) == 0
    assert said_again(before, []) == said_again([], [" the"]) == 0
