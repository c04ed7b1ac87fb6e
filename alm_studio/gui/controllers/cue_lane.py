"""Cues along time and in the table: one selection, one way to change them."""

from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from alm_studio.base.errors import AlmError
from alm_studio.captions.document import Caption
from alm_studio.captions.edits import Create, Edit, SetTimes
from alm_studio.captions.group_edits import Shift
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.models.timeline_cues import lane_cues

if TYPE_CHECKING:
    from alm_studio.gui.main_window import MainWindow

_LONGEST_VIEW = 120_000
"""Ms in view above which a px is too coarse to aim at single words or the edges of sound."""
_AROUND = 20
"""Cues before and after those in view that are asked for words."""


class CueLaneController(QObject):
    """What is done with cues on the timeline becomes an edit; what the table selects is seen on the timeline."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._item: MediaItem | None = None
        self._lane = window.editor.timeline.cues
        self._lane.snaps = self._places
        self._lane.chosen.connect(self._choose)
        self._lane.times_wanted.connect(lambda row, start, end: self.change(SetTimes(row, start, end)))
        self._lane.shift_wanted.connect(lambda rows, by: self.change(Shift(rows, by)))
        self._lane.create_wanted.connect(self._create)
        self._lane.edit_wanted.connect(window.commands.edit_cue)
        self._lane.menu_wanted.connect(self._show_menu)
        window.editor.table.selection_changed.connect(self._select)

    def draw(self, item: MediaItem | None) -> None:
        """Show the cues of a medium as they are now."""
        self._item = item
        if item is None:
            self._lane.show_cues([])
            return
        cues = self._window.queue.cues(item)
        marks = [cues.mark(row) for row in range(cues.rowCount())]
        self._lane.show_cues(lane_cues(item.document.captions, marks, item.document.language))
        self._select()

    def change(self, edit: Edit) -> bool:
        """Make an edit of the medium in view; where it is not possible, say why."""
        item = self._item
        if item is None:
            return False
        try:
            self._window.queue.cues(item).do(edit)
        except AlmError as error:
            self._window.notifier.report(error, item.path)
            self.draw(item)
            return False
        return True

    def set_edge(self, *, begin: bool) -> None:
        """Put the in-time or the out-time of the chosen cue where the play head is."""
        row = self.row()
        if row >= 0:
            place = self._window.playback.position
            self.change(SetTimes(row, start=place) if begin else SetTimes(row, end=place))

    def row(self) -> int:
        """The cue that keys are about: the selected one, else the one on the screen; -1: none."""
        selected = self._window.editor.table.selected_rows
        return selected[0] if selected else self._window.playback.cue

    # What the lane tells

    def _choose(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        table = self._window.editor.table
        selected = table.selected_rows
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            table.select(sorted(set(selected) ^ {row}))
        elif modifiers & Qt.KeyboardModifier.ShiftModifier and selected:
            table.select(range(min(row, selected[0]), max(row, selected[-1]) + 1))
        elif row not in selected:
            table.select([row])
        self._window.inspection.look_at(row)

    def _create(self, start: int, end: int) -> None:
        if self.change(Create(start, end)):
            captions = self._captions
            row = bisect_left(captions, start, key=attrgetter("start"))
            self._window.commands.edit_cue(min(row, len(captions) - 1))

    def _show_menu(self, row: int, ms: int, point: QPoint) -> None:
        """What can be done there; the play head comes to the pointer, so that a split is where one points."""
        window, menu = self._window, QMenu(self._lane)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.playback.seek(ms)
        names = ("loop", "edit", "set_in", "set_out", "split", "merge", "delete") if row >= 0 else ("play", "insert")
        menu.addActions(window.actions_.get(*names))
        menu.popup(point)

    # What the table tells

    def _select(self) -> None:
        self._lane.select(self._window.editor.table.selected_rows if self._item is not None else [])

    # What catches

    @property
    def _captions(self) -> list[Caption]:
        return self._item.document.captions if self._item is not None else []

    def _places(self, begin: int, end: int) -> list[int]:
        """Edges of cues and words, edges of sound, and the play head, between two times."""
        captions = self._captions
        first = max(0, bisect_left(captions, begin, key=attrgetter("start")) - _AROUND)
        seen = captions[first : bisect_right(captions, end, key=attrgetter("start")) + _AROUND]
        places = {self._window.playback.position}
        places.update(edge for cue in seen for edge in (cue.start, cue.end))
        style = self._window.queue.cues(self._item).style if self._item is not None else None
        if style is not None and style.min_gap:  # as close as the style allows
            places.update(edge for cue in seen for edge in (cue.start - style.min_gap, cue.end + style.min_gap))
        if end - begin <= _LONGEST_VIEW:
            places.update(edge for cue in seen for word in cue.words for edge in (word.start, word.end))
            if self._item is not None and self._item.peaks is not None:
                places.update(self._item.peaks.edges(begin, end))
        return sorted(place for place in places if begin <= place <= end)
