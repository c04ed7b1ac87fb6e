"""All projects, and an index over everything ever said in them."""

import logging
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from alm_studio.base.errors import OutputError
from alm_studio.base.paths import projects_dir
from alm_studio.project.database import explained
from alm_studio.project.project import SUFFIX, Project
from alm_studio.project.words import query, spaced

_log = logging.getLogger(__name__)

_PATIENCE = 5.0
"""Seconds to wait while another window of the program writes."""

_VERSION = 1
_TABLES = f"""
BEGIN IMMEDIATE;
-- open: a program works on it. unfinished: its captions are to be offered at the next start.
CREATE TABLE project (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, title TEXT NOT NULL, media TEXT NOT NULL, language TEXT NOT NULL,
    duration INTEGER NOT NULL, cues INTEGER NOT NULL, changed TEXT NOT NULL,
    open INTEGER NOT NULL, unfinished INTEGER NOT NULL
);
CREATE TABLE passage (
    id INTEGER PRIMARY KEY, project INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, start INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX passages ON passage (project);
-- What is searched: the words of each passage, those of scripts without spaces character by character.
CREATE VIRTUAL TABLE words USING fts5 (text, content = '', tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE TRIGGER passage_gone AFTER DELETE ON passage BEGIN
    INSERT INTO words (words, rowid, text) VALUES ('delete', old.id, spaced(old.text));
END;
CREATE TRIGGER passage_new AFTER INSERT ON passage BEGIN
    INSERT INTO words (rowid, text) VALUES (new.id, spaced(new.text));
END;
PRAGMA user_version = {_VERSION};
COMMIT;
"""


@dataclass(frozen=True)
class Entry:
    """A project as the library knows it.

    Attributes:
        path: its file.
        title: of the document, or the medium's name.
        media: the medium's path.
        language: code; empty while unknown.
        duration: ms.
        cues: how many.
        changed: when it was written last, ISO 8601.
        unfinished: whether its captions are neither whole nor exported.
    """

    path: Path
    title: str
    media: Path
    language: str
    duration: int
    cues: int
    changed: str
    unfinished: bool = False


@dataclass(frozen=True)
class Hit:
    """A passage in which something is said: its project, ms at which it begins, and its text."""

    entry: Entry
    start: int
    text: str


_ENTRY = "path, title, media, language, duration, cues, changed, unfinished"


