"""Edits of several cues at once. The cues of a selection need not stand side by side."""

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.edits import Edit, with_text


class _Each(Edit):
    """Puts other cues in the place of each of ``rows``; those between stay."""

    def __init__(self, rows: Collection[int], label: str) -> None:
        super().__init__(label)
        self._rows = frozenset(rows)

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        if not self._rows:
            raise UsageError("Choose one or more cues first.")
        start, stop = min(self._rows), max(self._rows) + 1
        new: list[Caption] = []
        for index in range(start, stop):
            cue = document.captions[index]
            new += self._become(index, cue) if index in self._rows else [cue]
        return start, stop, new

    @abstractmethod
    def _become(self, index: int, cue: Caption) -> list[Caption]:
        """What takes the place of a chosen cue."""


class DeleteEach(_Each):
    """Takes the cues of ``rows`` out."""

    def __init__(self, rows: Collection[int]) -> None:
        super().__init__(rows, "Delete cue" if len(rows) == 1 else "Delete cues")

    def _become(self, index: int, cue: Caption) -> list[Caption]:
        return []


class Duplicate(_Each):
    """Puts a copy with the same times behind each cue of ``rows``."""

    def __init__(self, rows: Collection[int]) -> None:
        super().__init__(rows, "Duplicate cue" if len(rows) == 1 else "Duplicate cues")

    def _become(self, index: int, cue: Caption) -> list[Caption]:
        return [cue, cue]


class SetSpeaker(_Each):
    """Says who speaks in the cues of ``rows``; ``""``: nobody said."""

    def __init__(self, rows: Collection[int], speaker: str) -> None:
        super().__init__(rows, "Set speaker")
        self._speaker = speaker.strip()

    def _become(self, index: int, cue: Caption) -> list[Caption]:
        return [replace(cue, speaker=self._speaker)]


class SetNote(_Each):
    """Writes a note to the cues of ``rows``; ``""`` takes it off."""

    def __init__(self, rows: Collection[int], note: str) -> None:
        super().__init__(rows, "Edit note")
        self._note = note.strip()

    def _become(self, index: int, cue: Caption) -> list[Caption]:
        return [replace(cue, note=self._note)]


class SetTexts(_Each):
    """Gives several cues another text each; words that remain keep their times.

    Args:
        texts: the new text by the index of the cue.
        label: what the edit is called.
    """

    def __init__(self, texts: Mapping[int, str], label: str = "Replace all") -> None:
        super().__init__(texts, label)
        self._texts = dict(texts)

    def _become(self, index: int, cue: Caption) -> list[Caption]:
        return [with_text(cue, self._texts[index])]


class Shift(_Each):
    """Moves the cues of ``rows`` and their words by ``by`` ms; below 0 to an earlier time."""

    def __init__(self, rows: Collection[int], by: int) -> None:
        super().__init__(rows, "Shift cues")
        self._by = by

    def _become(self, index: int, cue: Caption) -> list[Caption]:
        return [moved(cue, 1.0, self._by)]


class Stretch(_Each):
    """Moves the cues of ``rows`` and their words so that two points of time come to stand elsewhere.

    What lies between moves in proportion, as for another frame rate or a recording that runs slow.

    Args:
        rows: the cues.
        first: (from, to), ms.
        last: (from, to), ms, another point, later both before and after.
    """

    def __init__(self, rows: Collection[int], first: tuple[int, int], last: tuple[int, int]) -> None:
        super().__init__(rows, "Stretch cues")
        self._points = (first, last)

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        (early, _), (late, _) = self._points
        if late <= early or self._points[1][1] <= self._points[0][1]:
            raise UsageError("The second of the two times must be later than the first.")
        return super()._plan(document)

    def _become(self, index: int, cue: Caption) -> list[Caption]:
        (early, to_early), (late, to_late) = self._points
        factor = (to_late - to_early) / (late - early)
        return [moved(cue, factor, to_early - early * factor)]


def moved(cue: Caption, factor: float, by: float) -> Caption:
    """``cue`` and its words with each time ``t`` at ``factor * t + by``, in whole ms; words never before 0."""

    def at(ms: int) -> int:
        return round(factor * ms + by)

    words = tuple(replace(word, start=max(0, at(word.start)), end=max(0, at(word.end))) for word in cue.words)
    return replace(cue, start=at(cue.start), end=at(cue.end), words=words)
