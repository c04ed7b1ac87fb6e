"""What decoding, alignment and training ask of a vocabulary, whichever it is."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol


class SpeechTokenizer(Protocol):
    """Text to tokens and back. Text tokens are numbered below ``eot``, special ones from there on.

    What a vocabulary cannot do it says here, so that nobody asks which vocabulary it is.

    Attributes:
        kind: its name in ``text.vocabularies``.
        vocabulary: number of tokens.
        eot: ends a text.
        sot: starts a text.
        sot_prev: starts the text before; None where the model knows no previous text.
        no_speech: its probability at the start says that nobody speaks; None where there is no such token.
        timestamp_begin: the first timestamp token; the same as ``vocabulary`` where there are none.
        languages: codes of the languages that have a token, in order; empty where there are none.
    """

    kind: str
    vocabulary: int
    eot: int
    sot: int
    sot_prev: int | None
    no_speech: int | None
    timestamp_begin: int
    languages: tuple[str, ...]

    @property
    def multilingual(self) -> bool:
        """Whether the model is told, and can tell, which language is spoken."""

    @property
    def has_timestamps(self) -> bool:
        """Whether the model can write timestamp tokens."""

    @property
    def never_written(self) -> tuple[int, ...]:
        """Tokens that are no part of any text, but for timestamps and the end."""

    @property
    def blanks(self) -> tuple[int, ...]:
        """Tokens that a text does not begin with."""

    def prompt(self, language: str, task: str, timestamps: bool) -> list[int]:
        """The tokens that tell the model what to do; the first is ``sot``.

        Args:
            language: code; ignored where there are no languages.
            task: ``"transcribe"`` or ``"translate"``.
            timestamps: whether timestamp tokens may be written; only where ``has_timestamps``.
        """

    def encode(self, text: str) -> list[int]:
        """Text tokens, without special ones."""

    def decode(self, tokens: Iterable[int]) -> str:
        """Text of the text tokens; special ones are left out."""

    def split_words(self, tokens: Sequence[int], language: str) -> list[tuple[str, list[int]]]:
        """Group text tokens into words, each with the space before it.

        Args:
            tokens: text tokens (others are ignored).
            language: code; unspaced scripts are split by character, the others at spaces.
        """

    def save(self, path: Path) -> None:
        """Write it as a ``tokenizer.json``."""
