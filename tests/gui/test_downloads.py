"""Models that are not installed: a question, progress, cancelling, and what is said without a network."""

import socket

import pytest
from PySide6.QtWidgets import QMessageBox

from alm_studio.base.errors import ModelError
from alm_studio.base.progress import Progress
from alm_studio.gui.backend import ModelBackend
from alm_studio.gui.jobs import Jobs
from alm_studio.gui.main_window import MainWindow
from alm_studio.gui.media_item import State

from .conftest import stop_work
from .helpers import wait, write_sound


@pytest.fixture
def listed(window, qtbot):
    with qtbot.waitSignal(window.models.listed):
        window.models.look()
    return window


def choose(window, name):
    picker = window.choices.picker("model")
    picker.setCurrentIndex(picker.findData(name))
    picker.activated.emit(picker.currentIndex())


def question(window, qtbot):
    def boxes():
        return [box for box in window.findChildren(QMessageBox) if box.isVisible()]

    qtbot.waitUntil(lambda: len(boxes()) == 1, timeout=3000)
    return boxes()[0]


def agree(window, qtbot):
    question(window, qtbot).buttons()[0].click()


def test_a_missing_model_is_marked_and_asked_for_with_its_size(listed, qtbot, backend):
    picker = listed.choices.picker("model")
    assert picker.itemText(picker.findData("small")) == "Small (download, 484 MB)"
    choose(listed, "small")
    box = question(listed, qtbot)
    assert "Small" in box.text() and "484 MB" in box.informativeText()
    box.reject()
    assert listed.settings.model == "base" and picker.currentData() == "base"
    assert backend.downloads == []


def test_a_download_shows_its_progress_and_ends_with_the_model(listed, qtbot, backend):
    backend.download_steps = [Progress(121e6, 484e6, "B"), wait(0.3)]
    choose(listed, "small")
    agree(listed, qtbot)
    download = listed.status.download
    qtbot.waitUntil(lambda: "121 / 484 MB" in download.text, timeout=3000)
    assert download.isVisible() and listed.settings.model == "small"
    picker = listed.choices.picker("model")
    qtbot.waitUntil(lambda: picker.itemText(picker.findData("small")) == "Small", timeout=3000)
    assert not download.isVisible() and picker.currentData() == "small"
    qtbot.waitUntil(lambda: listed.messages.text == "The model Small is ready.", timeout=2000)


def test_a_download_can_be_cancelled(listed, qtbot, backend):
    backend.download_steps = [Progress(1e6, 484e6, "B"), wait(30)]
    choose(listed, "small")
    agree(listed, qtbot)
    qtbot.waitUntil(lambda: listed.status.download.isVisible(), timeout=3000)
    listed.status.download.cancel_button.click()
    qtbot.waitUntil(lambda: not listed.status.download.isVisible(), timeout=1000)
    qtbot.waitUntil(lambda: listed.settings.model == "base", timeout=1000)
    assert listed.messages.text == ""


def test_captions_wait_for_the_model(listed, qtbot, backend, tmp_path):
    listed.settings.model = "small"
    backend.download_steps = [wait(0.3)]
    listed.commands.open_paths([write_sound(tmp_path / "a.wav")], start=True)
    agree(listed, qtbot)
    assert listed.item.state is State.READY and backend.requests == []
    qtbot.waitUntil(lambda: listed.item.state is State.DONE, timeout=5000)
    assert backend.downloads == ["small"] and backend.requests[0].model == "small"


def test_without_the_users_consent_nothing_runs(listed, qtbot, backend, tmp_path):
    listed.settings.model = "small"
    listed.commands.open_paths([write_sound(tmp_path / "a.wav")])
    listed.actions_["generate"].trigger()
    question(listed, qtbot).reject()
    qtbot.wait(100)
    assert listed.item.state is State.READY and backend.downloads == [] and backend.requests == []


def test_generating_during_the_download_goes_on_after_it(listed, qtbot, backend, tmp_path):
    listed.commands.open_paths([write_sound(tmp_path / "a.wav")])
    backend.download_steps = [wait(0.5)]
    choose(listed, "small")
    agree(listed, qtbot)
    listed.actions_["generate"].trigger()
    qtbot.waitUntil(lambda: "as soon as the model" in listed.messages.text, timeout=2000)
    qtbot.waitUntil(lambda: listed.item.state is State.DONE, timeout=5000)
    assert backend.downloads == ["small"]


def test_a_failed_download_is_said_and_the_model_before_is_chosen_again(listed, qtbot, backend):
    backend.download_steps = [ModelError("The disk is too full.")]
    choose(listed, "small")
    agree(listed, qtbot)
    qtbot.waitUntil(lambda: listed.messages.text == "The disk is too full.", timeout=3000)
    assert listed.settings.model == "base" and listed.choices.picker("model").currentData() == "base"


def test_a_model_that_does_not_exist_is_said(window, qtbot, tmp_path):
    window.settings.model = "colossal"
    window.commands.open_paths([write_sound(tmp_path / "a.wav")], start=True)
    qtbot.waitUntil(lambda: window.messages.text == "There is no model colossal.", timeout=3000)
    assert window.item.state is State.READY


def test_closing_stops_the_download(listed, qtbot, backend):
    backend.download_steps = [wait(30)]
    choose(listed, "small")
    agree(listed, qtbot)
    qtbot.waitUntil(lambda: backend.downloads == ["small"], timeout=3000)
    with qtbot.waitSignal(listed.jobs.stopped, timeout=3000):
        listed.close()


def test_no_network_is_a_sentence(qtbot, qapp, settings, notifier, monkeypatch):
    """The real registry and the real hub client, at a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = f"http://127.0.0.1:{server.getsockname()[1]}"
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", closed)
    jobs = Jobs(ModelBackend())
    window = MainWindow(settings, jobs, notifier)
    qtbot.addWidget(window, before_close_func=stop_work)
    window.show()
    with qtbot.waitSignal(window.models.listed, timeout=10_000):
        window.models.look()
    choose(window, "medium.en")
    box = question(window, qtbot)
    assert "1.5 GB" in box.informativeText()
    box.buttons()[0].click()
    qtbot.waitUntil(lambda: "no connection to " + closed in window.messages.text, timeout=20_000)
    assert "Check the network" in window.messages.text
    assert settings.model == "base" and not window.status.download.isVisible()
    window.close()
    jobs.join()
