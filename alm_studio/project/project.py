"""A project: one file with the medium's place, what was heard, the cues, every edit and the settings."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from alm_studio import __version__
from alm_studio.base.errors import MediaError, OutputError, UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.edits import Edit, Splice
from alm_studio.captions.transcript import Mismatch, Segment, Transcript
from alm_studio.project import media as media_files
from alm_studio.project.copying import copy_with_log, make_folder, put, remove_logs
from alm_studio.project.cue_rows import CueRows
from alm_studio.project.database import Database, damaged, foreign
from alm_studio.project.edit_rows import add_edit, all_edits, edit_of, forget_edits
from alm_studio.project.media import MediaReference
from alm_studio.project.records import Mark, segment_row, to_segment, to_spans
from alm_studio.project.schema import APPLICATION_ID, VERSION, migrate, version_of

SUFFIX = ".alms"

_HEARD = ("segment", "unwritten", "mismatch")
_TABLES = (*_HEARD, "edit", "silence")


class Project:
    """Everything about one medium in one file, written as it happens.

    Each method that changes something is one transaction: after it, a kill loses nothing. Any thread may call any
    method. Times are ms of the medium.
    """

    def __init__(self, database: Database) -> None:
        """Use ``create`` or ``open``."""
        self._database = database
        self._cues = CueRows()
        self._stale = True

    @classmethod
    def create(cls, path: Path, media: Path | None = None) -> "Project":
        """Make a new, empty project.

        Args:
            path: which must not exist; missing folders are made.
            media: what it is about.

        Raises:
            OutputError: the file exists, or cannot be written.
            MediaError: the medium cannot be read.
        """
        if path.exists():
            raise OutputError(f"{path} exists already. Choose another name.")
        make_folder(path.parent)
        remove_logs(path)  # of a project that was deleted from outside
        database = Database(path, APPLICATION_ID)
        try:
            with database.reading() as connection:
                migrate(connection, 0)
            project = cls(database)
            project.set_meta(created=datetime.now(UTC).isoformat(timespec="seconds"), program=__version__)
            if media is not None:
                project.set_media(media)
        except BaseException:
            database.close()
            path.unlink(missing_ok=True)
            raise
        return project

    @classmethod
    def open(cls, path: Path) -> "Project":
        """Open a project; one of an older version is brought up to date.

        Raises:
            MediaError: there is none, it is damaged, or a newer version of the program made it.
            ReadOnlyError: it can only be read; see ``open_copy``.
            OutputError: it is open elsewhere.
        """
        if not path.is_file():
            raise MediaError(f"There is no project {path}. It was moved, renamed or deleted.")
        if not path.stat().st_size:
            raise foreign(path)
        database = Database(path, APPLICATION_ID)
        try:
            version = version_of(database)
            database.check()
            if version < VERSION:
                with database.reading() as connection:
                    migrate(connection, version)
            return cls(database)
        except BaseException:
            database.close()
            raise

    @classmethod
    def open_copy(cls, path: Path, copy: Path) -> "Project":
        """Open a project that can only be read: a copy of it, with what a killed program left in its log.

        Raises:
            OutputError: the copy exists, or cannot be written.
            MediaError: see ``open``.
        """
        copy_with_log(path, copy)
        return cls.open(copy)

    @classmethod
    def replace(cls, path: Path, fill: Callable[["Project"], object]) -> "Project":
        """Make a project in the place of what is at ``path``, whole or not at all, and open it.

        Args:
            path: the file.
            fill: writes the new, empty project.

        Raises:
            OutputError: the disk refuses; what is at ``path`` is as it was.
        """

        def make(aside: Path) -> None:
            aside.unlink()
            with cls.create(aside) as project:
                fill(project)

        put(path, make)
        return cls.open(path)

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    def together(self) -> AbstractContextManager[sqlite3.Connection]:
        """Make one transaction of several changes: all of them are kept, or none.

        Raises:
            OutputError: the disk refuses, or the file is gone.
        """
        return self._writing()

    # What it knows about itself

    def set_meta(self, **values: Any) -> None:
        """Keep facts that JSON can hold: ``model``, ``style``, ``settings``, ``language``, ``task``, ``duration``…"""
        with self._writing() as connection:
            rows = [(name, json.dumps(value, ensure_ascii=False)) for name, value in values.items()]
            connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)

    def meta(self, name: str, default: Any = None) -> Any:
        """A fact that was kept by ``set_meta``."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return default if row is None else json.loads(row[0])

    def set_media(self, path: Path) -> None:
        """Say what the project is about, also when it was moved.

        Raises:
            MediaError: it cannot be read.
        """
        self.set_reference(media_files.refer(path, self.path))

    def set_reference(self, reference: MediaReference) -> None:
        """Say it of a medium that cannot be read now."""
        row = (str(reference.path), reference.relative, reference.size, reference.fingerprint)
        with self._writing() as connection:
            connection.execute("INSERT OR REPLACE INTO media VALUES (1, ?, ?, ?, ?)", row)

    @property
    def media(self) -> MediaReference | None:
        """What the project is about; see ``media.find`` for where that is now."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT path, relative, size, fingerprint FROM media").fetchone()
        return None if row is None else MediaReference(Path(row[0]), *row[1:])

    # What is added while a transcription goes

    def append(
        self,
        segments: Iterable[Segment] = (),
        captions: Iterable[Caption] = (),
        unwritten: Iterable[tuple[int, int]] = (),
        **meta: Any,
    ) -> None:
        """Add what was heard, and the cues that became final, behind what is there.

        Args:
            segments: in time order.
            captions: in time order.
            unwritten: (start, end) of speech without words.
            **meta: facts that become true with it, such as ``place``: where the transcription can be taken up again.
        """
        captions = list(captions)
        with self._writing() as connection:
            columns = "(start, end, text, data) VALUES (?, ?, ?, ?)"
            connection.executemany(f"INSERT INTO segment {columns}", map(segment_row, segments))
            connection.executemany("INSERT INTO unwritten (start, end) VALUES (?, ?)", unwritten)
            self._cues.splice(connection, len(self._cues), 0, captions)
            if captions:
                meta.setdefault("appended", self.meta("appended", 0) + len(captions))
            self.set_meta(**meta)

    def set_heard(self, transcript: Transcript) -> None:
        """Put what was heard in the place of what was heard before; facts about it are ``set_meta``'s."""
        with self._writing() as connection:
            for table in _HEARD:
                connection.execute(f"DELETE FROM {table}")
            self.append(transcript.segments, unwritten=transcript.unwritten)
            mismatches = [(place.kind, place.start, place.end, place.text) for place in transcript.mismatches]
            connection.executemany("INSERT INTO mismatch (kind, start, end, text) VALUES (?, ?, ?, ?)", mismatches)

    def keep_segments(self, count: int) -> None:
        """Forget what was heard behind the first ``count`` segments: it is heard anew."""
        with self._writing() as connection:
            kept = "SELECT number FROM segment ORDER BY number LIMIT ?"
            connection.execute(f"DELETE FROM segment WHERE number NOT IN ({kept})", (count,))

    def add_mark(self, time: int, text: str = "") -> None:
        """Note a moment."""
        with self._writing() as connection:
            connection.execute("INSERT INTO mark (time, text) VALUES (?, ?)", (time, text))

    def marks(self) -> list[Mark]:
        """The moments that were noted, in time order."""
        with self._database.reading() as connection:
            return [Mark(*row) for row in connection.execute("SELECT time, text FROM mark ORDER BY time, number")]

    # What the user changes

    def record(self, edit: Edit) -> None:
        """Keep an edit that was just made; what was undone before it can no longer be redone."""
        with self._writing() as connection:
            position = self.meta("undo_position", 0)
            forget_edits(connection, position)
            add_edit(connection, position + 1, edit)
            self.set_meta(undo_position=position + 1)
            splice = edit.splice
            self._cues.splice(connection, splice.index, len(splice.old), splice.new)
            _add_silences(connection, splice.silences)

    def undo(self) -> None:
        """The last edit was taken back."""
        with self._writing() as connection:
            position = self.meta("undo_position", 0)
            splice = self._splice_of(connection, position)
            self._cues.splice(connection, splice.index, len(splice.new), splice.old)
            for span in splice.silences:
                last = "SELECT max(number) FROM silence WHERE start = ? AND end = ?"
                connection.execute(f"DELETE FROM silence WHERE number = ({last})", span)
            self.set_meta(undo_position=position - 1)

    def redo(self) -> None:
        """The last edit taken back was made again."""
        with self._writing() as connection:
            position = self.meta("undo_position", 0) + 1
            splice = self._splice_of(connection, position)
            self._cues.splice(connection, splice.index, len(splice.old), splice.new)
            _add_silences(connection, splice.silences)
            self.set_meta(undo_position=position)

    def truncate(self, count: int) -> None:
        """Forget the cues behind the first ``count``: they are laid out anew. No edit may know of them."""
        with self._writing() as connection:
            self._cues.splice(connection, count, len(self._cues) - count, ())

    # What is in it

    def document(self) -> Document:
        """The cues as they are now."""
        with self._database.reading() as connection:
            captions = self._cues.captions(connection)
            silences = connection.execute("SELECT start, end FROM silence ORDER BY number").fetchall()
            language, title = self.meta("language", ""), self.meta("title", "")
        return Document(captions, language, title, list(to_spans(silences)))

    def transcript(self) -> Transcript:
        """What was heard."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT start, end, text, data FROM segment ORDER BY number").fetchall()
            unwritten = connection.execute("SELECT start, end FROM unwritten ORDER BY start, number").fetchall()
            mismatches = connection.execute("SELECT kind, start, end, text FROM mismatch ORDER BY number").fetchall()
            return Transcript(
                self.meta("language", ""),
                [to_segment(*row) for row in rows],
                self.meta("duration", 0),
                self.meta("task", "transcribe"),
                self.meta("model", ""),
                self.meta("warnings", []),
                list(to_spans(unwritten)),
                [Mismatch(*row) for row in mismatches],
            )

    def history(self) -> tuple[list[Edit], list[Edit]]:
        """The edits that are done, and those that were taken back, the next one to redo first."""
        with self._database.reading() as connection:
            edits = all_edits(connection)
            position = self.meta("undo_position", 0)
        return edits[:position], edits[position:]

    # The whole

    def write(
        self,
        document: Document,
        transcript: Transcript,
        edits: tuple[Sequence[Edit], Sequence[Edit]] = ((), ()),
        **meta: Any,
    ) -> None:
        """Put other contents in the place of all there is; media, marks and other facts stay.

        Args:
            document: the cues as they are now.
            transcript: what was heard.
            edits: those that are done, and those that were taken back, as ``history`` gives them.
            **meta: facts that become true with it.
        """
        done, undone = edits
        with self._writing() as connection:
            self._clear(connection)
            self.append(captions=document.captions)
            _add_silences(connection, document.silences)
            self.set_heard(transcript)
            facts = {name: getattr(transcript, name) for name in ("duration", "task", "model", "warnings")}
            facts["language"] = document.language or transcript.language
            for number, edit in enumerate([*done, *undone], 1):
                add_edit(connection, number, edit)
            self.set_meta(**{**facts, "title": document.title, "undo_position": len(done), **meta})

    def clear(self) -> None:
        """Forget cues, edits and what was heard, for another transcription; media and other facts stay."""
        with self._writing() as connection:
            self._clear(connection)

    def save_as(self, path: Path) -> "Project":
        """Write a copy to ``path``, in the place of what is there, whole or not at all; this one stays open.

        Returns:
            The copy, open.

        Raises:
            OutputError: the disk refuses.
        """
        if path.absolute() == self.path.absolute():
            raise UsageError("The project is this file already. Choose another name for a copy.")
        put(path, self._copy_to)
        copy = Project.open(path)
        if (reference := copy.media) is not None:  # as seen from another folder
            relative = media_files.relative_path(reference.path, path)
            copy.set_reference(replace(reference, relative=relative))
        return copy

    def _copy_to(self, path: Path) -> None:
        with self._database.lock:
            self._database.connection.execute("VACUUM INTO ?", (str(path),))

    def close(self) -> None:
        """Let go of the file. It can be closed twice."""
        self._database.close()

    def __enter__(self) -> "Project":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._database.writing() as connection:
                if self._stale:  # the first transaction, or one after another was rolled back
                    self._cues.load(connection)
                    self._stale = False
                yield connection
        except BaseException:
            self._stale = True
            raise

    def _splice_of(self, connection: sqlite3.Connection, number: int) -> Splice:
        edit = edit_of(connection, number)
        if edit is None:
            raise damaged(self.path)
        return edit.splice

    def _clear(self, connection: sqlite3.Connection) -> None:
        for table in _TABLES:
            connection.execute(f"DELETE FROM {table}")
        self._cues.clear(connection)
        self.set_meta(appended=0, undo_position=0, place=None)


def _add_silences(connection: sqlite3.Connection, spans: Iterable[tuple[int, int]]) -> None:
    connection.executemany("INSERT INTO silence (start, end) VALUES (?, ?)", spans)
