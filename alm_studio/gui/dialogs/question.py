"""A question with two answers."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def ask(parent: QWidget, text: str, more: str, accept: str) -> QMessageBox:
    """A question that lets the window live on behind it: connect its signals, then ``open`` it."""
    box = QMessageBox(QMessageBox.Icon.Question, "ALM Studio", text, parent=parent)
    box.setInformativeText(more)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.addButton(accept, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    return box
