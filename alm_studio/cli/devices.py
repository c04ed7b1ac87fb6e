"""``alm-studio devices``: where the model can compute, and what can be listened to."""

import argparse


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
    """Names of the sound inputs, and why there are none where there are none."""
    try:
        import sounddevice
    except OSError:  # the PortAudio library is missing
        return [], "PortAudio is not installed (Debian: apt install libportaudio2)."
    try:
        devices = sounddevice.query_devices()
    except sounddevice.PortAudioError as error:
        return [], f"PortAudio says: {error}"
    names = [
        f"{device['name']} ({device['max_input_channels']} channels, {device['default_samplerate']:.0f} Hz)"
        for device in devices
        if device["max_input_channels"] > 0
    ]
    return names, "no microphone is connected."
