"""Sound and pictures of a medium for a player: from any place on, at any speed, decoded ahead in a thread."""

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av import AudioFrame, AudioResampler, AudioStream, FFmpegError, VideoFrame, VideoStream
from av.container import InputContainer
from av.filter import Graph
from numpy.typing import NDArray

from alm_studio.audio.media import claimed_seconds, film, open_media
from alm_studio.audio.timeline import Timeline
from alm_studio.base.errors import AlmError, MediaError, UsageError

RATE = 48_000
"""Frames a second of the sound that is handed out."""
CHANNELS = 2

_SOUND_AHEAD = 1.0
"""Seconds of sound that are decoded ahead."""
_PICTURES_AHEAD = 8
_MOST_SOUND = 20.0
"""Seconds, where pictures lag behind in the file."""
_MOST_BYTES = 96_000_000
"""Of pictures that wait."""
_RUN_UP = 0.3
"""Seconds read before a place: sound lies a little before the picture it belongs to, and codecs need to settle."""
_WIDEST = 1280
"""Px: a preview needs no more, and smaller pictures are converted faster."""
_LIKELY_FRAME = 40.0
"""Ms a frame where the file says nothing."""

Frames = NDArray[np.float32]


@dataclass(frozen=True)
class MediaFacts:
    """What a player needs to know.

    Attributes:
        duration: ms; 0 where the container says nothing.
        has_video: whether there is a moving picture.
        frame: ms that one picture stays.
    """

    duration: int
    has_video: bool
    frame: float = _LIKELY_FRAME


@dataclass(frozen=True)
class Picture:
    """One frame.

    Attributes:
        ms: when it appears.
        width, height: px.
        stride: bytes a row.
        rotation: degrees, clockwise, by which it has to be turned: 0, 90, 180 or 270.
        data: red, green, blue and a filling byte of each px.
    """

    ms: float
    width: int
    height: int
    stride: int
    rotation: int
    data: bytes


