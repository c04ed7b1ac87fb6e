"""Whisper's vocabulary: byte-pair tokens of text, and special tokens for language, task and time.

The special tokens' numbers follow from the size of the vocabulary alone, so a tokenizer file that lists only some of
them serves as well. Source: openai/whisper ``tokenizer.py``.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from tokenizers import Tokenizer

from alm_studio.base.errors import ModelError
from alm_studio.text.languages import LANGUAGES, UNSPACED

TIMESTAMP_SECONDS = 0.02
"""The time between two timestamp tokens."""

_ENGLISH_VOCABULARY = 51864


class WhisperTokenizer:
    """Text to tokens and back.

    Attributes:
        vocabulary: number of tokens.
        eot, sot, translate, transcribe, sot_prev, no_speech, no_timestamps, timestamp_begin: special tokens.
        languages: codes of the languages that have a token, in order; empty for English-only models.
    """

    def __init__(self, tokenizer: Tokenizer, vocabulary: int) -> None:
        self._tokenizer = tokenizer
        self.vocabulary = vocabulary
        multilingual = vocabulary >= 51865
        self.eot = 50257 if multilingual else 50256
        self.sot = self.eot + 1
        count = vocabulary - 51765 - int(multilingual) if multilingual else 99
        if vocabulary < _ENGLISH_VOCABULARY or not 1 <= count <= len(LANGUAGES):
            raise ModelError(f"A vocabulary of {vocabulary} tokens is not Whisper's. The model is foreign or damaged.")
        self.languages = tuple(LANGUAGES)[:count] if multilingual else ()
        after = self.sot + 1 + count
        self.translate, self.transcribe = after, after + 1
        self.sot_prev, self.no_speech, self.no_timestamps = after + 3, after + 4, after + 5
        self.timestamp_begin = after + 6

    @classmethod
    def load(cls, path: Path, vocabulary: int) -> "WhisperTokenizer":
        """Read a ``tokenizer.json``.

        Raises:
            ModelError: unreadable, or not the byte-pair vocabulary of Whisper.
        """
        try:
            tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises a bare Exception
            raise ModelError(f"{path} is damaged ({error}). Get the model again.") from error
        # Some files truncate or pad; text of any length must pass.
        tokenizer.no_truncation()
        tokenizer.no_padding()
        loaded = cls(tokenizer, vocabulary)
        if tokenizer.get_vocab_size(with_added_tokens=False) < loaded.eot or tokenizer.id_to_token(220) is None:
            raise ModelError(f"{path} is not the vocabulary of this model. Get the model again.")
        return loaded

    @property
    def multilingual(self) -> bool:
        """Whether the model knows languages other than English."""
        return bool(self.languages)

    def language_token(self, language: str) -> int:
        """The token of a language code.

        Raises:
            ModelError: the model does not know it.
        """
        if language not in self.languages:
            raise ModelError(f"This model does not know the language '{language}'.")
        return self.sot + 1 + self.languages.index(language)

    def prompt(self, language: str, task: str, timestamps: bool) -> list[int]:
        """The tokens that tell the model what to do: start, language, task, timestamps or not.

        Args:
            language: code; ignored by English-only models.
            task: ``"transcribe"`` or ``"translate"``.
            timestamps: whether timestamp tokens may be written.
        """
        tokens = [self.sot]
        if self.multilingual:
            tokens += [self.language_token(language), self.translate if task == "translate" else self.transcribe]
        return tokens if timestamps else [*tokens, self.no_timestamps]

    def encode(self, text: str) -> list[int]:
        """Text tokens, without special ones."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def decode(self, tokens: Iterable[int]) -> str:
        """Text of the text tokens; special ones are left out."""
        return str(self._tokenizer.decode([token for token in tokens if token < self.eot], skip_special_tokens=False))

    @cached_property
    def non_speech_tokens(self) -> tuple[int, ...]:
        """Tokens of what nobody says: brackets, notes, speaker marks. Source: openai/whisper ``tokenizer.py``."""
        symbols = list('"#()*+/:;<=>@[\\]^_`{|}~「」『』')
        symbols += [
            "<<",
            ">>",
            "<<<",
            ">>>",
            "--",
            "---",
            "-(",
            "-[",
            "('",
            '("',
            "((",
            "))",
            "(((",
            ")))",
            "[[",
            "]]",
            "{{",
            "}}",
            "♪♪",
            "♪♪♪",
        ]
        notes = set("♩♪♫♬♭♮♯")
        found = {self.encode(" -")[0], self.encode(" '")[0]}
        for symbol in [*symbols, *notes]:
            for tokens in (self.encode(symbol), self.encode(" " + symbol)):
                if len(tokens) == 1 or symbol in notes:
                    found.add(tokens[0])
        return tuple(sorted(found))

    def split_words(self, tokens: Sequence[int], language: str) -> list[tuple[str, list[int]]]:
        """Group text tokens into words.

        Args:
            tokens: text tokens (others are ignored).
            language: code; unspaced scripts are split by character, the others at spaces.

        Returns:
            (text, tokens) pairs whose texts joined are the whole text. Punctuation stands alone only where the
            tokens do.
        """
        pieces = self._split_characters([token for token in tokens if token < self.eot])
        if language in UNSPACED:
            return pieces
        words: list[tuple[str, list[int]]] = []
        for text, ids in pieces:
            if not words or text.startswith(" ") or _is_punctuation(text.strip()):
                words.append((text, list(ids)))
            else:
                words[-1] = (words[-1][0] + text, words[-1][1] + ids)
        return words

    def _split_characters(self, tokens: list[int]) -> list[tuple[str, list[int]]]:
        """The shortest runs of tokens that are whole characters (a character may need several tokens)."""
        full = self.decode(tokens)
        pieces: list[tuple[str, list[int]]] = []
        current: list[int] = []
        offset = 0
        for token in tokens:
            current.append(token)
            text = self.decode(current)
            place = text.find("�")
            # A replacement character is real where the whole text has it too.
            if place < 0 or full[offset + place : offset + place + 1] == "�":
                pieces.append((text, current))
                offset += len(text)
                current = []
        if current:
            pieces.append((self.decode(current), current))
        return pieces


def _is_punctuation(text: str) -> bool:
    return bool(text) and all(unicodedata.category(character).startswith("P") for character in text)
