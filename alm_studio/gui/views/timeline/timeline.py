"""The lanes one under the other, with a scroll bar."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QScrollBar, QVBoxLayout, QWidget

from alm_studio.gui.models.timeline_cues import LaneCue
from alm_studio.gui.models.timeline_words import LaneWord
from alm_studio.gui.views.timeline.cues import CueLane
from alm_studio.gui.views.timeline.lane import Lane
from alm_studio.gui.views.timeline.ruler import Ruler
from alm_studio.gui.views.timeline.spectrogram import Run, SpectrogramLane
from alm_studio.gui.views.timeline.time_axis import TimeAxis
from alm_studio.gui.views.timeline.waveform import WaveformLane
from alm_studio.gui.views.timeline.words import WordsLane

if TYPE_CHECKING:
    from alm_studio.audio.peaks import Peaks
    from alm_studio.audio.sound_store import SoundStore
    from alm_studio.pipeline.attention_log import AttentionLog

_FIRST_VIEW = 20_000  # ms: words can be read


class Timeline(QWidget):
    """Everything of one medium that lies along time. A further lane is one more row of ``_lanes``.

    Signals:
        seek_wanted(ms): the user clicked there.
        selected(begin, end): the user marked a stretch, ms.
        boundary_moved(edge, ms): the user dragged a word boundary.
        menu_wanted(row, ms, point): the menu of a cue, or with -1 of a place without one, is asked for.

    What is done with cues is told by ``cues``.
    """

    seek_wanted = Signal(int)
    selected = Signal(int, int)
    boundary_moved = Signal(object, int)
    menu_wanted = Signal(int, int, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.axis = TimeAxis(self)
        self.cues = CueLane(self.axis)
        self.waveform = WaveformLane(self.axis)
        self.words = WordsLane(self.axis)
        self.spectrogram: SpectrogramLane | None = None
        self._lanes: list[tuple[Lane, int]] = [
            (Ruler(self.axis), 0),
            (self.cues, 2),
            (self.waveform, 3),
            (self.words, 4),
        ]
        self._bar = QScrollBar(Qt.Orientation.Horizontal)
        self._bar.setAccessibleName(self.tr("Part of the timeline in view"))
        self._bar.valueChanged.connect(self._on_scrolled)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        for lane, stretch in self._lanes:
            self._column.addWidget(lane, stretch)
            lane.seek_wanted.connect(self.seek_wanted)
        self._column.addWidget(self._bar)
        self.cues.menu_wanted.connect(self.menu_wanted)
        self.words.boundary_moved.connect(self.boundary_moved)
        self.axis.selected.connect(self.selected)
        self.axis.changed.connect(self._fit_bar)
        self.setMinimumHeight(150)
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

    def show_peaks(self, peaks: "Peaks | None", text: str = "") -> None:
        """The waveform so far; without one, say ``text``."""
        self.waveform.show_peaks(peaks, 0.0, text)

    def show_cues(self, cues: list[LaneCue]) -> None:
        """The cues."""
        self.cues.show_cues(cues)

    def show_spectrogram(self, wanted: bool, run: Run) -> None:
        """Show the sound as a spectrogram too, made with ``run`` in the background; or no longer."""
        if self.spectrogram is None and wanted:
            self.spectrogram = SpectrogramLane(self.axis, run)
            self._lanes.append((self.spectrogram, 4))
            self._column.insertWidget(3, self.spectrogram, 4)
            self.spectrogram.seek_wanted.connect(self.seek_wanted)
            self.spectrogram.set_position(self.waveform.position)
        if self.spectrogram is not None:
            self.spectrogram.setVisible(wanted)

    def show_sound(self, sound: "SoundStore | None", text: str = "") -> None:
        """What the spectrogram is made of; without it, say ``text``."""
        if self.spectrogram is not None:
            self.spectrogram.show_sound(sound, text)

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
