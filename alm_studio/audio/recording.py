"""Sound written to a FLAC file while it comes."""

from pathlib import Path
from types import TracebackType

import av
import numpy as np

from alm_studio.audio.downmix import Samples
from alm_studio.audio.resampling import SAMPLE_RATE
from alm_studio.base.errors import MediaError, OutputError

_TOTAL = 18
"""Byte of a FLAC file at which the 64 bits of its stream information begin whose last 36 are the number of samples."""
_TOTAL_BITS = 36


def mend(path: Path) -> int:
    """Write into a recording that was broken off how long it is, which otherwise stands there at the end alone.

    Args:
        path: a FLAC file of ``Recording``; one that is whole stays as it is.

    Returns:
        Ms of sound in it.

    Raises:
        MediaError: it cannot be read, or holds no sound.
        OutputError: it cannot be written.

    Format: RFC 9639, 8.2.
    """
    try:
        with av.open(str(path)) as container:
            samples = sum(packet.duration or 0 for packet in container.demux(audio=0))
    except (OSError, av.FFmpegError, IndexError) as error:
        raise MediaError(f"The recording {path} cannot be read ({error}).") from error
    if not samples:
        raise MediaError(f"There is no sound in the recording {path}.")
    try:
        with path.open("r+b") as file:
            file.seek(_TOTAL)
            bits = int.from_bytes(file.read(8), "big")
            if not bits % (1 << _TOTAL_BITS):
                file.seek(_TOTAL)
                file.write((bits + samples).to_bytes(8, "big"))
    except OSError as error:
        raise OutputError(f"The recording {path} cannot be mended ({error.strerror}).") from error
    return samples * 1000 // SAMPLE_RATE


class Recording:
    """A FLAC file that can be read up to the last second at any moment, also after a kill.

    Args:
        path: which must not exist.

    Raises:
        OutputError: it exists, or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if path.exists():
            raise OutputError(f"{path} exists. Choose another folder, or move the file.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._container = av.open(str(path), "w", format="flac", options={"flush_packets": "1"})
        except (OSError, av.FFmpegError) as error:
            raise OutputError(f"{path} cannot be written ({error}). Choose another folder.") from error
        self._stream = self._container.add_stream("flac", rate=SAMPLE_RATE, layout="mono", format="s16")
        self._written = 0

    def write(self, samples: Samples) -> None:
        """Append [N] mono at 16 kHz.

        Raises:
            OutputError: the disk refuses.
        """
        if not samples.size:
            return
        numbers = np.round(np.clip(samples, -1.0, 1.0) * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(numbers[np.newaxis], format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = self._written
        self._written += samples.size
        self._mux(frame)

    def close(self) -> None:
        """Finish the file.

        Raises:
            OutputError: the disk refuses.
        """
        self._mux(None)
        self._container.close()

    def _mux(self, frame: av.AudioFrame | None) -> None:
        try:
            self._container.mux(self._stream.encode(frame))
        except (OSError, av.FFmpegError) as error:
            raise OutputError(f"The sound can no longer be saved in {self.path} ({error}). Make room there.") from error

    def __enter__(self) -> "Recording":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
