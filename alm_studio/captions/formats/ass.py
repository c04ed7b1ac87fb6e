"""Advanced SubStation Alpha (.ass), for players and editors that style their subtitles."""

import re
from itertools import pairwise
from typing import ClassVar

import pysubs2

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.base import TextFormat, clean_lines, ordered
from alm_studio.captions.formats.pieces import Piece, pieces_of, words_of
from alm_studio.captions.formats.repairs import Mended, Repairs
from alm_studio.captions.transcript import Transcript

# An override block is what stands between braces that no backslash escapes.
_OVERRIDES = re.compile(r"(?<!\\)\{[^{}]*\}")
_KARAOKE = re.compile(r"\\(?:[kK][fo]?)(\d+)")
_TIME_ONLY = re.compile(r"\{(?:\\[kK][fo]?\d+)*\}")
_LINE = re.compile(r"^\s*(?:Dialogue|Comment)\s*:", re.IGNORECASE)
_TIMES = re.compile(r"^[^,]*,\s*\d+:\d+:\d+[.:]\d+\s*,\s*\d+:\d+:\d+[.:]\d+\s*,")

# Parts "\" from a letter that would make it a command; invisible (as FFmpeg's libavcodec/ass.c does).
_WORD_JOINER = "\u2060"


class AssFormat(TextFormat):
    """One style; braces escaped as libass and FFmpeg have it; times in hundredths of a second.

    A speaker stands in the field Name. A cue's note is a Comment line before it, with the same times.
    """

    name = "ass"
    extensions: ClassVar[tuple[str, ...]] = (".ass", ".ssa")
    label = "SubStation Alpha"
    readable = True

    def dumps(self, document: Document, transcript: Transcript) -> str:
        """See ``TextFormat.dumps``."""
        # pysubs2 knows the header; it writes no time beyond ten hours, so the lines are written here.
        empty = pysubs2.SSAFile()
        empty.info.update({"Title": _field(document.title), "WrapStyle": "0", "ScaledBorderAndShadow": "yes"})
        empty.info.update({"PlayResX": "1920", "PlayResY": "1080"})
        empty.styles["Default"] = pysubs2.SSAStyle(
            fontname="Arial", fontsize=64, outline=3, shadow=0, marginl=96, marginr=96, marginv=60
        )
        header = empty.to_string("ass", header_notice="Written by ALM Studio")
        return header + "".join(map(self._lines, document.captions))

    def _lines(self, cue: Caption) -> str:
        end = max(cue.end, cue.start + 10)
        times = f"0,{_stamp(cue.start)},{_stamp(end)},Default,{_field(cue.speaker).replace(',', ' ')},0,0,0,"
        note = f"Comment: {times},{_escape(_field(cue.note))}\n" if cue.note.strip() else ""
        return f"{note}Dialogue: {times},{self._text(cue)}\n"

    def _text(self, cue: Caption) -> str:
        return _escape("\n".join(clean_lines(cue.text)))

    def loads(self, text: str, repairs: Repairs | None = None) -> Document:
        """See ``Format.loads``. Styles and override tags are dropped, but for karaoke, which times words."""
        repairs = repairs or Repairs()
        text = text.lstrip("\ufeff")
        if "[events]" not in text.lower():
            raise UsageError("This is not a SubStation file: it has no [Events]. Choose another file.")
        file = _read(_readable(text, repairs))
        captions: list[Caption] = []
        note: pysubs2.SSAEvent | None = None
        for event in file.events:
            if event.is_comment:
                note = event
            elif event.is_drawing:
                repairs.note(Mended.DRAWINGS)
            else:
                said = note is not None and (note.start, note.end) == (event.start, event.end)
                captions.append(_cue(event, _unescape(note.text) if said and note else "", repairs))
                note = None
        return Document(ordered(captions, self.label, repairs), title=file.info.get("Title", ""))


