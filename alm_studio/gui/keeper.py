"""Writes one medium's captions into a project, in the order in which things happen."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from alm_studio.base.errors import MediaError
from alm_studio.captions.document import Document
from alm_studio.captions.edits import Edit
from alm_studio.captions.history import History
from alm_studio.captions.transcript import Transcript
from alm_studio.gui.media_item import MediaItem
from alm_studio.project import media
from alm_studio.project.project import Project

_log = logging.getLogger(__name__)


class Shelf(Protocol):
    """Where keepers have their projects. All but ``changed`` and ``failed`` is called in the lane's thread."""

    def run(
        self, work: Callable[[], Any], done: Callable[[Any], None] | None, failed: Callable[[BaseException], None]
    ) -> None:
        """Do something in the lane."""

    def place_for(self, item: MediaItem) -> Path:
        """A free name for a new project."""

    def opened(self, project: Project) -> None:
        """A project is worked on from now on."""

    def closed(self, project: Project, *, unfinished: bool) -> None:
        """It is not any more, but still open."""

    def moved(self, old: Path, project: Project) -> None:
        """What was kept at ``old`` is now ``project``."""

    def changed(self, keeper: "Keeper") -> None:
        """Something was written."""

    def failed(self, keeper: "Keeper", error: BaseException) -> None:
        """Nothing more can be written; the work goes on in memory."""


@dataclass(frozen=True)
class Snapshot:
    """Everything about a medium at one moment. What the lists hold never changes."""

    document: Document
    transcript: Transcript
    edits: tuple[list[Edit], list[Edit]]
    facts: dict[str, Any]

    def write(self, project: Project) -> None:
        """Put it in the place of what a project holds."""
        project.write(self.document, self.transcript, self.edits, **self.facts)


