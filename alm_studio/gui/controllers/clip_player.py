"""Plays a stretch of a sound file, to listen to an example."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtMultimedia import QMediaPlayer

from alm_studio.gui.controllers.player import Player


class ClipPlayer(Player):
    """A player of its own, beside the one for the medium in view; made when it is first needed.

    Signals:
        playing_changed(playing): it began, or it is over.
        failed(text): a sentence.
    """

    playing_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._start, self._length = 0, 0
        self._wanted = False  # as soon as it is loaded
        self._end = QTimer(self, singleShot=True)
        self._end.timeout.connect(self.stop)

    def play(self, path: Path, start: int, end: int | None, volume: float) -> None:
        """Play from ``start`` to ``end`` (ms of the file; None: where it ends)."""
        if self._player is None:
            self._player = self._make_player()
        self.stop()
        self._connect_output()
        if self._output is not None:
            self._output.setVolume(volume)
        self._start, self._length = start, 0 if end is None else max(1, end - start)
        self._player.setSource(QUrl())
        self._wanted = True
        self._player.setSource(QUrl.fromLocalFile(str(path)))

    def stop(self) -> None:
        """Be silent."""
        self._end.stop()
        self._wanted = False
        if self._player is not None:
            self._player.stop()

    def close(self) -> None:
        """Let go of the file."""
        self.stop()
        if self._player is not None:
            self._player.setSource(QUrl())

    def _make_player(self) -> QMediaPlayer:
        player = QMediaPlayer(self)
        player.mediaStatusChanged.connect(self._on_status)
        player.playbackStateChanged.connect(self._on_state)
        player.errorOccurred.connect(self._on_error)
        return player

    def _on_status(self, status: QMediaPlayer.MediaStatus) -> None:
        player = self._player
        if player is not None and self._wanted and status == QMediaPlayer.MediaStatus.LoadedMedia:
            self._wanted = False
            player.setPosition(self._start)
            player.play()

    def _on_state(self, state: QMediaPlayer.PlaybackState) -> None:
        playing = state == QMediaPlayer.PlaybackState.PlayingState
        if playing and self._length:
            self._end.start(self._length)
        self.playing_changed.emit(playing)

    def _on_error(self, error: QMediaPlayer.Error, text: str) -> None:
        if error != QMediaPlayer.Error.NoError:
            self.failed.emit(self.tr("This example cannot be played here ({reason}).").format(reason=text.strip(". ")))
