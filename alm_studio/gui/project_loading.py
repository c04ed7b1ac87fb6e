"""A project file to a medium in the window."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from alm_studio.base.errors import MediaError
from alm_studio.base.paths import projects_dir
from alm_studio.captions.document import Document
from alm_studio.captions.edits import Edit
from alm_studio.captions.transcript import Transcript
from alm_studio.gui.media_item import MediaItem, State
from alm_studio.gui.models.cue_table import CueTableModel
from alm_studio.pipeline.resuming import Place
from alm_studio.project import media
from alm_studio.project.database import ReadOnlyError
from alm_studio.project.project import SUFFIX, Project

_FACTS = ("style", "track", "settings", "place", "appended", "exported", "duration")


@dataclass(frozen=True)
class Loaded:
    """What is in a project.

    Attributes:
        project: open.
        media: where the medium is, or was.
        there: whether it is there.
        document, transcript, edits: as the project has them.
        facts: further ones, None where the project says nothing.
        copy_of: the project that could only be read, of which ``project`` is a copy; None: it is itself.
    """

    project: Project
    media: Path
    there: bool
    document: Document
    transcript: Transcript
    edits: tuple[list[Edit], list[Edit]]
    facts: dict[str, Any]
    copy_of: Path | None = None

    @property
    def interrupted(self) -> bool:
        """Whether its transcription can be gone on with."""
        return self.facts["place"] is not None


def load(path: Path) -> Loaded:
    """Open a project and read all of it. Not in the window's thread.

    Raises:
        MediaError: it is missing, damaged, or names no medium.
        OutputError: it is open elsewhere.
    """
    copy_of = None
    try:
        project = Project.open(path)
    except ReadOnlyError:
        project, copy_of = Project.open_copy(path, _free(path)), path
    try:
        reference = project.media
        if reference is None:
            raise MediaError(f"The project {path} names no video or sound. It cannot be shown.")
        found = media.find(reference, copy_of or project.path)
        if found is not None and found != reference.path and copy_of is None:
            project.set_media(found)
        facts = {name: project.meta(name) for name in _FACTS}
        content = (project.document(), project.transcript(), project.history())
        return Loaded(project, found or reference.path, found is not None, *content, facts, copy_of)
    except BaseException:
        project.close()
        raise


def fill(item: MediaItem, cues: CueTableModel, loaded: Loaded) -> None:
    """Let a medium have what its project holds."""
    facts = loaded.facts
    cues.restore(loaded.document.captions, *loaded.edits)
    item.document.language, item.document.title = loaded.document.language, loaded.document.title
    item.document.silences[:] = loaded.document.silences
    item.transcript = replace(loaded.transcript)
    item.style = facts["style"] or ""
    item.track = facts["track"] or 0
    item.duration = facts["duration"] or 0
    item.settings = facts["settings"] or {}
    item.place = Place.from_plain(facts["place"]) if facts["place"] is not None else None
    item.laid_out = facts["appended"] or 0
    item.exported = bool(facts["exported"])
    if item.place is not None:
        item.state = State.CANCELLED
    elif item.document.captions:
        item.state = State.DONE


def _free(path: Path) -> Path:
    """A free name in the data folder."""
    copy, number = projects_dir() / path.name, 1
    while copy.exists():
        number += 1
        copy = projects_dir() / f"{path.stem}-{number}{SUFFIX}"
    return copy
