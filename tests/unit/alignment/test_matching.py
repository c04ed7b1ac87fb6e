"""Words of a text among those that were heard."""

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from alm_studio.alignment.matching import match_words


def matched(text: str, heard: str) -> str:
    """The words of the text that were found."""
    words = text.split()
    return " ".join(words[place] for place, _ in match_words(words, heard.split()))


def test_misheard_words_are_left_out_and_near_ones_are_found():
    assert matched("the old favourite jail of newgate", "the old favorite jail of new gate") == (
        "the old favourite jail of"
    )


def test_text_that_was_not_spoken_matches_nothing():
    text = "the old jail fell short of the demands that the new law of the land had made then it was rebuilt"
    heard = "the old jail fell short then it was rebuilt"
    assert matched(text, heard) == "the old jail fell short then it was rebuilt"


def test_a_stray_short_word_in_foreign_speech_is_no_match():
    text = "one two three four the red house of course five six seven eight"
    heard = "one two three four we all agreed that it is the best of times five six seven eight"
    assert matched(text, heard) == "one two three four five six seven eight"


def test_characters_of_scripts_without_spaces():
    text, heard = "今天天气很好我们去公园", "今天天氣很好我們去公園"
    assert "".join(text[place] for place, _ in match_words(text, heard)) == "今天天很好我去公"


def test_hours_with_missing_parts_on_both_sides():
    chance = random.Random(5)
    vocabulary = [f"w{number}" for number in range(800)] + ["the", "of", "and"] * 40
    said = [chance.choice(vocabulary) for _ in range(6_000)]
    spoken = [*said[:1500], *said[2250:4000], *(chance.choice(vocabulary) for _ in range(750)), *said[4000:]]
    heard = [word if chance.random() > 0.08 else "misheard" for word in spoken]
    pairs = match_words(said, heard)
    truth = {i: i if i < 1500 else i - 750 if i < 4000 else i for i in range(6_000) if not 1500 <= i < 2250}
    right = sum(truth.get(i) == j for i, j in pairs)
    assert right > 0.99 * sum(heard[j] == said[i] for i, j in truth.items())
    assert len(pairs) - right < 20


@given(st.lists(st.sampled_from("abcde"), max_size=30), st.lists(st.sampled_from("abcde"), max_size=30))
def test_pairs_are_in_order_and_the_same(text, heard):
    pairs = match_words(text, heard)
    assert all(text[i] == heard[j] for i, j in pairs)
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(pairs))


def test_nothing_against_something():
    assert match_words([], ["a"]) == []
