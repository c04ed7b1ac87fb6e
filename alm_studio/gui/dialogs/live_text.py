"""The text file that live captions are added to."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_text_file(parent: QWidget) -> str:
    """Ask for a file; empty where the user does not want one."""
    path, _ = QFileDialog.getSaveFileName(
        parent,
        QCoreApplication.translate("LiveText", "Write live captions to"),
        "captions.txt",
        QCoreApplication.translate("LiveText", "Text files (*.txt)"),
        options=QFileDialog.Option.DontConfirmOverwrite,  # the text is added
    )
    return path
