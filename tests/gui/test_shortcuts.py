"""Keys: looked up, changed, kept, told when they clash."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest

from alm_studio.base.settings import Settings, load_settings, save_settings
from alm_studio.gui.dialogs.shortcuts import ShortcutsDialog
from alm_studio.gui.shortcuts import title, types

from .helpers import write_sound


@pytest.fixture
def dialog(window, qtbot):
    window.actions_["shortcuts"].trigger()
    dialog = window.findChild(ShortcutsDialog)
    qtbot.waitExposed(dialog)
    return dialog


def test_every_action_is_listed_once_with_its_keys(window, dialog):
    listed = [item.data(0, Qt.ItemDataRole.UserRole) for item in dialog._items()]
    assert sorted(listed) == sorted(window.actions_)
    assert len({item.text(0) for item in dialog._items()}) > 0.9 * len(listed)
    dialog.search.setText("loop")
    shown = [item.text(0) for item in dialog._items() if not item.isHidden()]
    assert shown == ["Loop cue"] and dialog.name == "loop"


def test_other_keys_work_at_once_and_are_kept(window, dialog, qtbot, settings, home):
    dialog.choose("faster")
    dialog.editor.setKeySequence(QKeySequence("Ctrl+Alt+F12"))
    dialog._on_typed()
    action = window.actions_["faster"]
    assert action.shortcut() == QKeySequence("Ctrl+Alt+F12") and "F12" in action.toolTip()
    assert action.shortcutContext() == Qt.ShortcutContext.WindowShortcut
    assert settings.shortcuts == {"faster": "Ctrl+Alt+F12"}
    qtbot.waitUntil(lambda: load_settings().shortcuts == settings.shortcuts, timeout=3000)
    dialog.default.click()
    assert settings.shortcuts == {} and action.shortcut() == QKeySequence("L")
    assert action.shortcutContext() == Qt.ShortcutContext.WidgetWithChildrenShortcut


def test_a_clash_is_told_and_can_be_settled(window, dialog, settings):
    dialog.choose("faster")
    assert not dialog.take.isVisible()
    dialog.editor.setKeySequence(QKeySequence("Ctrl+E"))
    dialog._on_typed()
    assert "Export captions" in dialog._say.text() and dialog.take.isVisible()
    assert window.actions_["faster"].shortcut() == QKeySequence("L")  # nothing has changed so far
    dialog.take.click()
    assert window.actions_["faster"].shortcut() == QKeySequence("Ctrl+E")
    assert window.actions_["export"].shortcut().isEmpty()
    assert settings.shortcuts == {"faster": "Ctrl+E", "export": ""}
    dialog._restore_all()
    assert settings.shortcuts == {} and window.actions_["export"].shortcut() == QKeySequence("Ctrl+E")


def test_keys_without_modifiers_act_only_where_nothing_is_typed(window, qtbot, tmp_path):
    assert types(QKeySequence("I")) and types(QKeySequence("Shift+Space")) and types(QKeySequence("."))
    assert not any(types(QKeySequence(keys)) for keys in ("F5", "Ctrl+I", "Alt+Left", "Delete", ""))
    window.commands.open_paths([write_sound(tmp_path / "a.wav")])
    window.editor.table.setFocus()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and window.actions_["faster"].isEnabled(), timeout=5000)
    QTest.keyClick(window.editor.table, Qt.Key.Key_L)
    assert window.playback.rate == 1.25
    QTest.keyClick(window.editor.table, Qt.Key.Key_K)
    assert window.playback.rate == 1.0


def test_titles_are_without_mnemonics(qapp):
    texts = ("&Loop cue", "Find && replace…", "循环字幕条(&L)", "Remove (all)")
    assert [title(QAction(text)) for text in texts] == ["Loop cue", "Find & replace", "循环字幕条", "Remove (all)"]


def test_settings_of_other_versions_do_no_harm(home):
    settings = Settings(shortcuts={"loop": "F12", "gone": "F11"})
    save_settings(settings)
    assert load_settings().shortcuts == {"loop": "F12", "gone": "F11"}


@pytest.fixture
def settings():
    return Settings(shortcuts={"gone": "F11"})


def test_keys_of_actions_that_are_no_more_are_forgotten(window, settings):
    assert settings.shortcuts == {}
