"""What the vocabularies trained here have in common: text, a start and an end, and nothing else."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path

from alm_studio.text.splitting import Piece, split_at_spaces


class PlainTokenizer(ABC):
    """A vocabulary of one language without timestamps, previous text, or a token for silence.

    Args:
        texts: how many text tokens there are; the end and the start of a text follow them.

    Attributes:
        kind: its name in ``text.vocabularies``.
    """

    kind: str
    sot_prev: int | None = None
    no_speech: int | None = None
    languages: tuple[str, ...] = ()
    multilingual = False
    has_timestamps = False

    def __init__(self, texts: int) -> None:
        self.eot = texts
        self.sot = texts + 1
        self.vocabulary = self.timestamp_begin = texts + 2

    @property
    def never_written(self) -> tuple[int, ...]:
        """See ``SpeechTokenizer``."""
        return (self.sot,)

    @property
    def blanks(self) -> tuple[int, ...]:
        """See ``SpeechTokenizer``: an empty text is a sound answer of a model that knows no token for silence."""
        return ()

    def prompt(self, language: str = "", task: str = "transcribe", timestamps: bool = False) -> list[int]:
        """The start token: there is nothing to choose."""
        return [self.sot]

    @abstractmethod
    def encode(self, text: str) -> list[int]:
        """Text tokens, without special ones."""

    def decode(self, tokens: Iterable[int]) -> str:
        """Text of the text tokens; special ones are left out. No white space at its ends."""
        return self._decode_part(self._text_tokens(tokens)).strip()

    @abstractmethod
    def save(self, path: Path) -> None:
        """Write it as a ``tokenizer.json``."""

    def split_words(self, tokens: Sequence[int], language: str) -> list[Piece]:
        """See ``SpeechTokenizer``."""
        return split_at_spaces(self._text_tokens(tokens), self._decode_part, language)

    def _text_tokens(self, tokens: Iterable[int]) -> list[int]:
        return [token for token in tokens if 0 <= token < self.eot]

    @abstractmethod
    def _decode_part(self, tokens: list[int]) -> str:
        """Text of some tokens from the middle of a text: spaces at its ends stay."""
