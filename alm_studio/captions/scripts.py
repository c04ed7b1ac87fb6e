"""Writing systems: where spaces part words, where a line may break, and how parts are joined again."""

import unicodedata

# Whisper's languages that write no spaces between words.
UNSPACED_LANGUAGES = frozenset({"zh", "yue", "ja", "th", "lo", "my", "km", "bo"})

# Punctuation that never begins a line (Japanese kinsoku shori, JIS X 4051; Chinese GB/T 15834), small kana
# included.
NOT_FIRST = frozenset(
    ".,;:!?%)]}…‰°”’›»"
    "、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】〙〗〟｠％‰〜～—‥"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
    "،؛؟٪।॥"
    # Thai and Lao vowels written after their consonant.
    "\u0e30\u0e32\u0e33\u0e45\u0e46\u0e2f\u0eb0\u0eb2\u0eb3\u0ec6"
)

# Punctuation that never ends a line.
NOT_LAST = frozenset(
    "([{‘“‹«¿¡（〔［｛〈《「『【〘〖〝｟＄￥￡#＃"
    # Thai and Lao vowels written before their consonant.
    "\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4"
)

# Scripts without spaces: a line may break between any two of their characters.
_UNSPACED_RANGES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x0F00, 0x0FFF),  # Tibetan
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x312F),  # CJK radicals and punctuation, kana, bopomofo
    (0x31A0, 0xA4CF),  # more of them, Han, Yi
    (0xF900, 0xFAFF),  # Han
    (0xFE30, 0xFE4F),  # CJK vertical forms
    (0xFF00, 0xFFEF),  # full-width forms
    (0x1B000, 0x1B16F),  # kana
    (0x20000, 0x3FFFF),  # Han
)

_JOINERS = frozenset("\u200d\u2060\ufeff\u034f")


def is_unspaced(character: str) -> bool:
    """Whether ``character`` belongs to a script that writes no spaces between words."""
    code = ord(character)
    return code >= 0x0E00 and any(first <= code <= last for first, last in _UNSPACED_RANGES)


def writes_spaces(language: str) -> bool:
    """Whether ``language`` (Whisper's code) parts words by spaces."""
    return language not in UNSPACED_LANGUAGES


def may_break(before: str, after: str) -> bool:
    """Whether a line may break between two characters that no space parts."""
    if not (is_unspaced(before) or is_unspaced(after)):
        return False
    return not (after in NOT_FIRST or before in NOT_LAST or joins(before, after))


def joins(before: str, after: str) -> bool:
    """Whether the two characters are parts of one visible character (combining marks, emoji sequences)."""
    if unicodedata.category(after) in {"Mn", "Mc", "Me"} or after in _JOINERS or before in _JOINERS:
        return True
    code = ord(after)
    return 0xFE00 <= code <= 0xFE0F or 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F


def squeeze(text: str) -> str:
    """``text`` without any white space: what stays equal through every layout."""
    return "".join(text.split())


def bare(word: str) -> str:
    """``word`` without case and punctuation: what is compared when asking whether two words are the same."""
    return "".join(character for character in word.casefold() if character.isalnum() or _is_mark(character))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Mc"}


def one_line(text: str) -> str:
    """The lines of ``text`` on one line, joined without a space inside a script that has none."""
    joined = ""
    for line in text.splitlines():
        part = " ".join(line.split())
        if joined and part and not (is_unspaced(joined[-1]) and is_unspaced(part[0])):
            joined += " "
        joined += part
    return joined


def is_right_to_left(text: str) -> bool:
    """Whether ``text`` runs from right to left: by its first letter that has a direction (Unicode UAX #9, P2)."""
    strong = (unicodedata.bidirectional(character) for character in text)
    return next((kind for kind in strong if kind in {"L", "R", "AL"}), "L") != "L"
