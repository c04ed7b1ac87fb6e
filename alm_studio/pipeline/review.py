"""Which places of a transcript a person should look at, worst first. Plain data: no model is needed for it."""

import enum
import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from alm_studio.captions.document import Document
from alm_studio.captions.transcript import Word

WORST = 20
"""Places that a person looks at when there is little time."""


class Reason(enum.Enum):
    """Why a place is worth a look."""

    UNBACKED = "unbacked"
    """Text with no sound behind it: invented, or repeated though it was said once."""
    UNSURE = "unsure"
    """Text that may be wrong."""
    UNWRITTEN = "unwritten"
    """Speech that no word was written for."""


@dataclass(frozen=True)
class Finding:
    """One place to look at.

    Attributes:
        reason: why; the gravest, where there are several.
        cue: index of its cue; -1 where there is none.
        start, end: ms of the medium to listen to.
        words: indices of the doubtful words of the cue.
        doubt: how likely something is wrong there, 0 to 1.
    """

    reason: Reason
    cue: int
    start: int
    end: int
    words: tuple[int, ...]
    doubt: float


@dataclass(frozen=True)
class Scale:
    """A logistic model of the evidence for one word.

    Attributes:
        bias: nats.
        weights: of a word's ``vectors``.
        flag: the probability from which a word is flagged.
    """

    bias: float
    weights: tuple[float, ...]
    flag: float

    def probability(self, vector: Sequence[float]) -> float:
        """How likely the word is at fault, 0 to 1."""
        total = self.bias + sum(weight * value for weight, value in zip(self.weights, vector, strict=True))
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


# Fitted by ``python -m tests.benchmarks.evidence --fit``; docs/evidence.md says on what, and how often they are right.
UNBACKED = Scale(-14.81, (0.51, 0.31, 5.02, 3.21, 0.62, 2.73, 16.74, 4.53), 0.3)
UNSURE = Scale(-5.43, (2.71, 0.0, 1.02, 4.14, 2.02, 0.0, 4.03, 0.0), 0.3)
_UNWRITTEN_DOUBT = 0.9


def measures(word: Word) -> tuple[float, ...]:
    """What speaks against a word, each from 0 up: its surprise in nats (at most 8), and how far its attention is from
    sharp, forward and voiced. Its times are no witness: they are made to fit."""
    assert word.evidence is not None
    surprise = min(8.0, -math.log(min(1.0, max(word.probability, 1e-6))))
    return surprise, *(1 - value for value in vars(word.evidence).values())


def vectors(words: Sequence[Word]) -> list[tuple[float, ...] | None]:
    """For each word its own ``measures``, then the mean of those of the words beside it; None where nothing is known.

    Args:
        words: side by side in time.
    """
    known = [measures(word) if word.evidence is not None else None for word in words]
    result: list[tuple[float, ...] | None] = []
    padded = [None, *known, None]
    for index, own in enumerate(known):
        if own is None:
            result.append(None)
            continue
        beside = (padded[index] or own, padded[index + 2] or own)  # at an edge the word itself
        result.append((*own, *((one + other) / 2 for one, other in zip(*beside, strict=True))))
    return result


def findings(document: Document, unwritten: Sequence[tuple[int, int]] = ()) -> list[Finding]:
    """The places of a document that are worth a look, in time order: at most one for each cue, and one for each
    stretch of speech without text.

    What a person has typed or accepted is not found again.

    Args:
        document: the cues with their words.
        unwritten: (start, end) in ms of speech that no word was written for.
    """
    places = [(row, index) for row, cue in enumerate(document.captions) for index in range(len(cue.words))]
    words = [word for cue in document.captions for word in cue.words]
    flagged: dict[int, list[tuple[int, Reason, float]]] = {}
    for (row, index), vector in zip(places, vectors(words), strict=True):
        if vector is None:
            continue
        unbacked, unsure = UNBACKED.probability(vector), UNSURE.probability(vector)
        if unbacked >= UNBACKED.flag:
            flagged.setdefault(row, []).append((index, Reason.UNBACKED, max(unbacked, unsure)))
        elif unsure >= UNSURE.flag:
            flagged.setdefault(row, []).append((index, Reason.UNSURE, unsure))
    found = [_of_words(document, row, doubtful) for row, doubtful in flagged.items()]
    found += [_of_silence(document, span) for span in unwritten if not _is_settled(document, span)]
    return sorted(found, key=lambda finding: finding.start)


def worst(found: Sequence[Finding], count: int = WORST) -> list[Finding]:
    """The ``count`` most doubtful of them, worst first."""
    return sorted(found, key=lambda finding: -finding.doubt)[:count]


def _of_words(document: Document, row: int, doubtful: Sequence[tuple[int, Reason, float]]) -> Finding:
    words = [document.captions[row].words[index] for index, _, _ in doubtful]
    reasons = {reason for _, reason, _ in doubtful}
    return Finding(
        Reason.UNBACKED if Reason.UNBACKED in reasons else Reason.UNSURE,
        row,
        min(word.start for word in words),
        max(word.end for word in words),
        tuple(index for index, _, _ in doubtful),
        max(doubt for _, _, doubt in doubtful),
    )


def _of_silence(document: Document, span: tuple[int, int]) -> Finding:
    start, end = span
    row = bisect_right(document.captions, (start + end) // 2, key=attrgetter("start")) - 1
    inside = row >= 0 and (start + end) // 2 < document.captions[row].end
    return Finding(Reason.UNWRITTEN, row if inside else -1, start, end, (), _UNWRITTEN_DOUBT)


def _is_settled(document: Document, span: tuple[int, int]) -> bool:
    """Whether a person wants no text there, or has written some."""
    start, end = span
    return span in document.silences or any(
        cue.start < end
        and start < cue.end
        and (any(_typed_in(word, start, end) for word in cue.words) if cue.words else cue.text.strip() != "")
        for cue in document.captions
    )


def _typed_in(word: Word, start: int, end: int) -> bool:
    return word.evidence is None and word.start < end and start < word.end
