"""Labels in the palette's quiet colour: hints, second lines, and what is said where there is nothing to see."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QSizePolicy, QVBoxLayout

from alm_studio.gui import theme


def quiet(text: str = "", *, wrap: bool = False) -> QLabel:
    """A label in the quiet colour, which follows the palette; with ``wrap`` it breaks into lines."""
    label = QLabel(text, wordWrap=wrap)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def muted(text: str = "") -> QLabel:
    """A second line that takes the height it needs."""
    label = quiet(text, wrap=True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def say(label: QLabel, text: str, kind: str = "") -> None:
    """Show a text in a label: in the quiet colour, or in that of a ``kind``, as ``"error"``."""
    palette = QPalette()
    if kind:
        palette.setColor(QPalette.ColorRole.WindowText, theme.kind_color(kind))
    label.setPalette(palette)
    label.setForegroundRole(QPalette.ColorRole.WindowText if kind else QPalette.ColorRole.PlaceholderText)
    label.setText(text)


def in_the_middle(view: QAbstractScrollArea, margin: int) -> QLabel:
    """A label in the middle of an empty view, through which the mouse reaches the view."""
    label = quiet(wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    layout = QVBoxLayout(view.viewport())
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.addWidget(label)
    return label
