"""The main window: puts the parts together."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QStackedWidget, QToolBar, QVBoxLayout, QWidget

from alm_studio.base.errors import AlmError
from alm_studio.base.settings import Settings, save_settings
from alm_studio.gui import theme
from alm_studio.gui.actions import Actions
from alm_studio.gui.commands import Commands
from alm_studio.gui.controllers.aligning import AligningController
from alm_studio.gui.controllers.editing import EditingController
from alm_studio.gui.controllers.export import ExportController
from alm_studio.gui.controllers.films import FilmController
from alm_studio.gui.controllers.fine_tuning import FineTuning
from alm_studio.gui.controllers.importing import ImportController
from alm_studio.gui.controllers.inspection import InspectionController
from alm_studio.gui.controllers.library import LibraryController
from alm_studio.gui.controllers.live import LiveController
from alm_studio.gui.controllers.media import MediaController
from alm_studio.gui.controllers.models import ModelController
from alm_studio.gui.controllers.playback import PlaybackController
from alm_studio.gui.controllers.playing import PlayingController
from alm_studio.gui.controllers.projects import ProjectController
from alm_studio.gui.controllers.queueing import QueueController
from alm_studio.gui.controllers.review import ReviewController
from alm_studio.gui.controllers.timeline import TimelineController
from alm_studio.gui.controllers.training import TrainingController
from alm_studio.gui.controllers.transcription import TranscriptionController
from alm_studio.gui.dialogs.question import ask
from alm_studio.gui.jobs import Jobs
from alm_studio.gui.keeping import Keeping
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.models.queue import QueueModel
from alm_studio.gui.notify import Notifier
from alm_studio.gui.presenter import Presenter
from alm_studio.gui.views.choices_bar import ChoicesBar
from alm_studio.gui.views.drop_overlay import DropOverlay
from alm_studio.gui.views.editor_page import EditorPage
from alm_studio.gui.views.message_bar import MessageBar
from alm_studio.gui.views.queue_dock import QueueDock
from alm_studio.gui.views.review_dock import ReviewDock
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
        self.keeping = Keeping(self.queue, self)
        self.media = MediaController(jobs, self.queue, settings, notifier, parent=self)
        self.models = ModelController(jobs, notifier, self)
        self.transcription = TranscriptionController(jobs, self.queue, settings, notifier, self)
        self.training = TrainingController(jobs, notifier, self)
        self.aligning = AligningController(self)
        self.playback = PlaybackController(self)
        self.review = ReviewController(jobs, self.playback, self)
        self.export = ExportController(jobs, settings, notifier, self.keeping, _reveal, self)
        self.presenter = Presenter(self)
        self.icons = theme.Icons(self)
        self.actions_ = Actions(self, self.icons)
        self.commands = Commands(self)
        self._build()
        self.editing = EditingController(self)
        self.fine_tuning = FineTuning(self, self.training)
        self.timeline = TimelineController(self)
        self.playing = PlayingController(self)
        self.inspection = InspectionController(self)
        self.live = LiveController(self)
        self.projects = ProjectController(self)
        self.library = LibraryController(self)
        self.importing = ImportController(self)
        self.films = FilmController(self)
        self.queueing = QueueController(self)
        self._connect()
        self.presenter.update_all()

    def _build(self) -> None:
        self.setWindowTitle("ALM Studio")
        self.setAcceptDrops(True)
        self.setMinimumHeight(560)  # the width follows from the choices
        self.resize(1280, 800)
        actions = self.actions_
        self.recent_menu = actions.fill_menu_bar(self)
        self.start_page = StartPage(actions["open"], actions.get("live", "open_project"))
        self.editor = EditorPage(actions.get("previous", "back", "play", "forward", "next", "loop"), actions["mute"])
        self.choices = ChoicesBar(self.settings, actions["generate"])
        self.messages = MessageBar()
        self.overlay = DropOverlay(self)
        self.dock = QueueDock(self.queue)
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.dock)
        self.dock.hide()
        keys = actions.get("review_play", "review_accept", "review_edit", "review_next")
        self.review_dock = ReviewDock(self.review.model, keys)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.review_dock)
        self.review_dock.hide()
        self.status = StatusBar()
        self.setStatusBar(self.status)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start_page)
        self.pages.addWidget(self.editor)
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(central)
        # In a tool bar, so that the dock of the queue takes no width from it.
        bar = QToolBar(self.tr("Choices"), movable=False, floatable=False)
        bar.addWidget(self.choices)
        self.addToolBar(bar)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # Qt's own would hide the bar
        # Actions without a menu entry of their own still need a home for their shortcut.
        for widget in (self.editor.table, self.editor.video):
            widget.addAction(actions["play"])
        self.editor.transport.set_volume(self.settings.volume)
        actions["mute"].setChecked(self.settings.muted)
        self.restoreGeometry(_decoded(self.settings.geometry))

    def _connect(self) -> None:
        commands, playback = self.commands, self.playback
        on = {
            "open": commands.choose_media,
            "export": commands.export,
            "export_all": commands.export_all,
            "quit": self.close,
            "undo": commands.undo,
            "redo": commands.redo,
            "edit": self.editor.table.edit_current,
            "preferences": commands.preferences,
            "generate": commands.generate,
            "align": self.aligning.ask,
            "cancel": self.transcription.cancel_all,
            "train": self.fine_tuning.open,
            "remove": commands.remove_current,
            "play": playback.toggle,
            "back": lambda: playback.seek_by(-5000),
            "forward": lambda: playback.seek_by(5000),
            "previous": lambda: playback.seek_cue(-1),
            "next": lambda: playback.seek_cue(1),
            "zoom_in": lambda: self.editor.timeline.zoom(0.7),
            "zoom_out": lambda: self.editor.timeline.zoom(1 / 0.7),
            "mute": lambda: commands.set_volume(self.settings.volume),
            "review_play": self.review.play,
            "review_accept": self.review.accept,
            "review_edit": self.review.edit,
            "review_next": commands.next_place,
            "log": commands.show_log,
            "about": commands.about,
        }
        for name, slot in on.items():
            self.actions_[name].triggered.connect(lambda _checked=False, slot=slot: slot())
        for name, dock in (("queue", self.dock), ("review", self.review_dock)):
            self._bind_dock(name, dock)
        self.actions_["timeline"].setChecked(True)
        self.actions_["timeline"].triggered.connect(self.timeline.set_visible)
        self.actions_["attention"].triggered.connect(self.inspection.set_visible)
        self.notifier.shown.connect(self.messages.show_message)
        self.media.opened.connect(self.commands.show_item)
        self.media.recent_changed.connect(self.presenter.update_recent)
        self.start_page.file_chosen.connect(lambda path: self.commands.open_paths([path]))
        self.choices.model_chosen.connect(self.commands.choose_model)
        self.models.listed.connect(self.choices.set_models)
        self.models.progressed.connect(self.status.download.show_progress)
        self.status.download.cancel_wanted.connect(self.models.cancel)
        self.status.training.open_wanted.connect(self.fine_tuning.open)
        self.choices.track_chosen.connect(self.commands.use_track)
        self.queue.item_changed.connect(self._on_item_changed)
        self.queue.rowsInserted.connect(lambda: self.dock.setVisible(len(self.queue) > 1))
        self.dock.view.item_chosen.connect(self.commands.show_item)
        self.dock.view.remove_wanted.connect(self.commands.remove)
        self.dock.view.retry_wanted.connect(lambda item: self.commands.start([item]))
        self.transcription.state_changed.connect(self.presenter.update_work)
        self.jobs.stopped.connect(self._on_stopped)
        self.training.ended.connect(self._on_stopped)
        self._connect_playback()
        self.review.attach(self.review_dock)
        self.review_dock.list.chosen.connect(commands.go_to_place)
        self.review.counted.connect(lambda _count: self.presenter.update_actions())
        self.review.edit_wanted.connect(commands.edit_cue)

    def _bind_dock(self, name: str, dock: QDockWidget) -> None:
        """Let an action show and hide a dock, and be checked while it is there."""
        action = self.actions_[name]
        action.triggered.connect(lambda checked: dock.setVisible(checked))
        dock.visibilityChanged.connect(lambda _visible: action.setChecked(not dock.isHidden()))

    def _connect_playback(self) -> None:
        playback, editor = self.playback, self.editor
        playback.sink_ready.connect(editor.video.use_sink)
        playback.position_changed.connect(editor.transport.set_position)
        playback.duration_changed.connect(editor.transport.set_duration)
        playback.playing_changed.connect(self._on_playing)
        playback.video_known.connect(editor.video.set_has_video)
        playback.cue_changed.connect(self._on_cue)
        playback.failed.connect(self._on_unplayable)
        editor.transport.seek_wanted.connect(playback.seek)
        editor.transport.volume_wanted.connect(self.commands.set_volume)
        editor.video.clicked.connect(playback.toggle)
        editor.table.cue_chosen.connect(self.commands.go_to_cue)

    # What the parts tell

    def on_edited(self, row: int) -> None:
        """The user changed a cue."""
        if self.item is not None:
            self.editor.table.go_to(row)
            self.timeline.edited()
            self.inspection.edited(row)
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

    def _on_unplayable(self, text: str) -> None:
        if self.item is None or not self.item.missing:  # else the user was asked where it is
            self.notifier.warn(text, self.item.name if self.item else "")

    def _on_item_changed(self, item: MediaItem) -> None:
        if item is self.item:
            self.review.refresh()
            self.playback.refresh_cue()
            self.presenter.update_item()
        self.presenter.update_actions()

    def _on_stopped(self) -> None:
        if self._closing and not self.training.active and self.jobs.is_stopped:
            QApplication.quit()

    # What the system tells

    def with_cues(self) -> list[MediaItem]:
        """The media that have captions."""
        return [item for item in self.queue if item.document.captions]

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._closing and self.projects.ask_before_loss(self._stop_and_close):
            event.ignore()
            return
        if (self.transcription.busy or self.training.active or self.live.active) and not self._closing:
            event.ignore()
            if self.live.active:
                what = self.tr("Stop the live captions and close?")
                more = [self.tr("The recording and its captions are offered at the next start.")]
            elif self.transcription.busy:
                what = self.tr("Stop the transcription and close?")
                more = [self.tr("The captions written so far are kept for the next start.")]
            else:
                what, more = self.tr("Stop the training and close?"), []
            if self.training.active:
                more.append(self.tr("The training is saved, and can be gone on with at the next start."))
            question = ask(self, what, " ".join(more), self.tr("Stop and close"))
            question.accepted.connect(self._stop_and_close)
            question.open()
            return
        self._leave()
        event.accept()

    def _stop_and_close(self) -> None:
        self._closing = True
        self.transcription.cancel_all()
        self.hide()  # the workers stop within moments; the user need not watch
        self._leave()

    def _leave(self) -> None:
        self.playback.close()
        self.timeline.close()
        self.models.cancel()
        self.live.close()
        self.fine_tuning.close()
        self.settings.geometry = self.saveGeometry().toBase64().toStdString()
        self.keeping.close()
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
            self.status.download.refresh()
            self.status.training.refresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self.start_page.drop_area.set_lit(True)
            self.overlay.show_over(self.pages, self.pages.currentWidget() is self.editor)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drag_over()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drag_over()
        event.acceptProposedAction()
        self.commands.open_paths([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _drag_over(self) -> None:
        self.start_page.drop_area.set_lit(False)
        self.overlay.hide()


def _decoded(geometry: str) -> QByteArray:
    return QByteArray.fromBase64(geometry.encode())


def _reveal(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
