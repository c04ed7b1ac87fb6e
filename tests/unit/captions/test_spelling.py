import pytest

from alm_studio.captions import spelling
from alm_studio.captions.document import Caption
from alm_studio.captions.spelling import dictionaries, misspellings, speller


@pytest.fixture
def english():
    if not any(name.startswith("en") for name in dictionaries()):
        pytest.skip("no English dictionary is installed (hunspell-en-us, libenchant-2-2)")


def wrong(text, language="en", known=frozenset()):
    return [found.word for found in misspellings([Caption(0, 1, text, language=language)], "en", known)]


def test_words_no_dictionary_knows(english):
    assert wrong("This sentense has two mistaks.") == ["sentense", "mistaks"]
    assert wrong("It isn’t wrong, don't you think?") == []
    found = misspellings([Caption(0, 1, "Fine."), Caption(1, 2, "Really\nfien.")], "en")[0]
    assert (found.row, found.start, found.end) == (1, 7, 11)
    assert "sentence" in speller("en").suggest("sentense")


def test_names_numbers_and_known_words_are_passed_over(english):
    assert wrong("We met Mr. Qwertzu at NASAQ, room B12x, 3rd floor.") == []
    assert wrong("Qwertzu came.") == ["Qwertzu"]
    assert wrong("the sentense", known=frozenset({"sentense"})) == []
    assert wrong("我们的 sentense") == ["sentense"]


def test_without_a_dictionary_nothing_is_wrong(monkeypatch):
    assert wrong("Abrakadabr", language="tlh") == []
    monkeypatch.setattr(spelling, "_enchant", lambda: None)
    speller.cache_clear()
    try:
        assert dictionaries() == []
        assert wrong("sentense") == []
    finally:
        speller.cache_clear()
