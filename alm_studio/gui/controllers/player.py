"""What every player of the window has in common."""

from PySide6.QtCore import QObject
from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer


class Player(QObject):
    """Holds Qt's player, made when it is first needed: loading Qt's FFmpeg takes a moment."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player: QMediaPlayer | None = None
        self._output: QAudioOutput | None = None

    @property
    def playing(self) -> bool:
        """Whether it plays now."""
        player = self._player
        return player is not None and player.playbackState() == QMediaPlayer.PlaybackState.PlayingState

    @property
    def position(self) -> int:
        """The play head, ms of the file."""
        return self._player.position() if self._player is not None else 0

    def _connect_output(self) -> None:
        """Sound, where there is a device by now; without one the player goes on silently, by the clock."""
        if self._player is not None and self._output is None and not QMediaDevices.defaultAudioOutput().isNull():
            self._output = QAudioOutput(self)
            self._player.setAudioOutput(self._output)
