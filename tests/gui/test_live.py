"""Live captions in the window, from the click to the project."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import urllib.request
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from alm_studio.audio.decode import probe
from alm_studio.base.errors import MediaError, ModelError
from alm_studio.base.notice import Notice
from alm_studio.base.paths import live_dir
from alm_studio.gui.controllers.training import Phase
from alm_studio.gui.live_run import leftovers
from alm_studio.gui.media_item import State
from alm_studio.streaming.events import Tentative

from .helpers import Hum, committed, write_sound

SAID = [
    (0.1, Tentative(" good")),
    (0.2, committed("Good morning.", 0)),
    (0.3, Tentative(" how are")),
    (99.0, committed("How are you?", 800, ends=True)),  # only at the end
]


@pytest.fixture
def hum(window, backend):
    """What is listened to."""
    backend.said = list(SAID)
    source = Hum()
    window.live.open_input = lambda _device: source
    return source


def start(window, qtbot):
    window.actions_["live"].trigger()
    qtbot.waitUntil(lambda: window.live.state == "on", timeout=5000)


def stop(window, qtbot, opens=True):
    """Stop, and wait until the recording is open where it is to be."""
    window.actions_["live"].trigger()
    qtbot.waitUntil(lambda: not window.live.active, timeout=5000)
    if opens:
        qtbot.waitUntil(lambda: window.item is not None and window.item.path.name == "sound.flac", timeout=5000)


def shown(window, qtbot):
    """The recording is open."""
    qtbot.waitUntil(lambda: window.item is not None and bool(window.messages.text), timeout=5000)


def texts(window):
    return [caption.text for caption in window.item.document.captions]


def test_one_click_records_captions_and_leaves_a_project(window, qtbot, hum):
    buttons = window.start_page.drop_area.findChildren(QPushButton)
    (button,) = [one for one in buttons if "live" in one.text()]
    button.click()
    live = window.live
    qtbot.waitUntil(lambda: live.overlay is not None and live.overlay.text.tentative == " how are", timeout=5000)
    overlay = live.overlay
    assert overlay.isVisible() and overlay.text.text == "Good morning."
    assert overlay.strip.texts[0] == "Recording" and overlay.strip.texts[3] == "scripted"
    qtbot.waitUntil(lambda: overlay.strip.meter.level > 0.3, timeout=2000)
    assert button.text() == "Stop &live captions"
    button.click()
    qtbot.waitUntil(lambda: not live.active, timeout=5000)
    assert overlay.text.text == "Good morning. How are you?"
    assert not overlay.isVisible() and hum.closed
    shown(window, qtbot)
    assert " ".join(texts(window)) == "Good morning. How are you?"
    folder = window.item.path.parent
    assert folder.parent == live_dir()
    assert {"captions.alms", "captions.txt", "sound.flac"} <= {path.name for path in folder.iterdir()}
    qtbot.waitUntil(lambda: not (folder / "unseen").exists(), timeout=2000)
    assert (folder / "captions.txt").read_text() == "Good morning. How are you?\n"
    assert probe(window.item.path).duration > 300
    assert "write again" in window.messages.text


def test_a_second_pass_can_be_undone(window, qtbot, hum):
    start(window, qtbot)
    qtbot.wait(300)
    stop(window, qtbot)
    shown(window, qtbot)
    before = texts(window)
    window.messages._action_buttons[0].click()
    qtbot.waitUntil(lambda: texts(window) == ["Cue number 0", "Cue number 1", "Cue number 2"], timeout=5000)
    assert window.item.state is State.DONE
    window.actions_["undo"].trigger()
    assert texts(window) == before


def test_a_pause_is_not_recorded_and_a_mark_is_a_note(window, qtbot, hum):
    start(window, qtbot)
    run = window.live.run
    qtbot.waitUntil(lambda: run.position.ms > 400, timeout=5000)
    window.actions_["live_mark"].trigger()
    assert "Marked at 00:00" in window.live.overlay.notice.text
    window.actions_["live_pause"].trigger()
    assert window.live.overlay.strip.texts[0] == "Paused"
    assert window.actions_["live_pause"].text() == "&Go on listening"
    qtbot.wait(250)
    before = run.position.ms
    qtbot.wait(300)
    assert run.position.ms == before
    window.actions_["live_pause"].trigger()
    qtbot.waitUntil(lambda: run.position.ms > before + 100, timeout=5000)
    stop(window, qtbot)
    shown(window, qtbot)
    assert [caption.note for caption in window.item.document.captions] == ["Mark"]


def test_no_microphone_is_said_and_nothing_is_left_behind(window, qtbot):
    def refuse(_device):
        raise MediaError("No microphone can be opened. Connect one.")

    window.live.open_input = refuse
    window.actions_["live"].trigger()
    qtbot.waitUntil(lambda: "No microphone" in window.messages.text, timeout=5000)
    assert window.live.state == "off" and "No microphone" in window.live.overlay.notice.text
    assert list(live_dir().iterdir()) == []
    assert window.actions_["live"].text() == "Start &live captions"


def test_a_device_that_is_lost_is_said_here_and_there(window, qtbot, hum):
    start(window, qtbot)
    hum.told.append(Notice("device-lost", "Gone.", "USB microphone"))
    qtbot.waitUntil(lambda: "USB microphone no longer" in window.live.overlay.notice.text, timeout=5000)
    qtbot.waitUntil(lambda: "USB microphone no longer" in window.messages.text, timeout=5000)
    hum.told.append(Notice("device-back", "Back.", "USB microphone"))
    qtbot.waitUntil(lambda: "again" in window.live.overlay.notice.text, timeout=5000)
    stop(window, qtbot)


def test_another_input_is_listened_to_from_now_on(window, qtbot, hum):
    start(window, qtbot)
    other = Hum(0.3)
    window.live.open_input = lambda device: {"other": other}[device]
    window.live.use_input("other")
    qtbot.waitUntil(lambda: hum.closed and other._given > 0, timeout=5000)
    assert window.settings.live.device == "other"
    window.live.open_input = lambda device: (_ for _ in ()).throw(MediaError(f"There is no {device}."))
    window.live.use_input("third")
    qtbot.waitUntil(lambda: window.live.overlay.notice.text == "There is no third.", timeout=5000)
    assert window.live.state == "on"
    stop(window, qtbot)


def test_a_model_that_does_not_load_loses_no_sound(window, qtbot, hum, backend):
    backend.live_error = ModelError("The model is damaged.")
    window.actions_["live"].trigger()
    qtbot.waitUntil(lambda: "The model is damaged." in window.messages.text, timeout=5000)
    assert not window.live.active and hum.closed


def test_captions_of_files_wait_meanwhile(window, qtbot, hum, tmp_path):
    window.commands.open_paths([write_sound(tmp_path / "file.wav")])
    start(window, qtbot)
    window.actions_["generate"].trigger()
    qtbot.waitUntil(lambda: "when the live captions are over" in window.messages.text, timeout=5000)
    assert window.item.state is State.WAITING
    assert window.status.text == "Captions of files wait for the live captions"
    item = window.item
    stop(window, qtbot)
    qtbot.waitUntil(lambda: item.state is State.DONE, timeout=5000)
    assert len(item.document.captions) == 3


def test_text_file_and_page_come_and_go_while_it_runs(window, qtbot, hum, tmp_path, settings):
    hum_texts = tmp_path / "talk.txt"
    settings.live.page_port = 18_765
    start(window, qtbot)
    outputs = window.live.outputs
    with qtbot.waitSignal(outputs.changed):
        outputs.use_page(True)
    qtbot.waitUntil(lambda: bool(outputs.address), timeout=5000)
    address = outputs.address
    assert address.startswith("http://127.0.0.1:18765/") and settings.live.page_token in address
    with urllib.request.urlopen(address, timeout=5) as page:
        assert b"<html" in page.read()
    outputs.use_text(hum_texts)
    qtbot.waitUntil(lambda: outputs._text is not None, timeout=5000)
    stop(window, qtbot)
    assert "How are you?" in hum_texts.read_text()
    with urllib.request.urlopen(address, timeout=5) as page:  # OBS keeps its page
        assert page.status == 200
    server = outputs._page
    outputs.use_page(False)
    assert outputs.address == ""
    qtbot.waitUntil(lambda: not server._thread.is_alive(), timeout=5000)
    assert not reachable(address)


def reachable(address):
    try:
        with urllib.request.urlopen(address, timeout=1):
            return True
    except OSError:
        return False


def test_a_text_file_that_cannot_be_written_stops_nothing(window, qtbot, hum, tmp_path):
    start(window, qtbot)
    window.live.outputs.use_text(tmp_path)
    qtbot.waitUntil(lambda: "cannot be written" in window.live.overlay.notice.text, timeout=5000)
    assert window.live.state == "on"
    stop(window, qtbot)


def test_nothing_said_for_a_moment_leaves_nothing(window, qtbot, backend):
    backend.said = []
    window.live.open_input = lambda _device: Hum()
    start(window, qtbot)
    stop(window, qtbot, opens=False)
    qtbot.waitUntil(lambda: list(live_dir().iterdir()) == [], timeout=5000)
    assert window.item is None


def test_closing_the_window_asks_and_offers_the_recording_next_time(window, qtbot, hum):
    start(window, qtbot)
    qtbot.waitUntil(lambda: window.live.run.position.ms > 300, timeout=5000)
    assert not window.close()
    question = next(box for box in window.children() if type(box).__name__ == "QMessageBox")
    assert question.text() == "Stop the live captions and close?"
    question.reject()
    stop(window, qtbot)


_KILLED = """
    import os, signal, sys
    from PySide6.QtCore import QTimer
    from alm_studio.base.settings import Settings
    from alm_studio.gui import app
    from tests.gui.helpers import Hum, ScriptedBackend, committed

    backend = ScriptedBackend()
    backend.said = [(0.2, committed("This was said.", 0)), (0.4, committed("And this.", 1500))]

    def after(window, paths):
        window.live.open_input = lambda device: Hum()
        window.live.start()
        timer = QTimer(window, interval=50)
        timer.timeout.connect(lambda: look(window))
        timer.start()

    def look(window):
        if window.live.run and window.live.run.position.ms > 1500 and "And this." in window.live.overlay.text.text:
            os.kill(os.getpid(), signal.SIGKILL)

    app.after_first_paint = after
    app.run([], backend)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 here")
