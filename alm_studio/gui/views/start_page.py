"""What the window shows before there is any media."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from alm_studio.gui import theme
from alm_studio.gui.views.drop_field import DropField
from alm_studio.gui.views.quiet import quiet
from alm_studio.project.project import SUFFIX

_RECENT_SHOWN = 5


class DropArea(DropField):
    """A large dashed field with the ways in.

    Args:
        open_media: the first way.
        others: buttons of less weight beside it.
    """

    def __init__(self, open_media: QAction, others: Sequence[QAction] = (), parent: QWidget | None = None) -> None:
        super().__init__(14, parent)
        self.setFixedSize(560, 300)
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        title = QLabel(self.tr("Drop video or sound files here"), alignment=Qt.AlignmentFlag.AlignCenter)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        title.setFont(font)
        below = quiet(self.tr("The captions are made on this computer; nothing is sent anywhere."))
        below.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons = [(action, self._way_in(action)) for action in (open_media, *others)]
        self._buttons[0][1].setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        for _, button in self._buttons:
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(3)
        layout.addWidget(self._icon)
        layout.addSpacing(14)
        layout.addWidget(title)
        layout.addSpacing(2)
        layout.addWidget(below)
        layout.addSpacing(22)
        layout.addLayout(row)
        layout.addStretch(3)
        self.refresh()

    @property
    def button(self) -> QPushButton:
        """The way in, for the first focus."""
        return self._buttons[0][1]

    def refresh(self) -> None:
        """Draw the icons again, in the present palette."""
        color = theme.muted_color(self.palette())
        self._icon.setPixmap(theme.pixmap("captions", 64, color, self.devicePixelRatioF()))
        for action, button in self._buttons:
            self._mirror(action, button)

    def _way_in(self, action: QAction) -> QPushButton:
        button = QPushButton()
        button.setMinimumSize(150, 40)
        button.clicked.connect(action.trigger)
        action.changed.connect(lambda: self._mirror(action, button))
        return button

    def _mirror(self, action: QAction, button: QPushButton) -> None:
        button.setText(action.text())
        button.setIcon(action.icon())
        button.setEnabled(action.isEnabled())
        button.setToolTip(action.toolTip())
        button.setAccessibleName(action.iconText())


class StartPage(QWidget):
    """The drop area and the files opened last.

    Args:
        open_media: the first way in.
        others: more of them.

    Signals:
        file_chosen(path): a recent file was clicked.
    """

    file_chosen = Signal(object)

    def __init__(self, open_media: QAction, others: Sequence[QAction] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drop_area = DropArea(open_media, others)
        self._heading = quiet(self.tr("Recent"))
        self._entries: dict[QToolButton, Path] = {}
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        holder = QWidget()
        holder.setFixedWidth(self.drop_area.width())
        column = QVBoxLayout(holder)
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(4)
        column.addWidget(self._heading)
        column.addLayout(self._recent)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(self.drop_area, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(20)
        layout.addWidget(holder, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def set_recent(self, paths: list[Path]) -> None:
        """List the files opened last."""
        for button in self._entries:
            button.deleteLater()
        self._entries = {self._entry(path): path for path in paths[:_RECENT_SHOWN]}
        for button in self._entries:
            self._recent.addWidget(button)
        self._heading.setVisible(bool(paths))

    def refresh(self) -> None:
        """Draw the icons again, in the present palette."""
        self.drop_area.refresh()
        for button, path in self._entries.items():
            button.setIcon(self._entry_icon(path))

    def _entry(self, path: Path) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIcon(self._entry_icon(path))
        button.setIconSize(QSize(18, 18))
        folder = path.parent.name
        label = f"{path.name}   –   {folder}" if folder else path.name
        width = self.drop_area.width() - 60
        button.setText(button.fontMetrics().elidedText(label, Qt.TextElideMode.ElideMiddle, width).replace("&", "&&"))
        button.setToolTip(str(path))
        button.setAccessibleName(self.tr("Open {name}").format(name=path.name))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.file_chosen.emit(path))
        return button

    def _entry_icon(self, path: Path) -> QIcon:
        return theme.icon("project" if path.suffix.lower() == SUFFIX else "sound", theme.muted_color(self.palette()))
