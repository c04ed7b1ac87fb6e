"""Media with subtitles, cut at the cues."""

from pathlib import Path

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Document
from alm_studio.captions.formats.registry import FORMATS, get_format
from alm_studio.training.data.corrected import from_document
from alm_studio.training.data.example import Example
from alm_studio.training.data.readers.base import Reader
from alm_studio.training.data.readers.media_files import SUFFIXES, beside, is_media
from alm_studio.training.data.readers.text_files import read_text

SUBTITLES = frozenset({".srt", ".vtt", ".ass", ".ssa"})
"""Endings of the subtitles that are looked for beside media."""

_READABLE = frozenset(suffix for row in FORMATS.values() if row.readable for suffix in row.extensions)


class SubtitleReader(Reader):
    """A subtitle file, or a medium, whose partner of the same stem lies beside it."""

    name = "subtitles"
    label = "media with subtitles of the same name (film.mp4, film.srt)"

    def accepts(self, path: Path) -> bool:
        """See ``Reader.accepts``."""
        return path.is_file() and (
            path.suffix.lower() in _READABLE or (is_media(path) and subtitles_of(path) is not None)
        )

    def read(self, path: Path, language: str, cancel: CancelToken) -> list[Example]:
        """See ``Reader.read``."""
        cancel.check()
        if is_media(path):
            return cues(path, subtitles_of(path) or path, language)
        media = beside(path, SUFFIXES) or beside(path.with_suffix(""), SUFFIXES)  # film.de.srt
        if media is None:
            raise UsageError(
                f"There is no sound or video beside {path}. Put the medium there under the name {path.stem}."
            )
        return cues(media, path, language)


def subtitles_of(media: Path) -> Path | None:
    """The subtitles beside a medium: of its stem, or with a language behind it (``film.de.srt``)."""
    own = beside(media, SUBTITLES)
    if own is None:
        prefix = f"{media.stem}."
        named = [path for path in media.parent.iterdir() if path.name.startswith(prefix)]
        found = [path for path in named if path.suffix.lower() in SUBTITLES and len(path.suffixes) > 1]
        own = found[0] if len(found) == 1 else None
    return own


def cues(media: Path, subtitles: Path, language: str) -> list[Example]:
    """The cues of a subtitle file as examples.

    Raises:
        UsageError: the file is no subtitle file.
    """
    try:
        document: Document = get_format(subtitles.suffix).loads(read_text(subtitles))
    except UsageError as error:
        raise UsageError(f"{subtitles}: {error}") from error
    return from_document(document, media, language)
