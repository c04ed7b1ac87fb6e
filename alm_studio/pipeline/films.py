"""Films with captions in them, as outputs beside the caption formats."""

from dataclasses import dataclass
from pathlib import Path

from alm_studio.base.cancel import CancelToken
from alm_studio.base.progress import ProgressListener
from alm_studio.captions.document import Document

CONTAINERS = {".mkv": "matroska", ".mp4": "mp4", ".m4v": "mp4", ".mov": "mov"}
"""What can be written: the file's ending → FFmpeg's name."""


@dataclass(frozen=True)
class FilmForm:
    """One way to put captions into a film.

    Attributes:
        name: by which options call it.
        ending: of the files that are written, without the first dot.
        burned: whether the cues are drawn into the pictures; else they are a track that viewers can switch off.
    """

    name: str
    ending: str
    burned: bool = False

    def write(
        self,
        media: Path,
        document: Document,
        target: Path,
        *,
        overwrite: bool,
        cancel: CancelToken,
        progress: ProgressListener,
    ) -> list[str]:
        """Write the copy; see ``muxing.mux`` and ``burning.burn``."""
        if self.burned:
            from alm_studio.pipeline.burning import burn as work
        else:
            from alm_studio.pipeline.muxing import mux as work
        return work(media, document, target, overwrite=overwrite, cancel=cancel, progress=progress)


FILMS: dict[str, FilmForm] = {
    form.name: form
    for form in (
        FilmForm("mkv", "subtitled.mkv"),
        FilmForm("mp4", "subtitled.mp4"),
        FilmForm("burned", "burned.mp4", burned=True),
    )
}
