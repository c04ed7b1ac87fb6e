"""The fine-tune dialog with its real process: checks, estimates, small trainings."""

import os
import signal

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QMessageBox

from alm_studio.gui import training_runs
from alm_studio.gui.backend import ModelBackend
from alm_studio.gui.controllers.training import Phase
from alm_studio.gui.dialogs.fine_tune import DATA, METHOD, RESULT, RUN
from alm_studio.gui.jobs import Jobs
from alm_studio.gui.main_window import MainWindow
from alm_studio.gui.media_item import State
from alm_studio.gui.models.cue_table import TEXT
from alm_studio.gui.models.training_method import SCRATCH
from alm_studio.gui.notify import Notifier
from alm_studio.gui.stall import StallMeter
from tests.unit.training.data.sounds import wav

from .conftest import stop_work
from .helpers import write_sound

LONG = 120_000  # ms: a process that imports torch on a busy machine takes its time


@pytest.fixture
def speech(tmp_path):
    """Ten clips with their texts, one without, and a broken one."""
    folder = tmp_path / "my speech"
    for number in range(10):
        path = wav(folder / f"clip{number}.wav", 1.5, seed=number)
        path.with_suffix(".txt").write_text("one two three" if number % 2 else "four five six")
    wav(folder / "mute.wav", 1.0, seed=99).with_suffix(".txt").write_text("")
    (folder / "broken.wav").write_bytes(b"no sound")
    (folder / "broken.txt").write_text("broken")
    return folder


@pytest.fixture
def dialog(window, qtbot):
    return opened(window, qtbot)


def opened(window, qtbot):
    window.models.look()
    window.actions_["train"].trigger()
    qtbot.waitUntil(lambda: window.fine_tuning.dialog is not None, timeout=LONG)
    dialog = window.fine_tuning.dialog
    qtbot.waitExposed(dialog)
    return dialog


def check(dialog, qtbot, folder):
    dialog.data_page.chosen.emit([folder])
    qtbot.waitUntil(lambda: dialog._data.report is not None, timeout=LONG)


def start(dialog, qtbot, folder, epochs):
    """A small model from scratch."""
    check(dialog, qtbot, folder)
    dialog.next.click()
    page = dialog.method_page
    page.choose(SCRATCH)
    for box, value in ((page.encoder, "mfcc"), (page.decoder, "lstm"), (page.attention, "dot")):
        box.setCurrentIndex(box.findData(value))
    page.epochs.setValue(epochs)
    page.name.setText("My model")
    dialog.next.click()
    assert dialog.page == RUN


def learning(window):
    return window.training.phase is Phase.RUNNING and window.training.log.last is not None


def ended(window):
    assert window.training.phase is not Phase.FAILED, window.training.error
    return window.training.phase is Phase.ENDED


def test_the_check_says_what_is_left_out_and_why(dialog, qtbot, speech):
    assert not dialog.next.isEnabled()
    check(dialog, qtbot, speech)
    page = dialog.data_page
    assert page._summary.text().startswith("10 examples, 00:15 of speech") and "2 left out" in page._summary.text()
    assert page.table.examples.rowCount() == 10
    page._tabs.setCurrentIndex(1)
    table = page.table.examples
    rows = [[table.data(table.index(row, column)) for column in range(4)] for row in range(2)]
    assert {row[0] for row in rows} == {"mute.wav", "broken.wav"}
    assert any("no text" in row[3] for row in rows)
    assert dialog.next.isEnabled()


def test_an_example_is_heard(dialog, qtbot, tmp_path):
    wav(tmp_path / "long.wav", 20.0).with_suffix(".txt").write_text("many words are said in these twenty seconds")
    check(dialog, qtbot, tmp_path)
    with qtbot.waitSignal(dialog.player.playing_changed, timeout=10_000):
        dialog.data_page.listen.click()
    qtbot.waitUntil(lambda: dialog.player.position > 200, timeout=10_000)
    assert dialog.data_page.listen.text() == "Stop &listening"
    dialog.data_page.listen.click()
    assert not dialog.player.playing and dialog.data_page.listen.text() == "&Listen"


