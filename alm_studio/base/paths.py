"""Where the program keeps things. ``ALM_STUDIO_HOME`` moves everything into one folder (tests, portable use)."""

import os
from pathlib import Path

import platformdirs

_NAME = "alm-studio"


def _under(kind: str, default: str) -> Path:
    home = os.environ.get("ALM_STUDIO_HOME")
    path = Path(home) / kind if home else Path(default)
    path.mkdir(parents=True, exist_ok=True)
    return path


def config_dir() -> Path:
    """Settings."""
    return _under("config", platformdirs.user_config_dir(_NAME))


def cache_dir() -> Path:
    """What can be made again: waveform peaks, checked sums."""
    return _under("cache", platformdirs.user_cache_dir(_NAME))


def models_dir() -> Path:
    """Downloaded and trained models."""
    return _under("models", str(Path(platformdirs.user_data_dir(_NAME)) / "models"))


def training_dir() -> Path:
    """Training runs that the window started: their settings, checkpoints and logs."""
    return _under("training", str(Path(platformdirs.user_data_dir(_NAME)) / "training"))


def projects_dir() -> Path:
    """Projects that the user has not saved anywhere else, and the index of all projects."""
    return _under("projects", str(Path(platformdirs.user_data_dir(_NAME)) / "projects"))


def live_dir() -> Path:
    """Live recordings, a folder each: sound, text and project."""
    return _under("live", str(Path(platformdirs.user_data_dir(_NAME)) / "live"))


def log_dir() -> Path:
    """Log files."""
    return _under("log", platformdirs.user_log_dir(_NAME))


def resources_dir() -> Path:
    """The files that come with the program, from a wheel or from a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