class KaraokeFormat(AssFormat):
    """SubStation whose words light up as they are spoken."""

    name = "ass-karaoke"
    ending = "karaoke.ass"
    extensions = ()
    label = "SubStation karaoke"
    readable = False

    def _text(self, cue: Caption) -> str:
        r"""Each word after ``{\k…}``, which lasts until the next one begins, in hundredths from the in-time on."""
        pieces = pieces_of(cue)
        if len(pieces) < 2 and not cue.words:
            return super()._text(cue)
        begin = _hundredths(cue.start)
        marks = [*(_hundredths(piece.start) - begin for piece in pieces), _hundredths(cue.end) - begin]
        silent = rf"{{\k{marks[0]}}}" if marks[0] else ""
        sung = (
            rf"{{\k{max(0, until - since)}}}{_escape(piece.text)}"
            for piece, (since, until) in zip(pieces, pairwise(marks), strict=True)
        )
        return silent + "".join(sung)


def _readable(text: str, repairs: Repairs) -> str:
    """``text`` without the event lines that nobody can read, and without what is left of a last, broken one."""
    lines = text.splitlines()
    good = [line for line in lines if not _LINE.match(line) or _TIMES.match(line)]
    repairs.note(Mended.UNREADABLE, len(lines) - len(good))
    if len(good) < len(lines) and not any(map(_LINE.match, good)):
        raise UsageError("The SubStation file is damaged: none of its events can be read. Choose another file.")
    return "\n".join(good) + "\n"


def _read(text: str) -> pysubs2.SSAFile:
    try:
        return pysubs2.SSAFile.from_string(text, format_="ssa" if "[V4 Styles]" in text else "ass")
    except (ValueError, IndexError, KeyError, TypeError, pysubs2.Pysubs2Error) as error:
        raise UsageError(f"The SubStation file is damaged: {error}. Choose another file.") from error


def _cue(event: pysubs2.SSAEvent, note: str, repairs: Repairs) -> Caption:
    start, end = max(0, event.start), event.end
    blocks = _OVERRIDES.findall(event.text)
    repairs.note(Mended.FORMATTING, any(not _TIME_ONLY.fullmatch(block) for block in blocks))
    words = words_of(_sung(event.text, start), end) if any(map(_KARAOKE.search, blocks)) else ()
    return Caption(start, end, _unescape(event.text), words, speaker=event.name.strip(), note=note)


def _sung(text: str, start: int) -> list[Piece]:
    """The parts of a karaoke line, each with the ms at which it lights up."""
    pieces: list[Piece] = []
    now, begun, place = start, start, 0
    for block in _OVERRIDES.finditer(text):
        pieces.append(Piece(_replaced(text[place : block.start()]), begun))
        for hundredths in _KARAOKE.findall(block.group()):
            begun, now = now, now + int(hundredths) * 10
        place = block.end()
    return [*pieces, Piece(_replaced(text[place:]), begun)]


def _hundredths(ms: int) -> int:
    return (max(0, ms) + 5) // 10


def _stamp(ms: int) -> str:
    seconds, hundredths = divmod(_hundredths(ms), 100)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{hundredths:02d}"


def _field(text: str) -> str:
    return " ".join(text.split())


def _escape(text: str) -> str:
    joined = text.replace("\\", f"\\{_WORD_JOINER}")
    return joined.replace("{", r"\{").replace("}", r"\}").replace("\n", r"\N")


def _unescape(text: str) -> str:
    return "\n".join(clean_lines(_replaced(_OVERRIDES.sub("", text))))


def _replaced(text: str) -> str:
    """``text`` with the commands of a line as the characters that they stand for."""
    for command, meaning in ((r"\N", "\n"), (r"\n", "\n"), (r"\h", " "), (r"\{", "{"), (r"\}", "}")):
        text = text.replace(command, meaning)
    return text.replace(f"\\{_WORD_JOINER}", "\\")
