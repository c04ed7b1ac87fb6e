"""Speech that goes on over pauses."""

import numpy as np
import pytest

from alm_studio.audio.vad import Span
from alm_studio.pipeline.windows import SpeechBuffer
from alm_studio.streaming.utterance import CommittedWord, Utterance

SECOND = 16_000


class Detector:
    """Hears speech everywhere."""

    probabilities = np.ones(10_000, np.float32)


def word(end, token=1):
    """One that ends at a second."""
    return CommittedWord((token,), round(1000 * end), 0.9)


def spoken(*words, begin=0.0, opened=0.0, pauses=()):
    """An utterance, times in seconds."""
    utterance = Utterance(round(begin * SECOND), opened=round(opened * SECOND))
    utterance.pauses = [Span(round(start * SECOND), round(end * SECOND)) for start, end in pauses]
    for one in words:
        utterance.add(one)
    return utterance


def test_a_short_pause_stays_as_it_is():
    following = spoken(word(1.0)).follow(2 * SECOND, 4 * SECOND)
    assert following.pauses == [] and following.length(5 * SECOND) == 5 * SECOND
    assert following.reached == 1.0 and following.led == 4.0 and not following.written


def test_of_a_long_pause_half_a_second_is_heard():
    following = spoken(word(1.0)).follow(2 * SECOND, 12 * SECOND)
    assert following.pauses == [Span(2.5 * SECOND, 12 * SECOND)]
    assert following.led == 2.5 and following.length(13 * SECOND) == 3.5 * SECOND
    following.add(word(12.5))
    assert following.reached == 3.0 and following.led == 0.0


def test_what_gave_no_word_is_left_out_with_the_pause():
    breath = spoken(word(1.0)).follow(2 * SECOND, 12 * SECOND)
    after = breath.follow(13 * SECOND, 15 * SECOND)
    assert after.pauses == [Span(1.5 * SECOND, 15 * SECOND)]


def test_a_window_leaves_pauses_out():
    sound = np.arange(20 * SECOND, dtype=np.float32)
    buffer = SpeechBuffer()
    buffer.append(sound)
    utterance = spoken(word(3.0), begin=1.0, pauses=[(4.0, 8.0), (9.0, 15.0)])
    heard = utterance.window(16 * SECOND, buffer, Detector())
    assert heard.pieces == ((SECOND, 4 * SECOND), (8 * SECOND, 9 * SECOND), (15 * SECOND, 16 * SECOND))
    assert heard.seconds == 5.0 == utterance.length(16 * SECOND) / SECOND
    assert np.array_equal(heard.samples[3 * SECOND : 4 * SECOND], sound[8 * SECOND : 9 * SECOND])
    assert len(heard.speech) == heard.states
    assert heard.to_media(3.5) == 8500


@pytest.mark.parametrize(("seconds", "begin"), [(0.5, 15.5), (1.0, 15.0), (1.5, 8.5), (2.5, 3.5), (5.0, 1.0)])
def test_the_newest_sound_is_counted_without_pauses(seconds, begin):
    utterance = spoken(begin=1.0, pauses=[(4.0, 8.0), (9.0, 15.0)])
    place = utterance.newest(round(seconds * SECOND), 16 * SECOND)
    assert utterance.length(16 * SECOND) - utterance.length(place) == seconds * SECOND
    assert place == pytest.approx(begin * SECOND, abs=1) or seconds == 1.0


def test_alone_it_hears_nothing_from_before_but_leads_with_all_of_it():
    utterance = spoken(word(1.0, 5), word(2.0, 6))
    utterance.part()
    assert utterance.begun == [] and utterance.reached == 0.0 and utterance.length(3 * SECOND) == SECOND
    utterance.add(word(3.0, 7))
    assert utterance.begun == [7] and utterance.reached == 1.0
    utterance.add(word(3.0, 8))  # of no length
    assert utterance.begun == [7, 8]
    following = utterance.follow(4 * SECOND, 5 * SECOND)
    assert following.begun == [5, 6, 7, 8] and following.led == 5.0 and not following.alone


def test_words_that_scroll_out_take_pauses_with_them():
    utterance = spoken(word(1.0, 5), word(9.0, 6), pauses=[(2.0, 8.0)])
    gone = utterance.scroll(1, SECOND)
    assert [one.tokens for one in gone] == [(5,)] and utterance.begun == [6] and utterance.pauses
    utterance.scroll(0, 3 * SECOND)  # in the midst of the pause
    assert utterance.begin == 8 * SECOND and not utterance.pauses


def test_where_nothing_is_left_the_window_is_empty():
    buffer = SpeechBuffer()
    buffer.append(np.zeros(5 * SECOND, np.float32))
    utterance = spoken(word(3.0))
    utterance.part()
    assert len(utterance.window(3 * SECOND, buffer, Detector()).samples) == 0


def test_only_behind_a_word_that_went_over_speech_it_may_be_said_again():
    utterance = spoken(word(1.0))
    utterance.part()
    assert not utterance.again
    utterance.add(word(2.0))
    utterance.stretched = True
    utterance.part()
    assert utterance.again and not utterance.stretched
    utterance.add(word(3.0))
    assert not utterance.again
