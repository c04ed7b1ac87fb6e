"""Puts captions into a copy of a film as a track of their own; picture and sound are not encoded again."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from av import Packet
from av.container import OutputContainer
from av.stream import Disposition, Stream

from alm_studio.base.cancel import CancelToken
from alm_studio.base.progress import ProgressListener
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.base import clean_lines
from alm_studio.pipeline.copying import copy_of, quiet, seconds
from alm_studio.pipeline.language_tags import container_tag

_MS = Fraction(1, 1000)
_HEADER = (
    b"[V4+ Styles]\r\nFormat: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, "
    b"Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, "
    b"MarginL, MarginR, MarginV, Encoding\r\nStyle: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,"
    b"1,0,2,10,10,10,1\r\n"
)
"""The style that FFmpeg's encoders of text ask for; players use their own."""


def mux(
    media: Path,
    document: Document,
    target: Path,
    *,
    overwrite: bool = False,
    cancel: CancelToken | None = None,
    progress: ProgressListener = quiet,
) -> list[str]:
    """Write a copy of ``media`` with ``document`` as its default subtitles.

    Args:
        media: the film, or sound alone.
        document: the cues; those without text are left out.
        target: ``.mkv``, ``.mp4``, ``.m4v`` or ``.mov``.
        overwrite: whether an existing file may be replaced.
        cancel: looked at between packets.
        progress: hears seconds of the medium.

    Returns:
        What the new container cannot hold, in words; mostly nothing.

    Raises:
        MediaError: the medium cannot be read.
        UsageError: the target's ending is of no container that can be written.
        OutputError: the disk or the container refuses.
        CancelledError: ``cancel`` was set; nothing is left behind.
    """
    with copy_of(media, target, overwrite=overwrite) as copy:
        for stream in copy.source.streams:
            copy.add(stream)
            if stream.type == "subtitle" and stream.index in copy.streams:
                made = copy.streams[stream.index]
                made.disposition = made.disposition & ~Disposition.default
        text = copy.target.add_stream("subrip" if target.suffix.lower() == ".mkv" else "mov_text")
        text.time_base = _MS
        text.codec_context.subtitle_header = _HEADER
        text.metadata["language"] = container_tag(document.language)
        text.disposition = Disposition.default
        copy.target.start_encoding()
        waiting = _Waiting(document.captions, copy.target, text, round(copy.start * 1000))
        for packet in copy.packets(cancel or CancelToken(), progress):
            waiting.flush(seconds(packet))
            if packet.stream.index in copy.streams:
                packet.stream = copy.streams[packet.stream.index]
                copy.target.mux(packet)
        waiting.flush(float("inf"))
        return copy.left_out


class _Waiting:
    """The cues that have not been written yet. They go in between the packets of their time: players read ahead a
    little, not to the end of the file."""

    def __init__(self, captions: Sequence[Caption], target: OutputContainer, stream: Stream, offset: int) -> None:
        self._cues = iter([caption for caption in captions if caption.text.strip()])
        self._target, self._stream, self._offset = target, stream, offset
        self._next = next(self._cues, None)

    def flush(self, until: float) -> None:
        """Write the cues that begin before ``until``, in seconds on the file's clock."""
        while self._next is not None and (self._next.start + self._offset) / 1000 <= until:
            self._target.mux(self._packet(self._next))
            self._next = next(self._cues, None)

    def _packet(self, cue: Caption) -> "Packet[Any]":
        data = "\n".join(clean_lines(cue.text)).encode("utf-8", errors="replace")
        if self._stream.codec_context.name == "mov_text":  # 3GPP timed text: the length goes before
            data = len(data).to_bytes(2, "big") + data
        packet: Packet[Any] = Packet(data)
        packet.stream = self._stream
        packet.pts = packet.dts = cue.start + self._offset
        packet.duration, packet.time_base = cue.duration, _MS
        return packet
