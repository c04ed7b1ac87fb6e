"""Finds the places of the medium in view that are worth a look, and takes the user through them."""

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.gui.controllers.cue_watch import CueWatch
from alm_studio.gui.controllers.playback import PlaybackController
from alm_studio.gui.jobs import Jobs
from alm_studio.gui.models.cue_table import CueTableModel
from alm_studio.gui.models.review import ReviewModel, describe
from alm_studio.gui.views.review_dock import ReviewDock
from alm_studio.pipeline.review import Finding, findings, worst

_DELAY_MS = 150
"""Changes come in groups."""
_AROUND = 400
"""Ms of sound played before and after a place."""
_SHORTEST = 300
"""Ms of room that a new cue needs."""


class ReviewController(QObject):
    """Keeps the list and the marks of the cue table true to the cues.

    Attributes:
        model: the places as they are shown.
        chosen: the place that the user is at; None where none is.

    Signals:
        counted(number): how many places there are in all.
        accepted(): the place was accepted, and the list is without it.
        edit_wanted(row): the text of that cue is to be edited.
    """

    counted = Signal(int)
    accepted = Signal()
    edit_wanted = Signal(int)

    def __init__(self, jobs: Jobs, playback: PlaybackController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.model = ReviewModel(self)
        self.chosen: Finding | None = None
        self._jobs = jobs
        self._playback = playback
        self._found: list[Finding] = []
        self._worst_first = True
        self._accepting = False
        self._watch = CueWatch(_DELAY_MS, self)
        self._watch.changed.connect(self._search)

    def attach(self, dock: ReviewDock) -> None:
        """Let a dock show the places and be where the user goes through them."""
        dock.order_chosen.connect(self.show_worst)
        dock.list.play_wanted.connect(self.play)
        self.counted.connect(dock.set_count)
        self.accepted.connect(lambda: dock.list.choose(max(0, dock.list.row)))

    def show(self, cues: CueTableModel | None) -> None:
        """Review another medium; None reviews nothing."""
        if self._watch.show(cues):
            self.chosen, self._found = None, []
            self._fill()
            self._search()

    def refresh(self) -> None:
        """What was heard in the medium in view is known by now."""
        self._watch.touch()

    def show_worst(self, worst_first: bool) -> None:
        """Show the worst places, worst first, or all of them in the order of time."""
        self._worst_first = worst_first
        self._fill()

    def choose(self, finding: Finding) -> None:
        """The user goes to a place."""
        self.chosen = finding
        self._playback.seek(finding.start)

    def play(self) -> None:
        """Play the place, and a little before and after it."""
        if self.chosen is not None:
            self._playback.play_between(max(0, self.chosen.start - _AROUND), self.chosen.end + _AROUND)

    def accept(self) -> None:
        """The place is right as it is."""
        if self.chosen is None or self._cues is None:
            return
        if self.chosen.words:
            self._cues.accept(self.chosen.cue)
        else:
            self._cues.accept_silence(self.chosen.start, self.chosen.end)
        self._accepting = True

    def edit(self) -> None:
        """Edit the text of the place; where no cue stands, of a new one."""
        if self.chosen is None or self._cues is None:
            return
        row = self.chosen.cue
        if row < 0:
            row = self._make_cue(self.chosen.start, self.chosen.end)
        self.edit_wanted.emit(row)

    def _make_cue(self, start: int, end: int) -> int:
        """Make an empty cue in the room that is there; returns its row, or a neighbour's where there is too little."""
        assert self._cues is not None
        captions = self._cues.item.document.captions
        row = sum(caption.start <= start for caption in captions)
        start = max(start, captions[row - 1].end) if row else start
        end = min(end, captions[row].start) if row < len(captions) else end
        if end - start < _SHORTEST:
            return min(row, len(captions) - 1)
        language = self._cues.item.document.language
        try:
            self._cues.insert(row, Caption(start, end, "", language=language))
        except UsageError:  # cues that overlap leave no room
            return min(row, len(captions) - 1)
        return row

    @property
    def _cues(self) -> CueTableModel | None:
        return self._watch.cues

    def _search(self) -> None:
        """Look for the places in the pool: a film has ten thousand words."""
        cues = self._cues
        if cues is None:
            return
        document, heard = cues.item.document, cues.item.transcript
        copy = Document(list(document.captions), silences=list(document.silences))
        given = [(found.start, found.end) for found in heard.mismatches if found.kind == "unwritten"]
        unwritten = [*heard.unwritten, *given]

        def done(found: list[Finding]) -> None:
            if not isValid(self):  # the window was closed meanwhile
                return
            if cues is self._cues and not self._watch.pending:  # else what is shown has changed meanwhile
                self._found = found
                self._fill()
                if self._accepting:
                    self._accepting = False
                    self.accepted.emit()

        self._jobs.run_io(lambda: findings(copy, unwritten), done)

    def _fill(self) -> None:
        captions = self._cues.item.document.captions if self._cues is not None else []
        shown = worst(self._found) if self._worst_first else self._found
        self.model.show([(finding, captions[finding.cue] if finding.cue >= 0 else None) for finding in shown])
        if self._cues is not None:
            self._cues.set_marks({finding.cue: describe(finding) for finding in self._found if finding.cue >= 0})
        self.chosen = self._again(self.chosen)
        self.counted.emit(len(self._found))

    def _again(self, finding: Finding | None) -> Finding | None:
        """The same place among those found now; None where it is settled."""
        if finding is None:
            return None
        same = (found for found in self._found if (found.reason, found.start) == (finding.reason, finding.start))
        return next(same, None)
