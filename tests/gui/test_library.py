from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from alm_studio.base.paths import projects_dir
from alm_studio.captions.document import Caption
from alm_studio.gui.models.library import marked
from alm_studio.project.project import Project

from .helpers import write_sound


@pytest.mark.parametrize(
    ("text", "query", "spans"),
    [
        ("The weather, whether or not", "weather", [(4, 11)]),
        ("今天天气很好，天气", "天气", [(2, 4), (7, 9)]),
        ("Straße STRASSE", "strasse", [(7, 14)]),
        ("aaa", "aa a", [(0, 3)]),
        ("nothing", "", []),
    ],
)
def test_what_was_looked_for_is_marked(text, query, spans):
    assert marked(text, query) == spans


def make(window, path: Path, sound: Path, texts):
    with Project.create(path, sound) as project:
        project.append([], [Caption(n * 10_000, n * 10_000 + 2000, text) for n, text in enumerate(texts)])
        project.set_meta(title=path.stem, language="en", duration=30_000, exported=True)
        window.keeping.library.index(project)


@pytest.fixture
def library(window, qtbot, tmp_path):
    """A window with a library of two projects, one saved by the user, one not."""
    make(window, tmp_path / "saved.alms", write_sound(tmp_path / "a.wav"), ["The weather is fine", "今天天气很好"])
    make(window, projects_dir() / "own.alms", write_sound(tmp_path / "b.wav"), ["Rain", "More rain", "weather"])
    window.actions_["library"].trigger()
    dialog = window.library.dialog
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 2, timeout=3000)
    return window


def look(window, qtbot, text, count):
    dialog = window.library.dialog
    dialog.text.setText(text)
    wanted = f"{count} place" if count else "Nobody"
    qtbot.waitUntil(lambda: dialog.count.text().startswith(wanted), timeout=3000)
    return dialog


def test_all_projects_are_listed_and_searched(library, qtbot):
    dialog = library.library.dialog
    assert dialog.text.hasFocus() or not dialog.isActiveWindow()
    look(library, qtbot, "rain", 2)
    top = dialog.list.topLevelItem(0)
    assert (dialog.list.topLevelItemCount(), top.childCount()) == (1, 2)
    assert "00:10, More rain" in top.child(1).text(0)
    look(library, qtbot, "气很", 1)
    assert dialog.list.topLevelItem(0).child(0).toolTip(0) == "今天天气很好"
    look(library, qtbot, "snow", 0)
    assert "Nobody" in dialog.count.text() and not dialog.open_button.isEnabled()


def test_a_hit_opens_the_project_at_that_second(library, qtbot, monkeypatch):
    dialog = look(library, qtbot, "天气", 1)
    places = []
    monkeypatch.setattr(library.playback, "seek", places.append)
    qtbot.keyClick(dialog.text, Qt.Key.Key_Up)
    qtbot.keyClick(dialog.text, Qt.Key.Key_Down)
    dialog.open_button.click()
    qtbot.waitUntil(lambda: library.item is not None and places[-1:] == [10_000], timeout=5000)
    assert library.item.path.name == "a.wav"
    assert library.editor.table.currentIndex().row() == 1


def test_what_was_saved_nowhere_else_is_deleted_only_when_asked(library, qtbot):
    dialog = look(library, qtbot, "rain", 2)
    dialog.remove_button.click()
    box = dialog.findChild(QMessageBox)
    assert "cannot be brought back" in box.informativeText()
    assert (projects_dir() / "own.alms").exists()
    box.buttons()[0].click()
    qtbot.waitUntil(lambda: not (projects_dir() / "own.alms").exists(), timeout=3000)
    qtbot.waitUntil(lambda: "Nobody" in dialog.count.text(), timeout=3000)


def test_a_file_that_is_gone_is_said(library, qtbot, tmp_path):
    (tmp_path / "saved.alms").unlink()
    dialog = look(library, qtbot, "fine", 1)
    assert "No longer there" in dialog.list.topLevelItem(0).text(0)
    assert not dialog.open_button.isEnabled()
    dialog.grab()
