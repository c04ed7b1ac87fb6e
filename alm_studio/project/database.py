"""A SQLite file of one writer: opened with care, every failure a sentence."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alm_studio.base.errors import AlmError, MediaError, OutputError


class ReadOnlyError(OutputError):
    """The file can be read, but not written: work on a copy of it."""


_PATIENCE = 1.0
"""Seconds to wait for another program that reads the file just now."""


class Database:
    """A connection that one process holds alone, for any of its threads.

    Nobody else can open the file meanwhile; the lock goes with the process, whatever ends it. What a transaction wrote
    survives a kill as soon as it is over, and a power failure too (write-ahead log, synchronous).

    Args:
        path: the file; made where it is missing.
        kind: the application id that the file has to have, unless it is empty.

    Raises:
        MediaError: it is no file of that kind, or damaged.
        OutputError: it is open elsewhere, or cannot be written.
    """

    def __init__(self, path: Path, kind: int) -> None:
        self.path = path
        self.lock = threading.RLock()
        self._depth = 0
        try:
            self.connection = sqlite3.connect(path, timeout=_PATIENCE, check_same_thread=False, isolation_level=None)
        except sqlite3.Error as error:
            raise explained(error, path) from error
        try:
            self.connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._check_kind(kind)  # before anything is changed
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute("PRAGMA synchronous = FULL")
            self.connection.execute("BEGIN IMMEDIATE")  # takes the lock, and keeps it
            self.connection.execute("COMMIT")
            self._file = self._identity()
        except BaseException as error:
            self.connection.close()
            if isinstance(error, sqlite3.Error):
                raise explained(error, path) from error
            raise

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it is kept, or nothing. May be nested.

        Raises:
            OutputError: the disk refuses, or the file is gone.
        """
        with self.lock:
            if self._depth:
                yield self.connection
                return
            self._check_there()
            self._depth += 1
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException as error:
                self._roll_back()
                if isinstance(error, sqlite3.Error):
                    raise explained(error, self.path) from error
                raise
            finally:
                self._depth -= 1

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for queries.

        Raises:
            MediaError: the file is damaged.
        """
        with self.lock:
            try:
                yield self.connection
            except sqlite3.Error as error:
                raise explained(error, self.path) from error

    def check(self) -> None:
        """Look through the whole file for damage.

        Raises:
            MediaError: there is some.
        """
        with self.reading() as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            raise damaged(self.path)

    def close(self) -> None:
        """Bring everything into the one file, and let go of it. Never fails: what was written is in the log beside."""
        with self.lock:
            self.connection.close()

    def _check_kind(self, kind: int) -> None:
        (found,) = self.connection.execute("PRAGMA application_id").fetchone()
        (pages,) = self.connection.execute("PRAGMA page_count").fetchone()
        if pages and found != kind:
            raise foreign(self.path)

    def _check_there(self) -> None:
        """A file that was deleted, or whose disk is gone, would take writes into nowhere."""
        if self._identity() != self._file:
            raise OutputError(
                f"The project {self.path} is no longer there: it was moved, deleted, or its disk is gone."
            )

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.path)  # noqa: PTH116 - opening it would give up the lock
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _roll_back(self) -> None:
        try:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
        except sqlite3.Error:  # closed, or a dead disk: the next opening rolls back
            self.connection.close()


def damaged(path: Path) -> MediaError:
    """What is said of a file with holes."""
    return MediaError(f"The project {path} is damaged. Open a backup of it, or make its captions anew.")


def foreign(path: Path) -> MediaError:
    """What is said of a file of another program."""
    return MediaError(f"{path} is not a project of this program.")


def explained(error: sqlite3.Error, path: Path) -> AlmError:
    """A failure of SQLite as a sentence that says what to do."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FORMAT):
        return damaged(path)
    if code == sqlite3.SQLITE_NOTADB:
        return foreign(path)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return OutputError(f"The project {path} is open in another window. Close it there first.")
    if code == sqlite3.SQLITE_FULL:
        return OutputError(f"The disk with the project {path} is full. Make room there, or save it elsewhere.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return ReadOnlyError(f"The project {path} is read-only. Save it elsewhere.")
    if code == sqlite3.SQLITE_CANTOPEN:
        if path.is_file() and os.access(path, os.R_OK):
            return ReadOnlyError(f"The folder of the project {path} is read-only. Save it elsewhere.")
        return OutputError(f"The project {path} cannot be opened or made. Choose another folder.")
    return OutputError(f"The disk refuses the project {path} ({error}). Save it elsewhere.")
