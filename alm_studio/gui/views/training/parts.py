"""Small parts that the pages share."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QSizePolicy, QToolButton, QWidget

from alm_studio.gui import theme


def heading(text: str = "", scale: float = 1.3) -> QLabel:
    """A line that is larger than the text."""
    label = QLabel(text, wordWrap=True)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    font.setWeight(font.Weight.DemiBold)
    label.setFont(font)
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


class DataBox(QComboBox):
    """Chooses a file or folder of data, or none.

    Args:
        name: for those who do not see it.
        tip: what it is for.
        without: what is meant where nothing is chosen.

    Signals:
        chosen: another one, or none.
    """

    chosen = Signal()

    def __init__(self, name: str, tip: str, without: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = 0
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(14)
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.addItem(without, None)
        self.insertSeparator(1)
        self.addItem(self.tr("Choose a folder…"), "folder")
        self.addItem(self.tr("Choose a file…"), "file")
        self.activated.connect(self._on_activated)

    @property
    def path(self) -> Path | None:
        """What is chosen."""
        value = self.currentData()
        return value if isinstance(value, Path) else None

    def choose(self, path: Path) -> None:
        """Choose it, and offer it from now on."""
        index = next((row for row in range(self.count()) if self.itemData(row) == path), -1)
        if index < 0:
            index = 1
            self.insertItem(index, path.name, path)
            self.setItemData(index, str(path), Qt.ItemDataRole.ToolTipRole)
        self._before = index
        self.setCurrentIndex(index)
        self.chosen.emit()

    def _on_activated(self, index: int) -> None:
        value = self.itemData(index)
        if value == "folder":
            path = QFileDialog.getExistingDirectory(self, self.accessibleName())
        elif value == "file":
            path, _ = QFileDialog.getOpenFileName(self, self.accessibleName())
        else:
            self._before = index
            self.chosen.emit()
            return
        if path:
            self.choose(Path(path))
        else:
            self.setCurrentIndex(self._before)


def listen_button(name: str) -> QToolButton:
    """A small button with a loudspeaker."""
    button = QToolButton(autoRaise=True)
    button.setIcon(theme.icon("volume"))
    button.setIconSize(QSize(18, 18))
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
