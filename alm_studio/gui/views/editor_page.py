"""Picture and transport beside the table of cues."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from alm_studio.gui.views.cue_table import CueTableView
from alm_studio.gui.views.transport import TransportBar
from alm_studio.gui.views.video import VideoView


class EditorPage(QSplitter):
    """The page that shows one medium."""

    def __init__(self, transport: list[QAction], mute: QAction, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.video = VideoView()
        self.transport = TransportBar(transport, mute)
        self.table = CueTableView()
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.video, 1)
        column.addWidget(self.transport)
        self.addWidget(left)
        self.addWidget(self.table)
        self.setChildrenCollapsible(False)
        self.setSizes([560, 660])
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 1)
        self.setHandleWidth(5)
