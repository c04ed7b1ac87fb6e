"""Writes captions to files."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from alm_studio.base.files import write_atomically
from alm_studio.base.settings import Settings
from alm_studio.captions.document import Document
from alm_studio.captions.transcript import Transcript
from alm_studio.gui.dialogs.export import ask_file, ask_folder
from alm_studio.gui.jobs import Jobs
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.notify import Action, Notifier
from alm_studio.gui.recovery import Recovery


class ExportController(QObject):
    """Exports one medium's captions or everybody's; the disk is touched in the pool alone."""

    def __init__(
        self,
        jobs: Jobs,
        settings: Settings,
        notifier: Notifier,
        recovery: Recovery,
        reveal: Callable[[Path], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._settings = settings
        self._notifier = notifier
        self._recovery = recovery
        self._reveal = reveal

    def export_one(self, item: MediaItem, parent: QWidget) -> None:
        """Ask for a file and write the item's captions there."""
        chosen = ask_file(parent, item.path, self._settings.export_format)
        if chosen is not None:
            path, self._settings.export_format = chosen
            self.write(item, path, self._settings.export_format, overwrite=True)  # the dialog has asked

    def export_all(self, items: list[MediaItem], parent: QWidget) -> None:
        """Ask for a folder and write every item's captions there."""
        chosen = ask_folder(parent, items, self._settings.export_format)
        if chosen is not None:
            self._settings.export_format = chosen.format_name
            for item in items:
                folder = chosen.folder or item.path.parent
                path = folder / f"{item.path.stem}.{chosen.format_name}"
                self.write(item, path, chosen.format_name, overwrite=chosen.overwrite)

    def write(self, item: MediaItem, path: Path, format_name: str, *, overwrite: bool) -> None:
        """Write the captions as they are now."""
        captions = list(item.document.captions)
        document, transcript = what_to_write(item)

        def work() -> None:
            from alm_studio.captions.formats.registry import get_format

            write_atomically(path, get_format(format_name).to_bytes(document, transcript), overwrite=overwrite)

        def done(_result: object) -> None:
            if captions == item.document.captions:
                item.exported = True
                self._recovery.forget(item)
            show = Action(self.tr("Show in folder"), lambda: self._reveal(path))
            self._notifier.inform(self.tr("Exported {name}.").format(name=path.name), show)

        def failed(error: BaseException) -> None:
            self._notifier.report(error)

        self._jobs.run_io(work, done, failed)


def what_to_write(item: MediaItem) -> tuple[Document, Transcript]:
    """What a format gets: cues that have text, and what was heard.

    Formats that write segments take them from the transcript, which knows nothing of edits. Of an edited document
    they get a transcript without segments, and take the cues for segments, as of any document that came without.
    """
    captions = [caption for caption in item.document.captions if caption.text.strip()]
    segments = [] if item.edited else list(item.transcript.segments)
    return replace(item.document, captions=captions), replace(item.transcript, segments=segments)
