"""Which stretch of a text each window holds."""

from alm_studio.captions.transcript import Word
from alm_studio.pipeline.placing import HeardWord, place, split_heard
from alm_studio.pipeline.script import plain_script


def heard(*windows: str, seconds: float = 0.4) -> list[HeardWord]:
    """Words one after another, in windows that follow each other."""
    found = []
    for number, text in enumerate(windows):
        for word in text.split():
            start = round(len(found) * seconds * 1000)
            found.append(HeardWord(Word(f" {word}", start, start + round(seconds * 800)), number))
    return found


def plan_of(text: str, *windows: str):
    words = heard(*windows)
    return place(plain_script(text).words, words, len(windows), words[-1].word.end + 500, "en")


def shown(plan) -> list[str]:
    """A window's words; ``?`` is in doubt, ``+`` is not in the text."""
    return [
        "".join(
            item.text.strip() + ("+ " if item.script is None else " " if item.doubt is None else "? ") for item in items
        )
        for items in plan.items
    ]


def test_words_go_where_they_were_heard():
    plan = plan_of("One two three. Four five six.", "one two three", "four five six")
    assert shown(plan) == ["One two three. ", "Four five six. "]
    assert plan.matched == 6


def test_figures_and_near_words_are_no_doubt():
    plan = plan_of("It was eighteen thirteen in favour of reform.", "It was 1813 in favor of reform.")
    assert shown(plan) == ["It was eighteen thirteen in favour of reform. "]


def test_misheard_words_are_in_doubt_and_know_what_was_heard():
    plan = plan_of("Then the quartermaster said goodbye.", "Then the no heavy dog said goodbye.")
    assert shown(plan) == ["Then the quartermaster? said goodbye. "]
    assert [word.text for word in plan.doubts[0].instead] == [" no", " heavy", " dog"]


def test_text_without_sound_at_a_border_may_be_in_either_window():
    plan = plan_of("One two three perhaps four five six.", "one two three", "four five six")
    assert shown(plan) == ["One two three perhaps? ", "four five six. "]
    assert plan.doubts[0].last == 1


def test_more_text_than_can_be_said_in_the_time_was_not_said():
    text = "One two three " + "and a long passage that nobody ever reads aloud " * 5 + "four five six."
    assert shown(plan_of(text, "one two three four five six")) == ["One two three four five six. "]


def test_speech_that_the_text_lacks():
    plan = plan_of("One two three four.", "one two well that is what they say three four")
    assert shown(plan) == ["One two well+ that+ is+ what+ they+ say+ three four. "]


def test_speech_before_the_text_and_behind_it():
    plan = plan_of("One two three.", "welcome to our show", "one two three", "see you next week")
    assert shown(plan) == ["welcome+ to+ our+ show+ ", "One two three. ", "see+ you+ next+ week+ "]


def test_tokens_of_several_characters_fall_apart():
    parts = split_heard([Word("今天", 1000, 1400, 0.9)], 3)
    assert [(part.word.text, part.word.start, part.word.end, part.window) for part in parts] == [
        ("今", 1000, 1200, 3),
        ("天", 1200, 1400, 3),
    ]
