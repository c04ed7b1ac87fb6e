"""What can be listened to: microphones, and what the system plays where that can be heard."""

import sys
from dataclasses import dataclass
from typing import Any

from alm_studio.base.errors import MediaError

PULSE = "pulse:"
"""What the name of an input begins with that PulseAudio (or PipeWire in its place) knows and PortAudio does not."""


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


def _pulse_sources() -> list[SoundInput]:
    """PulseAudio's sources, each microphone and the monitor of each output; none where it does not run."""
    if sys.platform != "linux":
        return []
    try:
        import pulsectl
    except (ImportError, OSError):  # its library is missing
        return []
    try:
        with pulsectl.Pulse("alm-studio", connect=False) as pulse:
            pulse.connect(autospawn=False)
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
    except pulsectl.PulseError:
        return []
