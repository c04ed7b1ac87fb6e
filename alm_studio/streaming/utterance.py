"""Speech that goes on: how far it is committed."""

from dataclasses import dataclass, field

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.vad import Span, SpeechDetector
from alm_studio.pipeline.windows import SpeechBuffer, Window, speech_probabilities
from alm_studio.streaming.listener import Heard


@dataclass
class Utterance:
    """Speech that goes on.

    Attributes:
        begin: sample of the stream at which what is heard of it begins.
        tokens: of each committed word that lies in it.
        ends: ms of the stream at which these words end.
        draft: tokens that followed them when it was heard last.
        last: the last hearing that made sense, and how many words of it are committed.
        alone: whether it is heard without what was said before it.
        stretched: whether the times of the last committed word went over speech that has no words.
        written: whether any word of it, also of what has scrolled out, was committed.
    """

    begin: int
    tokens: list[tuple[int, ...]] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    draft: tuple[int, ...] = ()
    last: tuple[Heard, int] | None = None
    alone: bool = False
    stretched: bool = False
    written: bool = False

    @property
    def begun(self) -> list[int]:
        """Tokens of the committed words."""
        return [token for tokens in self.tokens for token in tokens]

    @property
    def reached(self) -> float:
        """Seconds from its begin up to which the committed words reach."""
        return self.ends[-1] / 1000 - self.begin / SAMPLE_RATE if self.ends else 0.0

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
        return max(self.begin, round(self.ends[count - 1] * SAMPLE_RATE / 1000)) if count else self.begin

    def add(self, tokens: tuple[int, ...], end: int) -> None:
        """One more word is committed. end: ms."""
        self.tokens.append(tokens)
        self.ends.append(end)
        self.written = True

    def scroll(self, count: int, begin: int) -> list[int]:
        """Let the first words go and begin at a later sample; returns the tokens of these words."""
        gone = [token for tokens in self.tokens[:count] for token in tokens]
        del self.tokens[:count], self.ends[:count]
        self.begin = max(self.begin, begin)
        return gone
