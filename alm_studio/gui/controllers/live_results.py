"""What a live run leaves behind: a project in the window, and the offer to listen again more closely."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from alm_studio.captions.document import Caption
from alm_studio.captions.transcript import Transcript
from alm_studio.gui import live_run
from alm_studio.gui.dialogs.question import ask
from alm_studio.gui.live_run import PROJECT, LiveRun
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.notify import Action

if TYPE_CHECKING:
    from alm_studio.gui.controllers.live import LiveController
    from alm_studio.gui.main_window import MainWindow

_NOTHING = 3000
"""Ms: a recording without words that is shorter was a click by mistake."""


class LiveResults(QObject):
    """Shows recordings as projects, also those that a crash or a closed window left behind."""

    def __init__(self, window: "MainWindow", live: "LiveController") -> None:
        super().__init__(live)
        self._window = window
        window.transcription.rewritten.connect(self._on_rewritten)

    def show(self, run: LiveRun) -> None:
        """A run is over: open its recording, unless nothing is in it."""
        if run.spoken or run.position.ms >= _NOTHING:
            self._open(run.folder, then=self._offer_second_pass)
        else:
            self._discard([run.folder])

    def look(self) -> None:
        """Search for recordings that were never seen, and offer them."""
        self._window.jobs.run_io(live_run.leftovers, self._offer)

    def _offer(self, found: list[Path]) -> None:
        if not found:
            return
        names = ", ".join(folder.name for folder in found[:3])
        if len(found) > 3:
            names = self.tr("{names} and {number} more").format(names=names, number=len(found) - 3)
        self._window.notifier.inform(
            self.tr("There are live recordings that you have not seen yet: {names}.").format(names=names),
            Action(self.tr("Open"), lambda: self._open_all(found)),
            Action(self.tr("Delete…"), lambda: self._ask_to_discard(found)),
        )

    def _ask_to_discard(self, folders: list[Path]) -> None:
        names = ", ".join(folder.name for folder in folders)
        question = ask(
            self._window,
            self.tr("Delete the live recordings?"),
            self.tr("Sound and captions of {names} cannot be brought back.").format(names=names),
            self.tr("Delete"),
        )
        question.accepted.connect(lambda: self._discard(folders))
        question.open()

    def _open_all(self, folders: list[Path]) -> None:
        for folder in reversed(folders):  # the first is in view at the end
            self._open(folder, self._offer_second_pass if folder is folders[0] else None)

    def _open(self, folder: Path, then: Callable[[MediaItem], None] | None = None) -> None:
        def shown(item: MediaItem) -> None:
            self._window.jobs.run_io(lambda: live_run.settle(folder))
            if then is not None:
                then(item)

        self._window.projects.open(folder / PROJECT, then=shown)

    def _discard(self, folders: list[Path]) -> None:
        for folder in folders:
            self._window.jobs.run_io(lambda folder=folder: live_run.discard(folder))  # type: ignore[misc]

    # The second pass

    def _offer_second_pass(self, item: MediaItem) -> None:
        if not item.document.captions:
            self._window.notifier.inform(
                self.tr("The recording is here, without captions. Shall the model listen to it again?"),
                Action(self.tr("Write captions"), lambda: self._window.commands.start([item])),
                Action(self.tr("Leave it"), lambda: None),
            )
            return
        self._window.notifier.inform(
            self.tr("The recording is here with its captions. With more time the model hears better: write again?"),
            Action(self.tr("Write again"), lambda: self.write_again(item)),
            Action(self.tr("Keep these"), lambda: None),
        )

    def write_again(self, item: MediaItem) -> None:
        """Caption a recording anew; its captions stay until the new ones are whole, and come back with Undo."""
        if item not in self._window.queue:
            return
        name = self._window.settings.model
        self._window.models.ensure(name, lambda: self._window.transcription.rewrite(item))

    def _on_rewritten(self, item: MediaItem, captions: list[Caption], transcript: Transcript) -> None:
        if item not in self._window.queue:
            return
        item.transcript = transcript
        item.document.language = transcript.language
        self._window.queue.cues(item).replace_all(captions, self.tr("Write captions again"))
        self._window.keeping.note(item)
        self._window.notifier.inform(self.tr("The captions are written again. Undo brings the live ones back."))
