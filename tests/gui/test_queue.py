"""Many files: folders, order, pause, a watched folder, automatic export."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent

from alm_studio.base.queue_settings import QueueSettings
from alm_studio.gui.dialogs.automatic import AutomaticDialog
from alm_studio.gui.dialogs.export import ExportAllDialog
from alm_studio.gui.folder_watch import FolderWatch
from alm_studio.gui.media_item import State

from .helpers import talk, wait, write_sound, write_sounds


def names(window):
    return [item.name for item in window.queue]


def states(window):
    return {item.name: item.state for item in window.queue}


def done(window):
    return len(window.queue) and all(item.state is State.DONE for item in window.queue)


def test_a_folder_brings_its_media_and_the_view_stays(window, qtbot, tmp_path):
    (tmp_path / "in" / "deep").mkdir(parents=True)
    write_sounds(tmp_path / "in", ["b.wav", "a.wav", ".hidden.wav", "deep/c.wav"])
    (tmp_path / "in" / "notes.txt").write_text("no sound")
    first = write_sound(tmp_path / "first.wav", 0.5)
    window.commands.open_paths([first, tmp_path / "in"])
    qtbot.waitUntil(lambda: names(window) == ["first.wav", "a.wav", "b.wav", "c.wav"], timeout=5000)
    assert window.item.path == first


def test_files_are_moved_and_have_their_turn_in_that_order(window, qtbot, backend, tmp_path):
    backend.default = [wait(0.2), *talk(1)]
    paths = write_sounds(tmp_path, ["a.wav", "b.wav", "c.wav", "d.wav"])
    window.commands.open_paths(paths)
    window.commands.generate()
    qtbot.waitUntil(lambda: bool(backend.requests), timeout=5000)
    window.queue.move(window.queue.find(paths[3]), 1)
    assert names(window) == ["a.wav", "d.wav", "b.wav", "c.wav"]
    qtbot.waitUntil(lambda: done(window), timeout=10_000)
    assert [request.path.name for request in backend.requests] == ["a.wav", "d.wav", "b.wav", "c.wav"]


def test_keys_and_mouse_move_files(window, qtbot, tmp_path):
    window.commands.open_paths(write_sounds(tmp_path, ["a.wav", "b.wav", "c.wav"]))
    window.actions_["queue_up"].trigger()
    assert names(window) == ["a.wav", "b.wav", "c.wav"]  # it is the first
    window.actions_["queue_down"].trigger()
    assert names(window) == ["b.wav", "a.wav", "c.wav"]
    view = window.dock.view
    window.dock.show()
    assert view.currentIndex().row() == 1
    place = QPointF(view.visualRect(view.model().index(2)).center()) + QPointF(0, 5)
    moves, buttons, keys = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    view.dropEvent(QDropEvent(place, moves, QMimeData(), buttons, keys))
    assert names(window) == ["b.wav", "c.wav", "a.wav"]
    texts = [action.text() for action in view.menu_for(window.item).actions()]
    assert {"Move up", "Move down", "Try all that failed again", "Show in folder"} <= set(texts)


def test_the_work_rests_and_goes_on(window, qtbot, backend, tmp_path):
    backend.default = [step for n in range(20) for step in (wait(0.03), talk(20)[3 + 4 * n], talk(20)[4 + 4 * n])]
    window.commands.open_paths([write_sound(tmp_path / "a.wav", 0.5)], start=True)
    cues = window.queue.cues(window.item)
    qtbot.waitUntil(lambda: cues.rowCount() >= 2, timeout=5000)
    window.actions_["queue_pause"].trigger()
    qtbot.wait(300)
    count = cues.rowCount()
    assert window.queue.status(window.item) == "Paused"
    qtbot.wait(400)
    assert cues.rowCount() == count < 20
    window.actions_["queue_pause"].trigger()
    qtbot.waitUntil(lambda: done(window), timeout=10_000)


def test_paused_work_can_be_stopped(window, qtbot, backend, tmp_path):
    backend.default = [wait(0.05)] * 3 + talk(1)
    window.actions_["queue_pause"].trigger()
    window.commands.open_paths([write_sound(tmp_path / "a.wav", 0.5)], start=True)
    qtbot.waitUntil(lambda: window.item.active, timeout=5000)
    window.transcription.cancel_all()
    qtbot.waitUntil(lambda: window.item.state is State.CANCELLED, timeout=3000)


def test_captions_are_exported_as_they_are_finished(window, qtbot, backend, settings, tmp_path):
    out = tmp_path / "out"
    settings.queue = QueueSettings(
        automatic=True, formats="srt,vtt", folder=str(out), template="{language}/{name}.{format}"
    )
    window.commands.open_paths([write_sound(tmp_path / "a.wav", 0.5)], start=True)
    qtbot.waitUntil(lambda: (out / "en/a.srt").exists() and (out / "en/a.vtt").exists(), timeout=5000)
    qtbot.waitUntil(lambda: "a.vtt" in window.queue.status(window.item), timeout=5000)
    assert window.queue.status(window.item).startswith("Done, 3 cues · a.")


def test_a_watched_folder_brings_what_is_whole_and_new(qtbot, jobs, tmp_path):
    old = write_sound(tmp_path / "old.wav", 0.2)
    seen = []
    watch = FolderWatch(jobs, every=100)
    watch.found.connect(seen.extend)
    watch.start(tmp_path, lambda path: path == old)
    qtbot.waitUntil(lambda: watch._last is not None, timeout=3000)
    growing = tmp_path / "new.wav"
    with growing.open("wb") as file:
        for _ in range(5):
            file.write(b"x" * 100)
            file.flush()
            qtbot.wait(60)
            assert seen == []
    qtbot.waitUntil(lambda: seen == [growing], timeout=3000)
    qtbot.wait(300)
    assert seen == [growing]
    watch.stop()


def test_a_watched_folder_that_is_gone_is_told_once(qtbot, jobs, tmp_path):
    told = []
    watch = FolderWatch(jobs, every=50)
    watch.failed.connect(told.append)
    watch.start(tmp_path / "gone", None)
    qtbot.wait(400)
    assert len(told) == 1 and "cannot be read" in str(told[0])
    (tmp_path / "gone").mkdir()
    qtbot.waitUntil(lambda: watch._last is not None, timeout=3000)
    watch.stop()


def test_new_files_in_the_watched_folder_are_captioned(window, qtbot, backend, settings, tmp_path):
    (tmp_path / "in").mkdir()
    dialog = AutomaticDialog(settings.queue, window)
    qtbot.addWidget(dialog)
    dialog.watch.setChecked(True)
    dialog.watch_folder.field.setText(str(tmp_path / "in"))
    dialog.accept()
    window.queueing.watch._timer.setInterval(100)
    window.queueing._use_settings()
    qtbot.waitUntil(lambda: window.queueing.watch._last is not None, timeout=3000)
    write_sound(tmp_path / "in" / "a.wav", 0.5)
    qtbot.waitUntil(lambda: states(window) == {"a.wav": State.DONE}, timeout=8000)


def test_the_dialog_of_automatic_work(qtbot, tmp_path):
    settings = QueueSettings()
    dialog = AutomaticDialog(settings)
    qtbot.addWidget(dialog)
    ok = dialog._buttons.buttons()[0]
    assert ok.isEnabled()
    dialog.watch.setChecked(True)
    assert not ok.isEnabled()  # no folder yet
    dialog.watch_folder.field.setText(str(tmp_path))
    dialog.export.setChecked(True)
    dialog.template.field.setText("{nonsense}")
    assert not ok.isEnabled() and "{name}" in dialog.template.example.text()
    dialog.template.field.setText("{name}.{language}.{format}")
    dialog.second.setCurrentIndex(dialog.second.findData("docx"))
    assert dialog.template.example.text() == "For example: My film.en.srt"
    dialog.accept()
    assert (settings.watch, settings.watch_folder, settings.formats) == (True, str(tmp_path), "srt,docx")


@pytest.mark.parametrize(("name", "shown"), [("srt", "talk.srt"), ("vtt-words", "talk.words.vtt")])
def test_export_all_shows_the_names(qtbot, name, shown):
    dialog = ExportAllDialog(2, name, None, "{name}.{format}", Path("talk.mp4"))
    qtbot.addWidget(dialog)
    assert dialog.names.example.text() == f"For example: {shown}"
    assert dialog.choice().template == "{name}.{format}"
