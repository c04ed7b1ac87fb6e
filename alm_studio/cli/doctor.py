"""``alm-studio doctor``: is everything there that the program needs?"""

import argparse
import importlib
import platform
from collections.abc import Callable

from alm_studio import __version__
from alm_studio.base.errors import AlmError


def run(options: argparse.Namespace) -> int:
    """Check each part and say what to do about what is missing.

    Returns:
        0, or 1 where transcription would not work.
    """
    print(f"alm-studio {__version__}, Python {platform.python_version()}, {platform.platform()}")
    sound = True
    for name, check, needed in _CHECKS:
        try:
            good, text = True, check()
        except AlmError as error:
            good, text = False, str(error)
        except Exception as error:  # a library that cannot be imported may raise anything
            good, text = False, f"{type(error).__name__}: {error}"
        print(f"{'ok ' if good else 'NO '} {name:<12} {text}")
        sound = sound and (good or not needed)
    return 0 if sound else 1


def _torch() -> str:
    from alm_studio.cli.devices import compute_devices

    version = importlib.import_module("torch").__version__
    return f"{version}; " + "; ".join(f"{name}: {title}" for name, title in compute_devices())


def _media() -> str:
    av = importlib.import_module("av")
    return f"PyAV {av.__version__}, FFmpeg {'.'.join(map(str, av.library_versions['libavformat']))} (libavformat)"


def _sound() -> str:
    from alm_studio.cli.devices import sound_inputs

    inputs, problem = sound_inputs()
    return f"{len(inputs)} inputs" if inputs else f"no input: {problem}"


def _qt() -> str:
    # By name: only the window's package may import Qt, and here it is only asked for its version.
    return f"Qt {importlib.import_module('PySide6.QtCore').qVersion()}"


def _model() -> str:
    from alm_studio.checkpoints.loading import load_model

    model = load_model("base")
    return f"{model.name} loads ({model.compute} on {model.device})"


_CHECKS: tuple[tuple[str, Callable[[], str], bool], ...] = (
    ("torch", _torch, True),
    ("media", _media, True),
    ("model", _model, True),
    ("window", _qt, False),
    ("sound", _sound, False),
)
