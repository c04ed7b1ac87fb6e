"""The edits of a project, row by row."""

import sqlite3

from alm_studio.captions.edits import Edit
from alm_studio.project.records import edit_row, to_edit

_COLUMNS = "SELECT label, place, old, new, silences FROM edit"


def add_edit(connection: sqlite3.Connection, number: int, edit: Edit) -> None:
    """Keep an edit that is done."""
    connection.execute("INSERT INTO edit VALUES (?, ?, ?, ?, ?, ?)", (number, *edit_row(edit)))


def edit_of(connection: sqlite3.Connection, number: int) -> Edit | None:
    """An edit by its number; None where there is none."""
    row = connection.execute(f"{_COLUMNS} WHERE number = ?", (number,)).fetchone()
    return None if row is None else to_edit(*row)


def all_edits(connection: sqlite3.Connection) -> list[Edit]:
    """Every edit in its order, those too that were taken back."""
    return [to_edit(*row) for row in connection.execute(f"{_COLUMNS} ORDER BY number")]


def forget_edits(connection: sqlite3.Connection, behind: int) -> None:
    """Those behind a number can no longer be redone."""
    connection.execute("DELETE FROM edit WHERE number > ?", (behind,))
