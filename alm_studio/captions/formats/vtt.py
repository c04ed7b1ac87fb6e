"""WebVTT (.vtt), the format of web browsers: https://www.w3.org/TR/webvtt1/."""

import html
import re

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.base import Format, clean_lines, ordered
from alm_studio.captions.formats.clock import stamp, timing
from alm_studio.captions.transcript import Transcript

_TAG = re.compile(r"<[^<>]*>")


class VttFormat(Format):
    """Cues with ``&``, ``<`` and ``>`` escaped, under the header ``WEBVTT``."""

    name = "vtt"
    extensions = (".vtt",)
    label = "WebVTT"
    readable = True

    def dumps(self, document: Document, transcript: Transcript) -> str:
        """See ``Format.dumps``."""
        blocks = ["WEBVTT\n"]
        for cue in document.captions:
            lines = html.escape("\n".join(clean_lines(cue.text)), quote=False)
            blocks.append(f"{stamp(cue.start, '.')} --> {stamp(cue.end, '.')}\n{lines}\n")
        return "\n".join(blocks)

    def loads(self, text: str) -> Document:
        """See ``Format.loads``. Tags, cue names and settings are dropped, notes and style sheets passed
        over."""
        text = text.lstrip("\ufeff")
        if not text.startswith("WEBVTT"):
            raise UsageError("This is not a WebVTT file: its first line is not WEBVTT. Choose another file.")
        captions: list[Caption] = []
        for block in re.split(r"(?:\r\n|\n|\r)(?:[ \t]*(?:\r\n|\n|\r))+", text):
            lines = block.splitlines()
            for number, line in enumerate(lines[:2]):
                times = timing(line)
                if times:
                    body = html.unescape(_TAG.sub("", "\n".join(lines[number + 1 :])))
                    captions.append(Caption(*times, "\n".join(clean_lines(body))))
                    break
        return Document(ordered(captions, self.label))
