"""Plays the medium in view and keeps table, picture and play head together."""

from bisect import bisect_right
from operator import attrgetter

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtMultimedia import QMediaPlayer, QVideoSink

from alm_studio.captions.document import Caption
from alm_studio.gui.controllers.player import Player
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.models.cue_table import CueTableModel


class PlaybackController(Player):
    """Owns the player, and makes it when the first medium is opened: loading Qt's FFmpeg takes a moment.

    Signals:
        sink_ready(sink): the player's pictures come out here.
        position_changed(ms), duration_changed(ms), playing_changed(bool), video_known(bool).
        cue_changed(row): the cue on the screen; -1 between cues.
        failed(text): the medium cannot be played; a sentence.
    """

    sink_ready = Signal(object)
    position_changed = Signal(int)
    duration_changed = Signal(int)
    playing_changed = Signal(bool)
    video_known = Signal(bool)
    cue_changed = Signal(int)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._volume, self._muted = 1.0, False
        self._cues: CueTableModel | None = None
        self._item: MediaItem | None = None
        self._failed_once = False
        self._stop_at: int | None = None

    def open(self, item: MediaItem, cues: CueTableModel) -> None:
        """Show another medium, paused at its start."""
        if self._cues is not None:
            self._cues.set_current(-1)
        self._item, self._cues = item, cues
        self._failed_once = False
        if self._player is None:
            self._player = self._make_player()
        self._player.setSource(QUrl.fromLocalFile(str(item.path)))
        self._update_cue(0)

    def close(self) -> None:
        """Show no medium."""
        self._item = self._cues = None
        if self._player is not None:
            self._player.stop()
            self._player.setSource(QUrl())

    def toggle(self) -> None:
        """Play or pause."""
        if self._player is None:
            return
        self._stop_at = None
        if self.playing:
            self._player.pause()
        else:
            self._connect_output()
            self.set_volume(self._volume, self._muted)
            self._player.play()

    def play_between(self, start: int, end: int) -> None:
        """Play from ``start`` to ``end``, ms, then pause."""
        self.seek(start)
        if not self.playing:
            self.toggle()
        self._stop_at = end

    def seek(self, ms: int) -> None:
        """Go to a time."""
        if self._player is None:
            return
        self._stop_at = None
        end = self._player.duration()
        place = max(0, min(ms, end - 1 if end > 0 else ms))
        self._player.setPosition(place)
        self._on_position(place)

    def seek_by(self, ms: int) -> None:
        """Go forward or back."""
        self.seek(self.position + ms)

    def seek_cue(self, step: int) -> None:
        """Go to the next (1) or the previous (-1) cue."""
        if self._cues is None or not self._cues.rowCount():
            return
        captions = self._cues.item.document.captions
        before = bisect_right(captions, self.position, key=attrgetter("start")) - 1
        row = max(0, min(before + step, len(captions) - 1))
        self.seek(captions[row].start)

    def use_track(self, track: int) -> None:
        """Play another audio track."""
        if self._player is not None and 0 <= track < len(self._player.audioTracks()):
            self._player.setActiveAudioTrack(track)

    def set_volume(self, volume: float, muted: bool) -> None:
        """Volume, 0 to 1."""
        self._volume, self._muted = volume, muted
        if self._output is not None:
            self._output.setVolume(volume)
            self._output.setMuted(muted)

    def refresh_cue(self) -> None:
        """The cues changed: look again which one is on the screen."""
        self._update_cue(self.position)

    def _make_player(self) -> QMediaPlayer:
        player = QMediaPlayer(self)
        sink = QVideoSink(self)
        player.setVideoSink(sink)
        player.positionChanged.connect(self._on_position)
        player.durationChanged.connect(self._on_duration)
        player.playbackStateChanged.connect(self._on_state)
        player.mediaStatusChanged.connect(self._on_status)
        player.hasVideoChanged.connect(self.video_known)
        player.errorOccurred.connect(self._on_error)
        self.sink_ready.emit(sink)
        return player

    def _on_position(self, ms: int) -> None:
        if self._stop_at is not None and ms >= self._stop_at and self.playing:
            self.toggle()
        self._update_cue(ms)
        self.position_changed.emit(ms)

    def _on_duration(self, ms: int) -> None:
        self.duration_changed.emit(ms)

    def _update_cue(self, ms: int) -> None:
        if self._cues is None:
            return
        row = cue_at(self._cues.item.document.captions, ms)
        if row != self._cues.current_row:
            self._cues.set_current(row)
        self.cue_changed.emit(row)

    def _on_state(self, state: QMediaPlayer.PlaybackState) -> None:
        self.playing_changed.emit(state == QMediaPlayer.PlaybackState.PlayingState)

    def _on_status(self, status: QMediaPlayer.MediaStatus) -> None:
        if self._player is not None and status == QMediaPlayer.MediaStatus.LoadedMedia:
            self._player.pause()  # shows the first picture
            self.video_known.emit(self._player.hasVideo())
            if self._item is not None and self._item.track:
                self.use_track(self._item.track)

    def _on_error(self, error: QMediaPlayer.Error, text: str) -> None:
        if error != QMediaPlayer.Error.NoError and not self._failed_once:
            self._failed_once = True
            self.failed.emit(self.tr("This file cannot be played here ({reason}).").format(reason=text.strip(". ")))


def cue_at(captions: list[Caption], ms: int) -> int:
    """The row of the cue on the screen at ``ms``; -1 where there is none. Binary search by in-time."""
    row = bisect_right(captions, ms, key=attrgetter("start")) - 1
    return row if row >= 0 and ms < captions[row].end else -1
