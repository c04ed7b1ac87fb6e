"""Copies of media: streams go over as they are, without being decoded."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
from av import FFmpegError, Packet
from av.container import InputContainer, OutputContainer
from av.stream import Disposition, Stream

from alm_studio.audio.media import claimed_seconds, open_media
from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import OutputError, UsageError
from alm_studio.base.files import write_aside
from alm_studio.base.progress import Progress, ProgressListener
from alm_studio.pipeline.films import CONTAINERS


@dataclass
class MediaCopy:
    """A copy on its way.

    Attributes:
        source: what is read.
        target: what is written.
        streams: index in the source → its copy.
        left_out: streams that the new container cannot hold, in words.
    """

    source: InputContainer
    target: OutputContainer
    streams: dict[int, Stream] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    @property
    def start(self) -> float:
        """Seconds on the source's clock at which the medium begins: the zero of all captions."""
        return (self.source.start_time or 0) / av.time_base

    def add(self, stream: Stream) -> None:
        """Copy a stream; where the container cannot hold it, say so, and of sound and pictures refuse.

        Raises:
            OutputError: the container holds no such sound or picture.
        """
        name = stream.codec_context.name if stream.codec_context else stream.type
        if stream.disposition & Disposition.attached_pic and self.target.format.name == "matroska":
            self.left_out.append("cover")  # Matroska's are files that lie beside the streams
            return
        try:
            copy = self.target.add_stream_from_template(stream)
        except (ValueError, FFmpegError) as error:
            if stream.type in ("video", "audio"):
                raise OutputError(
                    f"A file of this kind cannot hold {name} {'pictures' if stream.type == 'video' else 'sound'}. "
                    "Choose a name that ends in .mkv."
                ) from error
            self.left_out.append(f"{stream.type} ({name})")
            return
        copy.metadata.update(stream.metadata)
        copy.disposition = stream.disposition
        self.streams[stream.index] = copy

    def packets(self, cancel: CancelToken, progress: ProgressListener) -> "Iterator[Packet[Any]]":
        """What the source holds of the copied streams and of others, in its order, while progress is told."""
        total = claimed_seconds(self.source)
        told = -1.0
        for packet in self.source.demux():
            cancel.check()
            now = seconds(packet) - self.start
            if packet.dts is None:  # the end of a stream
                continue
            if now - told >= 1.0:
                told = now
                progress(Progress(min(max(0.0, now), total) if total else max(0.0, now), total))
            yield packet


def seconds(packet: "Packet[Any]") -> float:
    """When a packet is decoded, on its file's clock; the packet that ends a stream has no time: 0."""
    return float(packet.dts * packet.time_base) if packet.dts is not None and packet.time_base else 0.0


@contextmanager
def copy_of(media: Path, target: Path, *, overwrite: bool = False) -> Iterator[MediaCopy]:
    """Open ``media`` and a new file, which stands under the name ``target`` once the block is over.

    Raises:
        MediaError: the medium cannot be read.
        UsageError: the target's ending names no container that can be written, or it is the medium itself.
        OutputError: the disk or the container refuses.
    """
    form = CONTAINERS.get(target.suffix.lower())
    if form is None:
        raise UsageError(f"{target.name} names no kind of video that can be written. Let it end in .mkv or .mp4.")
    if target.exists() and media.exists() and target.samefile(media):
        raise UsageError(f"{target.name} is the film itself. Choose another name for the copy.")
    options = {"movflags": "+faststart"} if form != "matroska" else {}
    with write_aside(target, overwrite=overwrite) as aside, open_media(media) as source:
        try:
            with av.open(str(aside), "w", format=form, options=options) as container:
                container.metadata.update(source.metadata)
                if chapters := source.chapters():
                    container.set_chapters(chapters)
                yield MediaCopy(source, container)
        except FFmpegError as error:
            raise OutputError(
                f"{target} could not be written: {error.strerror or error}. Try the name with .mkv, or make room."
            ) from error


def quiet(_progress: Progress) -> None:
    """Listens to progress, and does nothing."""
