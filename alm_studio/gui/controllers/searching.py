"""Find and replace, and spelling, in the cues in view."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from alm_studio.base.errors import AlmError
from alm_studio.captions.search import Hit, Query, find, replace_hits
from alm_studio.captions.spelling import Misspelling, misspellings, speller
from alm_studio.gui.controllers.cue_watch import CueWatch
from alm_studio.gui.dialogs.find import FindDialog
from alm_studio.gui.dialogs.spelling import SpellingDialog
from alm_studio.gui.models.cue_table import CueTableModel
from alm_studio.gui.said import said

if TYPE_CHECKING:
    from alm_studio.gui.controllers.editing import EditingController
    from alm_studio.gui.main_window import MainWindow

_CALM_MS = 120
"""Searched again this long after the last of several changes."""


class SearchController(QObject):
    """Owns the two dialogs, which stay beside the window while one works in it."""

    def __init__(self, window: "MainWindow", editing: "EditingController") -> None:
        super().__init__(editing)
        self._window = window
        self._editing = editing
        self.find_dialog: FindDialog | None = None
        self.spelling_dialog: SpellingDialog | None = None
        self._watch = CueWatch(_CALM_MS, self)
        self._watch.changed.connect(self._search)
        window.actions_["find"].triggered.connect(lambda _checked=False: self.open_find())
        window.actions_["spelling"].triggered.connect(lambda _checked=False: self.open_spelling())

    def show(self, cues: CueTableModel | None) -> None:
        """Search other cues."""
        if self._watch.show(cues):
            self._search()

    # Find and replace

    def open_find(self) -> None:
        """Show the dialog, with the selected text of the cue that is edited."""
        if self.find_dialog is None:
            dialog = self.find_dialog = FindDialog(self._window)
            dialog.changed.connect(self._watch.touch)
            dialog.chosen.connect(self._go_to)
            dialog.replace_wanted.connect(self._replace)
        self.find_dialog.open_with(self._window.editor.table.selected_text)
        self._search()

    def _search(self) -> None:
        dialog, cues = self.find_dialog, self._watch.cues
        if dialog is None or not dialog.isVisible():
            return
        if cues is None:
            dialog.show_hits([], [], "")
            return
        captions, language = cues.item.document.captions, cues.item.document.language
        try:
            hits = find(captions, dialog.query, dialog.replacement)
        except AlmError as error:
            dialog.show_problem(said(str(error)))
            return
        dialog.show_hits(hits, [captions[hit.row] for hit in hits], language)

    def _go_to(self, row: int) -> None:
        self._window.editor.table.select([row])
        self._window.commands.go_to_cue(row)

    def _replace(self, hits: list[Hit]) -> None:
        cues, dialog = self._editing.cues, self.find_dialog
        if cues is None or dialog is None or not hits:
            return
        captions = cues.item.document.captions
        fresh = set(self._found(cues, dialog.query, dialog.replacement))
        if wanted := [hit for hit in hits if hit in fresh]:  # what is shown may be older than what stands there
            self._editing.do(replace_hits(captions, wanted))
        self._search()

    def _found(self, cues: CueTableModel, query: Query, replacement: str) -> list[Hit]:
        try:
            return find(cues.item.document.captions, query, replacement)
        except AlmError:
            return []  # the dialog has said so

    # Spelling

    def open_spelling(self) -> None:
        """Go through the words that no dictionary knows; say so where there is no dictionary."""
        cues = self._editing.cues
        if cues is None:
            return
        captions = list(cues.item.document.captions)
        language = cues.item.document.language
        self._window.jobs.run_io(
            lambda: (speller(language) is not None, misspellings(captions, language)),
            lambda found: self._show_spelling(cues, language, *found),
            self._window.notifier.report,
        )

    def _show_spelling(
        self, cues: CueTableModel, language: str, has_dictionary: bool, found: list[Misspelling]
    ) -> None:
        if not isValid(self) or cues is not self._editing.cues:
            return
        if not has_dictionary and not found:
            self._window.notifier.warn(
                self.tr(
                    "There is no dictionary for the language of these captions. Install one for Hunspell, such as"
                    " hunspell-en-us, and on Linux also libenchant-2-2; then start the program again."
                )
            )
            return
        if self.spelling_dialog is not None:
            self.spelling_dialog.close()
        dialog = SpellingDialog(cues.item.document.captions, found, language, self._window)
        dialog.chosen.connect(self._go_to)
        dialog.replace_wanted.connect(self._correct)
        dialog.destroyed.connect(self._forget_spelling)
        self.spelling_dialog = dialog
        dialog.show()

    def _forget_spelling(self) -> None:
        self.spelling_dialog = None

    def _correct(self, places: list[Misspelling], word: str) -> None:
        cues = self._editing.cues
        if cues is None:
            return
        captions = cues.item.document.captions
        hits = [
            Hit(place.row, place.start, place.end, word)
            for place in places
            if place.row < len(captions) and captions[place.row].text[place.start : place.end] == place.word
        ]
        if hits:
            self._editing.do(replace_hits(captions, hits))