def test_a_folder_is_dropped(dialog, qtbot, speech):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(speech))])
    dialog.dropEvent(
        QDropEvent(
            QPointF(50, 90), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    assert dialog._data.checking and dialog.data_page.field._title.text() == "my speech"
    dialog.data_page.cancel_wanted.emit()
    assert not dialog._data.checking and not dialog.next.isEnabled()


def test_what_holds_no_speech_is_refused_with_a_sentence(dialog, qtbot, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    dialog.data_page.chosen.emit([empty])
    qtbot.waitUntil(lambda: "No speech with its text was found" in dialog.messages.text, timeout=LONG)
    assert dialog.data_page.field._title.text() == "Drop a folder or a file here"


def test_the_corrected_captions_are_data(window, dialog, qtbot, tmp_path):
    button = dialog.data_page.field.captions
    assert not button.isEnabled() and "Correct the captions" in button.toolTip()
    window.commands.open_paths([write_sound(tmp_path / "talk.wav", 4.0)], start=True)
    qtbot.waitUntil(lambda: window.item.state is State.DONE, timeout=5000)
    window.actions_["train"].trigger()
    assert not button.isEnabled()  # what the model wrote itself teaches it nothing
    cues = window.queue.cues(window.item)
    cues.setData(cues.index(0, TEXT), "Mine")
    window.actions_["train"].trigger()
    assert button.isEnabled() and "talk.wav" in button.toolTip()
    button.click()
    qtbot.waitUntil(lambda: dialog._data.report is not None, timeout=LONG)
    report = dialog._data.report
    assert [row.text for row in report.kept] == ["Mine", "Cue number 1"]
    assert (report.kept[0].start, report.kept[0].end) == (0, 1500)
    assert [row.text for row in report.dropped] == ["Cue number 2"]  # beyond the end of the sound
    assert dialog._data.captions


def test_the_cost_of_a_method_is_told(dialog, qtbot, speech):
    check(dialog, qtbot, speech)
    dialog.next.click()
    page = dialog.method_page
    assert page.name.text() == "base-my speech"
    qtbot.waitUntil(lambda: page.estimate.startswith("About "), timeout=LONG)
    assert "of memory on" in page.estimate
    page.choose(SCRATCH)
    assert page.estimate.startswith("Estimating") and page.encoder.isVisible() and not page.model.isVisible()
    qtbot.waitUntil(lambda: page.estimate.startswith("About "), timeout=LONG)
    page.name.clear()
    assert not dialog.next.isEnabled()
    dialog.back.click()
    assert dialog.page == DATA and dialog.data_page.table.examples.rowCount() == 10


@pytest.mark.slow
def test_from_data_to_the_use_of_the_new_model(qtbot, qapp, settings, speech):
    jobs = Jobs(ModelBackend())
    window = MainWindow(settings, jobs, Notifier())
    qtbot.addWidget(window, before_close_func=stop_work)
    window.show()
    dialog = opened(window, qtbot)
    meter = StallMeter(parent=window)
    meter.start()
    start(dialog, qtbot, speech, epochs=3)
    qtbot.waitUntil(lambda: learning(window), timeout=LONG)
    assert window.status.training.isVisible() and "Training" in window.status.training.text()
    qtbot.waitUntil(lambda: ended(window), timeout=LONG)
    print(f"longest stall {meter.stop():.0f} ms, {meter.stalls}")
    assert dialog.page == RESULT and not window.status.training.isVisible()
    log = window.training.log
    assert log.steps and len(log.evaluations) >= 2 and log.evaluations[-1].samples
    cells = dialog.result_page.cells()
    assert [row[0] for row in cells[1:]] == [
        "Words wrong",
        "Words wrong, as written",
        "Characters wrong",
        "Characters wrong, as written",
    ]
    assert all(text.endswith("%") for row in cells[1:] for text in row[1:3])
    dialog.result_page.use.click()
    qtbot.waitUntil(lambda: settings.model == "My-model", timeout=10_000)
    picker = window.choices.picker("model")
    assert picker.currentData() == "My-model" and not dialog.isVisible()
    assert jobs.backend.missing("My-model") is None
    qtbot.waitUntil(lambda: training_runs.unfinished() == [], timeout=5000)
    window.close()
    jobs.join()


@pytest.mark.slow
def test_captions_wait_for_a_training_or_make_it_wait(window, dialog, qtbot, speech, tmp_path):
    start(dialog, qtbot, speech, epochs=1000)
    qtbot.waitUntil(lambda: learning(window), timeout=LONG)
    window.commands.open_paths([write_sound(tmp_path / "talk.wav")], start=True)
    qtbot.waitUntil(lambda: "The captions of talk.wav wait" in window.messages.text, timeout=5000)
    assert window.item.state is State.WAITING and window.status.text == "Captions wait for the training"
    window.messages._action_buttons[0].click()
    qtbot.waitUntil(lambda: window.item.state is State.DONE, timeout=5000)
    qtbot.waitUntil(lambda: window.training.phase is Phase.RUNNING, timeout=5000)
    steps = len(window.training.log.steps)
    qtbot.waitUntil(lambda: len(window.training.log.steps) > steps, timeout=LONG)
    dialog.run_page.pause.click()
    assert window.training.phase is Phase.PAUSED and dialog.run_page.title == "Paused"
    dialog.run_page.pause.click()
    assert window.training.phase is Phase.RUNNING
    dialog.run_page.stop.click()
    qtbot.waitUntil(lambda: ended(window), timeout=LONG)
    assert dialog.page == RESULT and dialog.result_page.more.isVisible()
    assert window.training.stopped


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_killed_training_goes_on_after_a_restart(window, dialog, qtbot, speech, settings, backend):
    start(dialog, qtbot, speech, epochs=1000)
    qtbot.waitUntil(lambda: learning(window) and window.training.log.steps[-1] > 3, timeout=LONG)
    os.kill(window.training._process.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: window.training.phase is Phase.FAILED, timeout=10_000)
    qtbot.waitUntil(lambda: "ended from outside" in dialog.messages.text, timeout=10_000)
    assert dialog.next.text() == "&Go on"
    jobs = Jobs(backend)
    later = MainWindow(settings, jobs, Notifier())
    qtbot.addWidget(later, before_close_func=stop_work)
    later.show()
    later.training.look()
    qtbot.waitUntil(lambda: "The training of My-model is not finished" in later.messages.text, timeout=10_000)
    later.messages._action_buttons[0].click()
    qtbot.waitUntil(lambda: learning(later), timeout=LONG)
    assert later.fine_tuning.dialog.page == RUN
    assert later.training.log.before is not None
    later.close()
    box = later.findChild(QMessageBox)
    assert "training" in box.text() and "go" in box.informativeText()
    box.buttons()[0].click()
    qtbot.waitUntil(lambda: not later.training.active, timeout=LONG)
    assert [run.name for run in training_runs.unfinished()] == ["My-model"]
    jobs.join()


def test_captions_go_to_the_other_device(window, qtbot, tmp_path, backend):
    window.training.phase = Phase.RUNNING
    window.training.log.apply_row(
        {"type": "started", "step": 0, "steps": 9, "seconds": 1.0, "parameters": 1, "trainable": 1, "device": "cuda:0"}
    )
    window.commands.open_paths([write_sound(tmp_path / "talk.wav")], start=True)
    qtbot.waitUntil(lambda: window.item.state is State.DONE, timeout=5000)
    assert backend.requests[0].device == "cpu"
    assert "written on the processor" in window.messages.text
    window.training.phase = Phase.IDLE


def test_every_control_of_the_dialog_has_a_name_and_a_way_by_keys(dialog):
    for page in range(4):
        dialog.go_to(page)
        for kind in (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox):
            for widget in dialog.findChildren(kind):
                inner = widget.objectName().startswith("qt_") or "QT" in type(widget.parent()).__name__
                inner = inner or isinstance(widget.parent(), QAbstractSpinBox | QComboBox)
                inner = inner or widget.parent().metaObject().className().startswith(("QTab", "QTable", "Q_"))
                own = widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
                assert inner or own, (widget, widget.parent())


def test_light_and_dark_and_narrow(dialog, qtbot, qapp):
    light = QPalette(qapp.palette())
    dialog.resize(dialog.minimumSizeHint())
    assert dialog.width() <= 520
    qapp.setPalette(QPalette(QColor("#2b2b2e")))
    try:
        for page in (METHOD, RUN, RESULT, DATA):
            dialog.go_to(page)
            qtbot.wait(50)
            image = dialog.grab().toImage()
            assert image.pixelColor(4, image.height() - 4).lightness() < 128
    finally:
        qapp.setPalette(light)
