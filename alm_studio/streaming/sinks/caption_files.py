"""Caption files, laid out when the session is over."""

from collections.abc import Mapping
from pathlib import Path

from alm_studio.base.files import check_writable, write_atomically
from alm_studio.captions.formats.registry import get_format
from alm_studio.captions.layout import lay_out
from alm_studio.captions.styles import get_style
from alm_studio.captions.transcript import Segment, Transcript, Word
from alm_studio.streaming.events import Committed, LiveEvent
from alm_studio.streaming.sinks.sink import Sink


class SegmentBuilder:
    """Committed words to segments: one for each utterance."""

    def __init__(self) -> None:
        self._words: list[Word] = []
        self.language = ""

    def add(self, event: Committed) -> Segment | None:
        """Take what was committed; the segment that ends with it, if one does."""
        self.language = event.language
        self._words += event.words
        return self.finish() if event.ends else None

    def finish(self) -> Segment | None:
        """What was said since the last segment; None where nothing was."""
        if not self._words:
            return None
        words, self._words = tuple(self._words), []
        text = "".join(word.text for word in words).strip()
        return Segment(words[0].start, words[-1].end, text, words, self.language)


class CaptionFiles(Sink):
    """Writes all captions at the end, each format to its file.

    Args:
        targets: name of a format → file, which must not exist.
        style: see ``captions.styles``.

    Raises:
        OutputError: a file exists, or its folder takes none.
    """

    def __init__(self, targets: Mapping[str, Path], style: str = "netflix") -> None:
        for path in targets.values():
            check_writable(path)
        self._targets = dict(targets)
        self._style = get_style(style)
        self._builder = SegmentBuilder()
        self._segments: list[Segment] = []

    def show(self, event: LiveEvent) -> None:
        """See ``Sink``."""
        if isinstance(event, Committed) and (segment := self._builder.add(event)):
            self._segments.append(segment)

    def close(self) -> None:
        """See ``Sink``."""
        if segment := self._builder.finish():
            self._segments.append(segment)
        transcript = Transcript(self._builder.language, self._segments)
        document = lay_out(transcript, self._style)
        for name, path in self._targets.items():
            write_atomically(path, get_format(name).to_bytes(document, transcript))
