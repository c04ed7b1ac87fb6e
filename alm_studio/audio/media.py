"""Media files: what is in them, and a clear sentence when they cannot be opened."""

from dataclasses import dataclass
from pathlib import Path

import av
from av import AudioStream, FFmpegError, VideoStream
from av.container import InputContainer
from av.stream import Disposition

from alm_studio.base.errors import MediaError

# PyAV keeps FFmpeg's log off stderr unless av.logging.set_level is called: nothing here may call it.

_HEADERLESS = {".raw", ".pcm", ".s16", ".s16le", ".s16be", ".f32", ".f32le", ".u8", ".bin", ".dat"}
"""Suffixes of samples without a header. FFmpeg takes some of them for pictures."""

_PICTURES = Disposition.attached_pic | Disposition.still_image | Disposition.timed_thumbnails
"""Video streams with one of these are cover art, not film."""

_FEWEST_BITS_PER_SECOND = 20
"""No codec gets below this, silence included: a file that is smaller lies about its duration."""


@dataclass(frozen=True)
class AudioTrack:
    """One sound track.

    Attributes:
        index: number of the track among the sound tracks, from 0; what ``decode`` takes.
        codec: FFmpeg's name of the codec; empty when FFmpeg has no decoder for it.
        language: language tag from the container, as written there; empty if unknown.
        title: title from the container; may be empty.
        channels: number of channels; 0 if unknown.
        sample_rate: in Hz; 0 if unknown.
    """

    index: int
    codec: str
    language: str
    title: str
    channels: int
    sample_rate: int


@dataclass(frozen=True)
class MediaInfo:
    """What a media file holds.

    Attributes:
        duration: milliseconds, as the container says; 0 where it says nothing or something impossible.
        tracks: the sound tracks; at least one.
        has_video: whether there is a moving picture (cover art is none).
    """

    duration: int
    tracks: tuple[AudioTrack, ...]
    has_video: bool


def probe(path: Path | str) -> MediaInfo:
    """Look at a file without decoding it.

    Raises:
        MediaError: the file cannot be opened or has no sound track.
    """
    path = Path(path)
    with open_media(path) as container:
        return MediaInfo(
            duration=round(claimed_seconds(container) * 1000),
            tracks=tuple(_track(i, stream) for i, stream in enumerate(container.streams.audio)),
            has_video=has_video(container),
        )


def open_media(path: Path) -> InputContainer:
    """Open a file that has at least one sound track; the caller closes it.

    Raises:
        MediaError: the file is missing, unreadable, no media or without sound.
    """
    _check_file(path)
    try:
        # "file:" so that a colon in the name is not taken for a protocol.
        container = av.open(f"file:{path}", "r", metadata_errors="replace")
    except (FFmpegError, OSError) as error:
        if path.suffix.lower() in _HEADERLESS:
            raise _headerless(path) from error
        raise MediaError(
            f"{path} cannot be read: it is no sound or video file, it has lost its header, or its beginning "
            "is damaged. Check that another player opens it, and convert or copy it again."
        ) from error
    if container.streams.audio:
        return container
    picture = has_video(container)
    container.close()
    if path.suffix.lower() in _HEADERLESS:
        raise _headerless(path)
    if picture:
        raise MediaError(f"{path} has a picture but no sound track. Choose a file with sound.")
    raise MediaError(f"{path} holds no sound. Choose a sound or video file.")


def has_video(container: InputContainer) -> bool:
    """Whether the container holds a moving picture."""
    return film(container) is not None


def film(container: InputContainer) -> VideoStream | None:
    """The moving picture of a container; None where there is none (cover art is none)."""
    return next((stream for stream in container.streams.video if not stream.disposition & _PICTURES), None)


def claimed_seconds(container: InputContainer) -> float:
    """The duration that the container claims, in seconds; 0.0 if none or impossible for the file's size."""
    seconds = (container.duration or 0) / av.time_base
    if seconds <= 0 or container.size * 8 < seconds * _FEWEST_BITS_PER_SECOND:
        return 0.0
    return seconds


def _check_file(path: Path) -> None:
    """Say plainly what FFmpeg would say in riddles."""
    try:
        if path.is_dir():
            raise MediaError(f"{path} is a folder. Choose a sound or video file in it.")
        if not path.exists():
            raise MediaError(f"There is no file {path}. Check the name, or choose the file again.")
        if not path.is_file():
            raise MediaError(f"{path} is a device or a pipe. Save the sound to a file first.")
        with path.open("rb") as file:
            if not file.read(1):
                raise MediaError(f"{path} is empty. Copy or record it again.")
    except PermissionError as error:
        raise MediaError(f"You may not read {path}. Change its permissions, or copy it elsewhere.") from error
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        raise MediaError(f"{path} cannot be read ({error}). Check the disk or the network.") from error


def _headerless(path: Path) -> MediaError:
    return MediaError(
        f"{path} is sound without a header (raw samples), so its sample rate and format are unknown. Save it "
        "as WAV first, for example with Audacity (File, Import, Raw Data)."
    )


def _track(index: int, stream: AudioStream) -> AudioTrack:
    # FFmpeg has no decoder for some codecs: the stream then has no codec context.
    context = stream.codec_context
    language = stream.metadata.get("language", "")
    return AudioTrack(
        index=index,
        codec=context.codec.canonical_name if context else "",
        language="" if language == "und" else language,
        title=stream.metadata.get("title", ""),
        channels=context.layout.nb_channels if context else 0,
        sample_rate=context.sample_rate if context else 0,
    )
