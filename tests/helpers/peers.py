"""Finds an environment with other programs to compare with, which is no part of the project."""

import os
import subprocess
from functools import cache
from pathlib import Path

import pytest


def peers_python(module: str) -> Path:
    """A Python that has a module: the one named by ALM_PEERS, or of ``.peers`` in the checkout; skips without it."""
    named = os.environ.get("ALM_PEERS")
    python = Path(named) if named else Path(__file__).resolve().parents[2] / ".peers" / "bin" / "python"
    if not python.is_file() or not _has(python, module):
        pytest.skip(f"no {module} in {python} (set ALM_PEERS to a Python that has it)")
    return python


@cache
def _has(python: Path, module: str) -> bool:
    code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({module!r}) is None)"
    return subprocess.run([str(python), "-c", code], check=False, timeout=60).returncode == 0
