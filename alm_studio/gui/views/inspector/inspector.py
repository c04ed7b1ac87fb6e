"""The inspector: a heatmap with what chooses it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from alm_studio.audio.peaks import Peaks
from alm_studio.gui import theme
from alm_studio.gui.views.inspector.head_grid import HeadGrid
from alm_studio.gui.views.inspector.heatmap import Heatmap, SoundLane
from alm_studio.gui.views.quiet import quiet
from alm_studio.gui.views.timeline.ruler import Ruler
from alm_studio.gui.views.timeline.time_axis import TimeAxis
from alm_studio.gui.views.timeline.waveform import WaveformLane
from alm_studio.pipeline.attention_map import AttentionMap

_GUTTER = 110


class InspectorDock(QDockWidget):
    """Shows one map; says what it waits for while there is none.

    Signals:
        play_wanted(ms): play from there.
        export_wanted: write what is seen to a file.
    """

    play_wanted = Signal(int)
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Attention"))
        self.setObjectName("attention")
        self.map: AttentionMap | None = None
        self.axis = TimeAxis(self)
        self.heatmap = Heatmap(self.axis, _GUTTER)
        self.sound = SoundLane(self.axis, _GUTTER)
        self.waveform = WaveformLane(self.axis, 60, _GUTTER)
        self.waveform.setFixedHeight(84)
        self.ruler = Ruler(self.axis, _GUTTER)
        self.grid = HeadGrid()
        self._build()
        for lane in (self.heatmap, self.sound):
            lane.play_wanted.connect(self.play_wanted)
        self.waveform.seek_wanted.connect(self.play_wanted)
        self.heatmap.hovered.connect(self._on_hovered)
        self.grid.chosen.connect(self._on_head)
        self.say(self.tr("Choose a cue, and see where in the sound the model listened for each of its words."))

    def _build(self) -> None:
        self.layer = self._picker(self.tr("The layer to look at"))
        self.head = self._picker(self.tr("The head of that layer"))
        self.layer.activated.connect(self._on_layer)
        self.head.activated.connect(self._draw)
        self.picture = self._picker(self.tr("What stands above the heatmap"))
        self.picture.addItems([self.tr("Log-mel"), self.tr("Waveform")])
        self.picture.currentIndexChanged.connect(self._on_picture)
        self.path_box = self._box(self.tr("Path"), self.tr("The way of the text through the sound"))
        self.path_box.toggled.connect(self.heatmap.show_path)
        self.words_box = self._box(self.tr("Word boundaries"), self.tr("Where words begin and end"))
        self.words_box.toggled.connect(self.heatmap.show_words)
        self.words_box.toggled.connect(self.sound.show_words)
        self.export = QPushButton(self.tr("Export…"))
        self.export.setIcon(theme.icon("export"))
        self.export.setToolTip(self.tr("Write this picture (PNG, SVG) or its numbers (NPZ) to a file"))
        self.export.clicked.connect(self.export_wanted)
        self._title = quiet()
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 6)
        bar.setSpacing(8)
        for widget in (self.layer, self.head, self.picture, self.path_box, self.words_box):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self._title)
        bar.addWidget(self.export)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # or the lanes would part
        area.setWidget(self.heatmap)
        lanes = QWidget()
        column = QVBoxLayout(lanes)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        above = QVBoxLayout()
        above.setSpacing(1)
        above.setContentsMargins(0, 0, 0, 0)
        for lane in (self.ruler, self.sound, self.waveform):
            above.addWidget(lane)
        # As wide as the heatmap, whose scroll bar takes some room.
        self.heatmap.resized.connect(lambda width: above.setContentsMargins(0, 0, max(0, lanes.width() - width), 0))
        column.addLayout(above)
        column.addWidget(area, 1)
        grid = QScrollArea()
        grid.setFrameShape(QScrollArea.Shape.NoFrame)
        grid.setWidget(self.grid)
        grid.setMinimumWidth(120)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(lanes)
        self._split.addWidget(grid)
        self._split.setStretchFactor(0, 1)
        self._split.setSizes([800, 440])
        self._readout = QLabel()
        self._readout.setFont(theme.monospaced_digits(self._readout.font()))
        self._readout.setContentsMargins(8, 3, 8, 4)
        shown = QWidget()
        rows = QVBoxLayout(shown)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(bar)
        rows.addWidget(self._split, 1)
        rows.addWidget(self._readout)
        self._message = quiet(wrap=True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setMargin(24)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._message)
        self._pages.addWidget(shown)
        self._pages.setMinimumSize(480, 220)
        self.setWidget(self._pages)
        self._on_picture(0)

    def _picker(self, tip: str) -> QComboBox:
        picker = QComboBox()
        picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        picker.setToolTip(tip)
        picker.setAccessibleName(tip)
        return picker

    def _box(self, title: str, tip: str) -> QCheckBox:
        box = QCheckBox(title)
        box.setChecked(True)
        box.setToolTip(tip)
        return box

    # What the window tells

    def say(self, text: str) -> None:
        """Show a sentence in place of a map."""
        self.map = None
        self._message.setText(text)
        self._pages.setCurrentIndex(0)

    def show_map(self, shown: AttentionMap) -> None:
        """Show a map; what was chosen of the one before stays chosen where the model is as large."""
        layer, head = self.choice
        self.map = shown
        self._fill(shown)
        if layer is not None and layer < shown.layers and (head is None or head < shown.heads_per_layer):
            self.choose(layer, head)
        self.axis.set_range(shown.start * 1000, shown.end * 1000)
        self.axis.show(shown.start * 1000, shown.end * 1000)
        self.sound.show_map(shown)
        self.waveform.show_peaks(Peaks(shown.peaks, 100), shown.start * 1000)
        self.grid.show_map(shown)
        self._title.setText(self.tr("{model}, {count} tokens").format(model=shown.model, count=len(shown.tokens)))
        self._draw()
        self._on_hovered("")
        self._pages.setCurrentIndex(1)

    def set_position(self, ms: int, *, playing: bool = False) -> None:
        """Move the play head; a view that is zoomed in goes with it while it runs."""
        if playing and self.axis.first <= ms <= self.axis.last:
            self.axis.follow(ms)
        for lane in (self.ruler, self.sound, self.waveform, self.heatmap):
            lane.set_position(ms)

    @property
    def choice(self) -> tuple[int | None, int | None]:
        """Layer and head in view; None for the mean."""
        return self.layer.currentData(), self.head.currentData()

    def choose(self, layer: int | None, head: int | None) -> None:
        """Look at a head, the mean of a layer, or the mean of those that follow the sound."""
        self.layer.setCurrentIndex(max(0, self.layer.findData(layer)))
        self.head.setCurrentIndex(max(0, self.head.findData(head)))
        self._draw()

    def _fill(self, shown: AttentionMap) -> None:
        self.layer.clear()
        self.layer.addItem(self.tr("Mean of the heads that follow the sound"), None)
        for layer in range(shown.layers):
            self.layer.addItem(self.tr("Layer {0}").format(layer), layer)
        self.head.clear()
        self.head.addItem(self.tr("Mean of its heads"), None)
        for head in range(shown.heads_per_layer):
            self.head.addItem(self.tr("Head {0}").format(head), head)

    def _on_layer(self) -> None:
        self.head.setCurrentIndex(0)
        self._draw()

    def _on_head(self, layer: int, head: int) -> None:
        self.choose(layer, head)

    def _draw(self) -> None:
        if self.map is None:
            return
        layer, head = self.choice
        self.head.setEnabled(layer is not None)
        self.grid.choose(layer, head)
        self.heatmap.show_rows(self.map, self.map.rows(layer, head))

    def _on_picture(self, index: int) -> None:
        self.sound.setVisible(index == 0)
        self.waveform.setVisible(index == 1)

    def _on_hovered(self, text: str) -> None:
        self._readout.setText(text or self.tr("Click to play from there. The wheel zooms, dragging moves along."))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "export"):
            self.export.setIcon(theme.icon("export"))
