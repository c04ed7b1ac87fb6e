"""Asks for the text that is spoken in a medium."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

_ENDINGS = "txt srt vtt ass ssa json md text"


def ask_text(parent: QWidget, media: Path) -> Path | None:
    """Let the user choose a script or captions, first among the files beside the medium; None when they cancel."""
    patterns = " ".join(f"*.{ending}" for ending in _ENDINGS.split())
    texts = QCoreApplication.translate("OpenText", "Scripts and captions")
    everything = QCoreApplication.translate("OpenText", "All files")
    title = QCoreApplication.translate("OpenText", "Align text with {name}").format(name=media.name)
    path, _ = QFileDialog.getOpenFileName(parent, title, str(media.parent), f"{texts} ({patterns});;{everything} (*)")
    return Path(path) if path else None
