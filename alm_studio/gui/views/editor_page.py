"""Picture and transport beside the table of cues, over the timeline."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from alm_studio.gui.views.cue_table import CueTableView
from alm_studio.gui.views.timeline.timeline import Timeline
from alm_studio.gui.views.transport import TransportBar
from alm_studio.gui.views.video import VideoView


class EditorPage(QSplitter):
    """The page that shows one medium."""

    def __init__(self, transport: list[QAction], mute: QAction, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.video = VideoView()
        self.transport = TransportBar(transport, mute)
        self.table = CueTableView()
        self.timeline = Timeline()
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.video, 1)
        column.addWidget(self.transport)
        above = QSplitter(Qt.Orientation.Horizontal)
        above.addWidget(left)
        above.addWidget(self.table)
        above.setSizes([560, 660])
        for splitter, parts in ((above, (left, self.table)), (self, (above, self.timeline))):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(5)
            for number in range(len(parts)):
                splitter.setStretchFactor(number, 1)
        self.addWidget(above)
        self.addWidget(self.timeline)
        self.setSizes([430, 260])
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