class Keeper:
    """The journal of a medium's history, and of what its transcription brings.

    Its methods are called in the window's thread and return at once. What does not fit what is written already, as
    when another transcription begins, is written whole.

    Args:
        item: the medium.
        history: of its document; the keeper becomes its journal.
        shelf: where the project is to be.

    Attributes:
        path: of the project; None before anything is worth keeping, or while nothing can be written.
        broken: whether the disk refused, and the work is in memory only.
    """

    def __init__(self, item: MediaItem, history: History, shelf: Shelf) -> None:
        self.item = item
        self.path: Path | None = None
        self.broken = False
        self._history = history
        self._shelf = shelf
        self._project: Project | None = None  # of the lane's thread, as the next one
        self._failed = False
        self._begun = False
        self._count = 0
        self._heard = Transcript()
        self._facts: dict[str, Any] = {}
        history.journal = self

    @property
    def kept(self) -> bool:
        """Whether there is a project, or will be."""
        return self._begun and not self.broken

    def adopt(self, project: Project) -> None:
        """Go on in a project that the medium was read from."""
        self._project, self.path, self._begun = project, project.path, True
        self._remember()

    # What happens

    def sync(self) -> None:
        """Write what the medium has that the project has not."""
        document, heard = self.item.document, self.item.transcript
        if self.broken or not (self._begun or document.captions or heard.segments):
            return
        if len(document.captions) < self._count or not self._begun:
            self.rewrite()
            return
        captions = document.captions[self._count :]
        facts = {name: value for name, value in self._now().items() if self._facts.get(name, ...) != value}
        old = self._heard
        goes_on = (
            heard.segments[: len(old.segments)] == old.segments
            and heard.unwritten[: len(old.unwritten)] == old.unwritten
            and heard.mismatches == old.mismatches
        )
        segments = heard.segments[len(old.segments) :] if goes_on else []
        unwritten = heard.unwritten[len(old.unwritten) :] if goes_on else []
        if goes_on and not (captions or segments or unwritten or facts):
            return
        whole = None if goes_on else _copy(heard)
        self._remember()

        def work(project: Project) -> None:
            with project.together():
                if whole is not None:
                    project.set_heard(whole)
                project.append(segments, captions, unwritten, **facts)

        self._put(work)

    def rewrite(self) -> None:
        """Write everything."""
        self._begun = True
        self._put(self.snapshot().write)
        self._remember()

    def record(self, edit: Edit) -> None:
        """See ``Journal``."""
        self._follow(edit, len(edit.splice.new) - len(edit.splice.old), lambda project: project.record(edit))

    def undo(self) -> None:
        """See ``Journal``."""
        edit = self._history.edits[1][0]
        self._follow(edit, len(edit.splice.old) - len(edit.splice.new), Project.undo)

    def redo(self) -> None:
        """See ``Journal``."""
        edit = self._history.edits[0][-1]
        self._follow(edit, len(edit.splice.new) - len(edit.splice.old), Project.redo)

    def save_to(self, path: Path, done: Callable[[], None], failed: Callable[[BaseException], None]) -> None:
        """Keep the project at ``path`` from now on; a file there is replaced."""
        snapshot, whole = self.snapshot(), self.broken or not self._begun
        was_broken, self.broken, self._begun = self.broken, False, True
        self._remember()

        def work() -> Project:
            old = self._project
            if old is not None and not whole:
                project = old.save_as(path)
                old.close()
            else:
                self._project = None
                if old is not None:
                    old.close()  # first: it takes its log with it, which may lie where the new one's will be
                project = Project.replace(path, lambda new: self._fill(new, snapshot))
            if old is not None:
                self._shelf.moved(old.path, project)
            self._project, self._failed = project, False
            self._shelf.opened(project)
            return project

        def moved(project: Project) -> None:
            self.path = project.path
            self._shelf.changed(self)
            done()

        def refused(error: BaseException) -> None:
            self.broken = self.broken or was_broken
            failed(error)

        self._shelf.run(work, moved, refused)

    def relink(self) -> None:
        """The medium is another file now."""
        path = self.item.path
        self._put(lambda project: project.set_media(path))

    def close(self, *, unfinished: bool) -> None:
        """Let go of the project, after all that is still to be written."""
        self.broken = True  # what comes later comes from nowhere
        self._history.journal = None

        def work() -> None:
            if self._project is not None:
                self._shelf.closed(self._project, unfinished=unfinished)
                self._project.close()
                self._project = None

        self._shelf.run(work, None, lambda error: _log.info("Closing a project: %r", error))

    def ask(self, question: Callable[[Project], Any], done: Callable[[Any], None]) -> None:
        """Ask the project something, after all that is still to be written; None where there is none."""
        self._shelf.run(
            lambda: question(self._project) if self._project is not None else None,
            done,
            lambda error: self._shelf.failed(self, error),
        )

    def index(self, take: Callable[[Project], object]) -> None:
        """Let somebody read the project, after all that is still to be written."""
        self._shelf.run(
            lambda: take(self._project) if self._project is not None else None,
            None,
            lambda error: _log.info("Indexing a project: %r", error),
        )

    def snapshot(self) -> Snapshot:
        """The medium as it is now."""
        document = self.item.document
        copy = replace(document, captions=list(document.captions), silences=list(document.silences))
        return Snapshot(copy, _copy(self.item.transcript), self._history.edits, self._now())

    # How it is written

    def _follow(self, edit: Edit, more: int, work: Callable[[Project], None]) -> None:
        if self.broken:
            return
        if not self._begun or self._count + more != len(self.item.document.captions):
            self.rewrite()
            return
        self._count += more
        facts = {"exported": False} if self._facts.get("exported", True) else {}
        self._facts.update(facts)

        def both(project: Project) -> None:
            with project.together():
                work(project)
                project.set_meta(**facts)

        self._put(both)

    def _put(self, work: Callable[[Project], object]) -> None:
        if not self.broken:
            self._shelf.run(lambda: self._write(work), self._wrote, self._refused)

    def _write(self, work: Callable[[Project], object]) -> Path | None:
        """In the lane."""
        if self._failed:  # this was waiting behind what the disk refused
            return None
        try:
            if self._project is None:
                project = Project.create(self._shelf.place_for(self.item))
                self._project = project
                self._link(project)
                self._shelf.opened(project)
            work(self._project)
        except BaseException:
            self._failed = True
            raise
        return self._project.path

    def _wrote(self, path: Path | None) -> None:
        if path is not None and not self.broken:
            self.path = path
            self._shelf.changed(self)

    def _refused(self, error: BaseException) -> None:
        if not self.broken:
            self.broken = True
            self._shelf.failed(self, error)

    def _fill(self, project: Project, snapshot: Snapshot) -> None:
        self._link(project)
        snapshot.write(project)

    def _link(self, project: Project) -> None:
        try:
            project.set_media(self.item.path)
        except MediaError as error:
            _log.info("The medium is not there now: %s", error)
            project.set_reference(media.unseen(self.item.path, project.path))

    def _remember(self) -> None:
        """Take what the medium has for written."""
        self._count = len(self.item.document.captions)
        self._heard = _copy(self.item.transcript)
        self._facts = self._now()

    def _now(self) -> dict[str, Any]:
        item, heard = self.item, self.item.transcript
        return {
            "language": item.document.language or heard.language,
            "title": item.document.title,
            "duration": heard.duration or item.duration,
            "task": heard.task,
            "model": heard.model,
            "warnings": list(heard.warnings),
            "style": item.style,
            "track": item.track,
            "settings": item.settings,
            "place": item.place.to_plain() if item.place is not None else None,
            "appended": item.laid_out,
            "exported": item.exported,
        }


def _copy(heard: Transcript) -> Transcript:
    return replace(
        heard,
        segments=list(heard.segments),
        warnings=list(heard.warnings),
        unwritten=list(heard.unwritten),
        mismatches=list(heard.mismatches),
    )
