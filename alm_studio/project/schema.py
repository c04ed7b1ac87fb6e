"""The tables of a project file, and the steps from each version to the next."""

import sqlite3

from alm_studio.base.errors import MediaError
from alm_studio.project.database import Database, foreign

APPLICATION_ID = 0x414C4D53
"""``"ALMS"``: what makes a project of a SQLite file."""

_FIRST = """
-- Facts about the project; each value is JSON.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- The medium: where it was, where it was as seen from the project's folder, and how to know it again.
CREATE TABLE media (
    id INTEGER PRIMARY KEY CHECK (id = 1), path TEXT NOT NULL, relative TEXT NOT NULL,
    size INTEGER NOT NULL, fingerprint TEXT NOT NULL
);
-- What the model heard. Times in ms; data is JSON: words with evidence, tokens, figures.
CREATE TABLE segment (
    number INTEGER PRIMARY KEY, start INTEGER NOT NULL, end INTEGER NOT NULL, text TEXT NOT NULL, data TEXT NOT NULL
);
-- The cues as they are now, in the order of rank, which leaves room for cues in between.
CREATE TABLE cue (
    rank INTEGER PRIMARY KEY, start INTEGER NOT NULL, end INTEGER NOT NULL, text TEXT NOT NULL, data TEXT NOT NULL
);
-- Every edit. Those up to meta's undo_position are done, the others were taken back. old and new are JSON.
CREATE TABLE edit (
    number INTEGER PRIMARY KEY, label TEXT NOT NULL, place INTEGER NOT NULL,
    old TEXT NOT NULL, new TEXT NOT NULL, silences TEXT NOT NULL
);
-- Places a person wants no text for, and speech that no word was written for.
CREATE TABLE silence (number INTEGER PRIMARY KEY, start INTEGER NOT NULL, end INTEGER NOT NULL);
CREATE TABLE unwritten (number INTEGER PRIMARY KEY, start INTEGER NOT NULL, end INTEGER NOT NULL);
"""

_MARKS = """
-- Moments that somebody wants to find again.
CREATE TABLE mark (number INTEGER PRIMARY KEY, time INTEGER NOT NULL, text TEXT NOT NULL);
-- Where a text that was given and the speech part ways.
CREATE TABLE mismatch (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, text TEXT NOT NULL
);
"""

STEPS: tuple[str, ...] = (_FIRST, _MARKS)
"""Step n makes version n + 1 of version n. A file that exists is never made anew: add a step."""

VERSION = len(STEPS)


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring a file of an older version, 0 for an empty one, to this one's; whole or not at all.

    Raises:
        sqlite3.Error: the disk refuses; the file is as it was.
    """
    steps = "".join(STEPS[version:])
    marks = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
    try:
        connection.executescript(f"BEGIN IMMEDIATE; {steps} {marks} COMMIT;")
    except sqlite3.Error:
        if connection.in_transaction:
            connection.rollback()
        raise


def version_of(database: Database) -> int:
    """The version of a project's tables.

    Raises:
        MediaError: it has none, or a newer program made it.
    """
    with database.reading() as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version < 1:
        raise foreign(database.path)
    if version > VERSION:
        raise MediaError(f"A newer version of ALM Studio made {database.path}. Update the program to open it.")
    return int(version)
