"""Any medium that FFmpeg reads → mono float32 at 16 kHz, as a stream."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np
from av import AudioFrame, AudioStream, FFmpegError
from av.container import InputContainer
from av.stream import Discard

from alm_studio.audio.downmix import Samples, to_mono
from alm_studio.audio.media import AudioTrack, MediaInfo, claimed_seconds, has_video, open_media, probe
from alm_studio.audio.resampling import SAMPLE_RATE, Resampler
from alm_studio.audio.timeline import Timeline
from alm_studio.base.errors import MediaError, UsageError

__all__ = ["SAMPLE_RATE", "AudioTrack", "MediaInfo", "decode", "probe"]

_RATES = range(1_000, 1_000_000)
"""Sample rates in Hz that can be true."""

_MOST_DEMUX_ERRORS = 20
"""A damaged file may have several bad places; a file with more is given up there."""

_EXACT = {"mov", "matroska", "webm", "wav", "w64", "flac", "ogg", "aiff", "avi", "asf", "flv", "caf"}
"""Containers that write their duration down, where FFmpeg need not guess it from the bit rate."""


_GAPLESS = {"flac", "ogg", "wav"}
"""Containers in which a gap is a damaged place that FFmpeg passed over in silence."""


def decode(
    path: Path | str, track: int = 0, warn: Callable[[str], None] = lambda _message: None, seconds: float = 5.0
) -> Iterator[Samples]:
    """Decode one sound track.

    Sample *i* of the stream is the medium's time *i* / 16000, counted from the container's start as players
    do: a late start and gaps become silence, overlaps are trimmed. Memory does not grow with the file.
    Closing the generator closes the file.

    Args:
        path: a sound or video file.
        track: number of the sound track, ``AudioTrack.index``.
        warn: told a sentence, once for each kind of trouble, where sound is lost but some can be had.
        seconds: of a block.

    Yields:
        [samples], ``seconds`` each and the rest, within -1 to 1.

    Raises:
        MediaError: (at the first block) the file cannot be opened or holds no sound that can be decoded.
        UsageError: (at the first block) there is no such track.
    """
    path = Path(path)
    with open_media(path) as container:
        yield from _Decoding(path, container, track, warn).blocks(round(seconds * SAMPLE_RATE))


class _Decoding:
    """One pass over one track."""

    def __init__(self, path: Path, container: InputContainer, track: int, warn: Callable[[str], None]) -> None:
        self._path = path
        self._container = container
        self._stream = _select(path, container, track)
        self._warn = warn
        self._start = (container.start_time or 0) / av.time_base
        self._timeline = Timeline(claimed_seconds(container))
        self._damaged = False

    def blocks(self, length: int) -> Iterator[Samples]:
        """Blocks of ``length`` samples and the rest."""
        parts: list[Samples] = []
        size = 0
        written = 0
        for part in self._resampled():
            parts.append(part)
            size += part.size
            if size >= length:
                joined = np.concatenate(parts)
                whole = size - size % length
                for start in range(0, whole, length):
                    yield joined[start : start + length]
                written += whole
                parts, size = [joined[whole:]], size - whole
        if not self._timeline.now:
            raise MediaError(
                f"No sound could be decoded from {self._path}: it is damaged, incomplete or empty. Copy it "
                "again, or open it in another program and export it as WAV."
            )
        if size:
            yield np.concatenate(parts)
        self._report()

    def _resampled(self) -> Iterator[Samples]:
        """Placed sound at 16 kHz. Each run of one sample rate goes through one resampler."""
        resampler: _InSeconds | None = None
        for frame in self._frames():
            if resampler is None or resampler.rate != frame.sample_rate:
                if resampler:
                    yield from resampler.flush()
                resampler = _InSeconds(frame.sample_rate)
            time = None if frame.time is None else frame.time - self._start
            started = self._timeline.now > 0
            placement = self._timeline.place(time, frame.samples, frame.sample_rate)
            if placement.silence and started and self._container.format.name in _GAPLESS:
                self._damaged = True
            yield from resampler.feed_silence(placement.silence)
            if placement.skip < frame.samples:
                yield from resampler.feed(to_mono(frame)[placement.skip :])
        if resampler:
            yield from resampler.flush()

    def _frames(self) -> Iterator[AudioFrame]:
        """Frames of the track with at least one sample; bad packets are passed over."""
        began = lost = False
        for packet in self._packets():
            try:
                frames = self._stream.decode(packet)
            except FFmpegError:
                lost = began  # what is lost before the first sound and after the last is not damage
                continue
            for frame in frames:
                if frame.samples > 0:
                    if frame.sample_rate not in _RATES:
                        raise MediaError(
                            f"{self._path} claims a sample rate of {frame.sample_rate} Hz, which cannot be "
                            "true: its header is damaged. Copy or export it again."
                        )
                    self._damaged |= lost
                    began, lost = True, False
                    yield frame

    def _packets(self) -> Iterator["av.Packet[AudioStream] | None"]:
        """Packets of the track and a final None, which empties the decoder."""
        for _ in range(_MOST_DEMUX_ERRORS):
            try:
                for packet in self._container.demux(self._stream):
                    if packet.size:  # PyAV's own final packet is empty
                        yield packet
                break
            except FFmpegError as error:
                self._damaged = True
                if not isinstance(error, ValueError):  # not bad data but a lost disk or network
                    break
        yield None

    def _report(self) -> None:
        if self._damaged:
            self._warn(f"Parts of {self._path} are damaged and were left out: words may be missing there.")
        if self._timeline.jumped:
            self._warn(
                f"The time stamps of {self._path} jump in a way that cannot be true. The sound goes on "
                "without a gap there; later times may not fit the picture."
            )
            return  # the claimed duration comes from the same time stamps
        claimed, least = self._claimed_end()
        if self._timeline.now < least:
            self._warn(
                f"The sound of {self._path} ends after {_clock(self._timeline.now)}, but the file says that "
                f"it lasts {_clock(claimed)}: it may be an incomplete copy."
            )

    def _claimed_end(self) -> tuple[float, float]:
        """Seconds that the sound should last, and should last at least; zeros if not known for sure."""
        if not _EXACT & set(self._container.format.name.split(",")):
            return 0.0, 0.0
        if self._stream.duration and self._stream.time_base:
            seconds = float(self._stream.duration * self._stream.time_base)
            return seconds, seconds - max(1.0, seconds / 100)
        # The container's own duration is the picture's as well, which may outlast the sound.
        seconds = claimed_seconds(self._container)
        return seconds, seconds * (0.8 if has_video(self._container) else 0.98) - 1.0


class _InSeconds:
    """A resampler that is fed about a second at a time: small frames would each cost a call."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._resampler = Resampler(rate)
        self._parts: list[Samples] = []
        self._size = 0

    def feed(self, samples: Samples) -> Iterator[Samples]:
        """Take samples of any number; yields when about a second has come together."""
        self._parts.append(samples)
        self._size += samples.size
        if self._size >= self.rate:
            yield self._convert()

    def feed_silence(self, samples: int) -> Iterator[Samples]:
        """Take silence a second at a time, so that a long gap needs no memory."""
        while samples > 0:
            count = min(samples, self.rate)
            yield from self.feed(np.zeros(count, np.float32))
            samples -= count

    def flush(self) -> Iterator[Samples]:
        """What is left; nothing can be fed afterwards."""
        if self._size:
            yield self._convert()
        yield self._resampler.flush()

    def _convert(self) -> Samples:
        samples = np.concatenate(self._parts)
        self._parts, self._size = [], 0
        return self._resampler.feed(samples)


def _select(path: Path, container: InputContainer, track: int) -> AudioStream:
    """The track's stream, with all other streams passed over by the demuxer."""
    tracks = container.streams.audio
    if not 0 <= track < len(tracks):
        raise UsageError(f"{path} has no sound track {track}: they are numbered from 0 to {len(tracks) - 1}.")
    stream = tracks[track]
    if stream.codec_context is None:
        raise MediaError(
            f"The sound of {path} is packed in a way that this program cannot decode. Open it in another "
            "program and export it as WAV."
        )
    for other in container.streams:
        if other.index != stream.index:
            with contextlib.suppress(AttributeError):  # PyAV before 17
                other.discard = Discard.all
    return stream


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"
