"""The captions of a medium as training data: what a person corrected, the model shall write."""

from pathlib import Path

from alm_studio.captions.document import Caption, Document
from alm_studio.captions.scripts import one_line, squeeze
from alm_studio.captions.transcript import Word
from alm_studio.training.data.example import Example
from alm_studio.training.data.readers.context import with_previous


def from_document(document: Document, media: Path, language: str = "") -> list[Example]:
    """One example a cue, in time order, each with the text before it.

    Args:
        document: the cues, with their words' times where they have them.
        media: the medium that they belong to.
        language: of cues that tell none, in a document that tells none.
    """
    cues = sorted((cue for cue in document.captions if cue.end > cue.start), key=lambda cue: cue.start)
    known = document.language or language
    return with_previous(
        Example(media, one_line(cue.text), max(0, cue.start), cue.end, cue.language or known, _words(cue))
        for cue in cues
        if cue.end > 0
    )


def _words(cue: Caption) -> tuple[Word, ...]:
    """The words of a cue, unless its text has moved on without them."""
    return cue.words if squeeze("".join(word.text for word in cue.words)) == squeeze(cue.text) else ()
