"""What the library shows: projects, and the places in them where something is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QObject, Qt

from alm_studio.gui.models.times import short_clock
from alm_studio.project.library import Entry, Hit
from alm_studio.project.words import terms
from alm_studio.text.languages import LANGUAGES


class _Counts(QObject):
    """Texts with a plural, which lupdate finds in objects alone."""

    def cues(self, number: int) -> str:
        """How many cues."""
        return self.tr("%n cue(s)", "", number)


@dataclass(frozen=True)
class Found:
    """A project with its places, in time order; ``there`` is whether its file is where it was."""

    entry: Entry
    hits: tuple[Hit, ...] = ()
    there: bool = True


def grouped(hits: Sequence[Hit]) -> list[Found]:
    """Hits by project, the project of the best hit first. Touches the disk."""
    projects: dict[Path, list[Hit]] = {}
    for hit in hits:
        projects.setdefault(hit.entry.path, []).append(hit)
    return [
        Found(places[0].entry, tuple(sorted(places, key=lambda hit: hit.start)), path.is_file())
        for path, places in projects.items()
    ]


def describe(entry: Entry) -> str:
    """A project's facts in a line, such as ``"Today 10:15 · 42:10 · English · 713 cues"``."""
    changed = QDateTime.fromString(entry.changed, Qt.DateFormat.ISODate).toLocalTime()
    when = QLocale().toString(changed, QLocale.FormatType.ShortFormat)
    cues = entry.cues
    parts = [
        when,
        short_clock(entry.duration) if entry.duration else "",
        LANGUAGES.get(entry.language, entry.language),
        _Counts().cues(cues),
    ]
    return " · ".join(part for part in parts if part)


def marked(text: str, query: str) -> list[tuple[int, int]]:
    """(begin, end) of each place in ``text`` where a term of the query stands, in order, apart from each other."""
    folded = text.casefold()
    if len(folded) != len(text):  # some letters fold to two
        folded = text.lower() if len(text.lower()) == len(text) else text
    spans = []
    for term in terms(query):
        wanted, place = term.casefold(), -1
        while (place := folded.find(wanted, place + 1)) >= 0:
            spans.append((place, place + len(wanted)))
    result: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if result and begin < result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((begin, end))
    return result