def test_after_a_kill_sound_and_text_are_offered(window, qtbot):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", textwrap.dedent(_KILLED)]
    killed = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    window.live.look()
    qtbot.waitUntil(lambda: "live recordings" in window.messages.text, timeout=5000)
    window.messages._action_buttons[0].click()
    qtbot.waitUntil(lambda: window.item is not None and bool(window.item.document.captions), timeout=5000)
    assert " ".join(texts(window)) == "This was said. And this."
    assert probe(window.item.path).duration > 500
    qtbot.waitUntil(lambda: "write again" in window.messages.text, timeout=5000)
    qtbot.waitUntil(lambda: not list(live_dir().glob("*/unseen")), timeout=5000)


def test_recordings_that_nobody_wants_are_deleted(window, qtbot, hum):
    start(window, qtbot)
    qtbot.waitUntil(lambda: window.live.run.position.ms > 600, timeout=5000)
    window.live._closing = True  # the window goes meanwhile
    stop(window, qtbot, opens=False)
    assert len(list(live_dir().glob("*/unseen"))) == 1
    window.live.look()
    qtbot.waitUntil(lambda: "live recordings" in window.messages.text, timeout=5000)
    window.messages._action_buttons[1].click()
    question = next(box for box in window.children() if type(box).__name__ == "QMessageBox")
    assert "cannot be brought back" in question.informativeText()
    question.accepted.emit()
    question.reject()
    qtbot.waitUntil(lambda: list(live_dir().iterdir()) == [], timeout=5000)


