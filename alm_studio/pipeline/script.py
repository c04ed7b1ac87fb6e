"""The text that a user brings along: a script, or captions whose times are wrong."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption
from alm_studio.captions.formats.encoding import decode
from alm_studio.captions.formats.registry import FORMATS, get_format
from alm_studio.captions.scripts import bare, one_line, squeeze
from alm_studio.captions.units import spread

_NOTES = re.compile(r"\[[^\]]*\]|♪+")
"""What captions say about sounds; nobody speaks it."""
_SPOKEN_SIGNS = frozenset("&%+=€$£°")
"""Signs that are words when read aloud."""
_CAPTIONS = frozenset(ending for row in FORMATS.values() if row.readable for ending in row.extensions)
_PLAIN = frozenset({"", ".txt", ".text", ".md"})
_CONTROL = re.compile(r"[\0-\x08\x0e-\x1b]")  # no text has them


@dataclass(frozen=True)
class ScriptWord:
    """One word of the text, or in scripts without spaces one group of characters.

    Attributes:
        text: with its punctuation and its leading space.
        key: as it is compared: without case and punctuation; empty where there is nothing to say (a dash, a note).
        cue: index of its cue, or of its line in a plain text.
    """

    text: str
    key: str
    cue: int


@dataclass(frozen=True)
class Script:
    """A text to be aligned.

    Attributes:
        words: all of them, in order.
        cues: the captions, where the text has any; their times may be wrong.
        language: code, where the file says it.
    """

    words: tuple[ScriptWord, ...]
    cues: tuple[Caption, ...] = ()
    language: str = ""


def read_script(path: Path) -> Script:
    """A text file, or captions in any format that can be read.

    Raises:
        UsageError: it cannot be read, is no text, or holds none.
    """
    try:
        text = decode(path.read_bytes()).lstrip("\ufeff")
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror or error}). Check the file's name.") from error
    ending = path.suffix.lower()
    if ending in _CAPTIONS:
        document = get_format(ending).loads(text)
        return captions_script(document.captions, document.language, path.name)
    if ending not in _PLAIN or _CONTROL.search(text):
        known = ", ".join(sorted(_CAPTIONS))
        raise UsageError(f"{path} is no text that can be aligned. Save it as plain text (.txt), or as {known}.")
    return plain_script(text, path.name)


def plain_script(text: str, name: str = "The text") -> Script:
    """A plain text; how it is parted into lines plays no part.

    Raises:
        UsageError: there is no word in it.
    """
    return Script(_checked([word for n, line in enumerate(text.splitlines()) for word in _words(line, n)], name))


def captions_script(captions: Sequence[Caption], language: str = "", name: str = "The text") -> Script:
    """Captions as a text.

    Raises:
        UsageError: there is no word in them.
    """
    words = [word for index, cue in enumerate(captions) for word in _words(one_line(cue.text), index)]
    return Script(_checked(words, name), tuple(captions), language)


def _checked(words: list[ScriptWord], name: str) -> tuple[ScriptWord, ...]:
    if not any(word.key for word in words):
        raise UsageError(f"{name} holds no words. Choose the text that is spoken in the medium.")
    return tuple(words)


def _words(line: str, cue: int) -> Iterator[ScriptWord]:
    """The words of a line; those of notes without a key."""
    silent = [place for found in _NOTES.finditer(line) for place in range(*found.span())]
    hidden = {len(squeeze(line[:place])) for place in silent if not line[place].isspace()}
    place = 0
    for part in spread(line, 0, 0):
        size = len(squeeze(part.text))
        noted = hidden.issuperset(range(place, place + size))
        yield ScriptWord(part.text, "" if noted else comparable(part.text), cue)
        place += size


def comparable(word: str) -> str:
    """A word as it is compared with others: without case and punctuation."""
    return bare(word) or "".join(sign for sign in word if sign in _SPOKEN_SIGNS)
