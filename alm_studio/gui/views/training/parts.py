"""Small parts that the pages share."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QToolButton, QWidget

from alm_studio.gui import theme


def heading(text: str = "", scale: float = 1.3) -> QLabel:
    """A line that is larger than the text."""
    label = QLabel(text, wordWrap=True)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    font.setWeight(font.Weight.DemiBold)
    label.setFont(font)
    return label


def muted(text: str = "") -> QLabel:
    """A second line: smaller in weight, not in size."""
    label = QLabel(text, wordWrap=True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def picker(name: str, tip: str, choices: list[tuple[str, str]]) -> QComboBox:
    """A box to choose from: titles, and the values that they mean."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(14)
    box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    box.setAccessibleName(name)
    box.setToolTip(tip)
    for title, value in choices:
        box.addItem(title, value)
    return box


def listen_button(name: str) -> QToolButton:
    """A small button with a loudspeaker."""
    button = QToolButton(autoRaise=True)
    button.setIcon(theme.icon("volume"))
    button.setIconSize(QSize(18, 18))
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def refresh_icons(parent: QWidget, icons: dict[QToolButton, str]) -> None:
    """Draw the icons of buttons again, in the present palette."""
    for button, name in icons.items():
        button.setIcon(theme.icon(name))
