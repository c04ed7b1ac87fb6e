"""Where sound goes that Qt's player does not play, and how much of it has been heard."""

from collections.abc import Callable
from time import monotonic

import numpy as np
from PySide6.QtCore import QIODevice
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices

from alm_studio.audio.media_reader import CHANNELS, RATE, Frames

_BUFFER_SECONDS = 0.25
"""Of sound that waits in the device, for when the window is busy."""
_DRIFT = 0.06
"""Seconds between device and clock from which the clock follows the device."""

Source = Callable[[int], Frames]
"""At most so many frames [N, 2]; fewer where no more are there yet."""


class Speaker:
    """The system's sound output; where there is none, sound goes by unheard in its time.

    Attributes:
        running: whether it has been started.
    """

    def __init__(self) -> None:
        self.running = False
        self._sink: QAudioSink | None = None
        self._device: QIODevice | None = None
        self._taken = 0
        self._anchor = (0.0, 0.0)  # seconds heard, seconds of the clock

    def start(self, volume: float) -> None:
        """Begin to play; nothing is heard yet."""
        self.stop()
        device = QMediaDevices.defaultAudioOutput()
        if not device.isNull():
            self._sink = QAudioSink(device, _format(device))
            self._sink.setBufferSize(round(_BUFFER_SECONDS * self._sink.format().bytesForDuration(1_000_000)))
            self._sink.setVolume(volume)
            self._device = self._sink.start()
        self.running, self._taken, self._anchor = True, 0, (0.0, monotonic())

    def stop(self, *, at_once: bool = True) -> None:
        """Be silent; not ``at_once``: when what was taken has been played."""
        if self._sink is not None and at_once:
            self._sink.reset()
        elif self._sink is not None:
            self._sink.stop()
        self._sink = self._device = None
        self.running = False

    def set_volume(self, volume: float) -> None:
        """Volume, 0 to 1."""
        if self._sink is not None:
            self._sink.setVolume(volume)

    def feed(self, source: Source, ended: bool) -> None:
        """Take what there is room for; once the source has ended, silence follows."""
        if self._sink is None or self._device is None:
            room = max(0, round((monotonic() - self._anchor[1] + self._anchor[0]) * RATE) - self._taken)
        else:
            room = self._sink.bytesFree() // self._sink.format().bytesPerFrame()
        frames = source(room)
        if ended and len(frames) < room:
            frames = np.concatenate([frames, np.zeros((room - len(frames), CHANNELS), np.float32)])
        if self._device is not None and len(frames):
            self._device.write(self._encoded(frames))
        self._taken += len(frames)
        if self._device is None and len(frames) < room:  # the source is late: so is everything
            self._anchor = (self._taken / RATE, monotonic())

    @property
    def heard(self) -> float:
        """Seconds of sound since the start. Devices tell in steps; in between the clock does."""
        at, then = self._anchor
        now = at + monotonic() - then
        if self._sink is not None:
            waiting = (self._sink.bufferSize() - self._sink.bytesFree()) / self._sink.format().bytesPerFrame()
            told = max(0.0, (self._taken - waiting) / RATE)
            if abs(told - now) > _DRIFT:
                now = told
                self._anchor = (told, monotonic())
        return now

    def _encoded(self, frames: Frames) -> bytes:
        assert self._sink is not None
        if self._sink.format().sampleFormat() == QAudioFormat.SampleFormat.Float:
            return frames.astype(np.float32).tobytes()
        return (frames.clip(-1, 1) * 32767).astype(np.int16).tobytes()


def _format(device: QAudioDevice) -> QAudioFormat:
    """Floating point where the device takes it, else 16 bits, which every device does."""
    form = QAudioFormat()
    form.setSampleRate(RATE)
    form.setChannelCount(CHANNELS)
    form.setSampleFormat(QAudioFormat.SampleFormat.Float)
    if not device.isFormatSupported(form):
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return form
