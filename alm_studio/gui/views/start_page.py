"""What the window shows before there is any media."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from alm_studio.gui import theme
from alm_studio.gui.views.drop_field import DropField

_RECENT_SHOWN = 5


class DropArea(DropField):
    """A large dashed field with the way in."""

    def __init__(self, open_media: QAction, parent: QWidget | None = None) -> None:
        super().__init__(14, parent)
        self.setFixedSize(560, 300)
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        title = QLabel(self.tr("Drop video or sound files here"), alignment=Qt.AlignmentFlag.AlignCenter)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        title.setFont(font)
        below = QLabel(
            self.tr("The captions are made on this computer; nothing is sent anywhere."),
            alignment=Qt.AlignmentFlag.AlignCenter,
        )
        below.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._button = QPushButton(open_media.text())
        self._button.setMinimumSize(200, 40)
        self._button.setDefault(True)
        self._button.setToolTip(open_media.toolTip())
        self._button.setAccessibleName(open_media.iconText())
        self._button.clicked.connect(open_media.trigger)
        layout = QVBoxLayout(self)
        layout.addStretch(3)
        layout.addWidget(self._icon)
        layout.addSpacing(14)
        layout.addWidget(title)
        layout.addSpacing(2)
        layout.addWidget(below)
        layout.addSpacing(22)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(3)
        self.refresh()

    @property
    def button(self) -> QPushButton:
        """The way in, for the first focus."""
        return self._button

    def refresh(self) -> None:
        """Draw the icons again, in the present palette."""
        color = theme.muted_color(self.palette())
        self._icon.setPixmap(theme.pixmap("captions", 64, color, self.devicePixelRatioF()))
        self._button.setIcon(theme.icon("open"))


class StartPage(QWidget):
    """The drop area and the files opened last.

    Signals:
        file_chosen(path): a recent file was clicked.
    """

    file_chosen = Signal(object)

    def __init__(self, open_media: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drop_area = DropArea(open_media)
        self._heading = QLabel(self.tr("Recent"))
        self._heading.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._entries: list[QToolButton] = []
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
        self._entries = [self._entry(path) for path in paths[:_RECENT_SHOWN]]
        for button in self._entries:
            self._recent.addWidget(button)
        self._heading.setVisible(bool(paths))

    def refresh(self) -> None:
        """Draw the icons again, in the present palette."""
        self.drop_area.refresh()
        for button in self._entries:
            button.setIcon(self._entry_icon())

    def _entry(self, path: Path) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIcon(self._entry_icon())
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

    def _entry_icon(self) -> QIcon:
        return theme.icon("sound", theme.muted_color(self.palette()))
