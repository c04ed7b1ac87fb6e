"""Tokens to characters, characters to words: shared by all vocabularies."""

import unicodedata
from collections.abc import Callable, Sequence

from alm_studio.text.languages import UNSPACED

Piece = tuple[str, list[int]]
"""Some text, and the tokens that it is made of."""


def group_words(tokens: Sequence[int], decode: Callable[[list[int]], str], language: str) -> list[Piece]:
    """Group text tokens into words.

    Args:
        tokens: text tokens only.
        decode: tokens to text, where the texts of parts joined are the text of the whole.
        language: code; unspaced scripts are split by character, the others at spaces.

    Returns:
        (text, tokens) pairs whose texts joined are the whole text. Punctuation stands alone only where the tokens do.
    """
    pieces = _whole_characters(list(tokens), decode)
    if language in UNSPACED:
        return pieces
    words: list[Piece] = []
    for text, ids in pieces:
        if not words or text.startswith(" ") or _is_punctuation(text.strip()):
            words.append((text, list(ids)))
        else:
            words[-1] = (words[-1][0] + text, words[-1][1] + ids)
    return words


def split_at_spaces(tokens: Sequence[int], decode: Callable[[list[int]], str], language: str) -> list[Piece]:
    """Group the tokens of a vocabulary that writes no space before a text's first word, and knows nothing of words.

    Punctuation within a word stays with it; around a word it stands alone, since it has no time of its own.

    Args:
        tokens, decode, language: see ``group_words``.

    Returns:
        (text, tokens) pairs, the first with the space that all others have.
    """
    pieces = _whole_characters(list(tokens), decode)
    if language in UNSPACED:
        return pieces
    runs: list[list[Piece]] = []
    for piece in pieces:
        if not runs or (piece[0].startswith(" ") and any(text.strip() for text, _ in runs[-1])):
            runs.append([])
        runs[-1].append(piece)
    words = [_joined(part) for run in runs for part in _without_punctuation(run) if part]
    if words and not words[0][0].startswith(" "):
        words[0] = (" " + words[0][0], words[0][1])
    return words


def _without_punctuation(run: list[Piece]) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """The marks before a word, the word, the marks behind it."""
    sounded = [place for place, (text, _) in enumerate(run) if text.strip() and not _is_punctuation(text.strip())]
    if not sounded:
        return [], run, []
    first, last = sounded[0], sounded[-1] + 1
    if not "".join(text for text, _ in run[:first]).strip():  # only the space
        first = 0
    return run[:first], run[first:last], run[last:]


def _joined(pieces: list[Piece]) -> Piece:
    return "".join(text for text, _ in pieces), [token for _, tokens in pieces for token in tokens]


def _whole_characters(tokens: list[int], decode: Callable[[list[int]], str]) -> list[Piece]:
    """The shortest runs of tokens that are whole characters (a character may need several tokens)."""
    full = decode(tokens)
    pieces: list[Piece] = []
    current: list[int] = []
    offset = 0
    for token in tokens:
        current.append(token)
        text = decode(current)
        place = text.find("�")
        # A replacement character is real where the whole text has it too.
        if place < 0 or full[offset + place : offset + place + 1] == "�":
            pieces.append((text, current))
            offset += len(text)
            current = []
    if current:
        pieces.append((decode(current), current))
    return pieces


def _is_punctuation(text: str) -> bool:
    return bool(text) and all(unicodedata.category(character).startswith("P") for character in text)
