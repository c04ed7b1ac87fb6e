"""Asks for media files."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

# FFmpeg reads hundreds; these are what the filter shows first. "All files" is always there.
_VIDEO = "mp4 mkv mov webm avi m4v mpg mpeg ts mts wmv flv 3gp ogv"
_SOUND = "mp3 wav flac m4a aac ogg opus oga wma aif aiff amr m4b mka ac3 eac3"


def ask_media(parent: QWidget, recent: list[str]) -> list[Path]:
    """Let the user choose files; none when they cancel."""
    patterns = " ".join(f"*.{suffix}" for suffix in f"{_VIDEO} {_SOUND}".split())
    media = QCoreApplication.translate("OpenMedia", "Video and sound")
    everything = QCoreApplication.translate("OpenMedia", "All files")
    home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation)
    folder = str(Path(recent[0]).parent) if recent else home
    title = QCoreApplication.translate("OpenMedia", "Open media")
    paths, _ = QFileDialog.getOpenFileNames(parent, title, folder, f"{media} ({patterns});;{everything} (*)")
    return [Path(path) for path in paths]
