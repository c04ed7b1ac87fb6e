import html
import json
import re
import time
import zipfile

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QMessageBox, QSlider

from alm_studio.base.errors import MediaError
from alm_studio.captions.formats.registry import FORMATS
from alm_studio.gui import theme
from alm_studio.gui.controllers import media as media_controller
from alm_studio.gui.controllers.export import what_to_write
from alm_studio.gui.media_item import State
from alm_studio.gui.model_choice import ModelChoice
from alm_studio.gui.models.cue_table import SPEED, TEXT
from alm_studio.gui.views.cue_delegate import CueEditor
from alm_studio.pipeline import events
from alm_studio.project.project import Project

from .helpers import deaf, segment, talk, wait, write_sound, write_sounds


@pytest.fixture
def sound(tmp_path):
    return write_sound(tmp_path / "speech.wav")


def generate(window):
    window.actions_["generate"].trigger()


def finished(window):
    """Nothing runs, and nothing is about to."""
    return not window.transcription.busy and all(item.state is not State.READY for item in window.queue)


def transcribe(window, qtbot, path):
    window.commands.open_paths([path], start=True)
    qtbot.waitUntil(lambda: finished(window), timeout=5000)


def test_the_first_window_offers_the_way_in(window):
    assert window.pages.currentWidget() is window.start_page
    assert window.start_page.drop_area.button.isVisible()
    assert not window.dock.isVisible()
    assert not window.choices.button.isVisible()


def test_opening_shows_the_medium_and_waits_for_the_user(window, qtbot, sound, settings):
    window.commands.open_paths([sound])
    assert window.pages.currentWidget() is window.editor
    assert window.item.state is State.READY
    assert window.choices.button.isEnabled() and window.choices.button.text() == "Generate captions"
    assert settings.recent_files == [str(sound)]
    qtbot.waitUntil(lambda: window.item.has_video is False, timeout=5000)


def test_captions_appear_while_the_rest_runs(window, qtbot, backend, sound):
    backend.default = talk(4, pause=0.25)
    window.commands.open_paths([sound])
    generate(window)
    cues = window.queue.cues(window.item)
    qtbot.waitUntil(lambda: cues.rowCount() >= 1, timeout=5000)
    assert window.transcription.busy
    assert "%" in window.status.text and "real time" in window.status.text and "left" in window.status.text
    assert window.choices.button.text() == "Stop"
    qtbot.waitUntil(lambda: finished(window), timeout=5000)
    assert cues.rowCount() == 4
    assert window.item.state is State.DONE
    assert window.item.document.language == "en"


def test_the_choices_reach_the_model(window, qtbot, backend, sound, settings):
    for name, value in (("language", "zh"), ("task", "translate"), ("style", "bbc"), ("device", "cpu")):
        picker = window.choices.picker(name)
        picker.setCurrentIndex(picker.findData(value))
        picker.activated.emit(picker.currentIndex())
    transcribe(window, qtbot, sound)
    (request,) = backend.requests
    assert (request.options.language, request.options.task, request.options.style) == (
        "zh",
        "translate",
        "bbc",
    )
    assert request.device == "cpu" and request.model == "base" and request.path == sound
    assert settings.language == "zh"


def test_an_english_model_leaves_no_choice_of_language(window):
    window.settings.model = "tiny.en"
    window.choices.set_models([ModelChoice("base", "Base"), ModelChoice("tiny.en", "Tiny", multilingual=False)])
    assert not window.choices.picker("language").isEnabled()
    assert (window.settings.language, window.settings.task) == ("en", "transcribe")
    window.choices.picker("model").setCurrentIndex(0)
    window.choices.picker("model").activated.emit(0)
    assert window.choices.picker("language").isEnabled()
    assert window.settings.language == "auto"


