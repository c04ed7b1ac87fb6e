"""What the queue does by itself: a folder that is watched, captions that are exported when they are finished."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from alm_studio.base.queue_settings import QueueSettings
from alm_studio.gui.dialogs.export import format_titles
from alm_studio.gui.views.name_template import NameTemplate


class FolderField(QWidget):
    """A folder, chosen by the system's dialog."""

    changed = Signal()

    def __init__(self, folder: str, empty: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.field = QLineEdit(folder)
        self.field.setPlaceholderText(empty)
        self.field.setAccessibleName(title)
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda _text: self.changed.emit())
        browse = QPushButton(self.tr("Choose…"))
        browse.setAccessibleName(title)
        browse.setAutoDefault(False)
        browse.clicked.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field, 1)
        row.addWidget(browse)

    @property
    def folder(self) -> str:
        """The path; may be empty."""
        return self.field.text().strip()

    def _choose(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, self._title, self.folder):
            self.field.setText(chosen)


class AutomaticDialog(QDialog):
    """Writes into the settings when it is accepted, and not before."""

    def __init__(self, settings: QueueSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(self.tr("Automatic work"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.watch = QGroupBox(self.tr("&Watch a folder"), checkable=True, checked=settings.watch)
        self.watch_folder = FolderField(
            settings.watch_folder, self.tr("No folder chosen"), self.tr("Folder to watch"), self.watch
        )
        hint = QLabel(self.tr("New video and sound files in it are opened, and their captions made."), wordWrap=True)
        inside = QVBoxLayout(self.watch)
        inside.setSpacing(8)
        inside.addWidget(hint)
        inside.addWidget(self.watch_folder)
        self.export = QGroupBox(self.tr("&Export captions as soon as they are finished"), checkable=True)
        self.export.setChecked(settings.automatic)
        self.formats = QComboBox()
        chosen = settings.formats.split(",")
        for name, title in format_titles().items():
            self.formats.addItem(title, name)
        self.formats.setCurrentIndex(max(0, self.formats.findData(chosen[0])))
        self.second = QComboBox()
        self.second.addItem(self.tr("None"), "")
        for name, title in format_titles().items():
            self.second.addItem(title, name)
        self.second.setCurrentIndex(max(0, self.second.findData(chosen[1] if len(chosen) > 1 else "")))
        self.folder = FolderField(settings.folder, self.tr("Beside each file"), self.tr("Folder for the captions"))
        self.template = NameTemplate(settings.template, Path(self.tr("My film") + ".mp4"))
        self.replace = QCheckBox(self.tr("Replace files of the same name"))
        self.replace.setChecked(settings.overwrite)
        form = QFormLayout(self.export)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        rows = (
            (self.tr("Format"), self.formats),
            (self.tr("And also"), self.second),
            (self.tr("Place"), self.folder),
            (self.tr("Names"), self.template),
        )
        for label, field in rows:
            form.addRow(label, field)
            field.setAccessibleName(label)
        form.addRow("", self.replace)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(16)
        layout.addWidget(self.watch)
        layout.addWidget(self.export)
        layout.addWidget(self._buttons)
        self.setMinimumWidth(520)
        self.formats.currentIndexChanged.connect(lambda _index: self._show_example())
        for signal in (self.template.changed, self.watch_folder.changed, self.watch.toggled, self.export.toggled):
            signal.connect(self._check)
        self._show_example()
        self._check()

    def _show_example(self) -> None:
        self.template.show_for(self.formats.currentData())

    def _check(self, *_told: object) -> None:
        """OK once everything that is wanted can be done."""
        watched = not self.watch.isChecked() or Path(self.watch_folder.folder or "/nowhere").is_dir()
        named = not self.export.isChecked() or self.template.usable
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(watched and named)

    def accept(self) -> None:
        """Take the choices over."""
        settings = self._settings
        settings.watch, settings.watch_folder = self.watch.isChecked(), self.watch_folder.folder
        settings.automatic, settings.folder = self.export.isChecked(), self.folder.folder
        names = dict.fromkeys(name for name in (self.formats.currentData(), self.second.currentData()) if name)
        settings.formats = ",".join(names)
        settings.template, settings.overwrite = self.template.template, self.replace.isChecked()
        super().accept()
