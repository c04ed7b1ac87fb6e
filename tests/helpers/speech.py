"""Finds the folder of real speech, which is no part of the project."""

import os
from pathlib import Path

import pytest


def speech_folder() -> Path:
    """The folder named by ALM_SPEECH, or ``shared/speech`` beside the checkout; skips the test without it."""
    named = os.environ.get("ALM_SPEECH")
    folder = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "speech"
    if not (folder / "manifest.jsonl").is_file():
        pytest.skip(f"no speech recordings in {folder} (set ALM_SPEECH)")
    return folder


def recording(name: str) -> Path:
    """One recording of the folder; skips the test without it."""
    path = speech_folder() / name
    if not path.is_file():
        pytest.skip(f"no recording {name}")
    return path
