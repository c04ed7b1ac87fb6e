"""Heard words that stand nowhere in the cues."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from operator import attrgetter

from alm_studio.captions.document import Document
from alm_studio.captions.scripts import bare, is_unspaced, one_line, squeeze
from alm_studio.captions.transcript import Transcript, Word
from alm_studio.captions.units import spread


def lost_words(document: Document, transcript: Transcript) -> list[Word]:
    """The words of ``transcript`` that stand nowhere in ``document``, in time order.

    Case and punctuation do not count: a corrected comma loses no word.
    """
    words = _heard(transcript)
    if _all_there(words, document):
        return []
    groups = _groups(words)
    kept = _kept(list(map(_token, groups)), _shown(document))
    return [word for index, group in enumerate(groups) if index not in kept for word in group if bare(word.text)]


@dataclass(frozen=True)
class LostRun:
    """Heard words, one after another, in whose place nothing stands.

    Attributes:
        start, end: ms.
        text: the words.
        words: with their times.
        index: of the cue that is on the screen then, or comes next; the last one behind all.
        language: Whisper's code of what was said; ``""`` where unknown.
    """

    start: int
    end: int
    text: str
    words: tuple[Word, ...]
    index: int
    language: str = ""

    @property
    def count(self) -> int:
        """How many words."""
        return len(_groups(list(self.words)))


def lost_runs(document: Document, transcript: Transcript) -> list[LostRun]:
    """Where words of ``transcript`` were left out of ``document``, in time order.

    Words in whose place about as many others stand were corrected, not lost; what lies in a place accepted as silent
    is wanted by nobody.
    """
    words = _heard(transcript)
    if not document.captions or _all_there(words, document):
        return []
    groups = _groups(words)
    shown = _shown(document)
    runs: list[LostRun] = []
    for start, end in _dropped(list(map(_token, groups)), shown):
        lost = tuple(word for group in groups[start:end] for word in group)
        first, last = lost[0].start, lost[-1].end
        if not any(bare(word.text) for word in lost):
            continue
        if any(begin < last and first < until for begin, until in document.silences):
            continue
        at = min(bisect_right(document.captions, first, key=attrgetter("end")), len(document.captions) - 1)
        spoken = (
            segment.language for segment in transcript.segments if segment.start <= first < max(segment.end, last)
        )
        language = next(spoken, "") or transcript.language
        runs.append(LostRun(first, last, "".join(word.text for word in lost).strip(), lost, at, language))
    return runs


def _heard(transcript: Transcript) -> list[Word]:
    """The words of a transcript; in scripts without spaces, whose words nobody marks, their characters."""
    heard: list[Word] = []
    for segment in transcript.segments:
        for word in segment.words or spread(segment.text, segment.start, segment.end):
            if len(word.text) > 1 and any(map(is_unspaced, word.text)):
                parts = spread(word.text, word.start, word.end)
                heard += [replace(word, text=part.text, start=part.start, end=part.end) for part in parts]
            else:
                heard.append(word)
    return heard


def _all_there(words: Sequence[Word], document: Document) -> bool:
    return squeeze("".join(word.text for word in words)) == squeeze("".join(c.text for c in document.captions))


def _groups(words: Sequence[Word]) -> list[list[Word]]:
    """Words as they are written, each of one or more parts."""
    groups: list[list[Word]] = []
    for word in words:
        if groups and word.text and not word.text[0].isspace() and not is_unspaced(word.text[0]):
            groups[-1].append(word)  # "don" + "'t"
        else:
            groups.append([word])
    return groups


def _token(group: Sequence[Word]) -> str:
    return bare("".join(word.text for word in group))


def _shown(document: Document) -> list[str]:
    return [bare(w.text) for c in document.captions for w in spread(one_line(c.text), c.start, c.end)]


def _dropped(heard: list[str], shown: list[str]) -> Iterator[tuple[int, int]]:
    """Stretches of ``heard`` in whose place nothing stands in ``shown``: start and stop."""
    for tag, start, end, other, other_end in SequenceMatcher(None, heard, shown).get_opcodes():
        if tag in ("delete", "replace"):
            part = SequenceMatcher(None, heard[start:end], shown[other:other_end], autojunk=False)
            for _, a, b, c, d in part.get_opcodes():
                if b - a > 2 * (d - c):  # a word or two may stand for one, but not for a sentence
                    yield start + a, start + b


def _kept(heard: list[str], shown: list[str]) -> set[int]:
    """The indices of the tokens of ``heard`` that ``shown`` has too, in order."""
    kept: set[int] = set()
    # At first frequent words only prolong matches, which keeps long texts fast; then they count between the
    # matches.
    for tag, start, end, other_start, other_end in SequenceMatcher(None, heard, shown).get_opcodes():
        if tag == "equal":
            kept.update(range(start, end))
        elif tag == "replace":
            part = SequenceMatcher(None, heard[start:end], shown[other_start:other_end], autojunk=False)
            for block in part.get_matching_blocks():
                kept.update(range(start + block.a, start + block.a + block.size))
    return kept
