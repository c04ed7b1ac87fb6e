"""Opens the attention inspector, and asks the model what it shows."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QFileDialog

from alm_studio.gui.backend import Look
from alm_studio.gui.jobs import Question
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.read_ahead import import_numpy

if TYPE_CHECKING:
    from alm_studio.captions.document import Caption
    from alm_studio.gui.main_window import MainWindow
    from alm_studio.gui.views.inspector.inspector import InspectorDock
    from alm_studio.pipeline.attention_map import AttentionMap

_PATIENCE_MS = 80
"""Keys that run through the table ask for the cue they stop at."""
_SLOW_MS = 400
"""An answer that takes longer is announced."""


class InspectionController(QObject):
    """The dock, and the question that is asked for it. The dock is made when it is first wanted."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.dock: InspectorDock | None = None
        self._opening = False
        self._row = -1
        self._span: tuple[int, int] | None = None
        self._question: Question | None = None
        self._soon = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._soon.timeout.connect(self._ask)
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._slow.timeout.connect(self._announce)
        window.editor.table.cue_chosen.connect(self.look_at)
        window.editor.timeline.selected.connect(self.look_at_span)
        window.playback.position_changed.connect(self._on_position)
        window.queue.item_changed.connect(self._on_changed)

    def set_visible(self, visible: bool) -> None:
        """Show the dock, or hide it. What draws it takes a moment to import, so that happens in the pool."""
        if self.dock is not None:
            self.dock.setVisible(visible)
        elif visible and not self._opening:
            self._opening = True
            self._window.jobs.run_io(import_numpy, lambda _done: self._make(), self._failed_to_open)

    def open_item(self) -> None:
        """Another medium is in view, or other captions."""
        self._row, self._span = -1, None
        self._stop()
        if self.dock is not None:
            self.dock.say(self._hint())
            if not self.dock.isHidden():
                self._look_at_current()

    def look_at(self, row: int) -> None:
        """Look at a cue, if anybody looks."""
        self._row, self._span = row, None
        self._soon.start()

    def look_at_span(self, begin: int, end: int) -> None:
        """Look at a stretch that was marked, ms; shows the dock."""
        self._span = (begin, end)
        if self.dock is None or self.dock.isHidden():
            self._window.actions_["attention"].trigger()
        self._soon.start()

    def edited(self, row: int) -> None:
        """The user changed a cue."""
        if row == self._row and self._span is None:
            self._soon.start()

    def _make(self) -> None:
        from alm_studio.gui.views.inspector.inspector import InspectorDock

        window = self._window
        self._opening = False
        self.dock = InspectorDock(window)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.dock)
        self.dock.play_wanted.connect(self._play)
        self.dock.export_wanted.connect(self._export)
        action = window.actions_["attention"]
        self.dock.visibilityChanged.connect(lambda _visible: action.setChecked(not self._dock.isHidden()))
        self.dock.say(self._hint())
        if self._row >= 0 or self._span is not None:
            self._soon.start()
        else:
            self._look_at_current()

    @property
    def _dock(self) -> "InspectorDock":
        assert self.dock is not None
        return self.dock

    def _failed_to_open(self, error: BaseException) -> None:
        self._opening = False
        self._window.notifier.report(error)

    def _look_at_current(self) -> None:
        """The cue that is selected, else the one on the screen, else the first."""
        item = self._window.item
        if item is not None and item.document.captions:
            selected = self._window.editor.table.currentIndex().row()
            self.look_at(max(selected, 0) if selected >= 0 else max(self._window.queue.cues(item).current_row, 0))

    def _hint(self) -> str:
        return self.tr("Choose a cue, and see where in the sound the model listened for each of its words.")

    def _on_changed(self, item: MediaItem) -> None:
        """Captions came, or went for another run."""
        if item is not self._window.item or self.dock is None or self.dock.isHidden():
            return
        if not item.document.captions and (self._row >= 0 or self._span is not None):
            self.open_item()
        elif item.document.captions and not item.active and self._row < 0 and self._span is None:
            self._look_at_current()

    # The question

    def _ask(self) -> None:
        item = self._window.item
        if self.dock is None or self.dock.isHidden() or item is None:
            return
        look = self._look()
        if look is None:
            return
        self._stop()
        self._slow.start()
        self._question = self._window.jobs.ask(
            lambda backend, cancel: backend.inspect(look, cancel), self._show, partial(self._fail, item.path)
        )

    def _look(self) -> Look | None:
        item = self._window.item
        assert item is not None
        request = self._window.transcription.request_for(item)
        if request is None:
            self._dock.say(self.tr("The training has the device. Attention can be shown when it is over."))
            return None
        captions, language = item.document.captions, item.document.language
        if self._span is not None:
            words = tuple(word for cue in captions for word in cue.words if _inside(self._span, word.start, word.end))
            text = "".join(word.text for word in words)
            return Look(request, *self._span, text, words, language, item.sound)
        if not 0 <= self._row < len(captions):
            return None
        cue: Caption = captions[self._row]
        return Look(request, cue.start, cue.end, cue.text, cue.words, cue.language or language, item.sound)

    def _stop(self) -> None:
        self._slow.stop()
        if self._question is not None:
            self._question.token.cancel()
            self._question = None

    def _announce(self) -> None:
        if self.dock is not None:
            busy = self._window.transcription.running
            waits = self.tr("The model writes captions. It looks here as soon as it has a moment.")
            self.dock.say(waits if busy else self.tr("Listening…"))

    def _show(self, shown: "AttentionMap") -> None:
        self._slow.stop()
        self._question = None
        self._dock.show_map(shown)
        self._dock.set_position(self._window.playback.position)

    def _fail(self, path: Path, error: BaseException) -> None:
        self._slow.stop()
        self._question = None
        self._dock.say(self._window.notifier.sentence(error, path))

    # What the dock tells

    def _on_position(self, ms: int) -> None:
        if self.dock is not None and not self.dock.isHidden():
            self.dock.set_position(ms, playing=self._window.playback.playing)

    def _play(self, ms: int) -> None:
        self._window.playback.seek(ms)
        if not self._window.playback.playing:
            self._window.playback.toggle()

    def _export(self) -> None:
        """Ask for a file, and write what is seen."""
        item, shown = self._window.item, self._dock.map
        if item is None or shown is None:
            return
        forms = [self.tr("Picture (*.png)"), self.tr("Drawing (*.svg)"), self.tr("Numbers (*.npz)")]
        start = item.path.with_name(f"{item.path.stem}-attention.png")
        name, form = QFileDialog.getSaveFileName(
            self._window, self.tr("Export attention"), str(start), ";;".join(forms), forms[0]
        )
        if name:
            suffix = {forms[1]: ".svg", forms[2]: ".npz"}.get(form, ".png")
            path = Path(name)
            self.export(path if path.suffix.lower() in (".png", ".svg", ".npz") else Path(name + suffix))

    def export(self, path: Path) -> None:
        """Write the map in view; a file that is there is replaced, as the dialog has asked."""
        shown, (layer, head) = self._dock.map, self._dock.choice
        assert shown is not None

        def write() -> None:
            from alm_studio.pipeline.map_files import save_map

            save_map(path, shown, layer, head, overwrite=True)

        window = self._window
        window.jobs.run_io(
            write,
            lambda _done: window.notifier.inform(self.tr("Attention was written to {name}.").format(name=path.name)),
            lambda error: window.notifier.report(error, path),
        )


def _inside(span: tuple[int, int], start: int, end: int) -> bool:
    """Whether the middle of a word lies in a stretch."""
    return span[0] <= (start + end) // 2 < span[1]
