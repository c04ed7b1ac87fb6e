"""Which words of a given text are those that were heard.

Words that stand in long runs which occur once in both texts are the same for sure; between these anchors dynamic
programming decides. So hours of text need little memory, and a part that only one side has costs nothing.

Sources: Bram Cohen, patience diff (runs that occur once, longest increasing subsequence); Needleman and Wunsch, 1970,
with a price for leaving the path (Gotoh, 1982), so that a stray "the" in a foreign passage is no match.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

Pair = tuple[int, int]
"""Index of a word of the text, index of the word that was heard."""

_RUNS = (5, 3)
"""Words of a run that may be an anchor, longest first."""
_CELLS = 60_000
"""Words by words that dynamic programming takes; what is larger and has no anchor has nothing in common."""
_LEAVING = 0.75
"""Price of each stretch without matches."""


def match_words(text: Sequence[str], heard: Sequence[str]) -> list[Pair]:
    """Pairs of words that are the same or nearly so, both in order.

    Args:
        text, heard: words as they are to be compared: without case and punctuation.
    """
    found: list[Pair] = []
    waiting = [(0, len(text), 0, len(heard))]
    while waiting:
        region = waiting.pop()
        first, last, begin, end = region
        if first == last or begin == end:
            continue
        if (last - first) * (end - begin) <= _CELLS:
            found += _by_programming(text, heard, region)
        elif anchors := _anchors(text, heard, region):
            found += anchors
            edges = [(first - 1, begin - 1), *anchors, (last, end)]
            waiting += [(one[0] + 1, other[0], one[1] + 1, other[1]) for one, other in pairwise(edges)]
    return sorted(found)


def _anchors(text: Sequence[str], heard: Sequence[str], region: tuple[int, int, int, int]) -> list[Pair]:
    """Words of the runs that occur once in either part, as many as there are in the same order."""
    first, last, begin, end = region
    for length in _RUNS:
        ours = _once(text, first, last, length)
        theirs = _once(heard, begin, end, length)
        common = [(place, theirs[run]) for run, place in ours.items() if run in theirs]
        if chain := _longest_increasing(sorted(common)):
            return list(_words_of(chain, length))
    return []


def _words_of(runs: Sequence[Pair], length: int) -> Iterator[Pair]:
    """The words of runs, which may overlap, each word once."""
    next_one = next_other = 0
    for one, other in runs:
        for offset in range(length):
            if one + offset >= next_one and other + offset >= next_other:
                yield one + offset, other + offset
                next_one, next_other = one + offset + 1, other + offset + 1


def _once(words: Sequence[str], begin: int, end: int, length: int) -> dict[tuple[str, ...], int]:
    """Runs of ``length`` words that occur once, with their places."""
    places: dict[tuple[str, ...], int] = {}
    repeated = set()
    for place in range(begin, end - length + 1):
        run = tuple(words[place : place + length])
        if run in places:
            repeated.add(run)
        places[run] = place
    return {run: place for run, place in places.items() if run not in repeated}


def _longest_increasing(pairs: Sequence[Pair]) -> list[Pair]:
    """The most of ``pairs``, sorted by their first numbers, whose second numbers rise too."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for index, (_, second) in enumerate(pairs):
        rank = bisect_left(ends, second)
        before.append(places[rank - 1] if rank else -1)
        ends[rank : rank + 1] = [second]
        places[rank : rank + 1] = [index]
    chain = []
    index = places[-1] if places else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _by_programming(text: Sequence[str], heard: Sequence[str], region: tuple[int, int, int, int]) -> list[Pair]:
    """The matches with the largest sum of likenesses, less the price of every stretch without."""
    first, last, begin, end = region
    count = end - begin
    # Two states: behind a match, and in a stretch without. Row by row; the ways are kept, the sums of one row only.
    matched = [0.0] + [float("-inf")] * count
    apart = [float("-inf")] + [-_LEAVING] * count
    ways = []
    for place in range(first, last):
        new_matched = [float("-inf")] * (count + 1)
        new_apart = [max(matched[0] - _LEAVING, apart[0])] + [0.0] * count
        way = bytearray(count + 1)  # bit 0: the match follows a match; bits 1 and 2: the way into the stretch
        way[0] = (_UP | _FROM_MATCH) if matched[0] - _LEAVING >= apart[0] else _UP
        word = text[place]
        for column in range(1, count + 1):
            likeness = _likeness(word, heard[begin + column - 1])
            bits = 0
            if likeness > 0:
                bits = _STAYS if matched[column - 1] >= apart[column - 1] else 0
                new_matched[column] = likeness + max(matched[column - 1], apart[column - 1])
            best, way_in = apart[column], _UP
            for value, bit in (
                (matched[column] - _LEAVING, _UP | _FROM_MATCH),
                (new_apart[column - 1], 0),
                (new_matched[column - 1] - _LEAVING, _FROM_MATCH),
            ):
                if value > best:
                    best, way_in = value, bit
            new_apart[column] = best
            way[column] = bits | way_in
        matched, apart = new_matched, new_apart
        ways.append(way)
    return _trace(ways, matched[count] >= apart[count], first, begin, count)


_STAYS, _UP, _FROM_MATCH = 1, 2, 4


def _trace(ways: Sequence[bytearray], in_match: bool, first: int, begin: int, count: int) -> list[Pair]:
    row, column = len(ways), count
    pairs = []
    while row and column:
        way = ways[row - 1][column]
        if in_match:
            row, column = row - 1, column - 1
            pairs.append((first + row, begin + column))
            in_match = bool(way & _STAYS)
        else:
            row, column = (row - 1, column) if way & _UP else (row, column - 1)
            in_match = bool(way & _FROM_MATCH)
    return pairs[::-1]


def _likeness(one: str, other: str) -> float:
    """How much it says that two words stand at the same place; 0 where they are different words.

    Long words say more than short ones; nearly equal ones (favour, favor; Griffith, Griffiths) say half.
    """
    if one == other:
        return 0.4 + 0.1 * min(len(one), 8)
    longest = max(len(one), len(other))
    if longest < 4 or (one[:1] != other[:1] and one[-1:] != other[-1:]):
        return 0.0
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    behind = 0
    while behind < min(len(one), len(other)) - shared and one[-1 - behind] == other[-1 - behind]:
        behind += 1
    return 0.2 + 0.05 * min(longest, 8) if shared + behind >= 0.7 * longest else 0.0