@pytest.mark.parametrize("work", [wait(30), deaf(1.0)], ids=["listens", "does not listen"])
def test_cancel_is_quick_and_keeps_what_is_done(window, qtbot, backend, sound, work):
    # The third segment is heard, but its cue still waits for what follows.
    backend.default = [*talk(2)[:-1], events.SegmentReady(segment(2, "Cue number 2")), work, *talk(1)]
    window.settings.style = "none"  # a cue a segment, as the script has it
    window.commands.open_paths([sound])
    generate(window)
    cues = window.queue.cues(window.item)
    qtbot.waitUntil(lambda: cues.rowCount() == 2, timeout=5000)
    qtbot.wait(150)
    began = time.monotonic()
    window.actions_["cancel"].trigger()
    qtbot.waitUntil(lambda: window.item.state is State.CANCELLED, timeout=3000)
    assert time.monotonic() - began < 0.5
    qtbot.waitUntil(lambda: cues.rowCount() == 3, timeout=3000)
    assert cues.caption(2).text == "Cue number 2"
    assert window.queue.status(window.item) == "Cancelled, 3 cues kept"
    assert window.actions_["export"].isEnabled()


def test_one_failing_file_does_not_stop_the_others(window, qtbot, backend, tmp_path):
    paths = write_sounds(tmp_path, ["a.wav", "b.wav", "c.wav"])
    backend.scripts = {"b.wav": [*talk(1)[:-1], MediaError("The file is damaged.")]}
    window.commands.open_paths(paths)
    assert window.dock.isVisible()
    assert window.choices.button.text() == "Generate captions for 3 files"
    generate(window)
    qtbot.waitUntil(lambda: finished(window), timeout=8000)
    assert [item.state for item in window.queue] == [State.DONE, State.FAILED, State.DONE]
    failed = window.queue.item(1)
    assert window.queue.status(failed) == "The file is damaged."
    assert len(failed.document.captions) == 1  # what came before the error is kept
    qtbot.waitUntil(lambda: window.messages.text == "b.wav: The file is damaged.", timeout=2000)
    backend.scripts.clear()
    window.dock.view.retry_wanted.emit(failed)
    qtbot.waitUntil(lambda: failed.state is State.DONE, timeout=5000)


def test_a_file_that_is_no_media_says_so(window, qtbot, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a film " * 100)
    window.commands.open_paths([path])
    qtbot.waitUntil(lambda: window.item.state is State.FAILED, timeout=5000)
    qtbot.waitUntil(lambda: "notes.txt" in window.messages.text, timeout=2000)


def test_choosing_in_the_queue_shows_its_document(window, qtbot, backend, tmp_path):
    first, second = write_sounds(tmp_path, ["a.wav", "b.wav"])
    backend.scripts = {"b.wav": talk(2, text="Second {n}")}
    window.commands.open_paths([first, second], start=True)
    qtbot.waitUntil(lambda: finished(window), timeout=5000)
    assert window.editor.table.model().rowCount() == 3
    window.dock.view.setCurrentIndex(window.queue.index(1))
    assert window.editor.table.model().caption(0).text == "Second 0"
    assert "b.wav" in window.windowTitle()
    window.commands.remove(window.item)
    assert window.item.path == first
    window.commands.remove(window.item)
    assert window.pages.currentWidget() is window.start_page


def test_a_drop_of_several_files_queues_them(window, tmp_path):
    paths = write_sounds(tmp_path, ["a.wav", "b.wav"])
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(50, 50), action, data, buttons, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(event)
    assert [item.path for item in window.queue] == paths
    assert all(item.state is State.READY for item in window.queue)


def test_clicking_a_cue_goes_there_and_draws_it(window, qtbot, backend, sound):
    transcribe(window, qtbot, sound)
    qtbot.waitUntil(lambda: window.editor.transport._position.maximum() > 0, timeout=5000)
    table = window.editor.table
    place = table.visualRect(table.model().index(1, TEXT)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: window.playback.position == 2000, timeout=3000)
    assert window.editor.video.caption == "Cue number 1"
    assert table.model().current_row == 1
    window.playback.seek(1700)
    assert window.editor.video.caption == "" and table.model().current_row == -1


def test_playing_moves_on_even_without_a_sound_device(window, qtbot, backend, sound):
    transcribe(window, qtbot, sound)
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.playback.position > 300, timeout=8000)
    assert window.actions_["play"].text() == "&Pause"
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: not window.playback.playing, timeout=3000)


