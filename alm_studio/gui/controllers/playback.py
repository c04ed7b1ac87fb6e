"""Plays the medium in view and keeps table, picture and play head together."""

import logging
from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtMultimedia import QVideoSink

from alm_studio.captions.document import Caption
from alm_studio.gui.controllers.engine import Engine
from alm_studio.gui.controllers.qt_engine import QtEngine
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.models.cue_table import CueTableModel

if TYPE_CHECKING:
    from alm_studio.gui.controllers.av_engine import AvEngine

_log = logging.getLogger(__name__)

_TICK_MS = 16
"""Between two places of a running play head."""
RATES = (0.5, 0.6, 0.75, 0.9, 1.0, 1.25, 1.5, 1.75, 2.0)
_AGAIN_MS = 400
"""A step back while it plays goes further than what was passed just now, so that two steps are two."""


class PlaybackController(QObject):
    """Owns the players, made when the first medium is opened: loading Qt's FFmpeg takes a moment.

    Qt's player comes first; what it cannot play, PyAV plays.

    Signals:
        sink_ready(sink): the pictures come out here.
        position_changed(ms), duration_changed(ms), playing_changed(bool), video_known(bool), rate_changed(float).
        cue_changed(row): the cue on the screen; -1 between cues.
        loop_changed(on): a cue is played again and again.
        failed(text): the medium cannot be played; a sentence.
    """

    sink_ready = Signal(object)
    position_changed = Signal(int)
    duration_changed = Signal(int)
    playing_changed = Signal(bool)
    video_known = Signal(bool)
    rate_changed = Signal(float)
    cue_changed = Signal(int)
    loop_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rate = 1.0
        self._volume = (1.0, False)
        self._sink: QVideoSink | None = None
        self._qt: QtEngine | None = None
        self._av: AvEngine | None = None
        self._engine: Engine | None = None
        self._cues: CueTableModel | None = None
        self._item: MediaItem | None = None
        self._stop_at: int | None = None
        self._loop: tuple[int, int] | None = None
        self._ticks = QTimer(self, interval=_TICK_MS)
        self._ticks.timeout.connect(self._tick)

    @property
    def playing(self) -> bool:
        """Whether it plays now."""
        return self._engine is not None and self._engine.playing

    @property
    def position(self) -> int:
        """The play head, ms."""
        return self._engine.position if self._engine is not None else 0

    @property
    def looping(self) -> bool:
        """Whether a cue is played again and again."""
        return self._loop is not None

    def open(self, item: MediaItem, cues: CueTableModel) -> None:
        """Show another medium, paused at its start."""
        if self._cues is not None:
            self._cues.set_current(-1)
        self._item, self._cues = item, cues
        self._stop_at = None
        self.loop(None)
        if self._qt is None:
            self._sink = QVideoSink(self)
            self._qt = QtEngine(self._sink, self)
            self._connect(self._qt)
            self.sink_ready.emit(self._sink)
        self._use(self._qt, 0)
        self._update_cue(0)

    def close(self) -> None:
        """Show no medium."""
        self._item = self._cues = None
        self.loop(None)
        if self._engine is not None:
            self._engine.close()
            self._ticks.stop()

    # Play

    def toggle(self) -> None:
        """Play or pause."""
        if self._engine is None or self._item is None:
            return
        self._stop_at = None
        if self.playing:
            self._engine.pause()
        else:
            self._engine.play()

    def play_between(self, start: int, end: int) -> None:
        """Play from ``start`` to ``end``, ms, then pause."""
        self.seek(start)
        if not self.playing:
            self.toggle()
        self._stop_at = end

    def loop(self, span: tuple[int, int] | None) -> None:
        """Play from one time to another, ms, again and again; None: no longer."""
        before, self._loop = self._loop, span
        if span is not None:
            if not span[0] <= self.position < span[1]:
                self.seek(span[0])
            if not self.playing:
                self.toggle()
        if (before is None) != (span is None):
            self.loop_changed.emit(span is not None)

    def set_rate(self, rate: float) -> None:
        """Play slower or faster, 0.5 to 2, with the pitch kept."""
        self.rate = min(max(rate, RATES[0]), RATES[-1])
        if self._engine is self._qt and self._qt is not None and self.rate != 1.0 and not self._qt.keeps_pitch:
            self._replace(self._qt)
        if self._engine is not None:
            self._engine.set_rate(self.rate)
        self.rate_changed.emit(self.rate)

    def step_rate(self, step: int) -> None:
        """Play at the next slower (-1) or faster (1) speed."""
        nearest = min(range(len(RATES)), key=lambda number: abs(RATES[number] - self.rate))
        self.set_rate(RATES[min(max(nearest + step, 0), len(RATES) - 1)])

    def use_track(self, track: int) -> None:
        """Play another audio track."""
        if self._engine is not None:
            self._engine.set_track(track)

    def set_volume(self, volume: float, muted: bool) -> None:
        """Volume, 0 to 1."""
        self._volume = (volume, muted)
        if self._engine is not None:
            self._engine.set_volume(volume, muted)

    # Go

    def seek(self, ms: int) -> None:
        """Go to a time. A loop moves to the cue there; between cues it ends."""
        if self._engine is None:
            return
        self._stop_at = None
        end = self._engine.duration
        place = max(0, min(ms, end - 1 if end > 0 else ms))
        self._engine.seek(place)
        if self._loop is not None and not self._loop[0] <= place < self._loop[1]:
            row = cue_at(self._captions, place)
            self.loop(_span(self._captions[row]) if row >= 0 else None)
        self._on_position(place)

    def seek_by(self, ms: int) -> None:
        """Go forward or back."""
        self.seek(self.position + ms)

    def seek_cue(self, step: int) -> None:
        """Go to the next (1) or the previous (-1) cue."""
        captions = self._captions
        if captions:
            before = bisect_right(captions, self.position, key=attrgetter("start")) - 1
            row = max(0, min(before + step, len(captions) - 1))
            self.seek(captions[row].start)

    def step_word(self, step: int) -> None:
        """Go to where the next (1) or the previous (-1) word begins."""
        place = word_beside(self._captions, self.position, step, _AGAIN_MS if self.playing else 0)
        if place is not None:
            self.seek(place)

    def step_frame(self, step: int) -> None:
        """Pause, and go to the next (1) or the previous (-1) picture."""
        if self._engine is None:
            return
        if self.playing:
            self._engine.pause()
        frame = self._engine.frame
        number = int((self.position + 0.5) / frame) + step
        self.seek(max(0, -int(-number * frame // 1)))  # up, so that rounding does not show the one before

    # Cues

    @property
    def cue(self) -> int:
        """The row of the cue on the screen; -1 between cues."""
        return cue_at(self._captions, self.position)

    def refresh_cue(self) -> None:
        """The cues changed: look again which one is on the screen, and let a loop follow its cue."""
        if self._loop is not None:
            middle = sum(self._loop) // 2
            row = cue_at(self._captions, middle)
            self._loop = _span(self._captions[row]) if row >= 0 else self._loop
        self._update_cue(self.position)

    @property
    def _captions(self) -> Sequence[Caption]:
        return self._cues.item.document.captions if self._cues is not None else ()

    def _update_cue(self, ms: int) -> None:
        if self._cues is None:
            return
        row = cue_at(self._captions, ms)
        if row != self._cues.current_row:
            self._cues.set_current(row)
        self.cue_changed.emit(row)

    # What the engines tell

    def _connect(self, engine: Engine) -> None:
        engine.loaded.connect(lambda has_video: self._on_loaded(engine, has_video))
        engine.duration_changed.connect(lambda ms: self._on_duration(engine, ms))
        engine.playing_changed.connect(lambda playing: self._on_playing(engine, playing))
        engine.failed.connect(lambda reason: self._on_failed(engine, reason))

    def _use(self, engine: Engine, position: int) -> None:
        """Let an engine play the medium in view."""
        assert self._item is not None
        before, self._engine = self._engine, engine
        if before is not None and before is not engine:
            before.close()
        engine.set_volume(*self._volume)
        engine.set_rate(self.rate)
        engine.open(self._item.path, self._item.track, position)

    def _replace(self, engine: Engine) -> None:
        """Go on with PyAV, at the same place."""
        from alm_studio.gui.controllers.av_engine import AvEngine  # FFmpeg, which most media do not need here

        assert self._sink is not None
        position, playing = engine.position, engine.playing
        if self._av is None:
            self._av = AvEngine(self._sink, self)
            self._connect(self._av)
        self._use(self._av, position)
        if playing:
            self._av.play()

    def _on_loaded(self, engine: Engine, has_video: bool) -> None:
        if engine is self._engine:
            self.video_known.emit(has_video)

    def _on_failed(self, engine: Engine, reason: str) -> None:
        if engine is not self._engine or self._item is None:
            return
        if engine is self._qt:
            _log.info("Qt cannot play %s (%s); PyAV plays it", self._item.name, reason)
            self._replace(engine)
        else:
            self.failed.emit(self.tr("This file cannot be played here ({reason}).").format(reason=reason))

    def _on_duration(self, engine: Engine, ms: int) -> None:
        if engine is self._engine:
            self.duration_changed.emit(ms)

    def _on_playing(self, engine: Engine, playing: bool) -> None:
        if engine is not self._engine:
            return
        if playing:
            self._ticks.start()
        else:
            self._ticks.stop()
            self._on_position(self.position)
            if self._loop is not None and engine.duration and self.position >= engine.duration - 1:
                engine.seek(self._loop[0])  # the cue lasts as long as the medium
                engine.play()
                return
        self.playing_changed.emit(playing)

    def _tick(self) -> None:
        ms = self.position
        if self._loop is not None and not self._loop[0] <= ms < self._loop[1]:
            self.seek(self._loop[0])
        elif self._stop_at is not None and ms >= self._stop_at and self.playing:
            self.toggle()
        else:
            self._on_position(ms)

    def _on_position(self, ms: int) -> None:
        self._update_cue(ms)
        self.position_changed.emit(ms)


def cue_at(captions: Sequence[Caption], ms: int) -> int:
    """The row of the cue on the screen at ``ms``; -1 where there is none. Binary search by in-time."""
    row = bisect_right(captions, ms, key=attrgetter("start")) - 1
    return row if row >= 0 and ms < captions[row].end else -1


def word_beside(captions: Sequence[Caption], ms: int, step: int, slack: int = 0) -> int | None:
    """Where the next (``step`` 1) or the previous (-1) word begins, ms; None where there is none.

    A cue without word times counts as one word. Of the words before, one that began less than ``slack`` ms ago is
    passed over.
    """
    row = bisect_right(captions, ms, key=attrgetter("start")) - 1
    if step > 0:
        rows = range(max(0, row), len(captions))
        starts = (start for at in rows for start in _starts(captions[at]) if start > ms)
    else:
        rows = range(row, -1, -1)
        starts = (start for at in rows for start in reversed(_starts(captions[at])) if start < ms - slack)
    return next(starts, None)


def _starts(caption: Caption) -> list[int]:
    return [word.start for word in caption.words] or [caption.start]


def _span(caption: Caption) -> tuple[int, int]:
    return caption.start, caption.end
