"""Times of words in one spelling, fitted to the words of another."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from alm_studio.alignment.words import TimedWord
from alm_studio.captions.scripts import squeeze


@dataclass(frozen=True)
class Fit:
    """When a word of a text sounds.

    Attributes:
        start, end: seconds.
        logprob: mean of its tokens, nats.
    """

    start: float
    end: float
    logprob: float

    @property
    def probability(self) -> float:
        """Geometric mean over its tokens."""
        return math.exp(self.logprob)


def fit_words(texts: Sequence[str], timed: Sequence[TimedWord]) -> list[Fit | None]:
    """Times of ``texts``, which say the same as ``timed``, though perhaps parted otherwise.

    A vocabulary may part words in its own way (a Chinese token of two characters, punctuation that stands alone), or
    write without capitals and marks. So characters are compared. A word that is parted shares its time out by them.

    Returns:
        For each text its times; None where none of its characters is found. In order, as ``timed`` is.
    """
    ours = [(character, index) for index, text in enumerate(texts) for character in _characters(text)]
    theirs = [piece for word in timed for piece in _pieces(word)]
    found: list[list[_Piece]] = [[] for _ in texts]
    for place, other in _same([character for character, _ in ours], [piece.character for piece in theirs]):
        found[ours[place][1]].append(theirs[other])
    return [_joined(pieces) for pieces in found]


@dataclass(frozen=True)
class _Piece:
    """One character with its share of a word's time and tokens."""

    character: str
    start: float
    end: float
    logprob: float
    weight: float


def _characters(text: str) -> str:
    return squeeze(text).casefold()


def _pieces(word: TimedWord) -> list[_Piece]:
    characters = _characters(word.text)
    count = len(characters)
    sounds = [place for place, character in enumerate(characters) if character.isalnum()] or list(range(count))
    edges = [word.start + (word.end - word.start) * part / len(sounds) for part in range(len(sounds))] + [word.end]
    logprob = math.log(max(word.probability, 1e-12))
    pieces = []
    for place, character in enumerate(characters):
        before = sum(sound < place for sound in sounds)  # marks have no time of their own
        end = edges[before + (place in sounds)]
        pieces.append(_Piece(character, edges[before], end, logprob, len(word.tokens) / count))
    return pieces


def _same(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    if list(ours) == list(theirs):
        return [(place, place) for place in range(len(ours))]
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return [(block.a + offset, block.b + offset) for block in blocks for offset in range(block.size)]


def _joined(pieces: Sequence[_Piece]) -> Fit | None:
    if not pieces:
        return None
    sounding = [piece for piece in pieces if piece.character.isalnum()] or pieces
    weight = sum(piece.weight for piece in pieces)
    logprob = sum(piece.logprob * piece.weight for piece in pieces) / weight
    return Fit(min(piece.start for piece in sounding), max(piece.end for piece in sounding), logprob)
