import pytest

from alm_studio.base.errors import UsageError
from alm_studio.captions.transcript import Word
from alm_studio.training.data.readers.word_times import fit, read_textgrid
from tests.helpers.speech import recording

LONG = '''File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 2.5
tiers? <exists>
size = 3
item []:
    item [1]:
        class = "IntervalTier"
        name = "phones"
        xmin = 0
        xmax = 2.5
        intervals: size = 1
        intervals [1]:
            xmin = 0
            xmax = 2.5
            text = "x"
    item [2]:
        class = "TextTier"
        name = "notes"
        xmin = 0
        xmax = 2.5
        points: size = 1
        points [1]:
            number = 1.5
            mark = "a ""quoted"" note"
    item [3]:
        class = "IntervalTier"
        name = "Words"
        xmin = 0
        xmax = 2.5
        intervals: size = 4
        intervals [1]:
            xmin = 0
            xmax = 0.5
            text = ""
        intervals [2]:
            xmin = 0.5
            xmax = 1.25
            text = "he said ""go"""
        intervals [3]:
            xmin = 1.25
            xmax = 1.5
            text = "sil"
        intervals [4]:
            xmin = 1.5
            xmax = 2.5
            text = "item2"
'''

SHORT = """File type = "ooTextFile"
Object class = "TextGrid"

0
2.5
<exists>
1
"IntervalTier"
"utterance"
0
2.5
2
0
1
"one"
1
2.5
"two 3"
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_long_form(tmp_path, encoding):
    path = tmp_path / "a.TextGrid"
    path.write_text(LONG, encoding=encoding)
    assert read_textgrid(path) == [Word('he said "go"', 500, 1250), Word("item2", 1500, 2500)]


def test_short_form(tmp_path):
    path = tmp_path / "a.TextGrid"
    path.write_text(SHORT)
    assert read_textgrid(path) == [Word("one", 0, 1000), Word("two 3", 1000, 2500)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("hello", "is not a TextGrid"),
        (LONG[:-60], "is damaged"),
        (SHORT[:-10], "is damaged"),
        (SHORT.replace("IntervalTier", "TextTier").replace("0\n2.5\n2\n", "0\n2.5\n0\n"), "no tier with intervals"),
    ],
)
def test_what_is_no_textgrid(tmp_path, content, message):
    path = tmp_path / "a.TextGrid"
    path.write_text(content)
    with pytest.raises(UsageError, match=message):
        read_textgrid(path)


def test_fit_spells_words_as_the_text_does():
    words = [Word("in", 0, 200), Word("fourteen", 200, 500), Word("fifty", 500, 700), Word("paris", 700, 1000)]
    assert fit(words, "In 1450, “Paris”.", 0, 1000) == (
        Word(" In", 0, 200),
        Word(" 1450,", 200, 700),
        Word(" “Paris”.", 700, 1000),
    )


def test_fit_leaves_out_what_lies_beyond():
    words = [Word("one", 0, 200), Word("two", 300, 500), Word("three", 600, 800)]
    assert fit(words, "Two.", 250, 550) == (Word(" Two.", 300, 500),)


def test_fit_refuses_another_text():
    words = [Word("one", 0, 200), Word("two", 300, 500)]
    assert fit(words, "The mute muffled the high tones.", 0, 500) == ()
    assert fit([], "One", 0, 500) == ()


def test_fit_of_a_script_without_spaces():
    words = [Word("你好", 0, 400), Word("世界", 400, 900)]
    fitted = fit(words, "你好,世界。", 0, 900)
    assert "".join(word.text for word in fitted) == "你好,世界。"
    assert (fitted[0].start, fitted[-1].end) == (0, 900)


def test_real_textgrid():
    words = read_textgrid(recording("en/ljspeech/words/LJ001-0001.TextGrid"))
    assert [word.text for word in words[:3]] == ["printing", "in", "the"]
    assert (words[0].end, words[-1].end) == (680, 9655)
