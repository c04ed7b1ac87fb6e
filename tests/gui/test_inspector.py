"""The attention inspector in the window."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from alm_studio.base.errors import UsageError
from alm_studio.gui.media_item import State

from .helpers import write_sound


@pytest.fixture
def dock(window, qtbot, tmp_path):
    window.commands.open_paths([write_sound(tmp_path / "a.wav", 6.0)])
    window.actions_["generate"].trigger()
    qtbot.waitUntil(lambda: window.item.state is State.DONE, timeout=10_000)
    window.actions_["attention"].trigger()
    qtbot.waitUntil(
        lambda: window.inspection.dock is not None and window.inspection.dock.map is not None, timeout=20_000
    )
    return window.inspection.dock


def test_the_chosen_cue_is_shown_with_every_head(dock, window, qtbot, backend):
    assert dock.map.texts == (" Cue", " number", " 0")
    assert dock.choice == (None, None)
    np.testing.assert_allclose(dock.heatmap._rows[0, :4], 0.4, atol=1e-3)  # the mean of (0, 2) and (1, 1)
    dock.grid.chosen.emit(1, 0)
    assert dock.choice == (1, 0)
    np.testing.assert_allclose(dock.heatmap._rows[0, :4], 0.4, atol=1e-3)
    window.editor.table.cue_chosen.emit(2)
    qtbot.waitUntil(lambda: dock.map.texts[-1] == " 2", timeout=5000)
    assert dock.choice == (1, 0)  # the head stays
    assert backend.looks[-1].sound is window.item.sound
    QTest.mouseMove(dock.heatmap, QPoint(dock.heatmap.gutter + 8, 5))
    qtbot.waitUntil(lambda: "Cue" in dock._readout.text(), timeout=2000)
    assert "weight 0.400" in dock._readout.text()


def test_a_click_plays_from_there(dock, window, qtbot):
    with qtbot.waitSignal(dock.play_wanted) as told:
        QTest.mouseClick(dock.heatmap, Qt.MouseButton.LeftButton, pos=QPoint(dock.heatmap.gutter + 1, 5))
    assert told.args[0] == pytest.approx(dock.map.start * 1000, abs=10)
    assert window.playback.position == pytest.approx(told.args[0], abs=200)
    window.playback.toggle()


def test_a_marked_stretch_is_looked_at(dock, window, qtbot, backend):
    window.editor.timeline.selected.emit(2000, 5900)
    qtbot.waitUntil(lambda: len(dock.map.tokens) == 5, timeout=5000)
    assert (backend.looks[-1].start, backend.looks[-1].end) == (2000, 5900)


def test_what_cannot_be_shown_is_said(dock, window, qtbot, backend, monkeypatch):
    def refuse(_look, _cancel):
        raise UsageError("The part is 31.0 s long. Choose a shorter part.")

    monkeypatch.setattr(backend, "inspect", refuse)
    window.editor.table.cue_chosen.emit(1)
    qtbot.waitUntil(lambda: dock.map is None and "shorter part" in dock._message.text(), timeout=5000)


def test_captions_that_are_written_anew_are_looked_at_anew(dock, window, qtbot, backend):
    looks = len(backend.looks)
    window.actions_["generate"].trigger()
    qtbot.waitUntil(lambda: len(backend.looks) > looks and dock.map is not None, timeout=10_000)


@pytest.mark.parametrize("name", ["a.svg", "a.npz"])
def test_export(dock, window, qtbot, tmp_path, name):
    window.inspection.export(tmp_path / name)
    qtbot.waitUntil(lambda: (tmp_path / name).is_file(), timeout=120_000)
    if name.endswith(".npz"):
        with np.load(tmp_path / name) as arrays:
            assert arrays["weights"].shape == (2, 3, 3, 12)
            assert arrays["heads"].tolist() == [[0, 2], [1, 1]]
    else:
        assert b"<svg" in (tmp_path / name).read_bytes()
