"""How a film shall carry its captions."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QLabel, QRadioButton, QVBoxLayout, QWidget

from alm_studio.gui.views.quiet import quiet

_INDENT = 26


@dataclass(frozen=True)
class FilmChoice:
    """Where to, and how.

    Attributes:
        path: the copy.
        burned: whether the cues are drawn into the pictures; else they are a track that can be switched off.
    """

    path: Path
    burned: bool


class FilmDialog(QDialog):
    """Two ways with what they mean, then the name of the file.

    Signals:
        chosen(FilmChoice): the user said where to.
    """

    chosen = Signal(object)

    def __init__(self, media: Path, has_picture: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._media = media
        self.setWindowTitle(self.tr("Export film"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.track = QRadioButton(self.tr("&Subtitles that can be switched off"))
        self.burned = QRadioButton(self.tr("&Drawn into the picture"))
        self.track.setChecked(True)
        self.burned.setEnabled(has_picture)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(6)
        layout.addWidget(QLabel(self.tr("A copy of {name} with its captions").format(name=media.name)))
        layout.addSpacing(8)
        for button, text in (
            (self.track, self.tr("Quick: picture and sound are copied as they are. For players on a computer.")),
            (self.burned, self.tr("Slow: the picture is encoded again. Everybody sees them, everywhere.")),
        ):
            hint = quiet(text, wrap=True)
            hint.setContentsMargins(_INDENT, 0, 0, 6)
            button.setAccessibleDescription(text)
            layout.addWidget(button)
            layout.addWidget(hint)
        layout.addSpacing(8)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        choose = buttons.addButton(self.tr("Choose the file…"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        choose.setDefault(True)  # which only counts inside the dialog
        self.setMinimumWidth(460)

    def accept(self) -> None:
        """Ask for the name of the copy; the system's dialog asks before it replaces a file."""
        burned = self.burned.isChecked()
        kinds = {".mkv": self.tr("Matroska (*.mkv)"), ".mp4": self.tr("MP4 (*.mp4)")}
        first = ".mp4" if burned or self._media.suffix.lower() in (".mp4", ".m4v", ".mov") else ".mkv"
        ending = "burned" if burned else "subtitled"
        path, kind = QFileDialog.getSaveFileName(
            self,
            self.tr("Export film"),
            str(self._media.with_name(f"{self._media.stem}.{ending}{first}")),
            ";;".join(kinds.values()),
            kinds[first],
        )
        if not path:
            return
        if Path(path).suffix.lower() not in (*kinds, ".m4v", ".mov"):
            path += next((suffix for suffix, title in kinds.items() if title == kind), first)
        self.chosen.emit(FilmChoice(Path(path), burned))
        super().accept()
