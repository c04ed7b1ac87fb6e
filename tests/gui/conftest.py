import os
import sys

import pytest

# Without a display the tests run on Qt's own, which draws into memory.
if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from alm_studio.base.settings import Settings
from alm_studio.gui import app as gui_app
from alm_studio.gui.controllers.training import Phase
from alm_studio.gui.jobs import Jobs
from alm_studio.gui.main_window import MainWindow
from alm_studio.gui.notify import Notifier

from .helpers import ScriptedBackend


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
    window.live.close()
    window.playback.close()
    window.transcription.cancel_all()
    window.keeping.close()
    window.keeping.join()
    window.fine_tuning.close()
    window.training._process.kill()
    window.training.phase = Phase.IDLE
    window._closing = True  # closes without a question
