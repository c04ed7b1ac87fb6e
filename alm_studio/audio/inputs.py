"""What can be listened to: microphones, and what the system plays where that can be heard."""

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from alm_studio.base.errors import MediaError

PULSE = "pulse:"
"""What the name of an input begins with that PulseAudio (or PipeWire in its place) knows and PortAudio does not."""

_PROCESS = "application.process.id"


@dataclass(frozen=True)
class SoundInput:
    """Something to listen to.

    Attributes:
        name: what ``capture.Microphone`` takes.
        title: what a person reads.
        channels: at most.
        rate: Hz.
        monitor: whether it is what the system plays.
    """

    name: str
    title: str
    channels: int
    rate: int
    monitor: bool = False


def list_inputs() -> list[SoundInput]:
    """All sound inputs; none where none is connected.

    Raises:
        MediaError: there is no PortAudio, or it cannot ask the system.
    """
    sounddevice = import_sounddevice()
    try:
        devices = sounddevice.query_devices()
    except sounddevice.PortAudioError as error:
        raise MediaError(f"The sound system does not answer ({error}). Start it, or restart the machine.") from error
    found = [
        SoundInput(
            str(device["name"]), str(device["name"]), device["max_input_channels"], round(device["default_samplerate"])
        )
        for device in devices
        if device["max_input_channels"] > 0
    ]
    reachable = any(one.name == "pulse" for one in found)
    return [*found, *_pulse_sources()] if reachable else found


def import_sounddevice() -> Any:
    """The module ``sounddevice``.

    Raises:
        MediaError: the PortAudio library is missing.
    """
    try:
        import sounddevice
    except OSError as error:
        raise MediaError(
            "Sound inputs need the PortAudio library, which is not installed (Debian: apt install libportaudio2)."
        ) from error
    return sounddevice


def heard_source() -> str:
    """Name of the PulseAudio source that this program listens to now; empty where that cannot be known.

    The server moves who listens to a source that goes on to another, without a word.
    """
    with _pulse() as pulse:
        if pulse is None:
            return ""
        own = [one for one in pulse.source_output_list() if one.proplist.get(_PROCESS) == str(os.getpid())]
        names = {source.index: str(source.name) for source in pulse.source_list()}
        return names.get(own[-1].source, "") if own else ""


def has_source(name: str) -> bool:
    """Whether PulseAudio knows a source of that name now."""
    with _pulse() as pulse:
        return pulse is not None and any(source.name == name for source in pulse.source_list())


def _pulse_sources() -> list[SoundInput]:
    """PulseAudio's sources, each microphone and the monitor of each output; none where it does not run."""
    with _pulse() as pulse:
        if pulse is None:
            return []
        return [
            SoundInput(
                PULSE + source.name,
                source.description,
                source.channel_count,
                source.sample_spec.rate if hasattr(source, "sample_spec") else 0,
                monitor=source.name.endswith(".monitor"),
            )
            for source in pulse.source_list()
        ]


@contextlib.contextmanager
def _pulse() -> Iterator[Any]:
    """A connection to PulseAudio, or to PipeWire in its place; None where there is none."""
    if sys.platform != "linux":
        yield None
        return
    try:
        import pulsectl
    except (ImportError, OSError):  # its library is missing
        yield None
        return
    connection = pulsectl.Pulse("alm-studio", connect=False)
    try:
        connection.connect(autospawn=False)
    except pulsectl.PulseError:
        yield None
        return
    with connection:
        yield connection
