"""Plain text (.txt): a line a segment, as openai-whisper writes it."""

from alm_studio.captions.document import Document
from alm_studio.captions.formats.base import TextFormat
from alm_studio.captions.scripts import one_line
from alm_studio.captions.transcript import Transcript


class TxtFormat(TextFormat):
    """The words alone."""

    name = "txt"
    label = "Plain text"

    def dumps(self, document: Document, transcript: Transcript) -> str:
        """See ``TextFormat.dumps``. Lines come from the transcript, or from the cues where it has none."""
        lines = (one_line(part.text) for part in transcript.segments or document.captions)
        return "".join(f"{line}\n" for line in lines if line)
