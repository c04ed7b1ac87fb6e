"""What is imported while the window is open."""

import subprocess
import sys

CODE = """
import sys
import alm_studio.gui.main_window
from alm_studio.gui.read_ahead import import_numpy
before = set(sys.modules)
import_numpy()
print(sorted(name for name in set(sys.modules) - before if name.startswith(("PySide6", "shiboken6", "pyqtgraph"))))
"""


def test_the_pool_imports_nothing_of_qt():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_qt_is_imported_in_the_windows_thread(window, qtbot, monkeypatch):
    """Classes of Qt that are made in another thread crash the window when it meets one half made."""
    import builtins
    import threading

    plain, elsewhere = builtins.__import__, []

    def watched(name, *rest, **named):
        if name.startswith(("PySide6", "pyqtgraph")) and threading.current_thread() is not threading.main_thread():
            elsewhere.append(name)
        return plain(name, *rest, **named)

    for name in [name for name in sys.modules if name.startswith("alm_studio.gui.views.inspector")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "alm_studio.gui.dialogs.fine_tune", raising=False)
    monkeypatch.setattr(builtins, "__import__", watched)
    window.actions_["attention"].trigger()
    window.actions_["train"].trigger()
    qtbot.waitUntil(lambda: window.inspection.dock is not None and window.fine_tuning.dialog is not None)
    assert not elsewhere
    window.fine_tuning.dialog.close()
