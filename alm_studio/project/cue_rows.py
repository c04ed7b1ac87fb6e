"""The cues of a project, row by row."""

import sqlite3
from collections.abc import Sequence

from alm_studio.captions.document import Caption
from alm_studio.project.ranks import between
from alm_studio.project.records import caption_row, to_caption

_INSERT = "INSERT INTO cue VALUES (?, ?, ?, ?, ?)"
_ALL = "SELECT start, end, text, data FROM cue ORDER BY rank"


class CueRows:
    """Knows which row each cue is, so that an edit touches no more rows than cues."""

    def __init__(self) -> None:
        self._ranks: list[int] = []

    def __len__(self) -> int:
        return len(self._ranks)

    def load(self, connection: sqlite3.Connection) -> None:
        """See what is there: at the beginning, and after a transaction that was rolled back."""
        self._ranks = [rank for (rank,) in connection.execute("SELECT rank FROM cue ORDER BY rank")]

    def captions(self, connection: sqlite3.Connection) -> list[Caption]:
        """All of them."""
        return [to_caption(*row) for row in connection.execute(_ALL)]

    def splice(self, connection: sqlite3.Connection, index: int, count: int, captions: Sequence[Caption]) -> None:
        """Put ``captions`` in the place of ``count`` cues from ``index`` on."""
        ranks = self._ranks
        kept = min(count, len(captions))
        rows = [caption_row(caption) for caption in captions]
        gone = [(rank,) for rank in ranks[index + kept : index + count]]
        connection.executemany("DELETE FROM cue WHERE rank = ?", gone)
        changed = [(*row, rank) for row, rank in zip(rows, ranks[index : index + kept], strict=False)]
        connection.executemany("UPDATE cue SET start = ?, end = ?, text = ?, data = ? WHERE rank = ?", changed)
        before = ranks[index + kept - 1] if index + kept else None
        after = ranks[index + count] if index + count < len(ranks) else None
        new = between(before, after, len(rows) - kept)
        if new is None:
            self._spread(connection)
            self.splice(connection, index, kept, captions)
            return
        connection.executemany(_INSERT, [(rank, *row) for rank, row in zip(new, rows[kept:], strict=True)])
        ranks[index + kept : index + count] = new

    def clear(self, connection: sqlite3.Connection) -> None:
        """Remove all."""
        connection.execute("DELETE FROM cue")
        self._ranks = []

    def _spread(self, connection: sqlite3.Connection) -> None:
        """Give the rows ranks with room between them again."""
        rows = connection.execute(_ALL).fetchall()
        connection.execute("DELETE FROM cue")
        self._ranks = between(None, None, len(rows)) or []
        connection.executemany(_INSERT, [(rank, *row) for rank, row in zip(self._ranks, rows, strict=True)])