class MediaReader:
    """Reads one medium for one player. Its methods are for the player's thread; a thread of its own decodes.

    Speeds other than 1 keep the pitch (FFmpeg's ``atempo``: waveform-similarity overlap-add).

    Args:
        path: the medium.
        track: number of the sound track.
        start: ms to begin at.

    Attributes:
        error: why there is nothing to read; None where there is.
    """

    def __init__(self, path: Path, track: int = 0, start: float = 0.0) -> None:
        self.error: AlmError | None = None
        self._path, self._track = path, track
        self._facts: MediaFacts | None = None
        self._wanted = (start, 1.0)
        self._job, self._done = 1, 0
        self._open = True
        self._ended = False
        self._has_video = False
        self._nothing_shown = True  # of this job
        self._sound: deque[Frames] = deque()
        self._pictures: deque[Picture] = deque()
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="media reader", daemon=True)
        self._thread.start()

    @property
    def facts(self) -> MediaFacts | None:
        """None while the file is still being opened."""
        return self._facts

    @property
    def ended(self) -> bool:
        """Whether all sound from the place on has been handed out."""
        with self._changed:
            return self._ended and not self._sound

    @property
    def ready(self) -> bool:
        """Whether there is enough to begin with."""
        with self._changed:
            return self._ended or (self._seconds() > 0.2 and (bool(self._pictures) or not self._has_video))

    def go_to(self, ms: float, speed: float = 1.0) -> None:
        """Read on from another place, ms, at a speed from 0.5 to 2; what was decoded ahead is dropped."""
        with self._changed:
            self._job += 1
            self._wanted = (ms, speed)
            self._ended = False
            self._sound.clear()
            self._pictures.clear()
            self._changed.notify_all()

    def take_sound(self, frames: int) -> Frames:
        """The next frames, [N, 2] within -1 to 1; fewer than asked for where no more are decoded yet."""
        parts: list[Frames] = []
        with self._changed:
            while frames > 0 and self._sound:
                part = self._sound.popleft()
                if len(part) > frames:
                    self._sound.appendleft(part[frames:])
                    part = part[:frames]
                frames -= len(part)
                parts.append(part)
            self._changed.notify_all()
        return np.concatenate(parts) if parts else np.zeros((0, CHANNELS), np.float32)

    def take_picture(self, ms: float) -> Picture | None:
        """The picture to be seen at ``ms``; None where it is the same as before, or not decoded yet."""
        picture = None
        with self._changed:
            while self._pictures and (self._pictures[0].ms <= ms or (picture is None and self._nothing_shown)):
                picture = self._pictures.popleft()
                self._nothing_shown = False
            self._changed.notify_all()
        return picture

    def close(self) -> None:
        """Let go of the file, soon."""
        with self._changed:
            self._open = False
            self._changed.notify_all()

    def join(self) -> None:
        """Wait until the file is closed."""
        self._thread.join()

    # In the thread

    def _work(self) -> None:
        try:
            while self._open:  # a file that cannot be wound back is opened anew
                with open_media(self._path) as container:
                    self._read(container)
        except AlmError as error:
            self.error = error
        except (FFmpegError, OSError, ValueError) as error:
            self.error = MediaError(f"{self._path} cannot be played ({error}). Check the disk, or copy it again.")
            self.error.__cause__ = error

    def _read(self, container: InputContainer) -> None:
        """Do one job after another, until there are no more or the file has to be opened anew."""
        tracks = container.streams.audio
        if not 0 <= self._track < len(tracks):
            raise UsageError(f"{self._path} has no sound track {self._track}.")
        audio, video = tracks[self._track], film(container)
        if not _decodable(audio):
            raise MediaError(f"{self._path} cannot be played: its sound is packed in a way unknown here.")
        if video is not None and not _decodable(video):
            video = None
        if video is not None:
            video.thread_type = "AUTO"
        self._has_video = video is not None
        self._facts = _facts(container, video)
        fresh = True
        while job := self._next_job():
            number, start, speed = job
            passing = _Pass(self, container, audio, video, start, speed, number)
            if not (fresh and start <= 0) and not passing.wind() and not fresh:
                return
            fresh = False
            passing.run()
            with self._changed:
                if self._job == number:
                    self._ended, self._done = True, number

    def _next_job(self) -> tuple[int, float, float] | None:
        """Number, place and speed, once there is something to do; None when the player has gone."""
        with self._changed:
            self._changed.wait_for(lambda: not self._open or self._job != self._done)
            self._nothing_shown = True
            return (self._job, *self._wanted) if self._open else None

    def wanted(self, job: int) -> bool:
        """Whether what is decoded for a job is still wanted."""
        return self._open and self._job == job

    def put(self, job: int, part: "Frames | Picture") -> bool:
        """Hand a part over, once there is room; false where nobody wants it any more."""
        with self._changed:
            self._changed.wait_for(lambda: not self.wanted(job) or not self._full())
            if not self.wanted(job):
                return False
            if isinstance(part, Picture):
                self._pictures.append(part)
            elif len(part):
                self._sound.append(part)
            return True

    def _full(self) -> bool:
        sound = self._seconds()
        enough = sound > _SOUND_AHEAD and (not self._has_video or len(self._pictures) >= _PICTURES_AHEAD)
        return enough or sound > _MOST_SOUND or sum(len(picture.data) for picture in self._pictures) > _MOST_BYTES

    def _seconds(self) -> float:
        return sum(map(len, self._sound)) / RATE


