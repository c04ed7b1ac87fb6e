"""Draws captions into the pictures of a film; its sound goes over as it is."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
import numpy as np
from av import VideoFrame, VideoStream
from av.filter import Graph
from av.stream import Disposition

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import MediaError, OutputError
from alm_studio.base.progress import ProgressListener
from alm_studio.captions.document import Caption, Document
from alm_studio.pipeline.copying import MediaCopy, copy_of, quiet
from alm_studio.pipeline.cue_painter import Painted, paint

_ENCODERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("libx264", {"crf": "18", "preset": "fast"}),
    ("libopenh264", {"b": "6M"}),
    ("mpeg4", {"q:v": "3"}),
)
"""By preference; with what is visually lossless for most eyes."""

_TURNS = {90: ["transpose=cclock"], -90: ["transpose=clock"], 180: ["hflip", "vflip"], -180: ["hflip", "vflip"]}
"""How pictures of telephones, which lie on their side, are set upright: degrees counter-clockwise → filters."""


def burn(
    media: Path,
    document: Document,
    target: Path,
    *,
    overwrite: bool = False,
    cancel: CancelToken | None = None,
    progress: ProgressListener = quiet,
) -> list[str]:
    """Write a copy of ``media`` whose pictures show the cues.

    Args:
        media: a film.
        document: the cues.
        target: ``.mkv``, ``.mp4``, ``.m4v`` or ``.mov``.
        overwrite: whether an existing file may be replaced.
        cancel: looked at between pictures.
        progress: hears seconds of the medium.

    Returns:
        What the new container cannot hold, in words; mostly nothing.

    Raises:
        MediaError: the medium cannot be read, or has no moving picture.
        UsageError: the target's ending is of no container that can be written.
        OutputError: the disk or the container refuses.
        CancelledError: ``cancel`` was set; nothing is left behind.
    """
    cancel = cancel or CancelToken()
    with copy_of(media, target, overwrite=overwrite) as copy:
        pictures = [s for s in copy.source.streams.video if not s.disposition & Disposition.attached_pic]
        if not pictures:
            raise MediaError(f"{media.name} has no moving picture to draw into. Export the captions as a file instead.")
        stream = pictures[0]
        stream.thread_type = "AUTO"
        writer = _PictureWriter(copy, stream, document.captions)
        for other in copy.source.streams:
            if other.type == "audio":
                copy.add(other)
        early = []  # sound from before the first picture, whose size the file's header needs
        for packet in copy.packets(cancel, progress):
            if packet.stream.index == stream.index:
                try:
                    frames = packet.decode()
                except av.FFmpegError:
                    continue  # a damaged picture; the one before it stays
                for frame in frames:
                    cancel.check()
                    writer.write(frame)
            elif packet.stream.index in copy.streams:
                packet.stream = copy.streams[packet.stream.index]
                early.append(packet)
            if writer.started:
                copy.target.mux(early)
                early = []
        for frame in stream.decode(None):
            writer.write(frame)
        copy.target.mux(early)
        writer.finish()
        return copy.left_out


class _PictureWriter:
    """Sets pictures upright, draws the cues into them and encodes them."""

    def __init__(self, copy: MediaCopy, source: VideoStream, captions: Sequence[Caption]) -> None:
        self._copy, self._source = copy, source
        self._cues = _Cues([cue for cue in captions if cue.text.strip()])
        name, options = next(row for row in _ENCODERS if row[0] in av.codecs_available)
        target = copy.target.add_stream(name, rate=source.average_rate or source.guessed_rate or 25)
        assert isinstance(target, VideoStream)
        self._target = target
        self._target.codec_context.options = options
        self._target.pix_fmt = "yuv420p"
        self._target.codec_context.time_base = source.time_base or Fraction(1, 90_000)
        self._target.metadata.update(source.metadata)
        self._graph: Graph | None = None
        self._last: int | None = None

    @property
    def started(self) -> bool:
        """Whether a picture was encoded."""
        return self._last is not None

    def write(self, frame: VideoFrame) -> None:
        """One picture."""
        if frame.pts is None:
            return
        if self._graph is None:
            self._graph = _upright(self._source, frame)
        self._graph.push(frame)
        for drawn in self._pulled():
            self._encode(drawn)

    def finish(self) -> None:
        """What the encoder still holds.

        Raises:
            MediaError: there was no picture.
        """
        if self._graph is None:
            raise MediaError("No picture of the film could be decoded. Check that a player shows it.")
        self._copy.target.mux(self._target.encode(None))

    def _pulled(self) -> Iterator[VideoFrame]:
        assert self._graph is not None
        while True:
            try:
                yield self._graph.vpull()
            except (BlockingIOError, av.EOFError):
                return

    def _encode(self, frame: VideoFrame) -> None:
        if not self.started:
            self._target.width, self._target.height = frame.width, frame.height
        if frame.pts is None or (
            self._last is not None and frame.pts <= self._last
        ):  # a clock that goes back: players would stand still
            return
        self._last = frame.pts
        now = float(frame.pts * (frame.time_base or 0)) - self._copy.start
        for cue in self._cues.at(round(now * 1000)):
            _draw(frame, _painted(cue.text, frame.width, frame.height))
        frame.pict_type = av.video.frame.PictureType.NONE  # the encoder chooses its own key frames
        try:
            self._copy.target.mux(self._target.encode(frame))
        except ValueError as error:
            raise OutputError(f"The pictures cannot be encoded: {error}. Choose another name for the copy.") from error


class _Cues:
    """Which cues are seen; asked for later and later times."""

    def __init__(self, captions: Sequence[Caption]) -> None:
        self._waiting = sorted(captions, key=lambda cue: cue.start, reverse=True)
        self._seen: list[Caption] = []

    def at(self, ms: int) -> list[Caption]:
        while self._waiting and self._waiting[-1].start <= ms:
            self._seen.append(self._waiting.pop())
        self._seen = [cue for cue in self._seen if cue.end > ms]
        return self._seen


def _upright(source: VideoStream, frame: VideoFrame) -> Graph:
    """Filters that turn pictures upright and make them what every player shows: 8 bits, even width and height."""
    graph = Graph()
    last: Any = graph.add_buffer(template=source)
    steps = [*_TURNS.get(round(frame.rotation), []), "crop=trunc(iw/2)*2:trunc(ih/2)*2", "format=yuv420p"]
    for step in steps:
        name, _, arguments = step.partition("=")
        following = graph.add(name, arguments or None)
        last.link_to(following)
        last = following
    last.link_to(graph.add("buffersink"))
    graph.configure()
    return graph


@lru_cache(maxsize=8)
def _painted(text: str, width: int, height: int) -> Painted | None:
    return paint(text, width, height)


def _draw(frame: VideoFrame, cue: Painted | None) -> None:
    """Lay a painted cue over a picture of the form yuv420p, in place: black and white have no colour, 128."""
    if cue is None:
        return
    frame.make_writable()
    full = frame.color_range == av.video.reformatter.ColorRange.JPEG
    luma = cue.luma * 255 if full else 16 + cue.luma * 219
    _blend(frame.planes[0], cue.left, cue.top, luma, cue.alpha)
    rows, columns = cue.alpha.shape
    alpha = cue.alpha.reshape(rows // 2, 2, columns // 2, 2).mean(axis=(1, 3))
    for plane in frame.planes[1:3]:
        _blend(plane, cue.left // 2, cue.top // 2, np.full_like(alpha, 128.0), alpha)


def _blend(plane: Any, left: int, top: int, value: Any, alpha: Any) -> None:
    picture = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: plane.height, : plane.width]
    rows, columns = alpha.shape
    part = picture[top : top + rows, left : left + columns]
    part[:] = np.rint(part * (1 - alpha) + value * alpha).astype(np.uint8)
