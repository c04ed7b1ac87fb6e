"""Text that breaks into lines wherever it must."""

from math import ceil

from PySide6.QtCore import Property, QSize, Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

_NARROWEST = 120


class WrappedText(QTextEdit):
    """Shows plain text that can be selected, as high as it needs to be.

    A label is never narrower than its longest word: the name of a file would widen the whole window.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.textChanged.connect(self.updateGeometry)

    def say(self, text: str) -> None:
        """Show another text."""
        self.setPlainText(text)
        self.setAccessibleName(text)

    text = Property(str, QTextEdit.toPlainText, say)
    """What it says."""

    def heightForWidth(self, width: int) -> int:
        page = self.document().clone()
        page.setDefaultFont(self.font())
        page.setTextWidth(width)
        return ceil(page.size().height())

    def sizeHint(self) -> QSize:
        width = ceil(self.document().idealWidth())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, self.fontMetrics().height())
