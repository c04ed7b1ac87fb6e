"""SubRip (.srt), the format that every player reads.

Written and read here, not by pysubs2: that ends at 99 hours and takes some text for tags.
"""

import re
from itertools import pairwise

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.base import TextFormat, clean_lines, ordered
from alm_studio.captions.formats.clock import stamp, timing
from alm_studio.captions.formats.repairs import Mended, Repairs
from alm_studio.captions.transcript import Transcript

_TAGS = re.compile(r"</?(?:[ibus]|font)(?:\s[^<>]*)?>|\{\\[^{}]*\}", re.IGNORECASE)


class SrtFormat(TextFormat):
    """Numbered cues with times in milliseconds; no header, no escapes."""

    name = "srt"
    extensions = (".srt",)
    label = "SubRip"
    readable = True

    def dumps(self, document: Document, transcript: Transcript) -> str:
        """See ``TextFormat.dumps``."""
        cues = [
            f"{number}\n{stamp(cue.start, ',')} --> {stamp(cue.end, ',')}\n" + "\n".join(clean_lines(cue.text)) + "\n"
            for number, cue in enumerate(document.captions, start=1)
        ]
        return "\n".join(cues)

    def loads(self, text: str, repairs: Repairs | None = None) -> Document:
        """See ``Format.loads``. Formatting tags are dropped."""
        repairs = repairs or Repairs()
        captions: list[Caption] = []
        lines = text.lstrip("\ufeff").splitlines()
        timed = [(number, times) for number, line in enumerate(lines) if (times := timing(line, repairs))]
        if not timed and any(line.strip() for line in lines):
            raise UsageError("This is not a SubRip file: it has no line with times. Choose another file.")
        for (number, times), (following, _) in pairwise([*timed, (len(lines), (0, 0))]):
            body = lines[number + 1 : following]
            if following < len(lines) and body:
                if body[-1].strip().isdigit():
                    body.pop()  # the number of the next cue
                if body and body[-1].strip():
                    repairs.note(Mended.UNPARTED)
            plain, tags = _TAGS.subn("", "\n".join(body))
            repairs.note(Mended.FORMATTING, bool(tags))
            captions.append(Caption(*times, "\n".join(clean_lines(plain))))
        return Document(ordered(captions, self.label, repairs))
