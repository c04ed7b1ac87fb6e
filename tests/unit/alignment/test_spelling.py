"""Texts as letters that can be heard."""

import pytest

from alm_studio.alignment.spelling import ANY, LETTERS, spell


def _read(text: str) -> str:
    return "".join("?" if column == ANY else LETTERS[column] for column in spell(text))


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        (" Don't,", "dont"),
        (" Straße", "strasse"),
        (" cœur", "coeur"),
        (" Ñandú—", "nandu"),
        (" “…”", ""),
        (" R&B", "randb"),
        (" мир", "???"),
        (" 18", "??????"),
        ("你", "???"),
        ("が", "???"),
    ],
)
def test_spelling(text: str, letters: str) -> None:
    assert _read(text) == letters
