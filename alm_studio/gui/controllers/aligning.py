"""The user's own text: asked for, timed by the model, put in the place of the captions."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from alm_studio.captions.document import Caption
from alm_studio.captions.transcript import Transcript
from alm_studio.gui.dialogs.mismatches import MismatchDialog
from alm_studio.gui.dialogs.open_text import ask_text
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.notify import Action

if TYPE_CHECKING:
    from alm_studio.gui.main_window import MainWindow
    from alm_studio.pipeline.script import Script


class AligningController(QObject):
    """The way of a text into the cue table. The captions that are there stay until the new ones are whole."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        window.transcription.aligned.connect(self._on_aligned)

    def ask(self) -> None:
        """Ask for a text file and align it with the medium in view."""
        item = self._window.item
        path = ask_text(self._window, item.path) if item is not None else None
        if item is not None and path is not None:
            self.align(item, path)

    def align(self, item: MediaItem, path: Path) -> None:
        """Align a text file with a medium, once the model is there."""

        def then(script: "Script") -> None:
            self._window.models.ensure(self._window.settings.model, lambda: self._begin(item, script))

        def failed(error: BaseException) -> None:
            self._window.notifier.report(error)

        self._window.jobs.run_io(lambda: _read(path), then, failed)

    def _begin(self, item: MediaItem, script: "Script") -> None:
        if item in self._window.queue:
            item.style = self._window.settings.style
            self._window.transcription.align(item, script)

    def _on_aligned(self, item: MediaItem, captions: list[Caption], transcript: Transcript) -> None:
        if item not in self._window.queue:
            return
        heard = bool(item.transcript.segments)
        item.transcript = replace(item.transcript, mismatches=transcript.mismatches) if heard else transcript
        item.document.language = transcript.language
        self._window.queue.cues(item).replace_all(captions, self.tr("Align text"))
        self._window.keeping.note(item)
        self._tell(item, transcript)

    def _tell(self, item: MediaItem, transcript: Transcript) -> None:
        """Say how it went, and offer to show where text and speech part ways."""
        unspoken = sum(found.kind == "unspoken" for found in transcript.mismatches)
        unwritten = len(transcript.mismatches) - unspoken
        if not transcript.mismatches:
            self._window.notifier.inform(self.tr("The whole text was found, and all speech is in it."))
            return
        parts = [
            self.tr("{n} parts of the text are not spoken").format(n=unspoken) if unspoken > 1 else "",
            self.tr("one part of the text is not spoken") if unspoken == 1 else "",
            self.tr("{n} stretches of speech are not in the text").format(n=unwritten) if unwritten > 1 else "",
            self.tr("one stretch of speech is not in the text") if unwritten == 1 else "",
        ]
        text = self.tr("The text has its times; {what}.").format(what=", ".join(part for part in parts if part))
        self._window.notifier.inform(text, Action(self.tr("Show them"), lambda: self._show(item, transcript)))

    def _show(self, item: MediaItem, transcript: Transcript) -> None:
        dialog = MismatchDialog(item.name, transcript.mismatches, transcript.language, self._window)
        dialog.place_wanted.connect(lambda ms: self._go(item, ms))
        dialog.show()

    def _go(self, item: MediaItem, ms: int) -> None:
        """Move the play head there."""
        if item in self._window.queue:
            self._window.commands.show_item(item)
            self._window.playback.seek(ms)


def _read(path: Path) -> "Script":
    """In the pool: caption formats are heavy to import."""
    from alm_studio.pipeline.script import read_script

    return read_script(path)