class _Pass:
    """One way through the medium, from a place on."""

    def __init__(
        self,
        reader: MediaReader,
        container: InputContainer,
        audio: AudioStream,
        video: VideoStream | None,
        start: float,
        speed: float,
        job: int,
    ) -> None:
        self._reader, self._container, self._job = reader, container, job
        self._streams: list[AudioStream | VideoStream] = [audio] if video is None else [audio, video]
        self._aspect = float(video.sample_aspect_ratio or 1) if video is not None else 1.0
        self._origin = (container.start_time or 0) / av.time_base
        self._start = start / 1000
        self._timeline = Timeline()
        self._timeline.now = self._start
        self._stretcher = _Stretcher(speed)
        self._resampler = AudioResampler(format="flt", layout="stereo", rate=RATE)
        self._held: VideoFrame | None = None  # shown at the place until the next one appears

    def wind(self) -> bool:
        """Go to the place or a little before it; false where the file does not let itself be wound."""
        try:
            place = max(0.0, self._start - _RUN_UP) + self._origin
            self._container.seek(round(place * av.time_base), backward=True)
        except FFmpegError:
            return False
        return True

    def run(self) -> None:
        """Hand over everything from the place on, until the medium ends or another job comes."""
        for frame in self._frames():
            if isinstance(frame, VideoFrame):
                going = self._show(frame)
            else:
                going = all(self._reader.put(self._job, part) for part in self._hear(frame))
            if not going:
                return
        if self._held is not None:
            self._reader.put(self._job, _picture(self._held, self._origin, self._aspect))
        for part in self._stretcher.finish():
            self._reader.put(self._job, part)

    def _frames(self) -> Iterator[AudioFrame | VideoFrame]:
        for packet in self._container.demux(self._streams):
            if not self._reader.wanted(self._job):
                return
            try:
                yield from packet.decode()  # type: ignore[misc]  # no subtitles among these streams
            except FFmpegError:  # a bad place: the next packet may be good
                continue

    def _hear(self, frame: AudioFrame) -> Iterator[Frames]:
        """Sound in its place in time: what lies before the start is cut off, gaps become silence."""
        time = _time(frame)
        time = None if time is None else time - self._origin
        if time is not None and time + frame.samples / frame.sample_rate <= self._start:
            return
        frame.pts = None  # the resampler would fill gaps too
        for part in self._resampler.resample(frame):
            samples = np.ascontiguousarray(part.to_ndarray().reshape(-1, CHANNELS), dtype=np.float32)
            placement = self._timeline.place(time, len(samples), RATE)
            time = None
            if placement.silence:
                yield from self._silence(placement.silence)
            yield from self._stretcher.feed(samples[placement.skip :])

    def _silence(self, frames: int) -> Iterator[Frames]:
        """A second at a time, so that a long gap needs no memory."""
        for begin in range(0, frames, RATE):
            yield from self._stretcher.feed(np.zeros((min(RATE, frames - begin), CHANNELS), np.float32))

    def _show(self, frame: VideoFrame) -> bool:
        """The last picture before the place is the first that is seen."""
        if (time := _time(frame)) is None:
            return True
        held, self._held = self._held, frame
        if held is None or time - self._origin <= self._start:
            return self._reader.wanted(self._job)
        return self._reader.put(self._job, _picture(held, self._origin, self._aspect))


class _Stretcher:
    """Plays sound slower or faster and keeps the pitch."""

    def __init__(self, speed: float) -> None:
        self._graph: Graph | None = None
        self._ended = False
        if speed != 1.0:
            graph = Graph()
            source = graph.add_abuffer(format="flt", sample_rate=RATE, layout="stereo", time_base=None)
            tempo, sink = graph.add("atempo", f"{speed:.3f}"), graph.add("abuffersink")
            source.link_to(tempo)
            tempo.link_to(sink)
            graph.configure()
            self._graph = graph

    def feed(self, samples: Frames) -> Iterator[Frames]:
        """Take frames [N, 2], yield what has become of them."""
        if self._graph is None:
            yield samples
        elif len(samples):
            frame = AudioFrame.from_ndarray(samples.reshape(1, -1), format="flt", layout="stereo")
            frame.sample_rate = RATE
            self._graph.push(frame)
            yield from self._pull()

    def finish(self) -> Iterator[Frames]:
        """What is left."""
        if self._graph is not None:
            self._graph.push(None)
            yield from self._pull()

    def _pull(self) -> Iterator[Frames]:
        assert self._graph is not None
        while True:
            try:
                part = self._graph.pull()
            except (FFmpegError, EOFError):  # it wants more, or has no more
                return
            yield np.ascontiguousarray(part.to_ndarray().reshape(-1, CHANNELS), dtype=np.float32)


def _time(frame: AudioFrame | VideoFrame) -> float | None:
    """Seconds; None where the file does not tell."""
    return frame.time


def _decodable(stream: AudioStream | VideoStream) -> bool:
    """Whether FFmpeg has a decoder for it."""
    context: object = stream.codec_context
    return context is not None


def _facts(container: InputContainer, video: VideoStream | None) -> MediaFacts:
    rate = (video.average_rate or video.guessed_rate) if video is not None else None
    return MediaFacts(
        duration=round(claimed_seconds(container) * 1000),
        has_video=video is not None,
        frame=float(1000 / rate) if rate else _LIKELY_FRAME,
    )


def _picture(frame: VideoFrame, origin: float, aspect: float) -> Picture:
    """Converted, with square px, and no wider than a preview."""
    wide = frame.width * aspect
    scale = min(1.0, _WIDEST / wide)
    width, height = max(2, round(wide * scale)), max(2, round(frame.height * scale))
    shown = frame.reformat(width=width, height=height, format="rgba")
    plane = shown.planes[0]
    turned = -round(frame.rotation / 90) * 90 % 360  # FFmpeg counts against the clock
    return Picture(((_time(frame) or 0.0) - origin) * 1000, width, height, plane.line_size, turned, bytes(plane))
