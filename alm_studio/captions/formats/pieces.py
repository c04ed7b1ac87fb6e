"""Word times inside a cue's text, as karaoke and word-level formats write and read them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from alm_studio.captions.document import Caption
from alm_studio.captions.formats.base import clean_lines
from alm_studio.captions.scripts import is_unspaced, squeeze
from alm_studio.captions.transcript import Word
from alm_studio.captions.units import spread
from alm_studio.captions.word_times import retime


@dataclass(frozen=True)
class Piece:
    """A part of a cue's text.

    Attributes:
        text: with the white space before it; the pieces' texts joined are the cue's text.
        start: ms at which it begins to sound.
    """

    text: str
    start: int


def pieces_of(cue: Caption) -> list[Piece]:
    """The text of ``cue`` cut before each word whose time is known; one piece where none is.

    Starts never go back, and lie between the cue's in-time and out-time.
    """
    text = "\n".join(clean_lines(cue.text))
    words = [word for word in retime(cue.words, text, cue.start, cue.end) if squeeze(word.text)]
    pieces: list[Piece] = []
    place, earliest = 0, cue.start
    for word in words:
        end = _after(text, place, len(squeeze(word.text)))
        earliest = min(max(word.start, earliest), cue.end)
        pieces.append(Piece(text[place:end], earliest))
        place = end
    if not pieces:
        return [Piece(text, cue.start)]
    pieces[-1] = replace(pieces[-1], text=pieces[-1].text + text[place:])
    return pieces


def words_of(pieces: Sequence[Piece], end: int) -> tuple[Word, ...]:
    """The words of timed pieces; one that holds several shares its time out among them.

    Args:
        pieces: of one cue, in order.
        end: the cue's out-time, ms.
    """
    words: list[Word] = []
    glued = False
    for number, piece in enumerate(pieces):
        if not piece.text.strip():
            glued = glued and not piece.text
            continue
        until = pieces[number + 1].start if number + 1 < len(pieces) else end
        made = list(spread(piece.text, piece.start, max(piece.start, until)))
        if glued and not piece.text[0].isspace():
            made[0] = replace(made[0], text=made[0].text.lstrip())
        words += made
        glued = not piece.text[-1].isspace()
    return tuple(words)


def with_spaces(texts: Sequence[str], whole: str) -> list[str]:
    """Words as they stand in the running text ``whole``: each with a leading space where one stands before it.

    Where the words are not those of ``whole``, each gets a space unless its script writes none.
    """
    if squeeze("".join(texts)) != squeeze(whole):
        return [text if text[:1].isspace() or is_unspaced(text[:1] or " ") else f" {text}" for text in texts]
    found: list[str] = []
    place = 0
    for text in texts:
        end = _after(whole, place, len(squeeze(text)))
        part = whole[place:end]
        first = not found and part[:1] and not is_unspaced(part[0])
        found.append(f" {part.strip()}" if first or part[:1].isspace() else part.strip())
        place = end
    return found


def _after(text: str, place: int, count: int) -> int:
    """Where the next ``count`` characters that are no white space end."""
    while count and place < len(text):
        count -= not text[place].isspace()
        place += 1
    return place
