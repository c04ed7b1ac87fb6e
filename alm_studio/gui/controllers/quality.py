"""Holds the cues in view to their style: what they do against it, fixes, a report, the user's own style."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from alm_studio.base.files import write_atomically
from alm_studio.captions.document import Document
from alm_studio.captions.edits import Edit
from alm_studio.captions.fixes import fix, fix_all, lay_out_anew, restore_words
from alm_studio.captions.lost_words import lost_runs
from alm_studio.captions.own_style import save_own_style
from alm_studio.captions.quality import Breach, check
from alm_studio.captions.report import FORMS, write_report
from alm_studio.captions.styles import OWN, STYLES, Style
from alm_studio.captions.transcript import Transcript
from alm_studio.gui.controllers.cue_watch import CueWatch
from alm_studio.gui.dialogs.style import StyleDialog
from alm_studio.gui.models.breaches import describe, title
from alm_studio.gui.models.cue_table import CueTableModel
from alm_studio.gui.models.quality import QualityModel
from alm_studio.gui.models.style_titles import style_title
from alm_studio.gui.notify import Action
from alm_studio.gui.views.quality_dock import QualityDock

if TYPE_CHECKING:
    from alm_studio.gui.controllers.editing import EditingController
    from alm_studio.gui.main_window import MainWindow

_CALM_MS = 250
"""Changes come in groups."""


class QualityController(QObject):
    """Keeps the list true to the cues while it is seen, and makes the fixes.

    Attributes:
        model: the breaches as they are shown.
        dock: shows them.
    """

    def __init__(self, window: "MainWindow", editing: "EditingController") -> None:
        super().__init__(editing)
        self._window = window
        self._editing = editing
        self._watch = CueWatch(_CALM_MS, self)
        self._watch.changed.connect(self._check)
        self.model = QualityModel(self)
        actions = window.actions_
        self.dock = QualityDock(self.model, actions.get("fix", "fix_all"))
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        window.tabifyDockWidget(window.review_dock, self.dock)
        self.dock.hide()
        actions["quality"].triggered.connect(self._set_visible)
        self.dock.visibilityChanged.connect(self._on_visibility)
        self.dock.list.chosen.connect(self._go_to)
        self.dock.style_chosen.connect(self.use_style)
        self.dock.own_style_wanted.connect(self.edit_own_style)
        self.dock.report_wanted.connect(self.ask_report)
        self.dock.layout_wanted.connect(self.lay_out_anew)
        actions["fix"].triggered.connect(lambda _checked=False: self.fix())
        actions["fix_all"].triggered.connect(lambda _checked=False: self.fix_all())
        actions["own_style"].triggered.connect(lambda _checked=False: self.edit_own_style())

    def show(self, cues: CueTableModel | None) -> None:
        """Hold other cues to their style."""
        if self._watch.show(cues):
            self._check()

    def use_style(self, name: str) -> None:
        """Hold the cues in view to another style; they stay as they are."""
        if self._cues is not None:
            self._cues.item.style = name
            self._cues.restyle()
            self._window.queue.touch(self._cues.item)  # the project keeps it
            self._check()

    def fix(self) -> None:
        """Mend the selected cues, and put back words that were lost in them."""
        cues, rows = self._cues, self._editing.rows
        if cues is None or not rows:
            return
        document, style = cues.item.document, self._editing.style
        edit = fix(document, style, rows[0]) if len(rows) == 1 else fix_all(document, style, rows)
        lost = [run for run in lost_runs(document, self._heard(cues)) if run.index in rows]
        if edit is None and lost:
            edit = restore_words(document, lost[0], style)
        if edit is not None:
            self._editing.do(edit)
        elif any(cues.breaches(row) for row in rows):
            self._window.notifier.warn(self.tr("No other lines or times would help here: the text needs fewer words."))
        else:
            self._window.notifier.inform(self.tr("There is nothing to fix."))

    def fix_all(self) -> None:
        """Mend all cues that can be mended, as one edit; then say what is left."""
        self._make(fix_all, self.tr("Nothing could be mended without other words."))

    def lay_out_anew(self) -> None:
        """Cut all words into cues anew by the style, as one edit; speakers stay apart."""
        self._make(lay_out_anew, self.tr("The cues are as this style cuts them."))

    def _make(self, plan: Callable[[Document, Style], Edit | None], nothing: str) -> None:
        """Plan an edit of all cues in the pool, then make it, unless they were changed meanwhile."""
        cues = self._cues
        if cues is None:
            return
        copy, style = _copy(cues.item.document), self._editing.style

        def work() -> tuple[Edit | None, int]:
            edit, mended = plan(copy, style), _copy(copy)
            if edit is not None:
                edit.do(mended)
                edit.undo(_copy(mended))  # so that its next do is the window's
            return edit, len({breach.index for breach in check(mended, style)})

        def done(planned: tuple[Edit | None, int]) -> None:
            edit, left = planned
            if not isValid(self) or cues is not self._cues or cues.item.document.captions != copy.captions:
                return
            if edit is not None and not self._editing.do(edit):
                return
            first = nothing if edit is None else self.tr("Done.")
            rest = self.tr("%n cue(s) still break the style.", "", left) if left else ""
            self._window.notifier.inform(f"{first} {rest or self.tr('Every cue keeps to the style.')}")

        self._window.jobs.run_io(work, done, self._window.notifier.report)

    def edit_own_style(self) -> None:
        """Let the user set limits of their own."""
        own = STYLES[OWN]
        begin = self._editing.style if self._cues is not None and not self._editing.style.keep_segments else own
        dialog = StyleDialog(own, begin, self._window)
        dialog.style_wanted.connect(self._save_own_style)
        dialog.open()

    def _save_own_style(self, style: Style) -> None:
        STYLES[OWN] = style
        self._window.jobs.run_io(lambda: save_own_style(style), failed=self._window.notifier.report)
        self.use_style(OWN)
        for item in self._window.queue:
            if item.style == OWN:
                self._window.queue.cues(item).restyle()

    def ask_report(self) -> None:
        """Ask for a file and write the list there."""
        cues = self._cues
        if cues is None:
            return
        names = {"html": self.tr("Web page"), "csv": self.tr("Table (CSV)"), "txt": self.tr("Text")}
        filters = ";;".join(f"{names[form]} (*.{form})" for form in FORMS)
        stem = cues.item.path.with_suffix("")
        chosen, kind = QFileDialog.getSaveFileName(
            self._window, self.tr("Write the report"), f"{stem}.quality.html", filters
        )
        if chosen:
            path = Path(chosen)
            form = next((form for form in FORMS if path.suffix == f".{form}"), "")
            if not form:
                form = next((form for form in FORMS if f"*.{form}" in kind), "html")
                path = path.with_name(f"{path.name}.{form}")
            self.write_report(path, form)

    def write_report(self, path: Path, form: str) -> None:
        """Write the report of the cues in view; ``form`` is one of ``report.FORMS``."""
        cues = self._cues
        if cues is None:
            return
        document, style, heard, name = _copy(cues.item.document), self._editing.style, self._heard(cues), cues.item.name
        head = [self.tr("Cue"), self.tr("In"), self.tr("Rule"), self.tr("Finding"), self.tr("Text")]
        said, house = self.tr("{broken} of {cues} cues break the style {style}."), style_title(style.name)

        def work() -> None:
            found = check(document, style, heard)
            summary = said.format(
                style=house, broken=len({breach.index for breach in found}), cues=len(document.captions)
            )
            text = write_report(form, name, document, found, summary, head=head, rule=title, sentence=describe)
            write_atomically(path, text.encode("utf-8-sig" if form == "csv" else "utf-8"), overwrite=True)

        def done(_result: object) -> None:
            show = Action(self.tr("Open"), lambda: _open(path))
            self._window.notifier.inform(self.tr("Wrote {name}.").format(name=path.name), show)

        self._window.jobs.run_io(work, done, self._window.notifier.report)

    @property
    def _cues(self) -> CueTableModel | None:
        return self._watch.cues

    def _check(self) -> None:
        """Look for breaches in the pool: a film has a thousand cues."""
        cues = self._cues
        if cues is None or not self.dock.isVisible():
            if cues is None:
                self._fill([], 0)
            return
        copy, style, heard = _copy(cues.item.document), self._editing.style, self._heard(cues)
        self.dock.show_style(style.name)

        def done(found: list[Breach]) -> None:
            if isValid(self) and cues is self._cues and not self._watch.pending:
                captions = cues.item.document.captions
                if captions == copy.captions:
                    self._fill(found, len(captions))

        self._window.jobs.run_io(lambda: check(copy, style, heard), done, self._window.notifier.report)

    def _fill(self, found: list[Breach], count: int) -> None:
        captions = self._cues.item.document.captions if self._cues is not None else []
        self.model.show([(breach, captions[breach.index]) for breach in found])
        self.dock.set_count(len({breach.index for breach in found}), count)
        self.dock.list.set_empty_text(
            self.tr("Every cue keeps to the style, and no word is lost.")
            if count
            else self.tr("What breaks the caption style is listed here once there are captions.")
        )

    @staticmethod
    def _heard(cues: CueTableModel) -> Transcript:
        """What must not be lost; nothing while the words still come."""
        item = cues.item
        return Transcript() if item.active else item.transcript

    def _go_to(self, breach: Breach) -> None:
        self._window.editor.table.select([breach.index])
        self._window.commands.go_to_cue(breach.index)

    def _set_visible(self, checked: bool) -> None:
        self.dock.setVisible(checked)
        if checked:
            self.dock.raise_()

    def _on_visibility(self, visible: bool) -> None:
        self._window.actions_["quality"].setChecked(not self.dock.isHidden())
        if visible:
            self.dock.refresh()
            self._check()


def _copy(document: Document) -> Document:
    return Document(list(document.captions), document.language, document.title, list(document.silences))


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
