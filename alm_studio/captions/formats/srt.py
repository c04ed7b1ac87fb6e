"""SubRip (.srt), the format that every player reads.

Written and read here, not by pysubs2: that ends at 99 hours and takes some text for tags.
"""

import re
from itertools import pairwise

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.base import Format, clean_lines, ordered
from alm_studio.captions.formats.clock import stamp, timing
from alm_studio.captions.transcript import Transcript

_TAGS = re.compile(r"</?(?:[ibus]|font)(?:\s[^<>]*)?>|\{\\[^{}]*\}", re.IGNORECASE)


class SrtFormat(Format):
    """Numbered cues with times in milliseconds; no header, no escapes."""

    name = "srt"
    extensions = (".srt",)
    label = "SubRip"
    readable = True

    def dumps(self, document: Document, transcript: Transcript) -> str:
        """See ``Format.dumps``."""
        cues = [
            f"{number}\n{stamp(cue.start, ',')} --> {stamp(cue.end, ',')}\n" + "\n".join(clean_lines(cue.text)) + "\n"
            for number, cue in enumerate(document.captions, start=1)
        ]
        return "\n".join(cues)

    def loads(self, text: str) -> Document:
        """See ``Format.loads``. Formatting tags are dropped."""
        captions: list[Caption] = []
        lines = text.lstrip("\ufeff").splitlines()
        starts = [number for number, line in enumerate(lines) if timing(line)]
        if not starts and any(line.strip() for line in lines):
            raise UsageError("This is not a SubRip file: it has no line with times. Choose another file.")
        for number, following in pairwise([*starts, len(lines)]):
            times = timing(lines[number])
            body = lines[number + 1 : following]
            if following < len(lines) and body and body[-1].strip().isdigit():
                body.pop()  # the number of the next cue
            if times:
                plain = _TAGS.sub("", "\n".join(body))
                captions.append(Caption(*times, "\n".join(clean_lines(plain))))
        return Document(ordered(captions, self.label))
