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
        if self._player is not None:
            self._output = connect_output(self._player, self._output)


def connect_output(player: QMediaPlayer, output: QAudioOutput | None) -> QAudioOutput | None:
    """Give a player sound, where there is a device by now; without one it goes on silently, by the clock."""
    if output is None and not QMediaDevices.defaultAudioOutput().isNull():
        output = QAudioOutput(player)
        player.setAudioOutput(output)
    return output
