"""Plays what Qt cannot, through PyAV."""

from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QtVideo, QVideoFrame, QVideoSink

from alm_studio.audio.media_reader import MediaReader, Picture
from alm_studio.gui.controllers.engine import Engine
from alm_studio.gui.controllers.speaker import Speaker

_TICK_MS = 15
_SEEK_SECONDS = 0.04
"""From one seek to the next, while the user drags the play head."""
_TURNS = {
    0: QtVideo.Rotation.None_,
    90: QtVideo.Rotation.Clockwise90,
    180: QtVideo.Rotation.Clockwise180,
    270: QtVideo.Rotation.Clockwise270,
}


class AvEngine(Engine):
    """A reader decodes in its thread; here a timer hands its sound to the speaker and its pictures to the sink."""

    def __init__(self, sink: QVideoSink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sink = sink
        self._speaker = Speaker()
        self._reader: MediaReader | None = None
        self._medium = (Path(), 0)
        self._loaded = False
        self._rate = 1.0
        self._volume = (1.0, False)
        self._place = 0.0  # ms from which the reader reads
        self._stale = False  # the reader has to read from the place anew
        self._sought_at = 0.0
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def position(self) -> int:
        place = self._place + (self._speaker.heard * 1000 * self._rate if self._speaker.running else 0.0)
        return round(min(place, self.duration) if self.duration else place)

    def open(self, path: Path, track: int, position: int) -> None:
        self.close()
        self._medium = (path, track)
        self._place, self._stale = float(position), self._rate != 1.0
        self._reader = MediaReader(path, track, position)
        self._timer.start()

    def close(self) -> None:
        self._timer.stop()
        self._speaker.stop()
        self._loaded = False
        self.duration = 0
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        self._set_playing(False)

    def play(self) -> None:
        if self._reader is None or self.playing:
            return
        if self.duration and self._place >= self.duration - 1:
            self.seek(0)
        self._set_playing(True)
        self._timer.start()

    def pause(self) -> None:
        if self.playing:
            self.seek(self.position)
            self._set_playing(False)

    def seek(self, ms: int) -> None:
        self._place, self._stale = float(ms), True
        self._speaker.stop()
        if self._reader is not None:
            self._timer.start()

    def set_rate(self, rate: float) -> None:
        place = self.position
        self._rate = rate
        self.seek(place)

    def set_track(self, track: int) -> None:
        playing = self.playing
        self.open(self._medium[0], track, self.position)
        if playing:
            self.play()

    def set_volume(self, volume: float, muted: bool) -> None:
        self._volume = (volume, muted)
        self._speaker.set_volume(0.0 if muted else volume)

    # The clockwork

    def _tick(self) -> None:
        reader = self._reader
        if reader is None:
            return
        if reader.error is not None:
            self._timer.stop()
            self._set_playing(False)
            self.failed.emit(str(reader.error).strip(". "))
            return
        if not self._loaded and reader.facts is not None:
            self._loaded = True
            self.frame, self.duration = reader.facts.frame, reader.facts.duration
            self.duration_changed.emit(self.duration)
            self.loaded.emit(reader.facts.has_video)
        if self._stale and monotonic() - self._sought_at > _SEEK_SECONDS:
            self._stale, self._sought_at = False, monotonic()
            reader.go_to(self._place, self._rate)
        if self._stale:
            return
        picture = reader.take_picture(self.position)
        if picture is not None:
            self._sink.setVideoFrame(_frame(picture))
        if self.playing:
            self._run(reader)
        elif self._loaded and reader.ready:
            self._timer.stop()  # nothing changes any more

    def _run(self, reader: MediaReader) -> None:
        """Begin once there is something to hear; then keep the speaker fed, to the end."""
        if self._speaker.running:
            ended = reader.ended
            self._speaker.feed(reader.take_sound, ended)
            if ended and self._place + self._speaker.heard * 1000 * self._rate >= self.duration:
                self._place = float(self.position)
                self._speaker.stop(at_once=False)
                self._set_playing(False)
        elif reader.ready:
            self._speaker.start(0.0 if self._volume[1] else self._volume[0])

    def _set_playing(self, playing: bool) -> None:
        if playing != self.playing:
            self.playing = playing
            self.playing_changed.emit(playing)


def _frame(picture: Picture) -> QVideoFrame:
    form = QImage.Format.Format_RGBX8888
    frame = QVideoFrame(QImage(picture.data, picture.width, picture.height, picture.stride, form))
    frame.setRotation(_TURNS[picture.rotation])
    return frame
