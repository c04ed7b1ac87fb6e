import pytest
from hypothesis import given

from alm_studio.captions.scripts import squeeze
from alm_studio.captions.transcript import Segment, Word
from alm_studio.captions.units import spread, units_of
from tests.unit.captions.strategies import relaxed, segments


def units(text, language="en", limit=42):
    return [u.text for u in units_of(Segment(0, 1000, text), language, limit)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("one two", ["one", "two"]),
        ("Vraiment ? « Oui »", ["Vraiment ?", "« Oui »"]),
        ("¿ Qué ?", ["¿ Qué ?"]),
        ("你好，世界。", ["你", "好，", "世", "界。"]),
        ("用Python3.11写", ["用", "Python3.11", "写"]),
        ("「はい」と", ["「は", "い」", "と"]),
        ("チャット", ["チャッ", "ト"]),
        ("เราจะมา", None),
    ],
)
def test_what_stays_together(text, parts):
    if parts is None:
        assert all(u[-1] not in "เแโใไ" and u[0] not in "ะาำ" for u in units(text, "th"))
    else:
        assert units(text) == parts


def test_parts_of_a_word_join():
    words = (Word(" don", 0, 10), Word("'t", 10, 20), Word(" go", 20, 30), Word(".", 30, 30))
    made = units_of(Segment(0, 30, "don't go.", words), "en", 42)
    assert [(u.text, u.start, u.end, u.words) for u in made] == [
        ("don't", 0, 20, words[:2]),
        ("go.", 20, 30, words[2:]),
    ]


def test_long_words_split_at_hyphens_and_share_their_time():
    word = Word(" " + "a" * 9 + "-" + "b" * 9, 0, 1900)
    made = units_of(Segment(0, 1900, "", (word,)), "en", 12)
    assert [u.text for u in made] == ["a" * 9 + "-", "b" * 9]
    assert [(u.start, u.end) for u in made] == [(0, 1000), (1000, 1900)]
    assert "".join(w.text for u in made for w in u.words) == word.text


def test_emoji_and_accents_are_not_torn():
    family = "👩‍👩‍👧"
    assert all(u.count(family) * len(family) == len(u) for u in units(family * 5, limit=12))
    assert all(not u.startswith("\u0301") for u in units("e\u0301" * 30, limit=11))


@relaxed
@given(segments())
def test_units_hold_every_character_within_the_limit(made):
    for part in made[0]:
        text = "".join(w.text for w in part.words) if part.words else part.text
        parts = units_of(part, part.language, 16)
        assert squeeze("".join(u.text for u in parts)) == squeeze(text)
        assert all(len(u.text) <= 16 and u.start <= u.end for u in parts)


def test_spread_shares_time_by_length():
    assert list(spread("abc d", 0, 600)) == [Word(" abc", 0, 400), Word(" d", 400, 600)]
    assert list(spread("  ", 0, 600)) == []
