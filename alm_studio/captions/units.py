"""Words → units: the smallest parts that layout may put on a line of their own."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from alm_studio.captions.scripts import NOT_FIRST, NOT_LAST, is_unspaced, joins, may_break
from alm_studio.captions.transcript import Segment, Word

_DASHES = frozenset("–—")
_AFTER_THESE = frozenset("-/–—_.,;:&?=")

# A longer group of characters in a script without spaces is a phrase, not a word (Whisper's groups have one
# to four).
_LONGEST_GROUP = 6


@dataclass(frozen=True, slots=True)
class Unit:
    """Text that stays together, with its times.

    Attributes:
        text: without white space at its ends.
        spaced: whether a space parts it from what stands before it on its line.
        start: ms.
        end: ms, not before ``start``.
        words: the heard words it is made of; empty where the times are only estimated.
        language: Whisper's code.
    """

    text: str
    spaced: bool
    start: int
    end: int
    words: tuple[Word, ...] = ()
    language: str = ""


def units_of(segment: Segment, language: str, limit: int) -> list[Unit]:
    """The units of ``segment``, none longer than ``limit`` characters.

    A word is one unit, save that punctuation and parts without a space (``don`` + ``'t``) join their
    neighbour, and a word longer than a line is split, its time in proportion. The joined text is the
    segment's, white space apart.
    """
    words = segment.words or tuple(spread(segment.text, segment.start, segment.end))
    units: list[Unit] = []
    space_due = False
    for word in words:
        text = " ".join(word.text.split())
        if not text:
            space_due = space_due or bool(word.text)
            continue
        spaced = space_due or word.text[0].isspace() or (not units and not is_unspaced(text[0]))
        space_due = word.text[-1].isspace()
        for unit in _parts(word, text, spaced, language, limit, heard=bool(segment.words)):
            if units and _stays_with(units[-1], unit, limit):
                units[-1] = _merged(units[-1], unit)
            else:
                units.append(unit)
    return units


def spread(text: str, start: int, end: int) -> Iterator[Word]:
    """The words of a text whose word times are unknown: its time shared out by characters.

    Args:
        text: any text.
        start: ms at which it begins.
        end: ms at which it stops.
    """
    parts: list[str] = []
    for token in text.split():
        groups = _groups(token)
        parts.append(f" {groups[0]}" if parts or not is_unspaced(groups[0][0]) else groups[0])
        parts.extend(groups[1:])
    return _timed(parts, Word(text, start, max(start, end)))


def _timed(parts: list[str], word: Word) -> Iterator[Word]:
    """``parts`` of a word's text, with their share of its time and all else that is known of it."""
    start, end = word.start, max(word.start, word.end)
    total = sum(map(len, parts))
    done = 0
    for part in parts:
        begin = start + (end - start) * done // total
        done += len(part)
        yield replace(word, text=part, start=begin, end=start + (end - start) * done // total)


def _parts(word: Word, text: str, spaced: bool, language: str, limit: int, *, heard: bool) -> Iterator[Unit]:
    texts = [text]
    if len(text) > _LONGEST_GROUP and any(map(is_unspaced, text)):
        texts = _groups(text)
    texts = [piece for part in texts for piece in _pieces(part, limit)]
    if len(texts) == 1:
        end = max(word.start, word.end)
        yield Unit(texts[0], spaced, word.start, end, (word,) if heard else (), language)
        return
    for index, piece in enumerate(_timed(texts, word)):
        # A piece after a space inside the word carries that space itself.
        own_space = piece.text[0].isspace()
        leading = " " if (spaced if index == 0 else own_space) else ""
        bare = piece.text.strip()
        heard_part = (replace(piece, text=leading + bare),) if heard else ()
        yield Unit(bare, spaced if index == 0 else own_space, piece.start, piece.end, heard_part, language)


def _groups(token: str) -> list[str]:
    """``token`` cut wherever a line may break inside it."""
    groups = [token[0]]
    for before, after in itertools.pairwise(token):
        if may_break(before, after):
            groups.append(after)
        else:
            groups[-1] += after
    return groups


def _pieces(text: str, limit: int) -> list[str]:
    """``text`` cut into pieces of at most ``limit`` characters, at the best places there are."""
    pieces: list[str] = []
    while len(text.strip()) > limit:
        at = _best_cut(text, limit + text[0].isspace())
        pieces.append(text[:at])
        text = text[at:]
    return [*pieces, text]


def _best_cut(text: str, limit: int) -> int:
    early = limit // 3
    cuts = range(min(limit, len(text) - 1), early, -1)
    tests: tuple[Callable[[str, str], bool], ...] = (
        lambda before, after: after.isspace(),
        lambda before, after: before in _AFTER_THESE and after not in _AFTER_THESE,
        may_break,
        lambda before, after: not joins(before, after),
    )
    for good in tests:
        for at in cuts:
            if good(text[at - 1], text[at]):
                return at
    return max(1, min(limit, len(text) - 1))


def _stays_with(before: Unit, after: Unit, limit: int) -> bool:
    """Whether no line may break between two neighbours, as long as both fit on one line."""
    if len(before.text) + after.spaced + len(after.text) > limit:
        return False
    if all(character in NOT_LAST for character in before.text):
        return True
    if not after.spaced:
        return not may_break(before.text[-1], after.text[0])
    # French puts a space before such signs; a dash belongs to the line that it ends.
    return all(character in NOT_FIRST or character in _DASHES for character in after.text)


def _merged(before: Unit, after: Unit) -> Unit:
    return replace(
        before,
        text=f"{before.text}{' ' if after.spaced else ''}{after.text}",
        end=max(before.end, after.end),
        words=before.words + after.words,
    )
