"""What one hearing of an utterance goes by, and what it gives."""

from collections.abc import Sequence
from dataclasses import dataclass

from alm_studio.decoding.batch import Hypothesis
from alm_studio.model.seq2seq import Memory
from alm_studio.pipeline.windows import Window
from alm_studio.streaming.policies.policy import HeardWord


@dataclass(frozen=True)
class Hearing:
    """What a hearing goes by.

    Attributes:
        window: the utterance so far.
        begun: tokens of its committed words.
        reached: seconds of the window up to which these reach.
        context: tokens of what was said before it.
        led: seconds at the beginning of the window that back none of what follows the committed words.
    """

    window: Window
    begun: Sequence[int]
    reached: float
    context: Sequence[int]
    led: float = 0.0


@dataclass(frozen=True)
class Heard:
    """What a hearing gave.

    Attributes:
        words: that follow the committed ones.
        sound: False where nothing in the sound backs a text, which then has no words, or where it repeats itself.
        cut: whether words that made no sense were left out, or a loop's later rounds.
        hearing: what it went by.
        memory: the utterance so far.
        text: all of its words, the committed ones too.
    """

    words: tuple[HeardWord, ...]
    sound: bool
    cut: bool
    hearing: Hearing
    memory: Memory
    text: Hypothesis
