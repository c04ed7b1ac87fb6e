"""The beginning of every run over a file."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from alm_studio.audio.decode import decode, probe
from alm_studio.audio.downmix import Samples
from alm_studio.pipeline.events import Event, Opened, Warned

_BLOCK = 30.0
"""Seconds of sound that go through the speech detector together: its convolutions still fit a core's cache."""


def events_of(media: Path, track: int, run: Callable[[Iterable[Samples], int], Iterator[Event]]) -> Iterator[Event]:
    """Open a file, and tell what is amiss with it between the events of a run over its sound.

    Args:
        media: anything FFmpeg reads.
        track: number of the sound track.
        run: given blocks of sound and ms of the medium by its container's account, yields the events.

    Raises:
        MediaError: nothing can be heard in the file.
        UsageError: there is no such track.
    """
    info = probe(media)
    warnings: list[str] = []
    blocks = decode(media, track, warnings.append, _BLOCK)
    yield Opened(info.duration)
    for event in run(blocks, info.duration):
        while warnings:
            yield Warned(warnings.pop(0))
        yield event
