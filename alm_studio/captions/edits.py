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
    """All that an edit does, as plain data: it can be kept and made again at another start.

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

    def __init__(self, label: str, silences: tuple[tuple[int, int], ...] = ()) -> None:
        self.label = label
        self._silences = silences
        self._splice: Splice | None = None

    @abstractmethod
    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        """Start and stop of the cues to replace, and the cues that take their place."""

    @property
    def splice(self) -> Splice:
        """What the edit did, as plain data.

        Raises:
            ValueError: it was not done yet.
        """
        if self._splice is None:
            raise ValueError("not done yet")
        return self._splice

    def do(self, document: Document) -> Change:
        """Change ``document``.

        Raises:
            UsageError: the cues would be out of order or without duration, or the edit makes no sense there; the
                document is as before.
        """
        if self._splice is None:
            start, stop, new = self._plan(document)
            if not 0 <= start <= stop <= len(document.captions):
                raise IndexError(f"cues {start} to {stop} of {len(document.captions)}")
            old = document.captions[start:stop]
            _check_times(document.captions[max(0, start - 1) : start], new, document.captions[stop : stop + 1])
            head, tail = _unchanged(old, new)
            changed, into = old[head : len(old) - tail], new[head : len(new) - tail]
            self._splice = Splice(start + head, tuple(changed), tuple(into), self._silences)
        document.silences.extend(self._splice.silences)
        return self._swap(document, self._splice.old, self._splice.new)

    def undo(self, document: Document) -> Change:
        """Change ``document`` back."""
        if self._splice is None:
            raise ValueError("undo before do")
        del document.silences[len(document.silences) - len(self._splice.silences) :]  # the last ones are its own
        return self._swap(document, self._splice.new, self._splice.old)

    def _swap(self, document: Document, out: Sequence[Caption], into: Sequence[Caption]) -> Change:
        index = self.splice.index
        document.captions[index : index + len(out)] = into
        return Change(index, len(out), len(into))


class Made(Edit):
    """An edit that was made at another start and kept: ``undo`` comes first, or ``do`` to redo it."""

    def __init__(self, splice: Splice, label: str) -> None:
        super().__init__(label, splice.silences)
        self._splice = splice

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        raise AssertionError("what was made before needs no plan")


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
        super().__init__(index, index + count, (), "Delete cue" if count == 1 else "Delete cues")


class Create(Edit):
    """Makes an empty cue from ``start`` to ``end``, ms, where it belongs in time.

    It gives way to the cues beside it: ``end`` is brought forward to the next cue's in-time.
    """

    def __init__(self, start: int, end: int, text: str = "") -> None:
        super().__init__("Insert cue")
        self._new = (start, end, text)

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        start, end, text = self._new
        captions = document.captions
        index = bisect_left(captions, start, key=attrgetter("start"))
        if index < len(captions):
            end = min(end, captions[index].start)
        if index and captions[index - 1].end > start:
            start = captions[index - 1].end
        if end <= start:
            raise UsageError("There is no room for a cue: choose a place where none stands.")
        return index, index, (Caption(start, end, text, language=document.language),)


class SetText(Edit):
    """Gives the cue at ``index`` another text; words that remain keep their times."""

    def __init__(self, index: int, text: str) -> None:
        super().__init__("Edit text")
        self._at = index
        self._text = text

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        return self._at, self._at + 1, (with_text(document.captions[self._at], self._text),)


class SetTimes(Edit):
    """Gives the cue at ``index`` another in-time and out-time, ms; its words keep theirs."""

    def __init__(self, index: int, start: int | None = None, end: int | None = None) -> None:
        label = "Set out-time" if start is None else "Set in-time" if end is None else "Change times"
        super().__init__(label)
        self._at = index
        self._times = (start, end)

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        cue = document.captions[self._at]
        start, end = self._times
        start, end = cue.start if start is None else start, cue.end if end is None else end
        return self._at, self._at + 1, (replace(cue, start=start, end=end),)


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
        super().__init__("Accept silence", ((start, end),))

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        index = bisect_left(document.captions, self._silences[0][0], key=attrgetter("start"))
        return index, index, ()


def with_text(cue: Caption, text: str) -> Caption:
    """``cue`` with another text; words that remain keep their times and probabilities."""
    return replace(cue, text=text, words=retime(cue.words, text, cue.start, cue.end))


def _unchanged(old: Sequence[Caption], new: Sequence[Caption]) -> tuple[int, int]:
    """How many cues at the beginning and at the end are the same in both."""
    shorter = min(len(old), len(new))
    head = next((number for number in range(shorter) if old[number] != new[number]), shorter)
    room = range(shorter - head)
    return head, next((number for number in room if old[-1 - number] != new[-1 - number]), len(room))


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
