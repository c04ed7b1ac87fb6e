"""Plain text (.txt): a line a segment, as openai-whisper writes it."""

from alm_studio.captions.document import Document
from alm_studio.captions.formats.base import Format
from alm_studio.captions.scripts import one_line
from alm_studio.captions.transcript import Transcript


class TxtFormat(Format):
    """The words alone."""

    name = "txt"
    extensions = (".txt",)
    label = "Plain text"

    def dumps(self, document: Document, transcript: Transcript) -> str:
        """See ``Format.dumps``. Lines come from the transcript, or from the cues where it has none."""
        lines = (one_line(part.text) for part in transcript.segments or document.captions)
        return "".join(f"{line}\n" for line in lines if line)
