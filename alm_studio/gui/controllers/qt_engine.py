"""Plays with Qt's own player."""

from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtMultimedia import QAudioOutput, QMediaMetaData, QMediaPlayer, QVideoFrame, QVideoSink

from alm_studio.gui.controllers.engine import LIKELY_FRAME, Engine
from alm_studio.gui.controllers.player import connect_output

_PICTURE_MS = 1200
"""Patience for a first picture: Qt's FFmpeg lacks some decoders (AV1 in software, say) and stays silent about it."""
_END_MS = 250
"""At the end for so long, it is over: without a sound device Qt does not notice."""
_REPORTED_MS = 300
"""Qt reports the play head ten times a second; in between it runs by the clock, for no longer than this."""


class QtEngine(Engine):
    """Qt's FFmpeg decodes, with the graphics card where there is one."""

    def __init__(self, sink: QVideoSink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: tuple[int, int] | None = None  # track and place, for when the medium is loaded
        self._reported = (0, monotonic())  # ms of the medium, seconds of the clock
        self._volume = (1.0, False)
        self._picture = QTimer(self, singleShot=True, interval=_PICTURE_MS)
        self._picture.timeout.connect(lambda: self.failed.emit(self.tr("no picture comes")))
        self._end = QTimer(self, singleShot=True, interval=_END_MS)
        self._end.timeout.connect(self.pause)
        self._player = player = QMediaPlayer(self)
        self._output: QAudioOutput | None = None
        self._sink, self._nowhere = sink, QVideoSink(self)
        if self.keeps_pitch:
            player.setPitchCompensation(True)
        sink.videoFrameChanged.connect(self._on_frame)
        player.positionChanged.connect(self._on_position)
        player.durationChanged.connect(self._on_duration)
        player.playbackStateChanged.connect(self._on_state)
        player.mediaStatusChanged.connect(self._on_status)
        player.errorOccurred.connect(self._on_error)

    @property
    def keeps_pitch(self) -> bool:
        """Whether this Qt can play slower and faster at the same pitch: from 6.10 on."""
        if not hasattr(self._player, "pitchCompensationAvailability"):
            return False
        unavailable = QMediaPlayer.PitchCompensationAvailability.Unavailable
        return self._player.pitchCompensationAvailability() != unavailable

    @property
    def position(self) -> int:
        ms, at = self._reported
        if self.playing:
            ms += round(min(_REPORTED_MS, (monotonic() - at) * 1000) * self._player.playbackRate())
            ms = min(ms, self.duration) if self.duration else ms
        return ms

    def open(self, path: Path, track: int, position: int) -> None:
        self._wanted = (track, position)
        self._reported = (position, monotonic())
        self._player.setVideoSink(self._sink)
        self._player.setSource(QUrl.fromLocalFile(str(path)))

    def close(self) -> None:
        self._picture.stop()
        self._end.stop()
        self._wanted = None
        self._player.stop()
        self._player.setVideoSink(self._nowhere)  # or it still clears the picture of who paints there by then
        self._player.setSource(QUrl())

    def play(self) -> None:
        self._output = connect_output(self._player, self._output)
        self.set_volume(*self._volume)
        if self.duration and self.position >= self.duration - 1:
            self.seek(0)
        self._player.play()

    def pause(self) -> None:
        self._reported = (self.position, monotonic())
        self._player.pause()

    def seek(self, ms: int) -> None:
        self._reported = (ms, monotonic())
        if self._wanted is not None:
            self._wanted = (self._wanted[0], ms)
        self._player.setPosition(ms)

    def set_rate(self, rate: float) -> None:
        self._reported = (self.position, monotonic())
        self._player.setPlaybackRate(rate)

    def set_track(self, track: int) -> None:
        if 0 <= track < len(self._player.audioTracks()):
            self._player.setActiveAudioTrack(track)

    def set_volume(self, volume: float, muted: bool) -> None:
        self._volume = (volume, muted)
        if self._output is not None:
            self._output.setVolume(volume)
            self._output.setMuted(muted)

    # What Qt tells

    def _on_frame(self, frame: QVideoFrame) -> None:
        if frame.isValid():
            self._picture.stop()

    def _on_position(self, ms: int) -> None:
        if self._picture.isActive() and not self.playing:
            return  # looking for a picture that it cannot decode, Qt runs to the end
        self._reported = (ms, monotonic())
        if self.playing and 0 < self.duration <= ms:
            self._end.start()
        else:
            self._end.stop()

    def _on_duration(self, ms: int) -> None:
        self.duration = ms
        self.duration_changed.emit(ms)

    def _on_state(self, state: QMediaPlayer.PlaybackState) -> None:
        if self._player.source().isValid() and not self._picture.isActive():
            self._reported = (self._player.position(), monotonic())
        playing = state == QMediaPlayer.PlaybackState.PlayingState
        if playing != self.playing:
            self._end.stop()
            self.playing = playing
            self.playing_changed.emit(playing)

    def _on_status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status == QMediaPlayer.MediaStatus.LoadedMedia and self._wanted is not None:
            (track, position), self._wanted = self._wanted, None
            self._player.pause()  # shows the first picture
            if track:
                self.set_track(track)
            if position:
                self.seek(position)
            rate = self._player.metaData().value(QMediaMetaData.Key.VideoFrameRate)
            self.frame = 1000 / rate if rate else LIKELY_FRAME
            if self._player.hasVideo():
                self._picture.start()
            self.loaded.emit(self._player.hasVideo())
        elif status == QMediaPlayer.MediaStatus.InvalidMedia:
            self._on_error(QMediaPlayer.Error.FormatError, self._player.errorString())

    def _on_error(self, error: QMediaPlayer.Error, text: str) -> None:
        if error != QMediaPlayer.Error.NoError:
            self._picture.stop()
            self.failed.emit(text.strip(". "))
