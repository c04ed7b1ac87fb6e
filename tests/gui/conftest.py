import logging
import os
import re
import sys

import pytest

# Without a display the tests run on Qt's own, which draws into memory.
if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from alm_studio.base.settings import Settings
from alm_studio.gui import app as gui_app
from alm_studio.gui.jobs import Jobs
from alm_studio.gui.main_window import MainWindow
from alm_studio.gui.notify import Notifier

from .helpers import ScriptedBackend

# What a machine without sound card, graphics card or window manager says; none of it is ours.
_FOREIGN = re.compile(
    r"PulseAudio|pipewire|HW decoder|propagateSizeHints|XDG_RUNTIME_DIR|audio device|libva|vdpau|EGL|OpenGL|"
    r"does not support (raise|activation)|No such file|FFmpeg version|RHI|QRhi"
)


@pytest.fixture(autouse=True)
def quiet_log(request, caplog, qtlog):
    """An unexpected warning in the log, Python's or Qt's, fails the test."""
    yield
    if "expected_in_log" in request.fixturenames:
        return
    ours = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    grave = {"QtWarningMsg", "QtCriticalMsg", "QtFatalMsg"}
    qts = [record.message for record in qtlog.records if record.log_type_name in grave]
    unexpected = [message for message in ours + qts if not _FOREIGN.search(message)]
    assert not unexpected, f"unexpected in the log: {unexpected}"


@pytest.fixture
def expected_in_log():
    """Asked for by tests that provoke errors."""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Settings, caches and logs of a test are its own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("ALM_STUDIO_HOME", str(folder))
    return folder


@pytest.fixture
def backend():
    return ScriptedBackend()


@pytest.fixture
def jobs(qapp, backend):
    jobs = Jobs(backend)
    yield jobs
    jobs.shutdown()
    jobs.join()


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def notifier(qapp):
    return Notifier()


@pytest.fixture
def window(qapp, qtbot, settings, jobs, notifier):
    gui_app.set_up(qapp)
    window = MainWindow(settings, jobs, notifier)
    qtbot.addWidget(window, before_close_func=stop_work)
    window.show()
    qtbot.waitExposed(window)
    yield window


def stop_work(window):
    """Nothing may run when a test's window goes."""
    window.playback.close()
    window.transcription.cancel_all()
    window._closing = True  # closes without a question
