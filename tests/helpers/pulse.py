"""A PulseAudio server of the tests' own: sinks that come and go, files that are played into them."""

import os
import shutil
import signal
import subprocess
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest


class Pulse:
    """A running server; its clients find it by the environment."""

    def __init__(self, folder: Path, server: "subprocess.Popen[bytes]") -> None:
        self._folder = folder
        self._server = server
        self._modules: dict[str, str] = {}

    def add_sink(self, name: str) -> None:
        """A sink without a loudspeaker, whose monitor becomes what is listened to by default."""
        self._modules[name] = _control("load-module", "module-null-sink", f"sink_name={name}").strip()
        self.set_default(name)

    def set_default(self, name: str) -> None:
        _control("set-default-source", f"{name}.monitor")

    def remove_sink(self, name: str) -> None:
        _control("unload-module", self._modules.pop(name))

    @contextmanager
    def halted(self) -> Iterator[None]:
        """As on a machine that is too busy to let the server run."""
        self._server.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._server.send_signal(signal.SIGCONT)

    @contextmanager
    def playing(self, sound: np.ndarray, sink: str) -> Iterator[None]:
        """Play mono sound at 16 kHz."""
        path = self._folder / "played.wav"  # not every paplay reads FLAC
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes((sound * 32767).astype("<i2").tobytes())
        player = subprocess.Popen(["paplay", f"--device={sink}", str(path)], stderr=subprocess.DEVNULL)
        try:
            yield
        finally:
            player.kill()
            player.wait()


@contextmanager
def pulse_server(folder: Path) -> Iterator[Pulse]:
    """A server in a folder of its own; skips the test where PulseAudio or PortAudio is not installed."""
    for tool in ("pulseaudio", "pactl", "paplay"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    sounddevice = pytest.importorskip("sounddevice", exc_type=OSError)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("XDG_RUNTIME_DIR", folder), ("PULSE_RUNTIME_PATH", folder / "pulse"), ("HOME", folder)):
            patch.setenv(name, str(value))
        patch.delenv("PULSE_SERVER", raising=False)
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "-L", "module-native-protocol-unix"]
        server = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ})
        try:
            _await_server()
            sounddevice._terminate()
            sounddevice._initialize()  # PortAudio lists the devices when it starts
            yield Pulse(folder, server)
        finally:
            server.terminate()
            server.wait()
    sounddevice._terminate()
    sounddevice._initialize()


def _await_server() -> None:
    for _ in range(100):
        if subprocess.run(["pactl", "info"], capture_output=True).returncode == 0:
            return
        time.sleep(0.1)
    raise TimeoutError("PulseAudio does not start")


def _control(*command: str) -> str:
    return subprocess.run(["pactl", *command], check=True, capture_output=True, text=True).stdout
