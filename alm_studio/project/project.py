"""A project: one file with the medium's place, what was heard, the cues, every edit and the settings."""

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from alm_studio import __version__
from alm_studio.base.errors import MediaError, OutputError, UsageError
from alm_studio.base.files import umask
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.edits import Edit
from alm_studio.captions.transcript import Mismatch, Segment, Transcript
from alm_studio.project import media as media_files
from alm_studio.project.database import Database, damaged, explained, foreign
from alm_studio.project.media import MediaReference
from alm_studio.project.ranks import between
from alm_studio.project.records import caption_row, edit_row, segment_row, to_caption, to_edit, to_segment, to_spans
from alm_studio.project.schema import APPLICATION_ID, VERSION, migrate

SUFFIX = ".alms"

_TABLES = ("segment", "cue", "edit", "silence", "unwritten", "mark", "mismatch")


@dataclass(frozen=True)
class Mark:
    """A moment that somebody wants to find again: ms, and a few words."""

    time: int
    text: str


class Project:
    """Everything about one medium in one file, written as it happens.

    Each method that changes something is one transaction: after it, a kill loses nothing. Any thread may call any
    method. Times are ms of the medium.
    """

    def __init__(self, database: Database) -> None:
        """Use ``create`` or ``open``."""
        self._database = database
        self._ranks: list[int] = []
        self._stale = False
        self._load_ranks()

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
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"Cannot make the folder {path.parent}: {error.strerror}. Choose another folder."
            ) from error
        _remove_logs(path)  # of a project that was deleted from outside
        database = Database(path, APPLICATION_ID)
        try:
            with database.reading() as connection:
                migrate(connection, 0)
            project = cls(database)
            project.set_meta(created=_now(), program=__version__)
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
            version = _version(database)
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
        if copy.exists():
            raise OutputError(f"{copy} exists already. Choose another name.")
        try:
            copy.parent.mkdir(parents=True, exist_ok=True)
            for suffix in ("", "-wal"):
                source = path.with_name(path.name + suffix)
                if source.exists():
                    shutil.copyfile(source, copy.with_name(copy.name + suffix))
        except OSError as error:
            raise OutputError(f"Cannot copy {path} to {copy}: {error.strerror}. Make room there.") from error
        return cls.open(copy)

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
        reference = media_files.refer(path, self.path)
        self._set_reference(reference)

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
            self._splice(connection, len(self._ranks), 0, captions)
            if captions:
                meta["appended"] = self.meta("appended", 0) + len(captions)
            self.set_meta(**meta)

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
            connection.execute("DELETE FROM edit WHERE number > ?", (position,))
            self._insert_edit(connection, position + 1, edit)
            self.set_meta(undo_position=position + 1)
            splice = edit.splice
            self._splice(connection, splice.index, len(splice.old), splice.new)
            _add_silences(connection, splice.silences)

    def undo(self) -> None:
        """The last edit was taken back."""
        with self._writing() as connection:
            position = self.meta("undo_position", 0)
            splice = self._edit(connection, position).splice
            self._splice(connection, splice.index, len(splice.new), splice.old)
            for span in splice.silences:
                last = "SELECT max(number) FROM silence WHERE start = ? AND end = ?"
                connection.execute(f"DELETE FROM silence WHERE number = ({last})", span)
            self.set_meta(undo_position=position - 1)

    def redo(self) -> None:
        """The last edit taken back was made again."""
        with self._writing() as connection:
            position = self.meta("undo_position", 0) + 1
            splice = self._edit(connection, position).splice
            self._splice(connection, splice.index, len(splice.old), splice.new)
            _add_silences(connection, splice.silences)
            self.set_meta(undo_position=position)

    def truncate(self, count: int) -> None:
        """Forget the cues behind the first ``count``: they are laid out anew. No edit may know of them."""
        with self._writing() as connection:
            self._splice(connection, count, len(self._ranks) - count, ())

    # What is in it

    def document(self) -> Document:
        """The cues as they are now."""
        with self._database.reading() as connection:
            cues = connection.execute("SELECT start, end, text, data FROM cue ORDER BY rank").fetchall()
            silences = connection.execute("SELECT start, end FROM silence ORDER BY number").fetchall()
            language, title = self.meta("language", ""), self.meta("title", "")
        return Document([to_caption(*row) for row in cues], language, title, list(to_spans(silences)))

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
            columns = "SELECT label, place, old, new, silences FROM edit ORDER BY number"
            edits: list[Edit] = [to_edit(*row) for row in connection.execute(columns)]
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
            facts = {name: getattr(transcript, name) for name in ("language", "duration", "task", "model", "warnings")}
            facts["language"] = document.language or transcript.language
            self.append(transcript.segments, document.captions, transcript.unwritten)
            _add_silences(connection, document.silences)
            mismatches = [(place.kind, place.start, place.end, place.text) for place in transcript.mismatches]
            connection.executemany("INSERT INTO mismatch (kind, start, end, text) VALUES (?, ?, ?, ?)", mismatches)
            for number, edit in enumerate([*done, *undone], 1):
                self._insert_edit(connection, number, edit)
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
        aside: Path | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".part")
            os.close(handle)
            aside = Path(name)
            self._copy_to(aside)
            aside.chmod(0o666 & ~umask())
            _remove_logs(path)
            aside.replace(path)
        except sqlite3.Error as error:
            raise explained(error, path) from error
        except OSError as error:
            raise OutputError(f"Cannot write {path}: {error.strerror}. Choose another folder.") from error
        finally:
            if aside is not None:
                aside.unlink(missing_ok=True)
        copy = Project.open(path)
        if (reference := copy.media) is not None:  # as seen from another folder
            relative = media_files.relative_path(reference.path, path)
            copy._set_reference(MediaReference(reference.path, relative, reference.size, reference.fingerprint))
        return copy

    def _copy_to(self, path: Path) -> None:
        with self._database.lock:
            self._database.connection.execute("VACUUM INTO ?", (str(path),))
        with path.open("rb+") as file:
            os.fsync(file.fileno())

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
                if self._stale:  # the transaction before failed, and was rolled back
                    self._load_ranks()
                yield connection
        except BaseException:
            self._stale = True
            raise

    def _load_ranks(self) -> None:
        with self._database.reading() as connection:
            self._ranks = [rank for (rank,) in connection.execute("SELECT rank FROM cue ORDER BY rank")]
        self._stale = False

    def _splice(self, connection: sqlite3.Connection, index: int, count: int, captions: Sequence[Caption]) -> None:
        """Put ``captions`` in the place of ``count`` cues from ``index`` on."""
        ranks = self._ranks
        kept = min(count, len(captions))
        rows = [caption_row(caption) for caption in captions]
        gone = [(rank,) for rank in ranks[index + kept : index + count]]
        connection.executemany("DELETE FROM cue WHERE rank = ?", gone)
        changed = zip(rows, ranks[index : index + kept], strict=False)
        update = "UPDATE cue SET start = ?, end = ?, text = ?, data = ? WHERE rank = ?"
        connection.executemany(update, [(*row, rank) for row, rank in changed])
        before = ranks[index + kept - 1] if index + kept else None
        after = ranks[index + count] if index + count < len(ranks) else None
        new = between(before, after, len(rows) - kept)
        if new is None:
            self._spread(connection)
            self._splice(connection, index, kept, captions)
            return
        added = [(rank, *row) for rank, row in zip(new, rows[kept:], strict=True)]
        connection.executemany("INSERT INTO cue VALUES (?, ?, ?, ?, ?)", added)
        ranks[index + kept : index + count] = new

    def _spread(self, connection: sqlite3.Connection) -> None:
        """Give the cues ranks with room between them again."""
        rows = connection.execute("SELECT start, end, text, data FROM cue ORDER BY rank").fetchall()
        connection.execute("DELETE FROM cue")
        self._ranks = between(None, None, len(rows)) or []
        with_ranks = [(rank, *row) for rank, row in zip(self._ranks, rows, strict=True)]
        connection.executemany("INSERT INTO cue VALUES (?, ?, ?, ?, ?)", with_ranks)

    def _set_reference(self, reference: MediaReference) -> None:
        row = (str(reference.path), reference.relative, reference.size, reference.fingerprint)
        with self._writing() as connection:
            connection.execute("INSERT OR REPLACE INTO media VALUES (1, ?, ?, ?, ?)", row)

    def _insert_edit(self, connection: sqlite3.Connection, number: int, edit: Edit) -> None:
        connection.execute("INSERT INTO edit VALUES (?, ?, ?, ?, ?, ?)", (number, *edit_row(edit)))

    def _edit(self, connection: sqlite3.Connection, number: int) -> Edit:
        columns = "SELECT label, place, old, new, silences FROM edit WHERE number = ?"
        row = connection.execute(columns, (number,)).fetchone()
        if row is None:
            raise damaged(self.path)
        return to_edit(*row)

    def _clear(self, connection: sqlite3.Connection) -> None:
        for table in _TABLES:
            if table != "mark":
                connection.execute(f"DELETE FROM {table}")
        self._ranks = []
        self.set_meta(appended=0, undo_position=0, place=None)


def _add_silences(connection: sqlite3.Connection, spans: Iterable[tuple[int, int]]) -> None:
    connection.executemany("INSERT INTO silence (start, end) VALUES (?, ?)", spans)


def _version(database: Database) -> int:
    """The version of the tables.

    Raises:
        MediaError: it is no project, or from a newer program.
    """
    with database.reading() as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version < 1:
        raise foreign(database.path)
    if version > VERSION:
        raise MediaError(f"A newer version of ALM Studio made {database.path}. Update the program to open it.")
    return int(version)


def _remove_logs(path: Path) -> None:
    """Remove what a killed program left beside a file of that name: it would be taken for the new file's."""
    for suffix in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
