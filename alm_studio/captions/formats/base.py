"""What a file format must be able to do."""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import ClassVar

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.repairs import Mended, Repairs
from alm_studio.captions.transcript import Transcript

_READING_MS = 60
"""Ms a character for a cue whose file gives it no time: 17 characters a second."""
_SHORTEST_MS = 1000

# What XML and subtitle files may not hold: controls but for tab and line breaks, half pairs, non-characters.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Format(ABC):
    """One file format. Stateless; its row in the registry makes it known.

    Attributes:
        name: by which options call it.
        ending: of the files that are written, without the first dot.
        extensions: endings of files that ``loads`` reads, with the dot.
        label: for messages and file dialogs.
        readable: whether ``loads`` works.
    """

    name: ClassVar[str]
    ending: ClassVar[str]
    extensions: ClassVar[tuple[str, ...]] = ()
    label: ClassVar[str]
    readable: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "name" in vars(cls) and "ending" not in vars(cls):
            cls.ending = cls.name

    @abstractmethod
    def to_bytes(self, document: Document, transcript: Transcript) -> bytes:
        """The whole content of a file.

        Args:
            document: the cues.
            transcript: what was heard; one without segments where a document came without.
        """

    def loads(self, text: str, repairs: Repairs | None = None) -> Document:
        """The cues of a file; what is broken is mended where that can be done.

        Args:
            text: the whole file, decoded.
            repairs: hears what was mended or lost.

        Raises:
            UsageError: the format cannot be read, or the text is not of this format.
        """
        raise UsageError(f"{self.label} files can be written, not read. Open an SRT, VTT, ASS or JSON file.")


class TextFormat(Format):
    """A format whose files are text, in UTF-8 without a byte-order mark."""

    @abstractmethod
    def dumps(self, document: Document, transcript: Transcript) -> str:
        r"""The whole text of a file, its lines ended by ``\n``. See ``to_bytes``."""

    def to_bytes(self, document: Document, transcript: Transcript) -> bytes:
        """See ``Format.to_bytes``."""
        return self.dumps(document, transcript).encode("utf-8", errors="replace")


def clean_lines(text: str) -> list[str]:
    """The lines of a cue's text without empty ones, which end a cue in most formats."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def without_controls(text: str, repairs: Repairs | None = None) -> str:
    """``text`` without characters that no subtitle can show and XML forbids."""
    clean, count = _CONTROLS.subn("", text)
    if repairs:
        repairs.note(Mended.CONTROLS, count)
    return clean


def ordered(captions: Sequence[Caption], label: str, repairs: Repairs | None = None) -> list[Caption]:
    """Captions of a foreign file as a document wants them: in time order, with text, each with a duration.

    Raises:
        UsageError: there were cues, but none has text.
    """
    repairs = repairs or Repairs()
    kept = [c for c in captions if c.text.strip()]
    repairs.note(Mended.EMPTY, len(captions) - len(kept))
    if captions and not kept:
        raise UsageError(f"The {label} file has no cue with text. Choose another file.")
    repairs.note(Mended.ORDER, sum(later.start < earlier.start for earlier, later in pairwise(kept)))
    kept.sort(key=lambda caption: caption.start)
    for index, cue in enumerate(kept):
        if cue.end <= cue.start:
            repairs.note(Mended.BACKWARDS)
            following = next((c.start for c in kept[index + 1 :] if c.start > cue.start), None)
            wanted = cue.start + max(_SHORTEST_MS, _READING_MS * len(cue.text))
            kept[index] = replace(cue, end=wanted if following is None else min(wanted, following))
    return kept
