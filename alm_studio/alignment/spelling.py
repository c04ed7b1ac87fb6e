"""Words as letters that can be heard."""

import unicodedata

LETTERS = "abcdefghijklmnopqrstuvwxyz"
ANY = len(LETTERS)
"""Column of a sound that no letter stands for: figures, and scripts other than Latin."""

_EXPANDED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "&": "and"}
)
_SOUNDS = 3
"""Sounds that a figure or a sign of a script without letters has at least."""


def spell(text: str) -> list[int]:
    """The columns of ``LETTERS`` that a text sounds like, and ``ANY``; marks and spaces have no sound.

    Args:
        text: of any script.
    """
    columns: list[int] = []
    for character in unicodedata.normalize("NFKD", text.lower().translate(_EXPANDED)):
        place = LETTERS.find(character)
        if place >= 0:
            columns.append(place)
        elif unicodedata.category(character)[0] in "LN":
            alphabetic = character.isalpha() and unicodedata.category(character) != "Lo"
            columns += [ANY] * (1 if alphabetic else _SOUNDS)
    return columns
