"""Reversible changes of a document. Every change the user makes is one of these, so every change can be
undone."""

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.scripts import squeeze
from alm_studio.captions.transcript import Word
from alm_studio.captions.word_times import retime


@dataclass(frozen=True)
class Change:
    """What an edit did to the list of cues, for views.

    Attributes:
        index: the first cue concerned.
        removed: how many cues were taken out there.
        inserted: how many were put in their place; equal to ``removed`` where cues only changed.
    """

    index: int
    removed: int
    inserted: int


@dataclass(frozen=True)
class Splice:
    """All that an edit does, as plain data: it can be stored and made again in another session.

    Attributes:
        index: of the first cue concerned.
        old: the cues taken out there.
        new: the cues in their place.
        silences: (start, end) in ms of places accepted as silent with it.
    """

    index: int
    old: tuple[Caption, ...] = ()
    new: tuple[Caption, ...] = ()
    silences: tuple[tuple[int, int], ...] = ()


class Edit(ABC):
    """Puts cues in the place of others, and back.

    An edit belongs to one document. ``do`` and ``undo`` alternate, beginning with ``do``; ``do`` again after
    ``undo`` is redo.
    """

    def __init__(self, label: str) -> None:
        self.label = label
        self._index = 0
        self._old: list[Caption] | None = None
        self._new: list[Caption] = []
        self._silences: tuple[tuple[int, int], ...] = ()

    @property
    def splice(self) -> Splice:
        """What it did, for keeping.

        Raises:
            ValueError: it was not done yet.
        """
        if self._old is None:
            raise ValueError("splice before do")
        return Splice(self._index, tuple(self._old), tuple(self._new), self._silences)

    @abstractmethod
    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        """Start and stop of the cues to replace, and the cues that take their place."""

    def do(self, document: Document) -> Change:
        """Change ``document``.

        Raises:
            UsageError: the cues would be out of order or without duration; the document is as before.
        """
        if self._old is None:
            start, stop, new = self._plan(document)
            if not 0 <= start <= stop <= len(document.captions):
                raise IndexError(f"cues {start} to {stop} of {len(document.captions)}")
            _check_times(document.captions[max(0, start - 1) : start], new, document.captions[stop : stop + 1])
            self._index, self._old, self._new = start, document.captions[start:stop], list(new)
        document.silences.extend(self._silences)
        return self._swap(document, self._old, self._new)

    def undo(self, document: Document) -> Change:
        """Change ``document`` back."""
        if self._old is None:
            raise ValueError("undo before do")
        for span in self._silences:
            document.silences.remove(span)
        return self._swap(document, self._new, self._old)

    def _swap(self, document: Document, out: list[Caption], into: list[Caption]) -> Change:
        document.captions[self._index : self._index + len(out)] = into
        return Change(self._index, len(out), len(into))


class Replace(Edit):
    """Puts ``captions`` in the place of the cues from ``start`` up to, not including, ``stop``."""

    def __init__(self, start: int, stop: int, captions: Sequence[Caption], label: str = "Replace cues") -> None:
        super().__init__(label)
        self._planned = (start, stop, tuple(captions))

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        return self._planned


class Insert(Replace):
    """Inserts ``caption`` before the cue that is now at ``index``."""

    def __init__(self, index: int, caption: Caption) -> None:
        super().__init__(index, index, (caption,), "Insert cue")


class Delete(Replace):
    """Takes out ``count`` cues from ``index`` on."""

    def __init__(self, index: int, count: int = 1) -> None:
        super().__init__(index, index + count, (), "Delete cue" if count == 1 else f"Delete {count} cues")


class SetText(Edit):
    """Gives the cue at ``index`` another text; words that remain keep their times."""

    def __init__(self, index: int, text: str) -> None:
        super().__init__("Edit text")
        self._at = index
        self._text = text

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        cue = document.captions[self._at]
        words = retime(cue.words, self._text, cue.start, cue.end)
        return self._at, self._at + 1, (replace(cue, text=self._text, words=words),)


