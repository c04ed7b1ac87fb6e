"""What a file format must be able to do."""

from abc import ABC, abstractmethod
from typing import ClassVar

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.transcript import Transcript


class Format(ABC):
    """One file format. Stateless; its row in the registry makes it known.

    Attributes:
        name: by which options call it, also the ending of its files.
        extensions: endings of files that ``loads`` reads, with the dot.
        label: for file dialogs.
        readable: whether ``loads`` works.
    """

    name: ClassVar[str]
    extensions: ClassVar[tuple[str, ...]]
    label: ClassVar[str]
    readable: ClassVar[bool] = False

    @abstractmethod
    def dumps(self, document: Document, transcript: Transcript) -> str:
        r"""The whole text of a file, its lines ended by ``\n``, to be written as UTF-8 without a byte-order
        mark.

        Args:
            document: the cues.
            transcript: what was heard; one without segments where a document came without.
        """

    def loads(self, text: str) -> Document:
        """The cues of a file.

        Args:
            text: the whole file, decoded.

        Raises:
            UsageError: the format cannot be read, or the text is not of this format.
        """
        raise UsageError(f"{self.label} files can be written, not read. Open an SRT, VTT, ASS or JSON file.")


def clean_lines(text: str) -> list[str]:
    """The lines of a cue's text without empty ones, which end a cue in most formats."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def ordered(captions: list[Caption], label: str) -> list[Caption]:
    """Captions of a foreign file as a document wants them: in time order, with text, each with a duration."""
    if not captions:
        return []
    kept = [c for c in captions if c.text.strip() and c.end > c.start]
    if not kept:
        raise UsageError(f"The {label} file has no cue with text and a duration. Choose another file.")
    return sorted(kept, key=lambda caption: caption.start)
