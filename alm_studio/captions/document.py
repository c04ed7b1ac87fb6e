"""What the viewer reads: cues with in-time, out-time and lines. Times are integer milliseconds."""

from dataclasses import dataclass, field, replace

from alm_studio.captions.transcript import Word


@dataclass(frozen=True)
class Caption:
    """One cue.

    Attributes:
        start: in-time, ms.
        end: out-time, ms; after ``start``.
        text: the lines, parted by ``"\\n"``.
        words: the heard words under the text, for splitting and for word-level formats; may be empty.
        language: Whisper's code of its speech, ``""`` where unknown.
        speaker: who speaks, as a person named them; ``""`` where nobody said.
        note: what those who work on the captions tell each other; no viewer reads it.
    """

    start: int
    end: int
    text: str
    words: tuple[Word, ...] = ()
    language: str = ""
    speaker: str = ""
    note: str = ""

    @property
    def duration(self) -> int:
        """Ms on screen."""
        return self.end - self.start

    @property
    def lines(self) -> list[str]:
        """The lines of text."""
        return self.text.split("\n")

    def with_text(self, text: str) -> "Caption":
        """The same cue with other text."""
        return replace(self, text=text)


@dataclass
class Document:
    """The cues of one medium, in time order.

    Attributes:
        captions: the cues.
        language: of the medium as a whole.
        title: for formats that have one.
        silences: (start, end) in ms of places that a person listened to and wants no text for.
    """

    captions: list[Caption] = field(default_factory=list)
    language: str = ""
    title: str = ""
    silences: list[tuple[int, int]] = field(default_factory=list)
