"""Media with subtitles, cut at the cues."""

from collections.abc import Iterable
from pathlib import Path

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Document
from alm_studio.captions.formats.registry import FORMATS, get_format
from alm_studio.training.data.corrected import from_document
from alm_studio.training.data.example import Example
from alm_studio.training.data.readers.base import Reader
from alm_studio.training.data.readers.entries import code
from alm_studio.training.data.readers.media_files import SUFFIXES, beside, is_media
from alm_studio.training.data.readers.text_files import read_text

SUBTITLES = frozenset({".srt", ".vtt", ".ass", ".ssa"})
"""Endings of the subtitles that are looked for beside media."""

_NO_CAPTIONS = frozenset({".csv", ".xml"})
"""Endings that say something else where there is data to learn from: manifests, annotations."""

_READABLE = frozenset(s for row in FORMATS.values() if row.readable for s in row.extensions) - _NO_CAPTIONS


class SubtitleReader(Reader):
    """A subtitle file, or a medium, whose partner of the same stem lies beside it."""

    name = "subtitles"
    label = "media with subtitles of the same name (film.mp4, film.srt)"

    def accepts(self, path: Path) -> bool:
        """See ``Reader.accepts``."""
        if not path.is_file():
            return False
        if path.suffix.lower() in _READABLE:
            return True
        return is_media(path) and choose(path, path.parent.iterdir(), "") is not None

    def read(self, path: Path, language: str, cancel: CancelToken) -> list[Example]:
        """See ``Reader.read``."""
        cancel.check()
        if is_media(path):
            return cues(path, choose(path, path.parent.iterdir(), language) or path, language)
        media = beside(path, SUFFIXES) or beside(path.with_suffix(""), SUFFIXES)  # film.de.srt
        if media is None:
            raise UsageError(
                f"There is no sound or video beside {path}. Put the medium there under the name {path.stem}."
            )
        return cues(media, path, language)


def choose(media: Path, files: Iterable[Path], language: str) -> Path | None:
    """The subtitles of a medium among ``files`` of its folder.

    ``film.srt`` comes first, then ``film.de.srt`` in the language wanted, or the only one there is.
    """
    prefix = f"{media.stem}."
    found = sorted(p for p in files if p.suffix.lower() in SUBTITLES and p.name.startswith(prefix))
    plain = [path for path in found if path.stem == media.stem]
    wanted = [path for path in found if language and _language_of(path, media) == language]
    named = [path for path in found if _language_of(path, media)]
    if plain or wanted:
        return (plain or wanted)[0]
    return named[0] if len(named) == 1 else None


def _language_of(subtitles: Path, media: Path) -> str:
    """Whisper's code of the language in ``film.de.srt``."""
    return code(subtitles.stem.removeprefix(media.stem).strip("."))


def cues(media: Path, subtitles: Path, language: str) -> list[Example]:
    """The cues of a subtitle file as examples.

    Raises:
        UsageError: the file is no subtitle file.
    """
    try:
        document: Document = get_format(subtitles.suffix).loads(read_text(subtitles))
    except UsageError as error:
        raise UsageError(f"{subtitles}: {error}") from error
    return from_document(document, media, _language_of(subtitles, media) or language)
