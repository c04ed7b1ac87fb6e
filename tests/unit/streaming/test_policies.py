import pytest

from alm_studio.base.errors import UsageError
from alm_studio.streaming.policies.align_att import AlignAtt
from alm_studio.streaming.policies.local_agreement import LocalAgreement
from alm_studio.streaming.policies.policy import HeardWord
from alm_studio.streaming.policies.registry import make_policy


def words(text, times=None, probability=1.0):
    times = times or [0.0] * len(text.split())
    return [HeardWord(" " + word, (1,), at, at, probability) for word, at in zip(text.split(), times, strict=True)]


def test_attention_near_the_end_is_not_sure():
    policy = AlignAtt(distance=0.3, doubt=1.0, last=0.0)
    heard = words("one two three", [0.5, 1.0, 1.8])
    assert policy.sure(heard, 2.0) == 2
    assert policy.sure(heard, 2.2) == 3
    assert policy.sure([], 2.0) == 0


def test_a_word_that_listens_to_the_end_holds_back_those_behind_it():
    assert AlignAtt(distance=0.3, last=0.0).sure(words("one two three", [0.5, 1.9, 1.0]), 2.0) == 1


def test_doubt_waits_longer():
    policy = AlignAtt(distance=0.3, doubt=1.0, last=0.0)
    assert policy.sure(words("one", [1.0], probability=0.4), 1.8) == 0
    assert policy.sure(words("one", [1.0], probability=0.4), 1.95) == 1


def test_a_last_word_that_may_be_a_part_waits_for_what_follows():
    policy = AlignAtt(distance=0.3, last=0.3)
    assert policy.sure(words("in middle", [0.5, 1.0]), 1.5) == 1
    assert policy.sure(words("in middle", [0.5, 1.0]), 1.65) == 2
    assert policy.sure(words("in Middlesex alone", [0.5, 1.0, 1.4]), 1.5) == 2


def test_an_end_that_may_be_none_waits_for_what_follows():
    policy = AlignAtt(distance=0.3, ending=0.6)
    assert policy.sure(words("than 300.", [0.5, 1.0]), 1.5) == 1
    assert policy.sure(words("than 300.", [0.5, 1.0]), 2.0) == 2
    assert policy.sure(words("than 340 were", [0.5, 1.0, 1.4]), 1.5) == 2


def test_two_hearings_agree():
    policy = LocalAgreement()
    assert policy.sure(words("And so my fellow"), 1.0) == 0
    assert policy.sure(words("and so, my friends"), 1.5) == 3
    assert policy.sure(words("friends of"), 2.0) == 1
    policy.reset()
    assert policy.sure(words("of the"), 2.5) == 0


def test_the_policy_suits_the_model():
    assert isinstance(make_policy("", 74_000_000, aligned=True), AlignAtt)
    assert isinstance(make_policy("", 800_000_000, aligned=True), LocalAgreement)
    assert isinstance(make_policy("", 74_000_000, aligned=False), LocalAgreement)
    assert isinstance(make_policy("local-agreement", 1, aligned=True), LocalAgreement)
    with pytest.raises(UsageError, match="align-att, local-agreement"):
        make_policy("guess", 1, aligned=True)
