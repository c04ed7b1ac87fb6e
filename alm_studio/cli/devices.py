"""``alm-studio devices``: where the model can compute, and what can be listened to."""

import argparse
from typing import TYPE_CHECKING

from alm_studio.base.errors import MediaError

if TYPE_CHECKING:
    from alm_studio.audio.inputs import SoundInput


def run(options: argparse.Namespace) -> int:
    """Print processors and sound inputs."""
    for name, title in compute_devices():
        print(f"{name:<8} {title}")
    inputs, problem = sound_inputs()
    for title in inputs:
        print(f"input    {title}")
    if not inputs:
        print(f"input    none: {problem}")
    return 0


def compute_devices() -> list[tuple[str, str]]:
    """What ``--device`` takes here, with a description."""
    import torch

    from alm_studio.checkpoints.precision import choose_precision

    cpu = torch.device("cpu")
    found = [("cpu", f"{torch.get_num_threads()} threads, {choose_precision('auto', cpu)} by default")]
    for index in range(torch.cuda.device_count() if torch.cuda.is_available() else 0):
        properties = torch.cuda.get_device_properties(index)
        found.append((f"cuda:{index}", f"{properties.name}, {properties.total_memory / 2**30:.0f} GiB"))
    if torch.backends.mps.is_available():
        found.append(("mps", "Apple GPU"))
    return found


def sound_inputs() -> tuple[list[str], str]:
    """A line for each sound input, and why there are none where there are none."""
    from alm_studio.audio.inputs import list_inputs

    try:
        inputs = list_inputs()
    except MediaError as error:
        return [], str(error)
    return [_line(one) for one in inputs], "no microphone is connected."


def _line(one: "SoundInput") -> str:
    what = f"{one.channels} channels, {one.rate} Hz" + (", what the system plays" if one.monitor else "")
    return f"{one.name} ({what})" if one.name == one.title else f"{one.name}: {one.title} ({what})"
