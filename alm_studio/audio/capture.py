"""A sound input of this machine as a stream of mono 16 kHz."""

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from alm_studio.audio.downmix import Samples
from alm_studio.audio.inputs import PULSE, import_sounddevice
from alm_studio.audio.resampling import SAMPLE_RATE, Resampler
from alm_studio.audio.ring_buffer import Frames, RingBuffer
from alm_studio.audio.source_watch import Answer, SourceWatch
from alm_studio.base.errors import MediaError
from alm_studio.base.notice import Notice

_BUFFER = 60.0
"""Seconds that may wait to be read."""
_LATENCY = 0.1
"""Seconds by which a device may collect sound. Left to itself, PulseAudio collects two seconds."""
_SILENT = 1.5
"""Seconds waited without a frame after which a device may be gone: one that works delivers silence too."""
_PATIENCE = 6.0
"""The same where the system says that it is there: on a busy machine the threads that bring the sound starve."""
_FIRST = 3.0
"""Seconds for which opening waits for the first frame: what was said before it is not recorded."""
_SLEEPY = 5.0
"""Seconds that a device which was just opened may take to wake up before that is said."""
_PULSE_SOURCE = "PULSE_SOURCE"
_LOOK, _DOUBT = 2.0, 0.5
"""Seconds between two looks at what the sound server lets us hear; where no sound comes."""
_CHANNELS = 2
"""Channels that are read at most: what speaks into a microphone is in its first ones."""


