"""Advanced SubStation Alpha (.ass), for players and editors that style their subtitles."""

import re

import pysubs2

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.base import Format, clean_lines, ordered
from alm_studio.captions.transcript import Transcript

# An override block is what stands between braces that no backslash escapes.
_OVERRIDES = re.compile(r"(?<!\\)\{[^{}]*\}")

# Parts "\" from a letter that would make it a command; invisible (as FFmpeg's libavcodec/ass.c does).
_WORD_JOINER = "\u2060"


class AssFormat(Format):
    """One style; braces escaped as libass and FFmpeg have it; times in hundredths of a second."""

    name = "ass"
    extensions = (".ass", ".ssa")
    label = "SubStation Alpha"
    readable = True

    def dumps(self, document: Document, transcript: Transcript) -> str:
        """See ``Format.dumps``."""
        # pysubs2 knows the header; it writes no time beyond ten hours, so the lines are written here.
        empty = pysubs2.SSAFile()
        empty.info.update({"Title": _field(document.title), "WrapStyle": "0", "ScaledBorderAndShadow": "yes"})
        empty.info.update({"PlayResX": "1920", "PlayResY": "1080"})
        empty.styles["Default"] = pysubs2.SSAStyle(
            fontname="Arial", fontsize=64, outline=3, shadow=0, marginl=96, marginr=96, marginv=60
        )
        header = empty.to_string("ass", header_notice="Written by ALM Studio")
        return header + "".join(map(_dialogue, document.captions))

    def loads(self, text: str) -> Document:
        """See ``Format.loads``. Styles and override tags are dropped; comments are passed over."""
        text = text.lstrip("\ufeff")
        try:
            file = pysubs2.SSAFile.from_string(text, format_="ssa" if "[V4 Styles]" in text else "ass")
        except (ValueError, IndexError, KeyError, TypeError, pysubs2.Pysubs2Error) as error:
            raise UsageError(f"The SubStation file is damaged: {error}. Choose another file.") from error
        if "[events]" not in text.lower():
            raise UsageError("This is not a SubStation file: it has no [Events]. Choose another file.")
        captions = [
            Caption(max(0, event.start), event.end, _unescape(event.text))
            for event in file.events
            if not event.is_comment and not event.is_drawing
        ]
        return Document(ordered(captions, self.label), title=file.info.get("Title", ""))


def _dialogue(cue: Caption) -> str:
    end = max(cue.end, cue.start + 10)
    return f"Dialogue: 0,{_stamp(cue.start)},{_stamp(end)},Default,,0,0,0,,{_escape(cue.text)}\n"


def _stamp(ms: int) -> str:
    hundredths = (max(0, ms) + 5) // 10
    seconds, hundredths = divmod(hundredths, 100)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{hundredths:02d}"


def _field(text: str) -> str:
    return " ".join(text.split())


def _escape(text: str) -> str:
    joined = "\n".join(clean_lines(text)).replace("\\", f"\\{_WORD_JOINER}")
    return joined.replace("{", r"\{").replace("}", r"\}").replace("\n", r"\N")


def _unescape(text: str) -> str:
    plain = _OVERRIDES.sub("", text)
    for command, meaning in ((r"\N", "\n"), (r"\n", "\n"), (r"\h", " "), (r"\{", "{"), (r"\}", "}")):
        plain = plain.replace(command, meaning)
    return "\n".join(clean_lines(plain.replace(f"\\{_WORD_JOINER}", "\\")))
