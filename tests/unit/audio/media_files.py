"""Makes media for the tests, with PyAV."""

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray


def tone(seconds: float, rate: int = 16000, frequency: float = 440.0, level: float = 0.5) -> NDArray[np.float32]:
    """A sine, [N]."""
    time = np.arange(round(seconds * rate)) / rate
    return (level * np.sin(2 * np.pi * frequency * time)).astype(np.float32)


@dataclass
class Track:
    """Sound to write: ``pieces`` are (start in seconds, samples [N] or [channels, N])."""

    pieces: list[tuple[float, NDArray[np.float32]]]
    codec: str = "pcm_s16le"
    rate: int = 16000
    layout: str = "mono"
    metadata: dict[str, str] = field(default_factory=dict)


def write(path: Path, *tracks: Track, video_seconds: float = 0.0, video_start: float = 0.0) -> Path:
    """Write tracks (and a black picture) with exact time stamps."""
    packets = []
    with av.open(str(path), "w") as container:
        picture = None
        if video_seconds:
            picture = container.add_stream("mpeg4", rate=25)
            picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        streams = []
        for track in tracks:
            stream = container.add_stream(track.codec, rate=track.rate)
            stream.layout = track.layout
            stream.metadata.update(track.metadata)
            streams.append(stream)
        if picture:
            for i in range(round(video_seconds * 25)):
                frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")
                frame.pts, frame.time_base = i + round(video_start * 25), Fraction(1, 25)
                packets += picture.encode(frame)
            packets += picture.encode(None)
        for track, stream in zip(tracks, streams, strict=True):
            packets += _encode(track, stream)
        packets.sort(key=lambda packet: packet.dts * packet.time_base)
        for packet in packets:
            container.mux(packet)
    return path


def _encode(track: Track, stream: av.AudioStream) -> list[av.Packet]:
    packets = []
    context = stream.codec_context
    converter = av.AudioResampler(format=context.format, layout=track.layout, rate=track.rate)
    step = context.frame_size or 1024
    for start, samples in track.pieces:
        samples = np.atleast_2d(samples)
        pts = round(start * track.rate)
        for i in range(0, samples.shape[1], step):
            part = samples[:, i : i + step].T.reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part), format="flt", layout=track.layout)
            frame.sample_rate = track.rate
            for converted in converter.resample(frame):
                converted.pts, converted.time_base = pts, Fraction(1, track.rate)
                pts += converted.samples
                packets += stream.encode(converted)
    return packets + stream.encode(None)
