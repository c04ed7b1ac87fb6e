"""Asks for caption files, and shows what was mended in one."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QLabel, QListWidget, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from alm_studio.captions.formats.repairs import Repair


def ask_captions(parent: QWidget, folder: Path) -> Path | None:
    """Let the user choose a caption file; None when they cancel."""
    from alm_studio.captions.importing import readable_endings

    patterns = " ".join(f"*{ending}" for ending in readable_endings())
    captions = QCoreApplication.translate("ImportCaptions", "Captions")
    everything = QCoreApplication.translate("ImportCaptions", "All files")
    title = QCoreApplication.translate("ImportCaptions", "Import captions")
    path, _ = QFileDialog.getOpenFileName(parent, title, str(folder), f"{captions} ({patterns});;{everything} (*)")
    return Path(path) if path else None


class RepairSentences(QObject):
    """The lines of a report in the window's language."""

    def of(self, repair: "Repair") -> str:
        """One line."""
        from alm_studio.captions.formats.repairs import Mended

        n = repair.count
        match repair.kind:
            case Mended.ENCODING:
                text = self.tr("The file is not in UTF-8; it was read as {detail}.")
            case Mended.LETTERS:
                text = self.tr("%n character(s) could not be read.", "", n)
            case Mended.CONTROLS:
                text = self.tr("%n control character(s) were taken out.", "", n)
            case Mended.HEADER:
                text = self.tr("The first line that the format asks for is missing; the rest was read.")
            case Mended.ENDING:
                text = self.tr("The file breaks off; all that is whole was read.")
            case Mended.MARKUP:
                text = self.tr("The file's markup is damaged; all that could be read was read.")
            case Mended.TIMES:
                text = self.tr("%n time stamp(s) were written wrongly and were mended.", "", n)
            case Mended.UNREADABLE:
                text = self.tr("%n line(s) could not be understood and were left out.", "", n)
            case Mended.UNPARTED:
                text = self.tr("%n cue(s) were not parted from the one before.", "", n)
            case Mended.BACKWARDS:
                text = self.tr("%n cue(s) ended before they began, and were given time to be read.", "", n)
            case Mended.EMPTY:
                text = self.tr("%n cue(s) without text were left out.", "", n)
            case Mended.ORDER:
                text = self.tr("%n cue(s) stood out of order and were put in place.", "", n)
            case Mended.ROLLED:
                text = self.tr("%n line(s) that rolling captions repeat were left out.", "", n)
            case Mended.FORMATTING:
                text = self.tr("%n cue(s) lost their formatting (italics, colour, place), which is not kept.", "", n)
            case Mended.DRAWINGS:
                text = self.tr("%n drawing(s) were left out.", "", n)
            case Mended.WORDS:
                text = self.tr("%n word(s) without times were given some from their neighbours.", "", n)
        return text.format(detail=repair.detail)


class ReportDialog(QDialog):
    """What was mended in a file, a line each."""

    def __init__(self, name: str, repairs: "Sequence[Repair]", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What was mended in {name}").format(name=name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 300)
        hint = QLabel(self.tr("The file itself is as it was. The captions in the window are those that were mended."))
        hint.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Repairs"))
        self.list.setWordWrap(True)
        self.list.setSpacing(3)
        self.list.addItems(list(map(RepairSentences().of, repairs)))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(hint)
        layout.addWidget(self.list)
        layout.addWidget(buttons)
