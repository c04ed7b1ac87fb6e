"""A sound input of this machine as a stream of mono 16 kHz."""

import time
from typing import Any

import numpy as np

from alm_studio.audio.downmix import Samples
from alm_studio.audio.resampling import SAMPLE_RATE, Resampler
from alm_studio.audio.ring_buffer import Frames, RingBuffer
from alm_studio.base.errors import MediaError
from alm_studio.base.notice import Notice

_BUFFER = 60.0
"""Seconds that may wait to be read."""
_SILENT = 1.5
"""Seconds without a frame after which a device counts as gone: one that works delivers silence too."""
_RETRY = 1.0
"""Seconds between two tries to open it again."""
_CHANNELS = 2
"""Channels that are read at most: what speaks into a microphone is in its first ones."""


class Microphone:
    """A sound input, opened at its own rate.

    The device's callback only copies. A device that vanishes is opened again when it is back; the time between is
    silence, so that the stream's time stays the clock's.

    Args:
        device: part of its name, or its number; empty: the system's default.

    Raises:
        MediaError: there is no such input, or the system does not let it be opened.
    """

    realtime = True

    def __init__(self, device: str = "") -> None:
        self._device: str | int | None = int(device) if device.isdigit() else device or None
        self._notices: list[Notice] = []
        self._stream: Any = None
        self._lost_before = self._lost_told = 0
        self._open()
        self._began = self._last = time.monotonic()
        self._delivered = 0
        self._gone = False
        self._tried = 0.0

    @property
    def lost(self) -> int:
        """Frames that came while the program was too busy to take them."""
        return self._lost_before + self._ring.lost

    @property
    def clock(self) -> float:
        """Seconds since it was opened."""
        return time.monotonic() - self._began

    @property
    def ended(self) -> bool:
        """Never: who listens says when it is over."""
        return False

    def read(self, seconds: float) -> Samples:
        """Wait until sound comes, at most so long, and take all of it: [N], perhaps none."""
        self._ring.wait(seconds)
        frames = self._ring.read()
        now = time.monotonic()
        if len(frames):
            self._last = now
            return self._count(self._resampler.feed(_mono(frames)))
        if now - self._last > _SILENT:
            return self._reopen(now)
        return np.zeros(0, np.float32)

    def notices(self) -> list[Notice]:
        """What there is to say since it was asked last: the device is gone or back, sound was lost."""
        if self.lost > self._lost_told:
            missing = (self.lost - self._lost_told) / self._resampler.rate
            self._lost_told = self.lost
            sentence = f"{missing:.1f} s of sound were lost: the machine was too busy to take them."
            self._notices.append(Notice("sound-lost", sentence, f"{missing:.1f}"))
        told, self._notices = self._notices, []
        return told

    def close(self) -> Samples:
        """Stop listening; what was still on its way."""
        if self._stream is None:
            return np.zeros(0, np.float32)
        self._stream.close()
        self._stream = None
        rest = _mono(self._ring.read())
        return np.concatenate([self._resampler.feed(rest), self._resampler.flush()])

    def _open(self) -> None:
        sounddevice = _sounddevice()
        try:
            info = sounddevice.query_devices(self._device, "input")
            self.name = str(info["name"])
            rate = round(info["default_samplerate"])
            channels = max(1, min(_CHANNELS, int(info["max_input_channels"])))
            ring = RingBuffer(round(_BUFFER * rate), channels)

            def received(frames: Frames, _count: int, _times: Any, _status: Any) -> None:
                ring.write(frames)

            stream = sounddevice.InputStream(rate, None, self._device, channels, "float32", callback=received)
            stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            raise MediaError(_no_input(self._device, error)) from error
        self._ring, self._stream, self._resampler = ring, stream, Resampler(rate)

    def _reopen(self, now: float) -> Samples:
        """Try to open a device that is gone; silence for the time that went by."""
        if not self._gone:
            self._gone = True
            sentence = f"{self.name} no longer delivers sound. Plug it in again: listening goes on by itself."
            self._notices.append(Notice("device-lost", sentence, self.name))
        elif now - self._tried < _RETRY:
            return np.zeros(0, np.float32)
        self._tried = now
        if self._stream is not None:
            self._stream.abort(ignore_errors=True)
            self._stream.close(ignore_errors=True)
            self._stream = None
            self._lost_before += self._ring.lost
        _look_again()
        try:
            self._open()
        except MediaError:
            return self._silence(now)
        self._last, self._gone = now, False
        self._notices.append(Notice("device-back", f"Listening to {self.name} again.", self.name))
        return self._silence(now)

    def _silence(self, now: float) -> Samples:
        missing = round((now - self._began) * SAMPLE_RATE) - self._delivered
        return self._count(np.zeros(max(0, missing), np.float32))

    def _count(self, samples: Samples) -> Samples:
        self._delivered += samples.size
        return samples


def _mono(frames: Frames) -> Samples:
    """The mean of the channels; of those alone that carry sound."""
    power = np.square(frames).mean(axis=0) if len(frames) else np.zeros(frames.shape[1])
    carrying = power > 0
    mixed: Samples = frames[:, carrying].mean(axis=1) if carrying.any() else np.zeros(len(frames), np.float32)
    return mixed


def _sounddevice() -> Any:
    try:
        import sounddevice
    except OSError as error:
        raise MediaError(
            "Sound inputs need the PortAudio library, which is not installed (Debian: apt install libportaudio2)."
        ) from error
    return sounddevice


def _look_again() -> None:
    """Let PortAudio list the devices anew; it looks once, when it starts."""
    sounddevice = _sounddevice()
    sounddevice._terminate()
    sounddevice._initialize()


def _no_input(device: str | int | None, error: Exception) -> str:
    if device is None:
        return f"No microphone can be opened ({error}). Connect one, and see alm-studio devices."
    return f"The sound input '{device}' cannot be opened ({error}). alm-studio devices lists those that can."
