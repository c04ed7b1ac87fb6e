"""Speech that goes on: how far it is committed."""

from dataclasses import dataclass, field

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.vad import Span, SpeechDetector
from alm_studio.pipeline.windows import SpeechBuffer, Window, speech_probabilities
from alm_studio.streaming.hearing import Heard


@dataclass(frozen=True)
class CommittedWord:
    """A word that stays as it is.

    Attributes:
        tokens: its own.
        end: ms of the stream at which it ends.
        probability: how sure the model was of it.
    """

    tokens: tuple[int, ...]
    end: int
    probability: float


@dataclass
class Utterance:
    """Speech that goes on.

    Attributes:
        begin: sample of the stream at which what is heard of it begins.
        words: that are committed and lie in it.
        draft: tokens that followed them when it was heard last.
        last: the last hearing that made sense, and how many words of it are committed.
        alone: whether it is heard without what was said before it.
        stretched: whether the times of the last committed word went over speech that has no words.
        written: whether any word of it, also of what has scrolled out, was committed.
        opened: sample at which its own speech begins; what lies before belongs to the utterance before it.
    """

    begin: int
    words: list[CommittedWord] = field(default_factory=list)
    draft: tuple[int, ...] = ()
    last: tuple[Heard, int] | None = None
    alone: bool = False
    stretched: bool = False
    written: bool = False
    opened: int = 0

    @property
    def begun(self) -> list[int]:
        """Tokens of the committed words."""
        return [token for word in self.words for token in word.tokens]

    @property
    def reached(self) -> float:
        """Seconds from its begin up to which the committed words reach."""
        return self.words[-1].end / 1000 - self.begin / SAMPLE_RATE if self.words else 0.0

    @property
    def led(self) -> float:
        """Seconds of sound before its own speech, as long as nothing of that is committed."""
        return 0.0 if self.written else max(0, self.opened - self.begin) / SAMPLE_RATE

    def window(self, end: int, buffer: SpeechBuffer, detector: SpeechDetector) -> Window:
        """What is heard of it up to a sample.

        Args:
            end: sample of the stream.
            buffer: that holds its sound.
            detector: that was fed it.
        """
        speech = speech_probabilities([Span(self.begin, end)], detector)
        return Window(buffer.read(self.begin, end), ((self.begin, end),), speech)

    def end_of(self, count: int) -> int:
        """The sample at which the first ``count`` committed words end."""
        return max(self.begin, round(self.words[count - 1].end * SAMPLE_RATE / 1000)) if count else self.begin

    def add(self, word: CommittedWord) -> None:
        """One more word is committed."""
        self.words.append(word)
        self.written = True

    def follow(self, opened: int) -> "Utterance":
        """The utterance that begins at a sample, soon after this one, whose words and sound lead to it."""
        return Utterance(self.begin, self.words, opened=opened)

    def scroll(self, count: int, begin: int) -> list[CommittedWord]:
        """Let the first words go and begin at a later sample; returns these words."""
        gone = self.words[:count]
        del self.words[:count]
        self.begin = max(self.begin, begin)
        return gone
