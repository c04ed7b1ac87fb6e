import pytest
from PySide6.QtWidgets import QDialogButtonBox

from alm_studio.base.settings import Settings, load_settings
from alm_studio.gui.dialogs.preferences import PreferencesDialog

from .helpers import write_sound

CHANGED = Settings(beam=1, compute="bfloat16", prompt="Ada Lovelace", vad=False, context=False)


@pytest.fixture
def dialog(window):
    window.actions_["preferences"].trigger()
    return window.findChild(PreferencesDialog)


def press(dialog, button):
    dialog.findChild(QDialogButtonBox).button(button).click()


def change(dialog):
    dialog.beam.setValue(1)
    dialog.compute.setCurrentIndex(dialog.compute.findData("bfloat16"))
    dialog.prompt.setPlainText(" Ada\nLovelace ")
    dialog.vad.setChecked(False)
    dialog.context.setChecked(False)


def chosen(settings):
    return [getattr(settings, name) for name in ("beam", "compute", "prompt", "vad", "context")]


def test_what_is_accepted_is_kept_on_disk_and_reaches_the_model(window, dialog, qtbot, backend, tmp_path):
    change(dialog)
    press(dialog, QDialogButtonBox.StandardButton.Ok)
    assert chosen(window.settings) == chosen(CHANGED)
    qtbot.waitUntil(lambda: load_settings() == window.settings, timeout=2000)
    window.commands.open_paths([write_sound(tmp_path / "a.wav")], start=True)
    qtbot.waitUntil(lambda: len(backend.requests) == 1, timeout=3000)
    options = backend.requests[0].options
    assert (options.beam, options.prompt, options.vad, options.context) == (1, "Ada Lovelace", False, False)
    assert backend.requests[0].compute == "bfloat16"


def test_cancel_changes_nothing(window, dialog):
    change(dialog)
    press(dialog, QDialogButtonBox.StandardButton.Cancel)
    assert window.settings == Settings()


def test_the_dialog_shows_what_is_set_and_the_way_back_to_the_defaults(qtbot):
    settings = Settings(**vars(CHANGED))
    dialog = PreferencesDialog(settings)
    qtbot.addWidget(dialog)
    assert (dialog.beam.value(), dialog.compute.currentData(), dialog.prompt.toPlainText()) == (
        (1, "bfloat16", "Ada Lovelace")
    )
    assert not dialog.vad.isChecked() and not dialog.context.isChecked()
    press(dialog, QDialogButtonBox.StandardButton.RestoreDefaults)
    assert chosen(settings) == chosen(CHANGED)  # until it is accepted
    dialog.accept()
    assert chosen(settings) == chosen(Settings())
