"""What a live session and its runner tell. Plain data: the command line and the window read the same."""

from dataclasses import dataclass

from alm_studio.base.notice import Notice
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


@dataclass(frozen=True)
class Ready:
    """The model listens from now on; what was said before is captioned too.

    Attributes:
        model: its name.
    """

    model: str


@dataclass(frozen=True)
class Level:
    """How loud it is, some ten times a second.

    Attributes:
        rms: root mean square of the newest sound, 0 to 1.
    """

    rms: float


@dataclass(frozen=True)
class Delay:
    """How far the captions are behind the speaker.

    Attributes:
        seconds: from the end of the last committed word to now.
    """

    seconds: float


@dataclass(frozen=True)
class Ended:
    """Nothing more will come.

    Attributes:
        seconds: of sound that were heard.
    """

    seconds: float


LiveEvent = Committed | Tentative
"""What a session gives."""
RunEvent = LiveEvent | Ready | Level | Delay | Notice | Ended
"""What a runner tells its listener."""
