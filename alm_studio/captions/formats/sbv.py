"""SubViewer as YouTube writes it (.sbv): two times on a line, the text below, an empty line."""

import re
from itertools import pairwise

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.base import TextFormat, clean_lines, ordered
from alm_studio.captions.formats.clock import stamp, to_ms
from alm_studio.captions.formats.repairs import Repairs
from alm_studio.captions.transcript import Transcript

_TIME = r"(\d+):(\d{1,2}):(\d{1,2})[.:](\d{1,3})"
_TIMING = re.compile(rf"^\s*{_TIME}\s*,\s*{_TIME}\s*$")


class SbvFormat(TextFormat):
    """Cues with times in milliseconds; no header, no escapes."""

    name = "sbv"
    extensions = (".sbv",)
    label = "SubViewer"
    readable = True

    def dumps(self, document: Document, transcript: Transcript) -> str:
        """See ``TextFormat.dumps``."""
        cues = (
            f"{_stamp(cue.start)},{_stamp(cue.end)}\n" + "\n".join(clean_lines(cue.text)) + "\n"
            for cue in document.captions
        )
        return "\n".join(cues)

    def loads(self, text: str, repairs: Repairs | None = None) -> Document:
        """See ``Format.loads``."""
        lines = text.lstrip("\ufeff").splitlines()
        timed = [(number, match) for number, line in enumerate(lines) if (match := _TIMING.match(line))]
        if not timed and any(line.strip() for line in lines):
            raise UsageError("This is not a SubViewer file: it has no line with times. Choose another file.")
        captions = []
        places = [*(number for number, _ in timed), len(lines)]
        for (_, match), (number, following) in zip(timed, pairwise(places), strict=True):
            groups = match.groups()
            body = "\n".join(clean_lines("\n".join(lines[number + 1 : following])))
            captions.append(Caption(to_ms(*groups[:4]), to_ms(*groups[4:]), body))
        return Document(ordered(captions, self.label, repairs))


def _stamp(ms: int) -> str:
    return stamp(ms, ".").removeprefix("0")
