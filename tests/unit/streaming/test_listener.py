from alm_studio.streaming.listener import _until_nonsense
from alm_studio.streaming.policies.policy import HeardWord


def heard(*words):
    return [HeardWord(text, (1,), at) for text, at in words]


def texts(words):
    return [word.text for word in words]


def test_attention_that_goes_back_is_a_loop():
    words = heard((" one", 1.0), (" two", 1.5), (" one", 0.6), (" two", 1.4))
    assert texts(_until_nonsense(words, 0.8)) == [" one", " two"]
    assert texts(_until_nonsense(words[:2], 1.7)) == []


def test_half_a_character_is_not_written():
    assert texts(_until_nonsense(heard(("你", 0.2), ("\ufffd", 0.4), ("好", 0.6)), 0.0)) == ["你"]
