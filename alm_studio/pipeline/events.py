"""What a running transcription tells. Plain data: the command line, the window and tests all read the same."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from alm_studio.captions.document import Caption
from alm_studio.captions.transcript import Segment, Transcript
from alm_studio.pipeline.resuming import Place

if TYPE_CHECKING:  # it needs numpy, which the window does not import before it is seen
    from alm_studio.pipeline.attention_log import KeptAttention


@dataclass(frozen=True)
class Opened:
    """The medium is open.

    Attributes:
        duration: ms by the container's own account; 0 where it does not say.
    """

    duration: int


@dataclass(frozen=True)
class LanguageDetected:
    """The language of the file as a whole, with its probability 0 to 1."""

    language: str
    probability: float


@dataclass(frozen=True)
class SegmentReady:
    """A finished segment. Segments come in time order and never change afterwards."""

    segment: Segment


@dataclass(frozen=True)
class CaptionsReady:
    """Cues that are final: later ones follow them, none replaces them."""

    captions: tuple[Caption, ...]


@dataclass(frozen=True)
class SpeechUnwritten:
    """Somebody speaks from ``start`` to ``end``, ms, and no word was written for it."""

    start: int
    end: int


@dataclass(frozen=True)
class Reached:
    """All events of the windows before ``place`` are told: from here the work can be taken up again."""

    place: Place


@dataclass(frozen=True)
class AttentionKept:
    """Where the model listened in one window; told only where the options ask for it."""

    kept: "KeptAttention"


@dataclass(frozen=True)
class Advanced:
    """How far the work is.

    Attributes:
        done: ms of the medium dealt with.
        total: ms in all; 0 while unknown.
        elapsed: seconds since the start of the work on this medium.
        stage: ``"listening"`` (decoding sound, finding speech), ``"writing"`` (the model at work), or ``"aligning"``
            (the model times a text that is given).
        begun: ms dealt with before this work began, of one that was taken up again.
    """

    done: int
    total: int
    elapsed: float
    stage: str = "writing"
    begun: int = 0

    @property
    def speed(self) -> float:
        """Seconds of sound per second of work."""
        return max(0, self.done - self.begun) / 1000 / self.elapsed if self.elapsed > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Estimated seconds until the end, None while unknown."""
        if self.total <= 0 or self.speed <= 0:
            return None
        return max(0.0, (self.total - self.done) / 1000 / self.speed)


@dataclass(frozen=True)
class Warned:
    """Something the user should know that did not stop the work, as a sentence."""

    message: str


@dataclass(frozen=True)
class Finished:
    """The end.

    Attributes:
        transcript: everything that was heard.
        elapsed: seconds of work.
        stages: seconds of each stage of the work, by name.
    """

    transcript: Transcript
    elapsed: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)


Event = (
    Opened
    | LanguageDetected
    | SegmentReady
    | CaptionsReady
    | SpeechUnwritten
    | Reached
    | AttentionKept
    | Advanced
    | Warned
    | Finished
)
