"""What the check of training data found."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from alm_studio.training.data.example import Example


class Reason(StrEnum):
    """Why an example is left out."""

    UNREADABLE = "unreadable"
    OUTSIDE = "outside"
    EMPTY = "empty"
    NO_SPEECH = "no speech"
    SHORT = "too short"
    LONG = "too long"
    SILENT = "silent"
    CLIPPED = "clipped"
    DUPLICATE = "duplicate"
    CONTRADICTION = "contradiction"
    REPETITIVE = "repetitive"
    DENSE = "too much text"
    SPARSE = "too little text"
    FAR = "another text"


_SENTENCES = {
    Reason.UNREADABLE: "the sound cannot be read",
    Reason.OUTSIDE: "lie beyond the end of their file",
    Reason.EMPTY: "have no text",
    Reason.NO_SPEECH: "describe sounds instead of speech",
    Reason.SHORT: "are too short",
    Reason.LONG: "are too long and cannot be split",
    Reason.SILENT: "are silent",
    Reason.CLIPPED: "are overdriven",
    Reason.DUPLICATE: "stand there twice",
    Reason.CONTRADICTION: "have the sound of another example but not its text",
    Reason.REPETITIVE: "have a text that repeats itself",
    Reason.DENSE: "have more text than can be said in their time",
    Reason.SPARSE: "have much less text than is said in their time",
    Reason.FAR: "have a text far from what the model hears",
}


@dataclass(frozen=True)
class Finding:
    """Why one example is left out: the kind, and a sentence with its numbers."""

    reason: Reason
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class CheckReport:
    """What there is to learn from, and what was left out.

    Attributes:
        kept: examples with their ends known, in the order in which they were given.
        dropped: the others, each with what was found.
        notes: sentences about the data as a whole.
        seconds: of speech in ``kept``.
        dropped_seconds: of sound in ``dropped``, as far as it is known.
    """

    kept: tuple[Example, ...]
    dropped: tuple[tuple[Example, Finding], ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    dropped_seconds: float = 0.0

    @property
    def counts(self) -> dict[Reason, int]:
        """How many were left out for which reason, the most frequent first."""
        return dict(Counter(finding.reason for _, finding in self.dropped).most_common())

    def sentences(self) -> list[str]:
        """The report for people: what is kept, what is left out and why, the notes."""
        lines = [f"{_many(len(self.kept), 'example')}, {_time(self.seconds)} of sound to learn from."]
        if self.dropped:
            lines.append(f"{_many(len(self.dropped), 'example')} left out:")
            lines += [f"  {count} {_SENTENCES[reason]}" for reason, count in self.counts.items()]
        return [*lines, *self.notes]

    def to_plain(self) -> dict[str, Any]:
        """The report as JSON can hold it."""
        return {
            "kept": len(self.kept),
            "seconds": round(self.seconds, 3),
            "counts": {str(reason): count for reason, count in self.counts.items()},
            "notes": list(self.notes),
            "dropped": [
                {**_plain(example), "reason": str(finding.reason), "message": finding.sentence}
                for example, finding in self.dropped
            ],
        }


def total_seconds(examples: Sequence[Example]) -> float:
    """Seconds of those examples whose end is known."""
    return sum(example.end - example.start for example in examples if example.end is not None) / 1000


def _plain(example: Example) -> dict[str, Any]:
    end = None if example.end is None else example.end / 1000
    return {"audio": str(example.audio), "text": example.text, "start": example.start / 1000, "end": end}


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    return f"{minutes // 60} h {minutes % 60:02d} min"
