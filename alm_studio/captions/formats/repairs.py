"""What was mended, or lost, when a foreign file was read: told to the user, who should know."""

import enum
from collections import Counter
from dataclasses import dataclass


class Mended(enum.Enum):
    """One kind of damage or loss; the value is the sentence of the report, or that for one place and for ``{n}``."""

    ENCODING = "The file is not in UTF-8; it was read as {detail}."
    LETTERS = "One character could not be read and stands as �.", "{n} characters could not be read and stand as �."
    CONTROLS = "One control character was taken out.", "{n} control characters were taken out."
    HEADER = "The first line that the format asks for is missing; the rest was read."
    ENDING = "The file breaks off; all that is whole was read."
    MARKUP = "The file's markup is damaged; all that could be read was read."
    TIMES = (
        "One time stamp was written wrongly and was mended.",
        "{n} time stamps were written wrongly and were mended.",
    )
    UNREADABLE = (
        "One line could not be understood and was left out.",
        "{n} lines could not be understood and were left out.",
    )
    UNPARTED = "One cue was not parted from the one before.", "{n} cues were not parted from the one before."
    BACKWARDS = (
        "One cue ended before it began; it was given time to be read.",
        "{n} cues ended before they began; they were given time to be read.",
    )
    EMPTY = "One cue without text was left out.", "{n} cues without text were left out."
    ORDER = "One cue stood out of order and was put in its place.", "{n} cues stood out of order and were put in place."
    ROLLED = (
        "One line that a rolling caption repeats was left out.",
        "{n} lines that rolling captions repeat were left out.",
    )
    FORMATTING = (
        "One cue lost its formatting (italics, colour, place), which is not kept.",
        "{n} cues lost their formatting (italics, colour, place), which is not kept.",
    )
    DRAWINGS = "One drawing was left out.", "{n} drawings were left out."
    WORDS = "One word without times was given some.", "{n} words without times were given some from their neighbours."


@dataclass(frozen=True)
class Repair:
    """One line of the report.

    Attributes:
        kind: what happened.
        count: how often.
        detail: such as the name of an encoding.
    """

    kind: Mended
    count: int
    detail: str = ""

    def __str__(self) -> str:
        sentence = self.kind.value
        if isinstance(sentence, tuple):
            sentence = sentence[self.count != 1]
        return str(sentence).format(n=self.count, detail=self.detail)


class Repairs:
    """Collects repairs while a file is read."""

    def __init__(self) -> None:
        self._counts: Counter[Mended] = Counter()
        self._details: dict[Mended, str] = {}

    def note(self, kind: Mended, count: int = 1, detail: str = "") -> None:
        """Count ``count`` places more; 0 notes nothing."""
        if count:
            self._counts[kind] += count
            self._details[kind] = detail or self._details.get(kind, "")

    @property
    def found(self) -> tuple[Repair, ...]:
        """All of them, in the order of ``Mended``."""
        return tuple(Repair(k, self._counts[k], self._details[k]) for k in Mended if self._counts[k])
