"""What a policy is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class HeardWord:
    """A word that follows the committed text, as the model hears it now.

    Attributes:
        text: with its leading space and punctuation.
        tokens: its vocabulary ids.
        begins, attended: seconds of the utterance between which its tokens listened.
        probability: of its least probable token, 0 to 1.
    """

    text: str
    tokens: tuple[int, ...]
    begins: float
    attended: float
    probability: float = 1.0


class Policy(Protocol):
    """Decides how much of a text is sure while its sound still goes on.

    Attributes:
        step: seconds of new sound from one hearing to the next that suit it.
    """

    step: float

    def sure(self, words: Sequence[HeardWord], seconds: float) -> int:
        """How many of ``words`` can be committed.

        Args:
            words: all that follows what is committed, from the newest hearing.
            seconds: of the utterance that were heard.
        """

    def reset(self) -> None:
        """A new utterance begins."""
