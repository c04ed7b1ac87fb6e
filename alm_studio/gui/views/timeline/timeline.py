"""The lanes one under the other, with a scroll bar."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollBar, QVBoxLayout, QWidget

from alm_studio.gui.models.timeline_words import LaneWord
from alm_studio.gui.views.timeline.lane import Lane
from alm_studio.gui.views.timeline.ruler import Ruler
from alm_studio.gui.views.timeline.time_axis import TimeAxis
from alm_studio.gui.views.timeline.waveform import WaveformLane
from alm_studio.gui.views.timeline.words import WordsLane

if TYPE_CHECKING:
    from alm_studio.pipeline.attention_log import AttentionLog

_FIRST_VIEW = 20_000  # ms: words can be read


class Timeline(QWidget):
    """Everything of one medium that lies along time. A further lane is one more row of ``_lanes``.

    Signals:
        seek_wanted(ms): the user clicked there.
        selected(begin, end): the user marked a stretch, ms.
        boundary_moved(edge, ms): the user dragged a word boundary.
    """

    seek_wanted = Signal(int)
    selected = Signal(int, int)
    boundary_moved = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.axis = TimeAxis(self)
        self.waveform = WaveformLane(self.axis)
        self.words = WordsLane(self.axis)
        self._lanes: list[tuple[Lane, int]] = [(Ruler(self.axis), 0), (self.waveform, 2), (self.words, 3)]
        self._bar = QScrollBar(Qt.Orientation.Horizontal)
        self._bar.setAccessibleName(self.tr("Part of the timeline in view"))
        self._bar.valueChanged.connect(self._on_scrolled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        for lane, stretch in self._lanes:
            layout.addWidget(lane, stretch)
            lane.seek_wanted.connect(self.seek_wanted)
        layout.addWidget(self._bar)
        self.words.boundary_moved.connect(self.boundary_moved)
        self.axis.selected.connect(self.selected)
        self.axis.changed.connect(self._fit_bar)
        self.setMinimumHeight(120)
        self.setAccessibleName(self.tr("Timeline"))
        self._fit_bar()

    def open(self, duration: int) -> None:
        """Show the beginning of another medium."""
        self.axis.unmark()
        self.axis.set_range(0, duration)
        self.axis.show(0, min(duration, _FIRST_VIEW) if duration else _FIRST_VIEW)
        self.set_position(0, playing=False)

    def set_duration(self, ms: int) -> None:
        """The medium's length, once known."""
        if ms > 0 and ms != self.axis.last:
            begin, end = self.axis.begin, self.axis.end
            self.axis.set_range(0, ms)
            self.axis.show(begin, max(end, begin + _FIRST_VIEW))

    def show_peaks(self, peaks: Any, text: str = "") -> None:
        """The waveform so far; without one, say ``text``."""
        self.waveform.show_peaks(peaks, 0.0, text)

    def show_words(self, words: list[LaneWord], language: str, log: "AttentionLog | None", text: str = "") -> None:
        """The words of all cues, and the attention that was kept; without words, say ``text``."""
        self.words.show_attention(log)
        self.words.show_words(words, language, text)

    def set_position(self, ms: int, *, playing: bool) -> None:
        """Move the play head; the view goes with it while it runs."""
        if playing:
            self.axis.follow(ms)
        for lane, _ in self._lanes:
            lane.set_position(ms)

    def zoom(self, factor: float) -> None:
        """Show ``factor`` times as much, around the play head where it is in view."""
        middle = (self.axis.begin + self.axis.end) / 2
        position = self.waveform.position
        self.axis.zoom(factor, position if self.axis.begin <= position <= self.axis.end else middle)

    def _fit_bar(self) -> None:
        axis = self.axis
        self._bar.blockSignals(True)
        self._bar.setPageStep(round(axis.span))
        self._bar.setSingleStep(max(1, round(axis.span / 10)))
        self._bar.setRange(round(axis.first), max(round(axis.first), round(axis.last - axis.span)))
        self._bar.setValue(round(axis.begin))
        self._bar.blockSignals(False)

    def _on_scrolled(self, value: int) -> None:
        self.axis.show(value, value + self.axis.span)
