"""Captions into a copy of a film, in the pool, while the window goes on."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QProgressDialog

from alm_studio.base.cancel import CancelToken
from alm_studio.base.progress import Progress
from alm_studio.gui.controllers.export import what_to_write
from alm_studio.gui.dialogs.export_film import FilmChoice, FilmDialog
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.notify import Action

if TYPE_CHECKING:
    from alm_studio.gui.main_window import MainWindow

_STEPS = 1000


class FilmController(QObject):
    """Asks how, writes the copy, shows how far it is."""

    progressed = Signal(object, object)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.dialog: FilmDialog | None = None
        window.actions_["export_film"].triggered.connect(lambda _checked=False: self.ask())
        self.progressed.connect(self._on_progress, Qt.ConnectionType.QueuedConnection)

    def ask(self) -> None:
        """Ask how the film in view shall carry its captions."""
        item = self._window.item
        if item is None or not item.document.captions:
            self._window.notifier.warn(self.tr("Open a video and make or import captions first."))
            return
        self.dialog = FilmDialog(item.path, item.has_video is not False, self._window)
        self.dialog.chosen.connect(lambda choice: self.write(item, choice))
        self.dialog.open()

    def write(self, item: MediaItem, choice: FilmChoice) -> None:
        """Write the copy as the captions are now."""
        document, _ = what_to_write(item)
        document = replace(document, captions=list(document.captions))
        cancel, media = CancelToken(), item.path
        bar = QProgressDialog(
            self.tr("Writing {name}…").format(name=choice.path.name), self.tr("Cancel"), 0, _STEPS, self._window
        )
        bar.setWindowTitle(self.tr("Export film"))
        bar.setMinimumDuration(400)
        bar.setMinimumWidth(420)
        bar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        bar.canceled.connect(lambda: cancel.cancel())

        def work() -> list[str]:
            from alm_studio.pipeline.films import FilmForm

            form = FilmForm("film", choice.path.suffix, burned=choice.burned)
            return form.write(
                media, document, choice.path, overwrite=True, cancel=cancel,
                progress=lambda progress: self.progressed.emit(bar, progress),
            )  # fmt: skip

        def done(left_out: list[str]) -> None:
            bar.close()
            text = self.tr("Exported {name}.").format(name=choice.path.name)
            if left_out:
                text += " " + self.tr("The new file cannot hold: {what}.").format(what=", ".join(left_out))
            show = Action(self.tr("Show in folder"), lambda: reveal(choice.path))
            self._window.notifier.inform(text, show)

        def failed(error: BaseException) -> None:
            bar.close()
            self._window.notifier.report(error)

        self._window.jobs.run_io(work, done, failed)

    def _on_progress(self, bar: QProgressDialog, progress: Progress) -> None:
        if not bar.wasCanceled():
            bar.setValue(min(_STEPS - 1, round(progress.fraction * _STEPS)))


def reveal(path: Path) -> None:
    """Show a file's folder in the system's file manager."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
