"""The start of the program, in a process of its own."""

import os
import re
import subprocess
import sys
import textwrap

import pytest

_WATCH = """
    import sys
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication
    from alm_studio.__main__ import main
    from alm_studio.gui import app

    def after(window, paths):
        heavy = {"torch", "av", "numpy", "pysubs2", "torchaudio", "tokenizers"} & set(sys.modules)
        print("heavy:", sorted(heavy), flush=True)
        original(window, paths)
        QTimer.singleShot(0, window.close)

    original, app.after_first_paint = app.after_first_paint, after
    sys.exit(main([]))
"""


def start(home) -> str:
    environment = {**os.environ, "ALM_STUDIO_HOME": str(home), "ALM_STUDIO_TIMING": "1"}
    command = [sys.executable, "-c", textwrap.dedent(_WATCH)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_nothing_heavy_is_imported_before_the_first_paint(home):
    assert "heavy: []" in start(home)


@pytest.mark.skipif(
    not hasattr(os, "getloadavg") or os.getloadavg()[0] > (os.cpu_count() or 1),
    reason="other programs keep the machine busy: the time would be theirs",
)
def test_the_first_window_shows_soon(home):
    seconds = []
    for _ in range(3):
        found = re.search(r"First paint ([\d.]+) s", start(home))
        assert found
        seconds.append(float(found[1]))
    print(f"first paint after {sorted(seconds)[1]:.2f} s")
    assert sorted(seconds)[1] < 4.0, seconds  # the goal is 1.5 s; a machine at work takes longer
