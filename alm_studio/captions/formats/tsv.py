"""Tab-separated values (.tsv): start and end in ms and text, as openai-whisper writes them."""

from alm_studio.captions.document import Document
from alm_studio.captions.formats.base import TextFormat
from alm_studio.captions.scripts import one_line
from alm_studio.captions.transcript import Transcript


class TsvFormat(TextFormat):
    """A table with a line a segment."""

    name = "tsv"
    label = "Table"

    def dumps(self, document: Document, transcript: Transcript) -> str:
        """See ``TextFormat.dumps``. Rows come from the transcript, or from the cues where it has none."""
        rows = ["start\tend\ttext\n"]
        # one_line leaves no tab and no line break in the text.
        rows += [f"{p.start}\t{p.end}\t{one_line(p.text)}\n" for p in transcript.segments or document.captions]
        return "".join(rows)
