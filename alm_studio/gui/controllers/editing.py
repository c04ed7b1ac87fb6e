"""Edits of cues: what the menu, the keys and the table ask for becomes an edit that can be undone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt
from PySide6.QtWidgets import QInputDialog, QMenu

from alm_studio.base.errors import AlmError
from alm_studio.captions.document import Caption
from alm_studio.captions.edits import Create, Edit
from alm_studio.captions.group_edits import DeleteEach, Duplicate, SetNote, SetSpeaker
from alm_studio.captions.styles import DEFAULT_STYLE, STYLES, Style
from alm_studio.captions.word_edits import Merge, MoveWords, SortByTime, Split, offset_at
from alm_studio.gui.controllers.quality import QualityController
from alm_studio.gui.controllers.searching import SearchController
from alm_studio.gui.dialogs.shift import ShiftDialog
from alm_studio.gui.models.cue_table import CueTableModel
from alm_studio.gui.models.edit_labels import label

if TYPE_CHECKING:
    from alm_studio.gui.main_window import MainWindow

_NEW_MS = 2000
"""Length of a new cue."""

# Possible with a cue selected, with captions at all, and once no more of them come.
_ON_SELECTION = ("split", "merge", "word_next", "word_previous", "duplicate", "delete", "speaker", "note", "fix")
_ON_CAPTIONS = ("find", "spelling")
_ON_ALL = ("shift", "sort", "fix_all")


class EditingController(QObject):
    """Connects the actions of the captions in view, and keeps them possible or not.

    Attributes:
        quality: what the cues do against their style, and the fixes.
        searching: find and replace, spelling.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._table = window.editor.table
        self._watched: CueTableModel | None = None
        self._shifting: ShiftDialog | None = None
        self.quality = QualityController(window, self)
        self.searching = SearchController(window, self)
        on = {
            "split": self.split,
            "merge": self.merge,
            "word_next": lambda: self.move_word(1),
            "word_previous": lambda: self.move_word(-1),
            "insert": self.insert,
            "duplicate": self.duplicate,
            "delete": self.delete,
            "speaker": self.ask_speaker,
            "note": self.ask_note,
            "shift": self.shift,
            "sort": lambda: self.do(SortByTime()),
        }
        for name, slot in on.items():
            window.actions_[name].triggered.connect(lambda _checked=False, slot=slot: slot())
        # The key Delete means a cue only where cues are: a text that is edited has letters.
        window.actions_["delete"].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._table.addAction(window.actions_["delete"])
        self._table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._table.customContextMenuRequested.connect(self._show_menu)
        self._table.selection_changed.connect(self.update)

    # What there is

    @property
    def cues(self) -> CueTableModel | None:
        """Those in view."""
        return self._window.queue.cues(self._window.item) if self._window.item is not None else None

    @property
    def rows(self) -> list[int]:
        """The selected ones."""
        return self._table.selected_rows if self.cues is not None else []

    @property
    def style(self) -> Style:
        """What the cues in view are held to."""
        return (self.cues.style if self.cues is not None else None) or STYLES[DEFAULT_STYLE]

    def update(self) -> None:
        """Another medium, other captions, or another selection: which actions are possible now."""
        cues, actions = self.cues, self._window.actions_
        if cues is not self._watched:
            if self._watched is not None:
                self._watched.refused.disconnect(self._window.notifier.report)
            if cues is not None:
                cues.refused.connect(self._window.notifier.report)
            self._watched = cues
        self.quality.show(cues)
        self.searching.show(cues)
        some = cues is not None and cues.rowCount() > 0
        settled = some and cues is not None and not cues.item.active
        for name in _ON_SELECTION:
            actions[name].setEnabled(bool(self.rows))
        for name in _ON_CAPTIONS:
            actions[name].setEnabled(some)
        for name in _ON_ALL:
            actions[name].setEnabled(settled)
        actions["insert"].setEnabled(cues is not None)
        undo, redo = (cues.undo_label, cues.redo_label) if cues is not None else (None, None)
        actions["undo"].setText(_tr("&Undo") + (f": {label(undo)}" if undo else ""))
        actions["redo"].setText(_tr("&Redo") + (f": {label(redo)}" if redo else ""))

    # What can be done

    def do(self, edit: Edit, select: Sequence[int] | None = None) -> bool:
        """Make an edit of the cues in view; then select these rows. Whether it was possible: else the user is told."""
        cues = self.cues
        if cues is None:
            return False
        try:
            cues.do(edit)
        except AlmError as error:
            self._window.notifier.report(error)
            return False
        if select is not None:
            self._table.select(select)
        self.update()
        return True

    def split(self) -> None:
        """Cut the cue: at the cursor of a text that is edited, else where the play head is, else in the middle."""
        place = self._table.accept_editing()
        if self.cues is None or not self.rows:
            return
        row = place[0] if place else self.rows[0]
        caption = self.cues.caption(row)
        offset = place[1] if place else self._offset(caption)
        if self.do(Split(row, offset, self.style.min_gap)):
            self._table.select([row + 1])

    def _offset(self, caption: Caption) -> int:
        """Where to split a cue in which no cursor is."""
        position = self._window.playback.position
        at = offset_at(caption, position) if caption.start < position < caption.end else 0
        if not 0 < at < len(caption.text):
            at = caption.text.find("\n")
        return at if at > 0 else offset_at(caption, (caption.start + caption.end) // 2)

    def merge(self) -> None:
        """Make one cue of those selected, or of the one and the next."""
        rows = self.rows
        if rows and rows[-1] - rows[0] != len(rows) - 1:
            self._window.notifier.warn(self.tr("Only cues that stand side by side can be merged."))
        elif rows:
            self.do(Merge(rows[0], max(2, len(rows)), self.style), [rows[0]])

    def move_word(self, step: int) -> None:
        """Give the last word to the next cue, or with -1 the first word to the one before."""
        if rows := self.rows:
            row = rows[-1] if step > 0 else rows[0]
            if step < 0 and row == 0:
                self._window.notifier.warn(self.tr("There is no cue before this one."))
            else:
                self.do(MoveWords(row if step > 0 else row - 1, step, self.style), [row])

    def insert(self) -> None:
        """Make a new cue at the play head, or where one stands there, behind the current one; and edit its text."""
        cues = self.cues
        if cues is None:
            return
        start = self._window.playback.position
        within = [cue for cue in cues.item.document.captions if cue.start <= start < cue.end]
        if within:
            start = within[-1].end + self.style.min_gap
        edit = Create(start, start + _NEW_MS)
        if self.do(edit):
            self._table.select([edit.splice.index])
            self._window.commands.edit_cue(edit.splice.index)

    def duplicate(self) -> None:
        """Copy the selected cues, each behind itself."""
        rows = self.rows
        self.do(Duplicate(rows), [row + number + 1 for number, row in enumerate(rows)])

    def delete(self) -> None:
        """Take out the selected cues."""
        if (rows := self.rows) and self.do(DeleteEach(rows)) and self.cues is not None:
            self._table.select([min(rows[0], self.cues.rowCount() - 1)])

    def ask_speaker(self) -> None:
        """Ask who speaks in the selected cues."""
        cues, rows = self.cues, self.rows
        if cues is None or not rows:
            return
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Speaker"))
        dialog.setLabelText(self.tr("Who speaks? Leave it empty for nobody."))
        dialog.setComboBoxItems([cues.caption(rows[0]).speaker, *cues.speakers])
        dialog.setComboBoxEditable(True)
        dialog.setTextValue(cues.caption(rows[0]).speaker)
        dialog.textValueSelected.connect(lambda name: self.do(SetSpeaker(rows, name), rows))
        dialog.open()

    def ask_note(self) -> None:
        """Ask for a note to the selected cues."""
        cues, rows = self.cues, self.rows
        if cues is None or not rows:
            return
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput)
        dialog.setWindowTitle(self.tr("Note"))
        dialog.setLabelText(self.tr("For those who work on the captions; no viewer reads it."))
        dialog.setTextValue(cues.caption(rows[0]).note)
        dialog.textValueSelected.connect(lambda note: self.do(SetNote(rows, note), rows))
        dialog.resize(420, 220)
        dialog.open()

    def shift(self) -> None:
        """Ask how far to shift or stretch cues."""
        cues = self.cues
        if cues is None or not cues.rowCount():
            return
        if self._shifting is not None:
            self._shifting.close()
        dialog = ShiftDialog(cues.item.document.captions, self.rows, self._window.playback.position, self._window)
        dialog.edit_wanted.connect(lambda edit: self.do(edit))
        dialog.destroyed.connect(self._forget_dialog)
        self._shifting = dialog
        dialog.open()

    def _forget_dialog(self) -> None:
        self._shifting = None

    def _show_menu(self, place: QPoint) -> None:
        if self.cues is None:
            return
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        actions = self._window.actions_
        groups = (
            ("edit", "split", "merge", "word_previous", "word_next"),
            ("insert", "duplicate", "delete"),
            ("speaker", "note"),
            ("fix",),
        )
        for group in groups:
            menu.addActions(actions.get(*group))
            menu.addSeparator()
        menu.popup(self._table.viewport().mapToGlobal(place))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)
