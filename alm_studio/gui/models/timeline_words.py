"""The words of the cues, as the timeline shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from alm_studio.captions.document import Caption

_APART = 20
"""Ms between two words from which each has an edge of its own."""


@dataclass(frozen=True)
class LaneWord:
    """A word along time.

    Attributes:
        text: without white space.
        start, end: ms.
        row: of its cue.
        index: among the cue's words.
        probability: 0 to 1.
    """

    text: str
    start: int
    end: int
    row: int
    index: int
    probability: float


@dataclass(frozen=True)
class Edge:
    """A word boundary that can be dragged.

    Attributes:
        word: to whom it belongs.
        begins: whether it is the word's start; else its end.
        earliest, latest: ms between which it may be put.
    """

    word: LaneWord
    begins: bool
    earliest: int
    latest: int

    @property
    def ms(self) -> int:
        """Where it is."""
        return self.word.start if self.begins else self.word.end


def lane_words(captions: Sequence[Caption]) -> list[LaneWord]:
    """All words of all cues, in order."""
    return [
        LaneWord(word.text.strip(), word.start, word.end, row, index, word.probability)
        for row, caption in enumerate(captions)
        for index, word in enumerate(caption.words)
    ]


def edges(words: Sequence[LaneWord]) -> list[Edge]:
    """The boundaries of words: every start, and an end where the next word does not begin there.

    A boundary may go as far as the middle of the neighbours, so that no word vanishes under the pointer.
    """
    found: list[Edge] = []
    for number, word in enumerate(words):
        before = words[number - 1] if number else None
        after = words[number + 1] if number + 1 < len(words) else None
        touches = before is not None and word.start - before.end < _APART
        earliest = (before.start + before.end) // 2 if before and touches else before.end if before else 0
        middle = (word.start + word.end) // 2
        found.append(Edge(word, True, min(earliest, word.start), max(middle, word.start)))
        if after is None or after.start - word.end >= _APART:
            latest = after.start if after else word.end + 2000
            found.append(Edge(word, False, min(middle, word.end), max(latest, word.end)))
    return found
