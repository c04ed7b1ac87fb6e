"""Writes captions to files."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from alm_studio.base.errors import UsageError
from alm_studio.base.files import write_atomically
from alm_studio.base.settings import Settings
from alm_studio.captions.document import Document
from alm_studio.captions.naming import file_name, unique
from alm_studio.captions.transcript import Transcript
from alm_studio.gui.dialogs.export import ask_file, ask_folder
from alm_studio.gui.jobs import Jobs
from alm_studio.gui.keeping import Keeping
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.notify import Action, Notifier


class ExportController(QObject):
    """Exports one medium's captions or everybody's; the disk is touched in the pool alone."""

    def __init__(
        self,
        jobs: Jobs,
        settings: Settings,
        notifier: Notifier,
        keeping: Keeping,
        reveal: Callable[[Path], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._settings = settings
        self._notifier = notifier
        self._keeping = keeping
        self._reveal = reveal

    def export_one(self, item: MediaItem, parent: QWidget) -> None:
        """Ask for a file and write the item's captions there."""
        chosen = ask_file(parent, item.path, self._settings.export_format)
        if chosen is not None:
            path, self._settings.export_format = chosen
            self.write(item, path, self._settings.export_format, overwrite=True)  # the dialog has asked

    def export_all(self, items: list[MediaItem], parent: QWidget) -> None:
        """Ask for a folder and write every item's captions there."""
        chosen = ask_folder(parent, items, self._settings.export_format, self._settings.queue.template)
        if chosen is not None:
            self._settings.export_format = chosen.format_name
            self._settings.queue.template = chosen.template
            taken: set[Path] = set()
            for number, item in enumerate(items, start=1):
                folder = chosen.folder or item.path.parent
                path = unique(folder / self.name_of(item, chosen.format_name, chosen.template, number), taken)
                taken.add(path)
                self.write(item, path, chosen.format_name, overwrite=chosen.overwrite)

    def ending_of(self, format_name: str) -> str:
        """The ending of a format's files."""
        from alm_studio.captions.formats.registry import get_format

        return get_format(format_name).ending

    def name_of(self, item: MediaItem, format_name: str, template: str, number: int = 1) -> Path:
        """The name that a template gives to an item's captions; where it is no good, the name of the medium."""
        language = item.document.language or item.transcript.language
        ending, model = self.ending_of(format_name), item.transcript.model or self._settings.model
        try:
            return file_name(
                template,
                item.path,
                format_name=format_name,
                ending=ending,
                language=language,
                style=item.style,
                model=model,
                number=number,
            )
        except UsageError as error:
            self._notifier.report(error)
            return Path(f"{item.path.stem}.{ending}")

    def write(
        self,
        item: MediaItem,
        path: Path,
        format_name: str,
        *,
        overwrite: bool,
        written: Callable[[Path], None] = lambda _path: None,
    ) -> None:
        """Write the captions as they are now; ``written`` hears of the file when it is there."""
        captions = list(item.document.captions)
        document, transcript = what_to_write(item)

        def work() -> None:
            from alm_studio.captions.formats.registry import get_format

            write_atomically(path, get_format(format_name).to_bytes(document, transcript), overwrite=overwrite)

        def done(_result: object) -> None:
            if captions == item.document.captions:
                item.exported = True
                self._keeping.note(item)
            show = Action(self.tr("Show in folder"), lambda: self._reveal(path))
            self._notifier.inform(self.tr("Exported {name}.").format(name=path.name), show)
            written(path)

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
