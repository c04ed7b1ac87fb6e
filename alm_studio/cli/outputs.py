"""What the commands write: caption files, and films with captions in them."""

from collections.abc import Mapping
from pathlib import Path

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import UsageError
from alm_studio.base.files import write_atomically
from alm_studio.base.progress import ProgressListener
from alm_studio.captions.document import Document
from alm_studio.captions.formats.base import Format
from alm_studio.captions.formats.registry import FORMATS, get_format
from alm_studio.captions.transcript import Transcript
from alm_studio.pipeline.films import FILMS, FilmForm


def wanted_formats(names: str, *, films: bool = False) -> list[Format | FilmForm]:
    """The formats of a list such as ``"srt,vtt"``; SRT where it is empty.

    Args:
        names: parted by commas.
        films: whether films with captions in them may be asked for.

    Raises:
        UsageError: there is no such format.
    """
    return [_wanted(name, films) for name in names.split(",") if name.strip()] or [get_format("srt")]


def _wanted(name: str, films: bool) -> Format | FilmForm:
    film = FILMS.get(name.strip().lower())
    if film is not None and films:
        return film
    try:
        return get_format(name)
    except UsageError as error:
        known = [*FORMATS, *(FILMS if films else ())]
        raise UsageError(f"There is no format {name.strip()!r}. Choose one of: {', '.join(known)}.") from error


def write_captions(
    targets: Mapping[str, Path], document: Document, transcript: Transcript, overwrite: bool = False
) -> None:
    """Write captions in each format to its file; films are left to ``write_films``.

    Raises:
        OutputError: a file exists, or cannot be written.
    """
    for name, target in targets.items():
        if name not in FILMS:
            write_atomically(target, get_format(name).to_bytes(document, transcript), overwrite=overwrite)


def write_films(
    targets: Mapping[str, Path],
    media: Path,
    document: Document,
    overwrite: bool,
    cancel: CancelToken,
    progress: ProgressListener,
) -> list[str]:
    """Write the films among ``targets``.

    Returns:
        Sentences about what their containers cannot hold.

    Raises:
        AlmError: see ``muxing.mux`` and ``burning.burn``.
    """
    warnings = []
    for name, target in targets.items():
        if film := FILMS.get(name):
            missing = film.write(media, document, target, overwrite=overwrite, cancel=cancel, progress=progress)
            if missing:
                warnings.append(f"{target.name} lacks what this kind of file cannot hold: {', '.join(missing)}.")
    return warnings
