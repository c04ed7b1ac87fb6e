"""Speech that goes on: how far it is committed."""

from dataclasses import dataclass, field

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.vad import Span, SpeechDetector
from alm_studio.pipeline.windows import SpeechBuffer, Window, read_window
from alm_studio.streaming.hearing import Heard

_PAUSE = 2 * SAMPLE_RATE
"""Samples from which a pause is left out of what is heard, as it is in files,"""
_LEFT = SAMPLE_RATE // 2
"""but for so many behind the last word."""


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

    @property
    def sample(self) -> int:
        """The sample of the stream at which it ends."""
        return round(self.end * SAMPLE_RATE / 1000)


@dataclass
class Utterance:
    """Speech that goes on.

    Attributes:
        begin: sample of the stream at which what is heard of it begins.
        words: that are committed and lie in it.
        draft: tokens that followed them when it was heard last.
        last: the last hearing that made sense, and how many words of it are committed.
        alone: sample before which nothing is heard with it, though it will lead to what follows; 0: there is none.
        hidden: how many of its words lie before that sample.
        again: whether it is heard so because the last word before went over speech: it may now be heard once more.
        stretched: whether the times of the last committed word went over speech that has no words.
        written: whether any word of it, also of what has scrolled out, was committed.
        opened: sample at which its own speech begins; what lies before belongs to the utterance before it.
        pauses: long pauses that are left out of what is heard, in order; samples of the stream.
    """

    begin: int
    words: list[CommittedWord] = field(default_factory=list)
    draft: tuple[int, ...] = ()
    last: tuple[Heard, int] | None = None
    alone: int = 0
    hidden: int = 0
    again: bool = False
    stretched: bool = False
    written: bool = False
    opened: int = 0
    pauses: list[Span] = field(default_factory=list)

    @property
    def start(self) -> int:
        """The sample at which what is heard now begins."""
        return max(self.begin, self.alone)

    @property
    def begun(self) -> list[int]:
        """Tokens of the committed words that are heard."""
        return [token for word in self.words[self.hidden :] for token in word.tokens]

    @property
    def reached(self) -> float:
        """Seconds of what is heard up to which the committed words reach."""
        return self.length(self.end_of(len(self.words))) / SAMPLE_RATE

    @property
    def led(self) -> float:
        """Seconds of sound before its own speech, as long as nothing of that is committed."""
        return 0.0 if self.written else self.length(self.opened) / SAMPLE_RATE

    def length(self, end: int) -> int:
        """Samples that are heard up to a sample of the stream."""
        return self.between(self.start, end)

    def between(self, begin: int, end: int) -> int:
        """Samples from one sample of the stream to another, without pauses that are left out."""
        left_out = sum(max(0, min(end, pause.end) - max(begin, pause.start)) for pause in self.pauses)
        return max(0, end - begin - left_out)

    def newest(self, length: int, end: int) -> int:
        """The sample of the stream from which so many samples are heard up to ``end``."""
        for pause in reversed(self.pauses):
            if end - length >= pause.end:
                break
            length -= end - pause.end
            end = pause.start
        return end - length

    def window(self, end: int, buffer: SpeechBuffer, detector: SpeechDetector) -> Window:
        """What is heard of it up to a sample.

        Args:
            end: sample of the stream.
            buffer: that holds its sound.
            detector: that was fed it.
        """
        pauses = [pause for pause in self.pauses if pause.end > self.start]
        edges = [self.start, *(edge for pause in pauses for edge in (pause.start, pause.end)), end]
        pieces = [Span(start, stop) for start, stop in zip(edges[::2], edges[1::2], strict=True) if start < stop]
        return read_window(buffer, pieces or [Span(self.start, self.start)], detector)

    def end_of(self, count: int) -> int:
        """The sample at which the first ``count`` committed words end."""
        return max(self.begin, self.words[count - 1].sample) if count else self.begin

    def add(self, word: CommittedWord) -> None:
        """One more word is committed."""
        self.words.append(word)
        self.written, self.again = True, False

    def part(self) -> None:
        """From here on hear what follows the committed words by itself."""
        self.alone, self.hidden = self.end_of(len(self.words)), len(self.words)
        self.again, self.stretched = self.stretched, False
        self.draft, self.last = (), None

    def follow(self, ended: int, opened: int) -> "Utterance":
        """The utterance that begins behind this one, whose words and sound lead to it.

        Args:
            ended: sample at which this one ended.
            opened: sample at which the next begins.
        """
        pauses = list(self.pauses)
        if not self.written:  # a breath, or a noise
            ended = self.end_of(len(self.words))
            pauses = [pause for pause in pauses if pause.end <= ended]
        if opened - ended > _PAUSE:
            pauses.append(Span(ended + _LEFT, opened))
        return Utterance(self.begin, self.words, opened=opened, pauses=pauses)

    def scroll(self, count: int, begin: int) -> list[CommittedWord]:
        """Let the first words go and begin at a later sample; returns these words."""
        gone = self.words[:count]
        del self.words[:count]
        self.hidden = max(0, self.hidden - count)
        self.begin = max(self.begin, begin)
        self.pauses = [pause for pause in self.pauses if pause.end > self.begin]
        if self.pauses and self.pauses[0].start <= self.begin:
            self.begin = self.pauses.pop(0).end
        return gone
