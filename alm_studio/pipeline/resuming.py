"""Where an interrupted transcription is taken up again."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from alm_studio.captions.transcript import Segment


@dataclass(frozen=True)
class Place:
    """A place between two batches of windows, and all that what follows depends on.

    Attributes:
        windows: written before it.
        batches: that they were written in.
        segments: heard in them.
        unwritten: stretches of speech in them that no word was written for.
        votes: of the windows, by language.
        tokens: of the last window's text, for the next one to follow on.
        language: of that text.
        avg_logprob: of that text, nats per token.
    """

    windows: int = 0
    batches: int = 0
    segments: int = 0
    unwritten: int = 0
    votes: Mapping[str, float] = field(default_factory=dict)
    tokens: Sequence[int] | None = None
    language: str = ""
    avg_logprob: float = 0.0

    def to_plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)

    @staticmethod
    def from_plain(plain: Mapping[str, Any]) -> "Place":
        """What ``to_plain`` gave."""
        return Place(**plain)


@dataclass(frozen=True)
class Resume:
    """What is known of a transcription that was interrupted. The options have to be those that it began with.

    Attributes:
        place: the last one it reached.
        segments: what was heard before that place.
        unwritten: speech without words before that place.
        captions: how many cues came out of it in all, also those behind the place.
    """

    place: Place
    segments: Sequence[Segment] = ()
    unwritten: Sequence[tuple[int, int]] = ()
    captions: int = 0
