"""Spelling by the dictionaries that are installed on the computer, through Enchant (Hunspell, Nuspell, macOS's own).

Where Enchant or a dictionary of the language is missing, there is no speller; the rest of the program does without.
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from alm_studio.captions.breaks import ends_sentence
from alm_studio.captions.document import Caption
from alm_studio.captions.scripts import is_unspaced

_log = logging.getLogger(__name__)

# Enchant's dictionaries are not made for several threads.
_lock = threading.Lock()

# Of the dictionaries of a language, the one of its largest country first.
_FIRST = {"en": "en_US", "pt": "pt_BR", "de": "de_DE", "es": "es_ES", "fr": "fr_FR", "nl": "nl_NL", "it": "it_IT"}

_APOSTROPHES = "'’"
_SUGGESTIONS = 6


class Speller(Protocol):
    """Knows the words of one language."""

    def check(self, word: str) -> bool:
        """Whether ``word`` is spelled right."""

    def suggest(self, word: str) -> list[str]:
        """What may be meant by ``word``, the likeliest first."""


@dataclass(frozen=True)
class Misspelling:
    """A word that no dictionary knows.

    Attributes:
        row: index of the cue.
        start, end: of the word in the cue's text.
        word: itself.
    """

    row: int
    start: int
    end: int
    word: str


def dictionaries() -> list[str]:
    """Names of the installed dictionaries, such as ``en_US``; none where Enchant is missing."""
    enchant = _enchant()
    if enchant is None:
        return []
    with _lock:
        return sorted(enchant.list_languages())


@lru_cache(maxsize=8)
def speller(language: str) -> Speller | None:
    """A speller for Whisper's code ``language``; None where no dictionary of it is installed."""
    enchant = _enchant()
    fitting = [name for name in dictionaries() if name.replace("-", "_").split("_")[0] == language]
    if enchant is None or not fitting:
        return None
    preferred = _FIRST.get(language)
    with _lock:
        return _Enchanted(enchant.Dict(preferred if preferred in fitting else fitting[0]))


def misspellings(captions: Sequence[Caption], language: str, known: frozenset[str] = frozenset()) -> list[Misspelling]:
    """The words of ``captions`` that their language's dictionary does not know, in order.

    Cues in a language without a dictionary are passed over, and so are numbers, words in capitals, and names: words
    with a capital letter that begins neither the text, a sentence nor what follows a dash or colon.

    Args:
        captions: the cues.
        language: Whisper's code, for cues that name none.
        known: words that are right whatever a dictionary says, in lower case.
    """
    found: list[Misspelling] = []
    for row, caption in enumerate(captions):
        code = caption.language or language
        knows = speller(code)
        if knows is None:
            continue
        for start, word in _words(caption.text):
            passed = word.lower() in known or _is_name(caption.text, start, word, code)
            if not passed and not knows.check(word):
                found.append(Misspelling(row, start, start + len(word), word))
    return found


class _Enchanted:
    """One dictionary of Enchant."""

    def __init__(self, dictionary: Any) -> None:
        self._dictionary = dictionary
        self._right: dict[str, bool] = {}

    def check(self, word: str) -> bool:
        """See ``Speller.check``."""
        if word not in self._right:
            with _lock:
                self._right[word] = bool(self._dictionary.check(word.replace("’", "'")))
        return self._right[word]

    def suggest(self, word: str) -> list[str]:
        """See ``Speller.suggest``."""
        with _lock:
            return list(self._dictionary.suggest(word.replace("’", "'")))[:_SUGGESTIONS]


@lru_cache(maxsize=1)
def _enchant() -> Any:
    """The library; None where it is not installed (on Linux it is the system's, not a wheel's)."""
    try:
        import enchant
    except ImportError as error:
        _log.info("No spelling: %s", error)
        return None
    return enchant


def _words(text: str) -> Iterator[tuple[int, str]]:
    """The words of ``text`` that a dictionary can know, each with its offset."""
    start = None
    for at, character in enumerate(f"{text} "):
        inside = character.isalpha() or (character in _APOSTROPHES and start is not None)
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            word = text[start:at].rstrip(_APOSTROPHES)
            digits = character.isdigit() or (start > 0 and text[start - 1].isdigit())
            if len(word) > 1 and not digits and not word.isupper() and not any(map(is_unspaced, word)):
                yield start, word
            start = None


def _is_name(text: str, start: int, word: str, language: str) -> bool:
    """Whether a capital letter stands where no sentence begins."""
    before = text[:start].rstrip(" \n\"'“‘«„([")
    begins = not before or before[-1] in ":-–—" or ends_sentence(before, word, language)
    return word[0].isupper() and not begins
