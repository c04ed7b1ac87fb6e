"""Where to, and in which format, captions are written."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.views.name_template import NameTemplate


def format_titles() -> dict[str, str]:
    """The formats by name, with the title that people read; the most common first."""
    from alm_studio.captions.formats.registry import FORMATS

    known = {
        "srt": "SubRip",
        "vtt": "WebVTT",
        "vtt-words": QCoreApplication.translate("Export", "WebVTT with word times"),
        "ass": "Advanced SubStation",
        "ass-karaoke": QCoreApplication.translate("Export", "SubStation karaoke"),
        "ttml": "TTML",
        "sbv": "SubViewer",
        "txt": QCoreApplication.translate("Export", "Plain text"),
        "docx": QCoreApplication.translate("Export", "Word document"),
        "csv": QCoreApplication.translate("Export", "Comma-separated table"),
        "tsv": QCoreApplication.translate("Export", "Tab-separated table"),
        "json": QCoreApplication.translate("Export", "JSON with word times"),
    }
    names = [name for name in known if name in FORMATS] + [name for name in FORMATS if name not in known]
    return {name: f"{known.get(name, name.upper())} (*.{FORMATS[name].ending.split('.')[-1]})" for name in names}


def ask_file(parent: QWidget, media: Path, format_name: str) -> tuple[Path, str] | None:
    """Ask for one file. The system's dialog asks before it replaces one.

    Returns:
        The file and the name of its format; None when the user cancels.
    """
    titles = format_titles()
    if format_name not in titles:
        format_name = next(iter(titles))
    path, chosen = QFileDialog.getSaveFileName(
        parent,
        QCoreApplication.translate("Export", "Export captions"),
        str(media.with_suffix(f".{ending_of(format_name)}")),
        ";;".join(titles.values()),
        titles[format_name],
    )
    if not path:
        return None
    suffix = Path(path).suffix.lstrip(".").lower()
    name = next((name for name, title in titles.items() if title == chosen), format_name)
    if suffix == ending_of(name).split(".")[-1]:
        return Path(path), name
    if suffix in titles:  # what the user typed says more than the filter
        return Path(path), suffix
    return Path(f"{path}.{ending_of(name)}"), name


def ending_of(format_name: str) -> str:
    """The ending of a format's files, without the first dot."""
    from alm_studio.captions.formats.registry import get_format

    return get_format(format_name).ending


@dataclass(frozen=True)
class FolderChoice:
    """How several documents are exported.

    Attributes:
        format_name: of all files.
        folder: where to; None for beside each medium.
        overwrite: whether files of the same name may be replaced.
        template: of their names, see ``captions.naming``.
    """

    format_name: str
    folder: Path | None
    overwrite: bool
    template: str = "{name}.{format}"


def ask_folder(parent: QWidget, items: list[MediaItem], format_name: str, template: str) -> FolderChoice | None:
    """Ask how to export several documents; None when the user cancels."""
    dialog = ExportAllDialog(len(items), format_name, parent, template, items[0].path if items else None)
    return dialog.choice() if dialog.exec() == QDialog.DialogCode.Accepted else None


class ExportAllDialog(QDialog):
    """Format, place, and what to do with files of the same name."""

    def __init__(
        self,
        count: int,
        format_name: str,
        parent: QWidget | None = None,
        template: str = "{name}.{format}",
        media: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export all captions"))
        self._folder: Path | None = None
        self._format = QComboBox()
        for name, title in format_titles().items():
            self._format.addItem(title, name)
        self._format.setCurrentIndex(max(0, self._format.findData(format_name)))
        self._format.setAccessibleName(self.tr("Format"))
        self._beside = QRadioButton(self.tr("Beside each file"))
        self._beside.setChecked(True)
        self._into = QRadioButton(self.tr("In one folder"))
        self._browse = QPushButton(self.tr("Choose…"))
        self._browse.setAccessibleName(self.tr("Choose the folder"))
        self._browse.setAutoDefault(False)
        self._browse.clicked.connect(self._choose)
        self._into.toggled.connect(self._on_into)
        self.names = NameTemplate(template, media or Path("film.mp4"))
        self._format.currentIndexChanged.connect(lambda _index: self.names.show_for(self._format.currentData()))
        self.names.show_for(self._format.currentData())
        self._replace = QCheckBox(self.tr("Replace files of the same name"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        export = buttons.addButton(self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.names.changed.connect(lambda: export.setEnabled(self.names.usable))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self._into, 1)
        row.addWidget(self._browse)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("Format"), self._format)
        form.addRow(self.tr("Place"), self._beside)
        form.addRow("", row)
        form.addRow(self.tr("Names"), self.names)
        form.addRow("", self._replace)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(16)
        layout.addWidget(QLabel(self.tr("Captions of {count} files").format(count=count)))
        layout.addLayout(form)
        layout.addWidget(buttons)
        export.setDefault(True)  # which only counts inside the dialog
        self.setMinimumWidth(420)

    def choice(self) -> FolderChoice:
        """What was chosen."""
        folder = self._folder if self._into.isChecked() else None
        return FolderChoice(self._format.currentData(), folder, self._replace.isChecked(), self.names.template)

    def _on_into(self, checked: bool) -> None:
        if checked and self._folder is None:
            self._choose()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder for the captions"))
        if chosen:
            self._folder = Path(chosen)
            metrics = self._into.fontMetrics()
            shown = metrics.elidedText(chosen, Qt.TextElideMode.ElideMiddle, 240)
            self._into.setText(shown.replace("&", "&&"))
            self._into.setToolTip(chosen)
            self._into.setChecked(True)
        elif self._folder is None:
            self._beside.setChecked(True)
