"""What the user can ask of the window, one method each."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox

from alm_studio import __version__
from alm_studio.base.paths import log_dir
from alm_studio.base.settings import save_settings
from alm_studio.gui import theme
from alm_studio.gui.controllers.language import speak
from alm_studio.gui.controllers.projects import is_project
from alm_studio.gui.dialogs.open_media import ask_media
from alm_studio.gui.dialogs.preferences import PreferencesDialog
from alm_studio.gui.dialogs.question import ask
from alm_studio.gui.media_item import MediaItem, State
from alm_studio.pipeline.review import Finding

if TYPE_CHECKING:
    from alm_studio.gui.main_window import MainWindow

_PICTURE_FIRST_MS = 300
_CAPTIONS = {".srt", ".vtt", ".ass", ".ssa", ".sbv", ".ttml", ".dfxp", ".itt", ".xml", ".json", ".csv"}


class Commands(QObject):
    """The slots of the actions."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def open_paths(self, paths: list[Path], *, start: bool = False) -> None:
        """Open media, projects, captions and folders; ``start`` begins at once, as the command line does."""
        for path in filter(is_project, paths):
            self._window.projects.open(path)
        for path in filter(_is_captions, paths):
            self._window.importing.open(path)
        for path in filter(Path.is_dir, paths):
            self._window.queueing.add_folder(path)
        media = [path for path in paths if not (is_project(path) or _is_captions(path) or path.is_dir())]
        items = self._window.media.open(media)
        if start and items:
            # First the picture: drawing it for the first time and importing the model would slow each other.
            QTimer.singleShot(_PICTURE_FIRST_MS, self, lambda: self._begin(items))

    def choose_media(self) -> None:
        """Ask for files and open them."""
        self.open_paths(ask_media(self._window, self._window.settings.recent_files))

    def generate(self) -> None:
        """Transcribe what has not been; where everything has, the medium in view again."""
        ready = [item for item in self._window.queue if item.state is State.READY]
        self.start(ready or ([self._window.item] if self._window.item else []))

    def remove(self, item: MediaItem) -> None:
        """Take a medium out of the queue. Captions that were not exported stay recoverable."""
        if item.active:
            self._window.notifier.warn(self.tr("Stop the transcription first, then remove the file."), item.name)
            return
        row = self._window.queue.row(item)
        self._window.queue.remove(item)
        if item is self._window.item:
            left = self._window.queue.item(min(row, len(self._window.queue) - 1)) if len(self._window.queue) else None
            self.show_item(left)

    def show_item(self, item: MediaItem | None) -> None:
        """Show a medium and its captions; None shows the start page."""
        if item is self._window.item and item is not None:
            return
        self._window.item = item
        self._window.pages.setCurrentWidget(self._window.editor if item else self._window.start_page)
        if item is None:
            self._window.playback.close()
            self._window.editor.table.show_cues(None)
            self._window.review.show(None)
        else:
            cues = self._window.queue.cues(item)
            cues.edited.connect(self._window.on_edited, Qt.ConnectionType.UniqueConnection)
            self._window.editor.video.set_has_video(item.has_video)
            self._window.editor.table.show_cues(cues)
            self._window.editor.table.setFocus()
            self._window.review.show(cues)
            self._window.playback.open(item, cues)
            self._window.playback.set_volume(self._window.settings.volume, self._window.settings.muted)
            self._window.dock.view.choose(item)
        self._window.timeline.open(item)
        self._window.inspection.open_item()
        self._window.presenter.update_all()

    def start(self, items: list[MediaItem]) -> None:
        """Transcribe, but ask before edits are lost."""
        edited = [item for item in items if item.edited]
        if not edited:
            self._begin(items)
            return
        question = ask(
            self._window,
            self.tr("Replace the captions of {name}?").format(name=edited[0].name),
            self.tr("You have edited them. The edits will be lost."),
            self.tr("Replace"),
        )
        question.accepted.connect(lambda: self._begin(items))
        question.open()

    def _begin(self, items: list[MediaItem]) -> None:
        """Transcribe once the model is there."""
        name = self._window.settings.model

        def then() -> None:
            if name != self._window.settings.model:  # another one was chosen while this one was downloaded
                self._begin(items)
            else:
                self._window.transcription.start([item for item in items if item in self._window.queue])

        self._window.models.ensure(name, then)

    def choose_model(self, name: str, before: str) -> None:
        """Use another model; the one before again if it is missing and does not come."""

        def back() -> None:
            if self._window.settings.model == name:
                self._window.choices.select_model(before)

        self._window.models.ensure(name, lambda: None, back)

    def use_model(self, name: str) -> None:
        """Choose a model that is there."""
        self._window.choices.select_model(name)
        self.save_settings()

    def preferences(self) -> None:
        """Change what is seldom changed."""
        dialog = PreferencesDialog(self._window.settings, self._window)
        dialog.accepted.connect(self.save_settings)
        dialog.accepted.connect(lambda: speak(self._window))
        dialog.open()

    def save_settings(self) -> None:
        """Write the settings to the disk."""
        settings = replace(self._window.settings)
        self._window.jobs.run_io(lambda: save_settings(settings), failed=self._window.notifier.report)

    def go_to_cue(self, row: int) -> None:
        """Move the play head to a cue."""
        if self._window.item is not None:
            self._window.playback.seek(self._window.queue.cues(self._window.item).caption(row).start)

    def go_to_place(self, finding: Finding) -> None:
        """Show a place that is worth a look."""
        self._window.review.choose(finding)
        if finding.cue >= 0:
            self._window.editor.table.go_to(finding.cue)

    def next_place(self) -> None:
        """Go to the next place; where the one before is settled, to the one that came in its stead."""
        dock = self._window.review_dock
        dock.show()
        dock.list.choose(dock.list.row + (self._window.review.chosen is not None or dock.list.row < 0))

    def edit_cue(self, row: int) -> None:
        """Edit the text of a cue."""
        self._window.editor.table.setFocus()
        self._window.editor.table.go_to(row)
        self._window.editor.table.edit_current()

    def use_track(self, track: int) -> None:
        """Listen to another audio track."""
        if self._window.item is not None:
            self._window.item.track = track
            self._window.playback.use_track(track)
            self._window.timeline.open(self._window.item)

    def set_volume(self, volume: float) -> None:
        """Volume 0 to 1, and whether there is sound at all."""
        self._window.settings.volume, self._window.settings.muted = (
            volume,
            self._window.actions_["mute"].isChecked(),
        )
        self._window.playback.set_volume(volume, self._window.settings.muted)
        self._window.icons.set(self._window.actions_["mute"], "muted" if self._window.settings.muted else "volume")

    def about(self) -> None:
        """Version and licence."""
        text = self.tr("ALM Studio {version}\n\nSubtitles from an audio language model, on your computer.\nApache-2.0")
        box = QMessageBox(
            QMessageBox.Icon.NoIcon,
            self.tr("About ALM Studio"),
            text.format(version=__version__),
            parent=self._window,
        )
        box.setIconPixmap(theme.app_icon().pixmap(64, 64))
        box.open()

    def undo(self) -> None:
        """Take the last edit of the medium in view back."""
        if self._window.item is not None:
            self._window.queue.cues(self._window.item).undo()

    def redo(self) -> None:
        """Make that edit again."""
        if self._window.item is not None:
            self._window.queue.cues(self._window.item).redo()

    def export(self) -> None:
        """Export the medium in view."""
        if self._window.item is not None:
            self._window.export.export_one(self._window.item, self._window)

    def export_all(self) -> None:
        """Export everything that has captions."""
        self._window.export.export_all(self._window.with_cues(), self._window)

    def remove_current(self) -> None:
        """Take the medium in view out of the queue."""
        if self._window.item is not None:
            self.remove(self._window.item)

    def show_log(self) -> None:
        """Open the folder with the log files."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_dir())))


def _is_captions(path: Path) -> bool:
    """Whether the name is that of captions and of nothing else."""
    return path.suffix.lower() in _CAPTIONS