def test_a_recording_that_was_killed_before_its_first_sound_goes(window, qtbot):
    for name, text in (("empty", ""), ("text", "said")):
        folder = live_dir() / name
        folder.mkdir()
        (folder / "unseen").touch()
        (folder / "captions.txt").write_text(text)
    assert [folder.name for folder in leftovers()] == ["text"]
    assert not (live_dir() / "empty").exists()


def test_choices_are_kept(window, qtbot, hum):
    settings = window.settings.live
    settings.language, settings.task = "zh", "translate"
    start(window, qtbot)
    window.live.overlay.placed.emit(window.live.overlay.geometry())
    stop(window, qtbot)
    options = window.jobs.backend.live_requests[0].options
    assert (options.language, options.task) == ("zh", "translate")
    assert len(settings.place) == 4 and settings.used
    assert json.dumps(settings.place)


def test_the_shortcut_works_in_the_captions_own_window_too(window, qtbot, hum):
    start(window, qtbot)
    overlay = window.live.overlay
    overlay.activateWindow()
    qtbot.waitUntil(overlay.isActiveWindow, timeout=2000)
    qtbot.keyClick(overlay, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert window.live.state == "paused"
    qtbot.keyClick(overlay, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: not window.live.active, timeout=5000)
    shown(window, qtbot)


def test_the_model_is_made_ready_for_who_uses_it(window, qtbot, backend, settings):
    settings.live.used = True
    window.live.look()
    qtbot.waitUntil(lambda: len(backend.live_requests) == 1, timeout=5000)
    backend.choices[0] = replace(backend.choices[0], installed=False)
    window.live.look()
    qtbot.wait(200)
    assert len(backend.live_requests) == 1  # what is not here is not downloaded for it


def test_a_missing_model_is_asked_for_first(window, qtbot, hum, settings):
    settings.live.model = "small"
    window.actions_["live"].trigger()
    qtbot.waitUntil(lambda: any(type(one).__name__ == "QMessageBox" for one in window.children()), timeout=5000)
    question = next(one for one in window.children() if type(one).__name__ == "QMessageBox")
    assert "Small" in question.text()
    question.reject()
    qtbot.waitUntil(lambda: not window.live.active, timeout=2000)
    assert window.live.overlay is None


def test_a_training_pauses_meanwhile(window, qtbot, hum, monkeypatch):
    training, asked = window.training, []
    monkeypatch.setattr(training, "pause", lambda **wishes: asked.append(wishes))
    monkeypatch.setattr(type(training), "device", property(lambda _self: "cpu"))
    training.phase = Phase.RUNNING
    start(window, qtbot)
    assert asked == [{"for_captions": True}] and training.device_busy("cpu")
    qtbot.waitUntil(lambda: "The training pauses" in window.messages.text, timeout=2000)
    training.phase = Phase.IDLE
    stop(window, qtbot)
    assert not training.device_busy("cpu")
