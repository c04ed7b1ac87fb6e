"""A training in the status bar: how far it is, and the way to its dialog."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from alm_studio.gui import theme


class TrainingStatus(QToolButton):
    """Hidden while nothing learns.

    Signals:
        open_wanted: show the dialog.
    """

    open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoRaise(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFont(theme.monospaced_digits(self.font()))
        self.setToolTip(self.tr("Show the training"))
        self.setAccessibleName(self.tr("Training"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self.open_wanted)
        self.refresh()
        self.hide()

    def show_text(self, text: str) -> None:
        """What it says; empty hides it."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def refresh(self) -> None:
        """Draw the icon again, in the present palette."""
        self.setIcon(theme.icon("train"))
