"""The main window: puts the parts together."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from alm_studio import __version__
from alm_studio.base.errors import AlmError
from alm_studio.base.paths import log_dir
from alm_studio.base.settings import Settings, save_settings
from alm_studio.gui import theme
from alm_studio.gui.actions import Actions
from alm_studio.gui.controllers.export import ExportController
from alm_studio.gui.controllers.media import MediaController
from alm_studio.gui.controllers.playback import PlaybackController
from alm_studio.gui.controllers.restoring import RestoreController
from alm_studio.gui.controllers.transcription import TranscriptionController
from alm_studio.gui.dialogs.open_media import ask_media
from alm_studio.gui.jobs import Jobs
from alm_studio.gui.media_item import MediaItem, State
from alm_studio.gui.models.queue import QueueModel
from alm_studio.gui.notify import Notifier
from alm_studio.gui.presenter import Presenter
from alm_studio.gui.recovery import Recovery
from alm_studio.gui.views.choices_bar import ChoicesBar
from alm_studio.gui.views.drop_overlay import DropOverlay
from alm_studio.gui.views.editor_page import EditorPage
from alm_studio.gui.views.message_bar import MessageBar
from alm_studio.gui.views.queue_dock import QueueDock
from alm_studio.gui.views.start_page import StartPage
from alm_studio.gui.views.status import StatusBar


class MainWindow(QMainWindow):
    """Composition alone: what each part does stands in its own module."""

    def __init__(self, settings: Settings, jobs: Jobs, notifier: Notifier) -> None:
        super().__init__()
        self.settings, self.jobs, self.notifier = settings, jobs, notifier
        self.item: MediaItem | None = None
        self._closing = False
        self.queue = QueueModel(self)
        self.recovery = Recovery(jobs, notifier.report, self)
        self.media = MediaController(jobs, self.queue, settings, notifier, parent=self)
        self.transcription = TranscriptionController(
            jobs, self.queue, settings, notifier, self.recovery, self
        )
        self.playback = PlaybackController(self)
        self.export = ExportController(jobs, settings, notifier, self.recovery, _reveal, self)
        self.presenter = Presenter(self)
        self.restoring = RestoreController(jobs, self.recovery, self.media, notifier, self)
        self.icons = theme.Icons(self)
        self.actions_ = Actions(self, self.icons)
        self._build()
        self._connect()
        self.presenter.update_all()

    def _build(self) -> None:
        self.setWindowTitle("ALM Studio")
        self.setAcceptDrops(True)
        self.setMinimumSize(QSize(900, 560))
        self.resize(1280, 800)
        actions = self.actions_
        self.recent_menu = actions.fill_menu_bar(self)
        self.start_page = StartPage(actions["open"])
        self.editor = EditorPage(actions.get("previous", "back", "play", "forward", "next"), actions["mute"])
        self.choices = ChoicesBar(self.settings, actions["generate"])
        self.messages = MessageBar()
        self.overlay = DropOverlay(self)
        self.dock = QueueDock(self.queue)
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.dock)
        self.dock.hide()
        self.status = StatusBar(actions["cancel"])
        self.setStatusBar(self.status)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start_page)
        self.pages.addWidget(self.editor)
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self.choices)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(central)
        # Actions without a menu entry of their own still need a home for their shortcut.
        for widget in (self.editor.table, self.editor.video):
            widget.addAction(actions["play"])
        self.editor.transport.set_volume(self.settings.volume)
        actions["mute"].setChecked(self.settings.muted)
        self.restoreGeometry(_decoded(self.settings.geometry))

    def _connect(self) -> None:
        on = {
            "open": self.choose_media,
            "export": lambda: self.item and self.export.export_one(self.item, self),
            "export_all": lambda: self.export.export_all(self.with_cues(), self),
            "quit": self.close,
            "undo": lambda: self.item and self.queue.cues(self.item).undo(),
            "redo": lambda: self.item and self.queue.cues(self.item).redo(),
            "edit": self.editor.table.edit_current,
            "generate": self.generate,
            "cancel": self.transcription.cancel_all,
            "remove": lambda: self.item and self.remove(self.item),
            "play": self.playback.toggle,
            "back": lambda: self.playback.seek_by(-5000),
            "forward": lambda: self.playback.seek_by(5000),
            "previous": lambda: self.playback.seek_cue(-1),
            "next": lambda: self.playback.seek_cue(1),
            "mute": lambda: self._set_volume(self.settings.volume),
            "log": lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_dir()))),
            "about": self._about,
        }
        for name, slot in on.items():
            self.actions_[name].triggered.connect(lambda _checked=False, slot=slot: slot())
        self.actions_["queue"].triggered.connect(self.dock.setVisible)
        self.dock.visibilityChanged.connect(
            lambda _visible: self.actions_["queue"].setChecked(not self.dock.isHidden())
        )
        self.notifier.shown.connect(self.messages.show_message)
        self.media.opened.connect(self.show_item)
        self.media.recent_changed.connect(self.presenter.update_recent)
        self.start_page.file_chosen.connect(lambda path: self.media.open([path]))
        self.choices.track_chosen.connect(self._use_track)
        self.queue.item_changed.connect(self._on_item_changed)
        self.queue.rowsInserted.connect(lambda: self.dock.setVisible(len(self.queue) > 1))
        self.dock.view.item_chosen.connect(self.show_item)
        self.dock.view.remove_wanted.connect(self.remove)
        self.dock.view.retry_wanted.connect(lambda item: self._start([item]))
        self.transcription.state_changed.connect(self.presenter.update_work)
        self.jobs.stopped.connect(self._on_stopped)
        self._connect_playback()

    def _connect_playback(self) -> None:
        playback, editor = self.playback, self.editor
        playback.sink_ready.connect(editor.video.use_sink)
        playback.position_changed.connect(editor.transport.set_position)
        playback.duration_changed.connect(editor.transport.set_duration)
        playback.playing_changed.connect(self._on_playing)
        playback.video_known.connect(editor.video.set_has_video)
        playback.cue_changed.connect(self._on_cue)
        playback.failed.connect(lambda text: self.notifier.warn(text, self.item.name if self.item else ""))
        editor.transport.seek_wanted.connect(playback.seek)
        editor.transport.volume_wanted.connect(self._set_volume)
        editor.video.clicked.connect(playback.toggle)
        editor.table.cue_chosen.connect(self._go_to_cue)

    # What the user does

    def open_paths(self, paths: list[Path], *, start: bool = False) -> None:
        """Open media; ``start`` begins at once, as the command line does."""
        items = self.media.open(paths)
        if start:
            self.transcription.start(items)

    def choose_media(self) -> None:
        """Ask for files and open them."""
        self.open_paths(ask_media(self, self.settings.recent_files))

    def generate(self) -> None:
        """Transcribe what has not been; where everything has, the medium in view again."""
        ready = [item for item in self.queue if item.state is State.READY]
        self._start(ready or ([self.item] if self.item else []))

    def remove(self, item: MediaItem) -> None:
        """Take a medium out of the queue. Captions that were not exported stay recoverable."""
        if item.active:
            self.notifier.warn(self.tr("Stop the transcription first, then remove the file."), item.name)
            return
        row = self.queue.row(item)
        self.queue.remove(item)
        if item is self.item:
            left = self.queue.item(min(row, len(self.queue) - 1)) if len(self.queue) else None
            self.show_item(left)

    def show_item(self, item: MediaItem | None) -> None:
        """Show a medium and its captions; None shows the start page."""
        if item is self.item and item is not None:
            return
        self.item = item
        self.pages.setCurrentWidget(self.editor if item else self.start_page)
        if item is None:
            self.playback.close()
        else:
            cues = self.queue.cues(item)
            cues.edited.connect(self._on_edited, Qt.ConnectionType.UniqueConnection)
            self.editor.video.set_has_video(item.has_video)
            self.editor.table.show_cues(cues)
            self.editor.table.setFocus()
            self.playback.open(item, cues)
            self.playback.set_volume(self.settings.volume, self.settings.muted)
            self.dock.view.choose(item)
        self.presenter.update_all()

    def _start(self, items: list[MediaItem]) -> None:
        edited = [item for item in items if item.edited]
        if not edited:
            self.transcription.start(items)
            return
        question = self._question(
            self.tr("Replace the captions of {name}?").format(name=edited[0].name),
            self.tr("You have edited them. The edits will be lost."),
            self.tr("Replace"),
        )
        question.accepted.connect(lambda: self.transcription.start(items))
        question.open()

    def _go_to_cue(self, row: int) -> None:
        if self.item is not None:
            self.playback.seek(self.queue.cues(self.item).caption(row).start)

    def _use_track(self, track: int) -> None:
        if self.item is not None:
            self.item.track = track
            self.playback.use_track(track)

    def _set_volume(self, volume: float) -> None:
        self.settings.volume, self.settings.muted = volume, self.actions_["mute"].isChecked()
        self.playback.set_volume(volume, self.settings.muted)
        self.icons.set(self.actions_["mute"], "muted" if self.settings.muted else "volume")

    def _about(self) -> None:
        text = self.tr(
            "ALM Studio {version}\n\nSubtitles from an audio language model, on your own computer.\nApache-2.0"
        )
        box = QMessageBox(
            QMessageBox.Icon.NoIcon,
            self.tr("About ALM Studio"),
            text.format(version=__version__),
            parent=self,
        )
        box.setIconPixmap(theme.app_icon().pixmap(64, 64))
        box.open()

    # What the parts tell

    def _on_edited(self, row: int) -> None:
        if self.item is not None:
            self.editor.table.go_to(row)
            self.recovery.note(self.item)
            self.playback.refresh_cue()
            self.presenter.update_actions()

    def _on_cue(self, row: int) -> None:
        caption = self.queue.cues(self.item).caption(row) if self.item is not None and row >= 0 else None
        language = (caption.language or self.item.document.language) if caption and self.item else ""
        self.editor.video.set_caption(caption.text if caption else "", language)
        if self.playback.playing:
            self.editor.table.follow(row)

    def _on_playing(self, playing: bool) -> None:
        action = self.actions_["play"]
        self.icons.set(action, "pause" if playing else "play")
        action.setText(self.tr("&Pause") if playing else self.tr("&Play"))

    def _on_item_changed(self, item: MediaItem) -> None:
        if item is self.item:
            self.playback.refresh_cue()
            self.presenter.update_item()
        self.presenter.update_actions()

    def _on_stopped(self) -> None:
        if self._closing:
            QApplication.quit()

    # What the system tells

    def with_cues(self) -> list[MediaItem]:
        """The media that have captions."""
        return [item for item in self.queue if item.document.captions]

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.transcription.busy and not self._closing:
            event.ignore()
            question = self._question(
                self.tr("Stop the transcription and close?"),
                self.tr("The captions written so far are kept for the next start."),
                self.tr("Stop and close"),
            )
            question.accepted.connect(self._stop_and_close)
            question.open()
            return
        self._leave()
        event.accept()

    def _stop_and_close(self) -> None:
        self._closing = True
        self.transcription.cancel_all()
        self.hide()  # the worker stops within moments; the user need not watch
        self._leave()

    def _leave(self) -> None:
        self.playback.close()
        self.settings.geometry = bytes(self.saveGeometry().toBase64()).decode()
        self.recovery.flush()
        try:
            save_settings(self.settings)
        except AlmError as error:
            self.notifier.report(error)
        self.jobs.shutdown()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "messages"):
            self.icons.refresh()
            self.start_page.refresh()
            self.messages.refresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self.start_page.drop_area.set_lit(True)
            self.overlay.show_over(self.centralWidget(), self.pages.currentWidget() is self.editor)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drag_over()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drag_over()
        event.acceptProposedAction()
        self.open_paths([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _drag_over(self) -> None:
        self.start_page.drop_area.set_lit(False)
        self.overlay.hide()

    def _question(self, text: str, more: str, accept: str) -> QMessageBox:
        """A question that lets the window live on behind it."""
        box = QMessageBox(QMessageBox.Icon.Question, "ALM Studio", text, parent=self)
        box.setInformativeText(more)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.addButton(accept, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        return box


def _decoded(geometry: str) -> QByteArray:
    return QByteArray.fromBase64(geometry.encode())


def _reveal(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
