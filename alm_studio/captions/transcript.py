"""What a model heard: words with times, in segments. Times are integer milliseconds of the medium."""

from dataclasses import dataclass, field

from alm_studio.captions.scripts import writes_spaces


@dataclass(frozen=True)
class Evidence:
    """How the sound backs a word, from where the model listened when it wrote it; each from 0 to 1.

    Attributes:
        sharp: the largest share of a token's attention that lies within 0.3 s: high where one place was heard.
        forward: how far attention moved on since the token before: 1 wholly behind it, 0.5 at the same place (where
            text goes round in circles), 0 wholly before it.
        voiced: the share of attention that lies on speech; the rest lies on silence, noise, or no sound at all.
    """

    sharp: float = 1.0
    forward: float = 1.0
    voiced: float = 1.0


@dataclass(frozen=True)
class Word:
    """One word, or in scripts without spaces one character group.

    Attributes:
        text: as it stands in the running text, with its leading space and its punctuation (``" ask"``).
        start: ms at which it begins to sound.
        end: ms at which it stops; never before ``start``.
        probability: geometric mean of P(token | earlier tokens, audio) over its tokens, 0 to 1.
        evidence: None where nothing is known of it: a person wrote or accepted the word.
    """

    text: str
    start: int
    end: int
    probability: float = 1.0
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Segment:
    """A stretch of speech that the model wrote in one go.

    Attributes:
        start, end: ms.
        text: the words joined; equal to ``"".join(w.text for w in words).strip()`` where there are words.
        words: in time order.
        language: Whisper's code, such as ``"en"``.
        tokens: the vocabulary ids of the text.
        avg_logprob: mean log P per token, nats.
        no_speech_prob: the model's own estimate that nobody speaks, 0 to 1.
        compression_ratio: UTF-8 length by its zlib length; above 2.4 the text repeats itself.
        temperature: 0 for the most probable text, more where sampling had to help.
    """

    start: int
    end: int
    text: str
    words: tuple[Word, ...] = ()
    language: str = ""
    tokens: tuple[int, ...] = ()
    avg_logprob: float = 0.0
    no_speech_prob: float = 0.0
    compression_ratio: float = 1.0
    temperature: float = 0.0


@dataclass(frozen=True)
class Mismatch:
    """A place where a text that was given and the speech part ways.

    Attributes:
        kind: ``"unspoken"``: text that nobody speaks; ``"unwritten"``: speech that the text lacks.
        start, end: ms; of text that is not spoken the room between the words beside it.
        text: the text, or what was heard.
    """

    kind: str
    start: int
    end: int
    text: str


@dataclass
class Transcript:
    """Everything that was heard in one medium.

    Attributes:
        language: of the file as a whole; a segment may differ.
        segments: in time order, not overlapping.
        duration: of the medium, ms.
        task: ``"transcribe"`` or ``"translate"``.
        model: the name of the model that wrote it.
        warnings: sentences for the user (damaged media, say).
        unwritten: (start, end) in ms of speech that no word was written for, in time order.
        mismatches: where a given text and the speech part ways, in time order; empty where no text was given.
    """

    language: str = ""
    segments: list[Segment] = field(default_factory=list)
    duration: int = 0
    task: str = "transcribe"
    model: str = ""
    warnings: list[str] = field(default_factory=list)
    unwritten: list[tuple[int, int]] = field(default_factory=list)
    mismatches: list[Mismatch] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole text on one line."""
        spaced = [f" {s.text}" if writes_spaces(s.language or self.language) else s.text for s in self.segments]
        return "".join(spaced).strip()

    @property
    def words(self) -> list[Word]:
        """Every word in time order."""
        return [word for segment in self.segments for word in segment.words]
