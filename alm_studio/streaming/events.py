"""What a live session tells. Plain data: the command line and the window read the same."""

from dataclasses import dataclass

from alm_studio.captions.transcript import Word


@dataclass(frozen=True)
class Committed:
    """Words that never change any more.

    Attributes:
        words: in time order, in ms of the input's clock; they follow the words committed before.
        language: code.
        ends: whether the speaker pauses after them.
    """

    words: tuple[Word, ...]
    language: str
    ends: bool = False

    @property
    def text(self) -> str:
        """The words joined, with the first one's leading space."""
        return "".join(word.text for word in self.words)


@dataclass(frozen=True)
class Tentative:
    """What the rest of the sound seems to say; each replaces the one before."""

    text: str


LiveEvent = Committed | Tentative
