from alm_studio.alignment.words import TimedWord
from alm_studio.streaming.listener import _cut_out, _until_nonsense
from alm_studio.streaming.policies.policy import HeardWord


def heard(*words):
    return [HeardWord(text, (1,), at, at) for text, at in words]


def texts(words):
    return [word.text for word in words]


def test_attention_that_goes_back_is_a_loop():
    words = heard((" one", 1.0), (" two", 1.5), (" one", 0.6), (" two", 1.4))
    assert texts(_until_nonsense(words, 0.8)) == [" one", " two"]
    assert texts(_until_nonsense(words[:2], 1.7)) == []


def test_half_a_character_is_not_written():
    assert texts(_until_nonsense(heard(("你", 0.2), ("\ufffd", 0.4), ("好", 0.6)), 0.0)) == ["你"]


def test_each_heard_word_has_times_of_its_own():
    """A comma or an ending may follow a word that is committed: it must not take the place of the next word."""
    timed = [TimedWord(" former,", (7, 8), 1.0, 1.6, 0.9, 3), TimedWord(" rather", (9,), 1.8, 2.1, 0.8, 5)]
    mark = _cut_out(timed, HeardWord(",", (8,), 1.5, 1.5), 4)
    assert (mark.text, mark.start, mark.end, mark.first_token) == (",", 1.3, 1.6, 4)
    word = _cut_out(timed, HeardWord(" rather", (9,), 1.8, 2.0), 5)
    assert (word.text, word.start, word.end, word.probability) == (" rather", 1.8, 2.1, 0.8)