class SetTimes(Edit):
    """Gives the cue at ``index`` another in-time and out-time, ms; its words keep theirs."""

    def __init__(self, index: int, start: int, end: int) -> None:
        super().__init__("Change times")
        self._at = index
        self._times = (start, end)

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        start, end = self._times
        return self._at, self._at + 1, (replace(document.captions[self._at], start=start, end=end),)


class AcceptWords(Edit):
    """Takes the words of the cue at ``index`` for right: they count as if a person had typed them."""

    def __init__(self, index: int) -> None:
        super().__init__("Accept text")
        self._at = index

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        cue = document.captions[self._at]
        words = tuple(replace(word, probability=1.0, evidence=None) for word in cue.words)
        return self._at, self._at + 1, (replace(cue, words=words),)


class AcceptSilence(Edit):
    """Notes that no text is wanted from ``start`` to ``end``, ms; the cues stay as they are."""

    def __init__(self, start: int, end: int) -> None:
        super().__init__("Accept silence")
        self._silences = ((start, end),)

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        index = bisect_left(document.captions, self._silences[0][0], key=attrgetter("start"))
        return index, index, ()


class Made(Edit):
    """An edit of an earlier session: already made, so ``undo`` comes first."""

    def __init__(self, splice: Splice, label: str) -> None:
        super().__init__(label)
        self._index, self._old, self._new = splice.index, list(splice.old), list(splice.new)
        self._silences = splice.silences

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        return self._index, self._index + len(self._old or ()), self._new


class Split(Edit):
    """Cuts the cue at ``index`` in two before the character ``offset`` of its text."""

    def __init__(self, index: int, offset: int) -> None:
        super().__init__("Split cue")
        self._at = index
        self._offset = offset

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        cue = document.captions[self._at]
        texts = cue.text[: self._offset].strip(), cue.text[self._offset :].strip()
        if not all(texts) or cue.duration < 2:
            raise UsageError("The cue cannot be split there: place the cursor between two of its words.")
        share = cue.duration * len(texts[0]) // (len(texts[0]) + len(texts[1]))
        words, count = cue.words, _count_words(cue.words, len(squeeze(texts[0])))
        middle = words[count].start if count < len(words) else cue.start + share
        middle = min(max(middle, cue.start + 1), cue.end - 1)
        first = replace(cue, end=middle, text=texts[0], words=words[:count])
        return self._at, self._at + 1, (first, replace(cue, start=middle, text=texts[1], words=words[count:]))


class Merge(Edit):
    """Makes one cue of ``count`` cues from ``index`` on, each on lines of its own."""

    def __init__(self, index: int, count: int = 2) -> None:
        super().__init__("Merge cues")
        self._at = index
        self._count = count

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        cues = document.captions[self._at : self._at + self._count]
        if len(cues) < max(2, self._count):
            raise UsageError("There is no cue to merge with: choose two or more cues.")
        words = tuple(word for cue in cues for word in cue.words) if all(cue.words for cue in cues) else ()
        merged = replace(
            cues[0], end=max(cue.end for cue in cues), text="\n".join(cue.text for cue in cues), words=words
        )
        return self._at, self._at + self._count, (merged,)


def _count_words(words: Sequence[Word], characters: int) -> int:
    """How many of ``words`` hold the first ``characters`` characters of their text, white space apart."""
    count = 0
    while characters > 0 and count < len(words):
        characters -= len(squeeze(words[count].text))
        count += 1
    return count


def _check_times(before: Sequence[Caption], new: Sequence[Caption], after: Sequence[Caption]) -> None:
    """Raise ``UsageError`` unless every new cue has a duration and all stand in order."""
    for cue in new:
        if cue.start < 0:
            raise UsageError("A cue cannot begin before the medium does: choose an in-time of 0 or later.")
        if cue.end <= cue.start:
            raise UsageError("A cue must end after it begins: choose a later out-time.")
    for one, other in pairwise([*before, *new, *after]):
        if other.start < one.start:
            raise UsageError("A cue cannot begin before the cue above it: move that one first.")
