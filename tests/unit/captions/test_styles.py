import pytest

from alm_studio.base.errors import UsageError
from alm_studio.captions.styles import DEFAULT_STYLE, STYLES, get_style


def test_netflix_limits_by_language():
    style = get_style(DEFAULT_STYLE)
    speeds = {
        "en": 20,
        "de": 17,
        "zh": 9,
        "ja": 4,
        "ko": 12,
        "ar": 20,
        "hi": 22,
        "": 17,
        "yue": 9,
        "zh-TW": 9,
    }
    assert {language: style.cps(language) for language in speeds} == speeds
    lengths = {"en": 42, "de": 42, "zh": 16, "ko": 16, "ja": 23, "th": 35}
    assert {language: style.line_length(language) for language in lengths} == lengths
    assert style.max_lines == 2


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_limits_agree_with_each_other(style):
    assert 0 < style.min_duration < style.max_duration
    assert style.min_gap < max(1, style.close_gaps_below, style.min_gap + 1)
    assert style.keep_segments or style.close_gaps_below <= style.pause
    assert style.description.endswith(".")
    hash(style)


def test_unknown_style_names_the_known_ones():
    with pytest.raises(UsageError, match=r"'disney'.*netflix, bbc, amazon, arte, vertical, none"):
        get_style("disney")
