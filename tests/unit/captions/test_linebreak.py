import pytest

from alm_studio.captions.linebreak import break_text
from alm_studio.captions.styles import get_style

NETFLIX = get_style("netflix")


@pytest.mark.parametrize(
    ("language", "text", "lines"),
    [
        ("en", "Short enough for a single line.", ["Short enough for a single line."]),
        ("en", "I would have come to the party, but nobody had told me where it was.",
         ["I would have come to the party,", "but nobody had told me where it was."]),
        ("en", "The ship that brought them over the ocean was lost in the great storm",
         ["The ship that brought them", "over the ocean was lost in the great storm"]),
        ("de", "Sie wollten am Abend noch einmal spazieren gehen, weil das Wetter schön war",
         ["Sie wollten am Abend noch einmal", "spazieren gehen, weil das Wetter schön war"]),
        ("zh", "大家都觉得非常高兴，但是还有很多工作要做。",
         ["大家都觉得非常高兴，", "但是还有很多工作要做。"]),
        ("ja", "吾輩は猫である。名前はまだ無い。どこで生れたか知らぬ。",
         ["吾輩は猫である。名前はまだ無い。", "どこで生れたか知らぬ。"]),
        ("fr", "Est-ce que vous êtes bien sûr de cela ? Oui, tout à fait sûr !",
         ["Est-ce que vous êtes bien sûr de cela ?", "Oui, tout à fait sûr !"]),
    ],
)  # fmt: skip
def test_lines_break_where_the_sentence_allows(language, text, lines):
    assert break_text(text, NETFLIX, language).split("\n") == lines


def test_text_too_long_for_a_cue_gets_more_lines_of_allowed_length():
    lines = break_text("word " * 40, NETFLIX, "en").split("\n")
    assert len(lines) == 5
    assert max(map(len, lines)) <= 42


def test_line_breaks_of_a_person_are_made_anew():
    assert break_text("a\nb", NETFLIX, "en") == "a b"


def test_text_without_words_stays_empty():
    assert break_text(" \n ", NETFLIX, "en") == ""


def test_style_none_breaks_nothing():
    text = "word " * 40 + "\nmore"
    assert break_text(text, get_style("none"), "en") == text
