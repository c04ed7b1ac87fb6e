"""Text as words to search for, in scripts with and without spaces between words."""

import unicodedata

from alm_studio.captions.scripts import is_unspaced


def spaced(text: str) -> str:
    """The text with each character of a script without spaces standing alone.

    An index of words then finds any run of such characters as a phrase, however short: two characters are the usual
    length of a Chinese word, and an index of three-character pieces would miss it.
    """
    text = unicodedata.normalize("NFKC", text)
    return "".join(f" {character} " if is_unspaced(character) else character for character in text)


def terms(text: str) -> list[str]:
    """The runs that ``query`` looks for: words, and runs of characters without spaces."""
    return ["".join(phrase) for phrase in _phrases(text)]


def query(text: str) -> str:
    """A query in the language of SQLite's FTS5; empty where there is nothing to look for.

    Every word has to occur, and every run of characters without spaces as it stands. The last word may be begun only.
    """
    phrases = _phrases(text)
    quoted = [f'"{" ".join(phrase)}"' for phrase in phrases]
    if phrases and not is_unspaced(phrases[-1][0][0]) and not text[-1:].isspace():
        quoted[-1] += "*"
    return " ".join(quoted)


def _phrases(text: str) -> list[list[str]]:
    """Words, each alone, and runs of characters without spaces, each as a list of its characters."""
    phrases: list[list[str]] = []
    before = ""
    for character in unicodedata.normalize("NFKC", text):
        kind = "" if not _counts(character) else "unspaced" if is_unspaced(character) else "word"
        if kind and kind != before:
            phrases.append([])
        if kind == "unspaced":
            phrases[-1].append(character)
        elif kind:
            phrases[-1] = ["".join(phrases[-1]) + character]
        before = kind
    return phrases


def _counts(character: str) -> bool:
    """Whether a character is part of a word: letters, marks on them and digits."""
    return unicodedata.category(character)[0] in "LMN"
