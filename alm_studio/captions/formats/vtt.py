"""WebVTT (.vtt), the format of web browsers: https://www.w3.org/TR/webvtt1/."""

import html
import re
from collections.abc import Iterator
from typing import ClassVar

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.base import TextFormat, clean_lines, ordered
from alm_studio.captions.formats.clock import stamp, timing, to_ms
from alm_studio.captions.formats.pieces import Piece, pieces_of, words_of
from alm_studio.captions.formats.repairs import Mended, Repairs
from alm_studio.captions.transcript import Transcript

_BLANK = re.compile(r"(?:\r\n|\n|\r)(?:[ \t]*(?:\r\n|\n|\r))+")
_TAG = re.compile(r"<[^<>]*>")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>]*)>")
_KEPT_TAG = re.compile(r"</?(?:v[\s.][^<>]*|v|c|\d[\d:.]*)?>")
"""Tags whose meaning is kept, or that have none."""
_INNER = re.compile(r"<(?:(\d+):)?(\d{1,2}):(\d{1,2})\.(\d{1,3})>")


class VttFormat(TextFormat):
    """Cues with ``&``, ``<`` and ``>`` escaped, under the header ``WEBVTT``; speakers as voices, notes as ``NOTE``."""

    name = "vtt"
    extensions: ClassVar[tuple[str, ...]] = (".vtt",)
    label = "WebVTT"
    readable = True

    def dumps(self, document: Document, transcript: Transcript) -> str:
        """See ``TextFormat.dumps``."""
        blocks = ["WEBVTT\n"]
        for cue in document.captions:
            if note := " ".join(cue.note.replace("-->", "→").split()):
                blocks.append(f"NOTE\n{note}\n")
            voice = f"<v {_escape(' '.join(cue.speaker.split()))}>" if cue.speaker.strip() else ""
            blocks.append(f"{stamp(cue.start, '.')} --> {stamp(cue.end, '.')}\n{voice}{self._body(cue)}\n")
        return "\n".join(blocks)

    def _body(self, cue: Caption) -> str:
        return _escape("\n".join(clean_lines(cue.text)))

    def loads(self, text: str, repairs: Repairs | None = None) -> Document:
        """See ``Format.loads``. Formatting and places are dropped; a note before a cue becomes the cue's."""
        repairs = repairs or Repairs()
        text = text.lstrip("\ufeff")
        captions: list[Caption] = []
        note = ""
        for lines in _blocks(text):
            if lines[0].startswith("NOTE"):
                note = " ".join(" ".join([lines[0].removeprefix("NOTE"), *lines[1:]]).split())
                continue
            for number, times in _timed(lines, repairs):
                body = lines[number + 1 : number + 1 + _length(lines[number + 1 :])]
                captions.append(_cue(times, "\n".join(body), note, repairs))
                note = ""
        if not text.startswith("WEBVTT"):
            if not captions:
                raise UsageError("This is not a WebVTT file: its first line is not WEBVTT. Choose another file.")
            repairs.note(Mended.HEADER)
        return Document(ordered(captions, self.label, repairs))


class WordVttFormat(VttFormat):
    """WebVTT with a time stamp before each word, for players that light words up as they are spoken."""

    name = "vtt-words"
    ending = "words.vtt"
    extensions = ()
    label = "WebVTT with word times"
    readable = False

    def _body(self, cue: Caption) -> str:
        """A stamp stands before each word that begins later than all before it, as the format asks."""
        written, last = "", cue.start
        for piece in pieces_of(cue):
            space = piece.text[: len(piece.text) - len(piece.text.lstrip())]
            if last < piece.start < cue.end:
                space += f"<{stamp(piece.start, '.')}>"
                last = piece.start
            written += space + _escape(piece.text.lstrip())
        return written


def _escape(text: str) -> str:
    return html.escape(text, quote=False)


def _blocks(text: str) -> Iterator[list[str]]:
    for block in _BLANK.split(text):
        if lines := block.splitlines():
            yield lines


def _timed(lines: list[str], repairs: Repairs) -> list[tuple[int, tuple[int, int]]]:
    """The timing lines of a block; more than one where the empty line between cues is missing."""
    first = next((n for n, line in enumerate(lines[:2]) if timing(line)), None)
    if first is None:
        return []
    found = [(n, times) for n in range(first, len(lines)) if (times := timing(lines[n], repairs))]
    repairs.note(Mended.UNPARTED, len(found) - 1)
    return found


def _length(lines: list[str]) -> int:
    """How many of ``lines`` are of the cue before them."""
    following = next((n for n, line in enumerate(lines) if timing(line)), len(lines))
    return following - (0 < following < len(lines) and lines[following - 1].strip().isdigit())


def _cue(times: tuple[int, int], body: str, note: str, repairs: Repairs) -> Caption:
    voices = [html.unescape(name).strip() for name in _VOICE.findall(body)]
    repairs.note(Mended.FORMATTING, any(not _KEPT_TAG.fullmatch(tag) for tag in _TAG.findall(body)))
    start, end = times
    pieces, place, at = [], 0, start
    for inner in _INNER.finditer(body):
        pieces.append(Piece(_plain(body[place : inner.start()]), at))
        place, at = inner.end(), min(max(to_ms(*inner.groups()), at), max(start, end))
    words = words_of([*pieces, Piece(_plain(body[place:]), at)], end) if pieces else ()
    text = "\n".join(clean_lines(_plain(body)))
    return Caption(start, end, text, words, speaker=voices[0] if voices else "", note=note)


def _plain(markup: str) -> str:
    return html.unescape(_TAG.sub("", markup))