class Library:
    """One SQLite file in the data folder; any thread and several programs at once may use it.

    What it holds can be made again from the projects: a damaged index is begun anew.

    Args:
        path: the file, by default in ``projects_dir()``.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    @property
    def path(self) -> Path:
        """The file."""
        return self._path or projects_dir() / "library.sqlite"

    # What programs tell

    def opened(self, project: Project) -> None:
        """A program works on it: should it be killed, ``unfinished`` finds the project.

        Raises:
            OutputError: the disk refuses.
        """
        with self._writing() as connection:
            connection.execute("UPDATE project SET open = 1 WHERE id = ?", (_row(connection, project.path),))

    def closed(self, path: Path, *, unfinished: bool) -> None:
        """The program is done with it.

        Args:
            path: its file.
            unfinished: whether it is to be offered at the next start.

        Raises:
            OutputError: the disk refuses.
        """
        with self._writing() as connection:
            state = (unfinished, str(path.absolute()))
            connection.execute("UPDATE project SET open = 0, unfinished = ? WHERE path = ?", state)

    def index(self, project: Project) -> None:
        """Take over what is said in a project, in the place of what was said there before.

        Raises:
            OutputError: the disk refuses.
        """
        document, transcript, media = project.document(), project.transcript(), project.media
        passages = [(caption.start, caption.text.replace("\n", " ")) for caption in document.captions]
        passages = passages or [(segment.start, segment.text) for segment in transcript.segments]
        media_path = str(media.path) if media else ""
        title = document.title or (media.path.stem if media else project.path.stem)
        facts = (title, media_path, document.language, transcript.duration, len(document.captions), _now())
        with self._writing() as connection:
            number = _row(connection, project.path)
            names = "title = ?, media = ?, language = ?, duration = ?, cues = ?, changed = ?"
            connection.execute(f"UPDATE project SET {names} WHERE id = ?", (*facts, number))
            connection.execute("DELETE FROM passage WHERE project = ?", (number,))
            rows = [(number, start, text) for start, text in passages if text.strip()]
            connection.executemany("INSERT INTO passage (project, start, text) VALUES (?, ?, ?)", rows)

    def forget(self, path: Path) -> None:
        """The project is gone, or now another file.

        Raises:
            OutputError: the disk refuses.
        """
        with self._writing() as connection:
            connection.execute("DELETE FROM project WHERE path = ?", (str(path.absolute()),))

    # What it knows

    def search(self, text: str, limit: int = 200) -> list[Hit]:
        """The passages that hold all words of ``text``, the best first.

        Args:
            text: words, of which the last may be begun only; in scripts without spaces any run of characters.
            limit: of hits.

        Raises:
            OutputError: the index cannot be read.
        """
        wanted = query(text)
        if not wanted:
            return []
        names = ", ".join(f"project.{name.strip()}" for name in _ENTRY.split(","))
        found = (
            f"SELECT {names}, passage.start, passage.text FROM words JOIN passage ON passage.id = words.rowid "
            "JOIN project ON project.id = passage.project WHERE words MATCH ? ORDER BY words.rank, passage.id LIMIT ?"
        )
        with self._reading() as connection:
            return [Hit(_entry(row[:-2]), *row[-2:]) for row in connection.execute(found, (wanted, limit))]

    def entries(self) -> list[Entry]:
        """Every project, the last one changed first."""
        with self._reading() as connection:
            rows = connection.execute(
                f"SELECT {_ENTRY} FROM project WHERE changed != '' ORDER BY changed DESC, id DESC"
            )
            return [_entry(row) for row in rows]

    def find(self, media: Path) -> list[Entry]:
        """The projects of a medium, the last one changed first."""
        return [entry for entry in self.entries() if entry.media == media and entry.path.is_file()]

    def unfinished(self) -> list[Path]:
        """Projects that a killed program left behind, or whose captions were never exported; some may be open now."""
        with self._reading() as connection:
            rows = connection.execute("SELECT path, open OR unfinished FROM project ORDER BY id").fetchall()
        wanted = [Path(path) for path, left in rows if left]
        known = {path for path, _ in rows}
        unknown = [path for path in sorted(self.path.parent.glob(f"*{SUFFIX}")) if str(path) not in known]
        return [path for path in (*wanted, *unknown) if path.is_file()]

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            try:
                self._connection = _connect(self.path)
            except sqlite3.DatabaseError as error:
                if not (isinstance(error, _ForeignIndexError) or _code(error) in _DAMAGED):
                    raise
                _log.info("The index of the projects is damaged and begun anew: %s", error)
                for suffix in ("", "-wal", "-shm"):
                    self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
                self._connection = _connect(self.path)
        return self._connection

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._open()
            except sqlite3.Error as error:
                raise explained(error, self.path) from error
            except OSError as error:
                raise OutputError(f"The data folder cannot be used ({error.strerror}): {error.filename}") from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


class _ForeignIndexError(sqlite3.DatabaseError):
    """An index of another version of the program."""


_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE, check_same_thread=False, isolation_level=None)
    try:
        connection.create_function("spaced", 1, spaced, deterministic=True)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version not in (0, _VERSION):
            raise _ForeignIndexError(f"version {version}")
        if version == 0:
            connection.executescript(_TABLES)
    except BaseException:
        connection.close()
        raise
    return connection


def _row(connection: sqlite3.Connection, path: Path) -> int:
    """The number of a project, a new one where it is not known."""
    name = str(path.absolute())
    connection.execute(
        "INSERT OR IGNORE INTO project (path, title, media, language, duration, cues, changed, open, unfinished) "
        "VALUES (?, '', '', '', 0, 0, '', 0, 0)",
        (name,),
    )
    (number,) = connection.execute("SELECT id FROM project WHERE path = ?", (name,)).fetchone()
    return int(number)


def _entry(row: Sequence[str | int]) -> Entry:
    path, title, media, language, duration, cues, changed, unfinished = row
    return Entry(
        Path(str(path)),
        str(title),
        Path(str(media)),
        str(language),
        int(duration),
        int(cues),
        str(changed),
        bool(unfinished),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
