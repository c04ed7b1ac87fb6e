"""Whisper's vocabulary: byte-pair tokens of text, and special tokens for language, task and time.

The special tokens' numbers follow from the size of the vocabulary alone, so a tokenizer file that lists only some of
them serves as well. Source: openai/whisper ``tokenizer.py``.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from tokenizers import AddedToken, Tokenizer

from alm_studio.base.errors import ModelError
from alm_studio.text.byte_pairs import read_tokenizer
from alm_studio.text.languages import LANGUAGES
from alm_studio.text.splitting import group_words

TIMESTAMP_SECONDS = 0.02
"""The time between two timestamp tokens."""

_ENGLISH_VOCABULARY = 51864
_MERGES = re.compile(r'"merges"\s*:\s*\[\s*(?="|(?P<pairs>\[))')
_MERGED = re.compile(r'"(?:Ġ|\\u0120)t"')
_FIRST_MERGE = re.compile(r'"(?:Ġ|\\u0120)(?: |",\s*")t"')


class WhisperTokenizer:
    """Text to tokens and back; see ``SpeechTokenizer``.

    Attributes:
        kind: its name in ``text.vocabularies``.
        vocabulary: number of tokens.
        eot, sot, translate, transcribe, sot_prev, no_speech, no_timestamps, timestamp_begin: special tokens.
        languages: codes of the languages that have a token, in order; empty for English-only models.
    """

    kind = "whisper"
    has_timestamps = True

    def __init__(self, tokenizer: Tokenizer, vocabulary: int) -> None:
        self._tokenizer = tokenizer
        self.vocabulary = vocabulary
        multilingual = vocabulary >= 51865
        self.eot = 50257 if multilingual else 50256
        self.sot = self.eot + 1
        count = vocabulary - 51765 - int(multilingual) if multilingual else 99
        if vocabulary < _ENGLISH_VOCABULARY or not 1 <= count <= len(LANGUAGES):
            raise ModelError(f"A vocabulary of {vocabulary} tokens is not Whisper's. The model is foreign or damaged.")
        self.languages: tuple[str, ...] = tuple(LANGUAGES)[:count] if multilingual else ()
        after = self.sot + 1 + count
        self.translate, self.transcribe = after, after + 1
        self.sot_prev: int | None = after + 3
        self.no_speech: int | None = after + 4
        self.no_timestamps = after + 5
        self.timestamp_begin = after + 6

    @classmethod
    def load(cls, path: Path, vocabulary: int) -> "WhisperTokenizer":
        """Read a ``tokenizer.json``.

        Raises:
            ModelError: unreadable, or not the byte-pair vocabulary of Whisper.
        """
        tokenizer = read_tokenizer(path, _with_first_merge)
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

    def save(self, path: Path) -> None:
        """Write it as a ``tokenizer.json``."""
        path.write_text(self._tokenizer.to_str(pretty=True), encoding="utf-8")

    def complete(self) -> Tokenizer:
        """The whole vocabulary for other programs: a file may leave out special tokens, which here are only numbers.

        Raises:
            ModelError: the file names its tokens otherwise than Whisper does.
        """
        whole = Tokenizer.from_str(self._tokenizer.to_str())
        names = self._special_names()
        missing = [name for token, name in enumerate(names, self.eot) if whole.id_to_token(token) is None]
        whole.add_special_tokens([AddedToken(name, special=True, normalized=False) for name in missing])
        if any(whole.id_to_token(token) is None for token in range(self.vocabulary)):
            raise ModelError("The model's tokenizer.json is not Whisper's. Get the model again.")
        return whole

    def _special_names(self) -> list[str]:
        """Names of the tokens from ``eot`` to the last, as openai-whisper writes them."""
        languages = [f"<|{code}|>" for code in list(LANGUAGES)[: self.translate - self.sot - 1]]
        tasks = ["translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"]
        stamps = range(self.vocabulary - self.timestamp_begin)
        return [
            "<|endoftext|>",
            "<|startoftranscript|>",
            *languages,
            *(f"<|{name}|>" for name in tasks),
            *(f"<|{stamp * TIMESTAMP_SECONDS:.2f}|>" for stamp in stamps),
        ]

    @cached_property
    def never_written(self) -> tuple[int, ...]:
        """Special tokens and those of what nobody says; not the timestamps."""
        return (*self.non_speech_tokens, *range(self.sot, self.timestamp_begin))

    @cached_property
    def blanks(self) -> tuple[int, ...]:
        """A text starts neither with a space nor with its end."""
        return (*self.encode(" "), self.eot)

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
        return group_words([token for token in tokens if token < self.eot], self.decode, language)


def _with_first_merge(content: str) -> str:
    """Many copies of the multilingual vocabulary lack the first of its merges, by which a space and a t become one
    token (its line was taken for the head of the file). Without it " the", " to" and " two" are written as a space and
    a rare token, which the model has never read; decoding shows no harm.

    Mended in the file's text: it is large, and reading it twice would take half a second.
    """
    merges = _MERGES.search(content)
    if merges is None or not _MERGED.search(content) or _FIRST_MERGE.search(content, merges.end()):
        return content
    entry = '["Ġ", "t"], ' if merges["pairs"] else '"Ġ t", '
    return content[: merges.end()] + entry + content[merges.end() :]