def test_editing_a_cue_with_the_keys(window, qtbot, backend, sound):
    transcribe(window, qtbot, sound)
    table = window.editor.table
    table.go_to(1)
    window.actions_["edit"].trigger()
    editor = table.findChild(CueEditor)
    assert editor.toPlainText() == "Cue number 1"
    QTest.keyClicks(editor, "Two")
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(editor, "lines and a space")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    texts = [table.model().caption(row).text for row in range(3)]
    assert texts == ["Cue number 0", "Two\nlines and a space", "Cue number 2"]
    for _ in range(2):
        window.actions_["undo"].trigger()
        assert table.model().caption(1).text == "Cue number 1"
        window.actions_["redo"].trigger()
        assert table.model().caption(1).text == "Two\nlines and a space"
    assert not window.actions_["redo"].isEnabled()


def test_escape_gives_the_edit_up(window, qtbot, backend, sound):
    transcribe(window, qtbot, sound)
    table = window.editor.table
    table.go_to(0)
    window.actions_["edit"].trigger()
    editor = table.findChild(CueEditor)
    QTest.keyClicks(editor, "no")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert table.model().caption(0).text == "Cue number 0" and not window.item.edited


def test_edits_are_not_replaced_without_a_question(window, qtbot, backend, sound):
    transcribe(window, qtbot, sound)
    cues = window.queue.cues(window.item)
    cues.setData(cues.index(0, TEXT), "mine")
    generate(window)
    box = window.findChild(QMessageBox)
    assert box is not None and finished(window) and cues.caption(0).text == "mine"
    box.buttons()[0].click()
    qtbot.waitUntil(lambda: cues.rowCount() == 3 and cues.caption(0).text == "Cue number 0", timeout=5000)
    qtbot.waitUntil(lambda: finished(window), timeout=5000)


def test_export_writes_a_file_and_says_so(window, qtbot, backend, sound, tmp_path):
    transcribe(window, qtbot, sound)
    path = tmp_path / "out.srt"
    window.export.write(window.item, path, "srt", overwrite=False)
    qtbot.waitUntil(lambda: "Exported out.srt" in window.messages.text, timeout=5000)
    assert "Cue number 2" in path.read_text(encoding="utf-8")
    assert window.item.exported
    window.export.write(window.item, path, "srt", overwrite=False)
    qtbot.waitUntil(lambda: "exists already" in window.messages.text, timeout=5000)


@pytest.mark.parametrize("name", FORMATS)
def test_edits_are_in_every_format(window, qtbot, backend, sound, tmp_path, name):
    transcribe(window, qtbot, sound)
    cues = window.queue.cues(window.item)
    cues.setData(cues.index(1, TEXT), "Mine <now>")
    path = tmp_path / f"out.{name}"
    window.export.write(window.item, path, name, overwrite=False)
    qtbot.waitUntil(path.exists, timeout=5000)
    data = zipfile.ZipFile(path).read("word/document.xml") if name == "docx" else path.read_bytes()
    text = html.unescape(re.sub(r"\{\\k\d+\}|<[\d:.]+>", "", data.decode("utf-8-sig")))
    assert "Mine" in text and "<now>" in text and "number 1" not in text and "Cue number 2" in text
    if name == "json":
        content = json.loads(text)
        assert content["segments"][1]["text"] == " Mine <now>" and content["duration"] == 6.0
        assert "".join(word["word"] for word in content["segments"][1]["words"]).strip() == "Mine <now>"
    cues.undo()
    assert not window.item.edited
    document, transcript = what_to_write(window.item)
    assert transcript == window.item.transcript and document == window.item.document


def test_a_cue_without_text_is_not_exported(window, qtbot, backend, sound):
    transcribe(window, qtbot, sound)
    cues = window.queue.cues(window.item)
    cues.setData(cues.index(1, TEXT), " ")
    document, transcript = what_to_write(window.item)
    assert [caption.text for caption in document.captions] == ["Cue number 0", "Cue number 2"]
    assert transcript.segments == [] and cues.rowCount() == 3


def test_closing_while_a_job_runs_asks_and_then_stops(window, qtbot, backend, sound, home):
    backend.default = [*talk(2)[:-1], wait(30)]
    window.commands.open_paths([sound], start=True)
    qtbot.waitUntil(lambda: window.queue.cues(window.item).rowCount() == 2, timeout=5000)
    window.close()
    assert window.isVisible()
    box = window.findChild(QMessageBox)
    with qtbot.waitSignal(window.jobs.stopped, timeout=3000):
        box.buttons()[0].click()
    assert not window.isVisible()
    window.keeping.join()
    with Project.open(home / "projects" / "speech.alms") as project:
        assert len(project.document().captions) == 2


