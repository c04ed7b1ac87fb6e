"""Captions from files: read, mended, put in the place of those in the table."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from alm_studio.gui.dialogs.import_captions import ReportDialog, ask_captions
from alm_studio.gui.media_item import MediaItem, State
from alm_studio.gui.notify import Action

if TYPE_CHECKING:
    from alm_studio.captions.importing import Imported
    from alm_studio.gui.main_window import MainWindow


class ImportController(QObject):
    """The way of a caption file into the cue table, as an edit that can be undone."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        window.actions_["import_captions"].triggered.connect(lambda _checked=False: self.ask())

    def ask(self) -> None:
        """Ask for a file and take its captions."""
        item = self._window.item
        recent = self._window.settings.recent_files
        beside = item.path.parent if item is not None else Path(recent[0]).parent if recent else Path.home()
        path = ask_captions(self._window, beside)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Read a caption file, then give it to the medium that it belongs to."""

        def read() -> "tuple[Imported, Path | None]":
            from alm_studio.captions.importing import read_captions

            return read_captions(path), medium_beside(path)

        self._window.jobs.run_io(read, lambda found: self._place(*found), self._window.notifier.report)

    def _place(self, found: "Imported", beside: Path | None) -> None:
        """Give captions to the medium of the same name, else to the one in view."""
        item = next((one for one in self._window.queue if _belong(found.path, one.path)), None)
        if item is None and beside is not None:
            opened = self._window.media.open([beside])
            item = opened[0] if opened else None
        item = item or self._window.item
        if item is None:
            text = self.tr("Open the video or the sound first that these captions belong to.")
            self._window.notifier.warn(text, found.path.name)
        elif item.active:
            self._window.notifier.warn(self.tr("Stop the transcription first, then import the captions."), item.name)
        else:
            self._window.commands.show_item(item)
            self._take(item, found)

    def _take(self, item: MediaItem, found: "Imported") -> None:
        cues, document = self._window.queue.cues(item), found.document
        language = document.language or item.document.language
        captions = [replace(cue, language=cue.language or language) for cue in document.captions]
        if not item.transcript.segments and found.transcript.segments:
            item.transcript = found.transcript
        item.document.language = language
        item.style = item.style or self._window.settings.style
        item.state = State.DONE
        cues.replace_all(captions, self.tr("Import captions"))
        item.exported = True
        self._window.queue.touch(item)
        self._tell(item, found)

    def _tell(self, item: MediaItem, found: "Imported") -> None:
        number = len(found.document.captions)
        text = self.tr("%n cue(s) imported from {name}.", "", number).format(name=found.path.name)
        late = sum(cue.start > item.duration for cue in found.document.captions) if item.duration else 0
        if late:
            text += " " + self.tr("%n of them begin(s) after the end of the medium.", "", late)
        if not found.repairs:
            self._window.notifier.inform(text)
            return
        text += " " + self.tr("The file was mended.")
        self._window.notifier.inform(text, Action(self.tr("What was mended"), lambda: self._show(found)))

    def _show(self, found: "Imported") -> None:
        ReportDialog(found.path.name, found.repairs, self._window).show()


def medium_beside(captions: Path) -> Path | None:
    """The sound or video file whose name the captions bear: ``film.mp4`` for ``film.srt`` and ``film.de.srt``."""
    from alm_studio.training.data.readers.media_files import is_media

    try:
        media = sorted(path for path in captions.parent.iterdir() if is_media(path))
    except OSError:
        return None
    return next((path for path in media if _belong(captions, path)), None)


def _belong(captions: Path, media: Path) -> bool:
    stem, _, tag = captions.stem.rpartition(".")
    return captions.parent == media.parent and (
        captions.stem == media.stem or (stem == media.stem and 0 < len(tag) <= 8)
    )