class Microphone:
    """A sound input, opened at its own rate.

    The device's callback only copies. Time counts from the first frame, for which opening waits a moment: a sound
    server may take seconds. A device that vanishes is opened again when it is back; the time between is silence, so
    that the stream's time stays the clock's. One that is only late, on a busy machine, is waited for.

    Args:
        device: part of its name, its number, or a name of ``inputs.list_inputs``; empty: the system's default.

    Raises:
        MediaError: there is no such input, or the system does not let it be opened.
    """

    realtime = True

    def __init__(self, device: str = "") -> None:
        self._device: str | int | None = int(device) if device.isdigit() else device or None
        self._source = device.removeprefix(PULSE) if device.startswith(PULSE) else ""
        if self._source:
            self._device = "pulse"
        self._notices: list[Notice] = []
        self._stream: Any = None
        self._woken = False  # whether it ever gave a frame
        self._lost_before = self._lost_told = 0
        self._waited = 0.0  # seconds without a frame
        self._unheard = False  # whether the server says that we listen to nothing
        self._open()
        self._delivered = 0
        self._missed = False  # whether it was said that it is gone
        self._heard_source = ""
        self._ring.wait(_FIRST)
        self._looked = time.monotonic()
        self._began = self._last = self._looked - len(self._ring) / self._resampler.rate

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
        before = time.monotonic()
        self._ring.wait(seconds)
        frames = self._ring.read()
        now = time.monotonic()
        # Where this thread overslept, those that bring the sound did too.
        self._waited = 0.0 if len(frames) else self._waited + min(now - before, seconds)
        if self._through_pulse and self._look(now):
            return np.concatenate([self._count(self._resampler.feed(_mono(frames))), self._reopen(now)])
        if not len(frames):
            return self._reopen(now) if self._gone() else np.zeros(0, np.float32)
        late = np.zeros(0, np.float32) if self._woken else self._silence(now - len(frames) / self._resampler.rate)
        self._last, self._woken, self._unheard = now, True, False
        if self._missed and not self._strayed:
            self._missed = False
            self._notices.append(Notice("device-back", f"Listening to {self.name} again.", self.name))
        return np.concatenate([late, self._count(self._resampler.feed(_mono(frames)))])

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

    @property
    def _strayed(self) -> bool:
        """Whether another source is heard than the one that was asked for."""
        return bool(self._source and self._heard_source) and self._heard_source != self._source

    def _gone(self) -> bool:
        """Whether no sound comes because the device is gone, not because the machine is busy."""
        if self._waited <= _SILENT:
            return False
        if self._stream is None or not self._stream.active or self._waited > _PATIENCE:
            return True
        if self._through_pulse:
            return self._unheard
        return sys.platform != "linux"  # elsewhere a stream stays active, and threads of sound do not starve

    def _look(self, now: float) -> bool:
        """See from time to time what the sound server lets us hear; whether to open our source again."""
        if now - self._looked > (_DOUBT if self._waited > _SILENT else _LOOK):
            self._looked = now
            self._watch.ask()
        answer = self._watch.take()
        return answer is not None and self._judge(answer)

    def _judge(self, answer: Answer) -> bool:
        """See whether the server has put another source in the place of ours; whether to open ours again."""
        before = self._heard_source or self._source
        self._heard_source = answer.source
        self._unheard = not answer.source
        moved = bool(before and answer.source) and answer.source != before
        if moved and (before == self._source or not self._source):
            sentence = f"{before} is gone. The system has put {answer.source} in its place."
            self._notices.append(Notice("device-lost", sentence, before))
            self._missed = True
            self._waited = 0.0  # it has as long as a device that was just opened
        return self._strayed and answer.offered

    def _open(self) -> None:
        sounddevice = import_sounddevice()
        try:
            info = sounddevice.query_devices(self._device, "input")
            self._through_pulse = info["name"] in ("pulse", "default")
            self.name = self._source or str(info["name"])
            rate = round(info["default_samplerate"])
            channels = max(1, min(_CHANNELS, int(info["max_input_channels"])))
            ring = RingBuffer(round(_BUFFER * rate), channels)

            def received(frames: Frames, _count: int, _times: Any, _status: Any) -> None:
                ring.write(frames)

            with _pulse_source(self._source):
                stream = sounddevice.InputStream(
                    rate, None, self._device, channels, "float32", latency=_LATENCY, callback=received
                )
                stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            raise MediaError(_no_input(self._source or self._device, error)) from error
        self._ring, self._stream, self._resampler = ring, stream, Resampler(rate)
        self._watch = SourceWatch(self._source)  # what the server answers about the stream before is of no use
        self._waited, self._unheard = 0.0, False

    def _reopen(self, now: float) -> Samples:
        """Try to open a device that is gone; silence for the time that went by."""
        if not self._missed and (self._woken or now - self._last > _SLEEPY):
            self._missed = True
            sentence = f"{self.name} no longer delivers sound. Plug it in again: listening goes on by itself."
            self._notices.append(Notice("device-lost", sentence, self.name))
        self._waited = 0.0
        if self._stream is not None:
            self._stream.abort(ignore_errors=True)
            self._stream.close(ignore_errors=True)
            self._stream = None
            self._lost_before += self._ring.lost
            self._ring.lost = 0
        _look_again()
        self._heard_source = ""
        with contextlib.suppress(MediaError):  # the next try may succeed
            self._open()
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


@contextlib.contextmanager
def _pulse_source(name: str) -> Iterator[None]:
    """Streams that are opened meanwhile listen to a source of PulseAudio: its library looks for it there."""
    before = os.environ.get(_PULSE_SOURCE)
    if name:
        os.environ[_PULSE_SOURCE] = name
    try:
        yield
    finally:
        if before is not None:
            os.environ[_PULSE_SOURCE] = before
        elif name:
            del os.environ[_PULSE_SOURCE]


def _look_again() -> None:
    """Let PortAudio list the devices anew; it looks once, when it starts."""
    sounddevice = import_sounddevice()
    sounddevice._terminate()
    sounddevice._initialize()


def _no_input(device: str | int | None, error: Exception) -> str:
    if device is None:
        return f"No microphone can be opened ({error}). Connect one, and see alm-studio devices."
    return f"The sound input '{device}' cannot be opened ({error}). alm-studio devices lists those that can."