def test_several_audio_tracks_are_a_choice(window, qtbot, backend, sound):
    window.commands.open_paths([sound])
    assert not window.choices._track.isVisible()
    window.item.tracks = ["1: English (eng)", media_controller.describe_track(1, "deu", "")]
    window.queue.touch(window.item)
    assert window.choices._track.isVisible()
    window.choices._track.setCurrentIndex(1)
    window.choices._track.activated.emit(1)
    generate(window)
    qtbot.waitUntil(lambda: finished(window), timeout=5000)
    assert backend.requests[0].options.track == 1


def test_no_speech_is_said(window, qtbot, backend, sound):
    backend.default = talk(0)
    transcribe(window, qtbot, sound)
    assert "No speech was found." in window.editor.table._empty.text()


def test_every_action_has_text_tip_and_shortcut_and_no_two_share_one(window):
    actions = window.actions_._actions
    shortcuts = [action.shortcut().toString() for action in actions.values()]
    assert all(shortcuts) and len(set(shortcuts)) == len(shortcuts)
    for action in actions.values():
        assert action.text() and action.toolTip() and not action.icon().isNull()
        assert action.shortcut().toString(action.shortcut().SequenceFormat.NativeText) in action.toolTip()


def test_every_harmless_action_works(window, qtbot, backend, sound):
    transcribe(window, qtbot, sound)
    qtbot.waitUntil(lambda: window.editor.transport._position.maximum() > 0, timeout=5000)
    actions = window.actions_
    actions["queue"].trigger()
    assert window.dock.isVisible() and actions["queue"].isChecked()
    actions["queue"].trigger()
    assert not window.dock.isVisible()
    actions["mute"].trigger()
    assert window.settings.muted
    actions["next"].trigger()
    assert window.playback.position == 2000
    actions["back"].trigger()
    assert window.playback.position == 0
    actions["forward"].trigger()
    assert window.playback.position > 2000  # the end
    actions["about"].trigger()
    box = window.findChild(QMessageBox)
    assert "ALM Studio" in box.text()
    box.close()


def test_a_narrow_window_keeps_room_for_the_text(window, qtbot, sound):
    window.commands.open_paths([sound])
    window.dock.show()
    window.resize(window.minimumSizeHint())
    qtbot.wait(50)
    table = window.editor.table
    assert window.centralWidget().geometry().right() <= window.width()
    assert table.isColumnHidden(SPEED) and table.columnWidth(TEXT) > 90
    window.resize(1400, 800)
    qtbot.waitUntil(lambda: not table.isColumnHidden(SPEED), timeout=1000)


def test_every_control_has_an_accessible_name(window, sound):
    window.commands.open_paths([sound])
    for kind in (QAbstractButton, QComboBox, QSlider):
        for widget in window.findChildren(kind):
            inner = widget.objectName().startswith("qt_") or widget.parent().metaObject().className().startswith(
                "QTable"
            )
            own = widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
            assert inner or own, (widget, widget.parent())


def test_light_and_dark(window, qtbot, qapp, sound):
    window.commands.open_paths([sound])
    key = window.actions_["export"].icon().cacheKey()
    light = QPalette(qapp.palette())
    qapp.setPalette(QPalette(QColor("#2b2b2e")))
    try:
        qtbot.waitUntil(lambda: window.actions_["export"].icon().cacheKey() != key, timeout=2000)
        assert theme.is_dark() and theme.kind_color("error").lightness() > 128
        image = window.grab().toImage()
        assert image.pixelColor(image.width() - 400, 60).lightness() < 128
    finally:
        qapp.setPalette(light)


def test_a_folder_without_media_is_told(window, qtbot, tmp_path):
    window.commands.open_paths([tmp_path])
    qtbot.waitUntil(lambda: "folder" in window.messages.text, timeout=2000)
    assert len(window.queue) == 0


def test_subtitles_that_nobody_reads_get_a_sentence_and_the_others_open(window, qtbot, sound, tmp_path):
    subtitles = tmp_path / "speech.SMI"
    subtitles.write_text("<SAMI>")
    window.commands.open_paths([subtitles, sound])
    qtbot.waitUntil(lambda: window.messages.text.startswith("speech.SMI: This is a subtitle file."), timeout=2000)
    assert [item.path for item in window.queue] == [sound]
