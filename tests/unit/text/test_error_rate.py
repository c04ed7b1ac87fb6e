import pytest

from alm_studio.text.error_rate import character_error_rate, word_error_rate
from alm_studio.text.normalization import normalize


def test_rates_are_over_the_whole_set() -> None:
    references, hypotheses = ["a b c d", "e"], ["a x c", "e e"]
    assert word_error_rate(references, hypotheses) == pytest.approx(3 / 5)  # one wrong, one missing, one too many
    assert character_error_rate(["abcd"], ["abxd"]) == pytest.approx(1 / 4)


def test_empty_references_count_what_was_written() -> None:
    assert word_error_rate(["a b", ""], ["a b", "c"]) == pytest.approx(1 / 2)
    assert word_error_rate([""], [""]) == 0.0
    assert word_error_rate([""], ["a b"]) == 1.0
    assert word_error_rate([], []) == character_error_rate([], []) == 0.0
    with pytest.raises(ValueError):
        word_error_rate(["a"], [])


def test_english_is_normalised_as_whisper_does() -> None:
    assert normalize("Mr. Smith's colour cost twenty-five dollars, don't you [laughs] think?", "en") == (
        "mister smith is color cost $25 do not you think"
    )


def test_other_languages_lose_case_and_punctuation_only() -> None:
    assert normalize("Grüße,  aus KÖLN!", "de") == normalize("grüße aus köln", "") == "grüße aus köln"
    assert normalize("谢谢。观看", "zh") == "谢 谢 观 看"
    assert normalize("हिन्दी।", "hi") == "हिन्दी"
