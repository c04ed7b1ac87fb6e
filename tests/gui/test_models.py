from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from alm_studio.gui.media_item import MediaItem, State
from alm_studio.gui.models.cue_table import COLUMNS, DURATION, END, SPEED, START, TEXT, CueTableModel
from alm_studio.gui.models.queue import QueueModel
from alm_studio.gui.models.times import clock, short_clock

from .helpers import caption


@pytest.fixture
def cues(qapp):
    model = CueTableModel(MediaItem(Path("a.wav"), style="netflix"))
    model.append([caption(0, "Hello."), caption(1, "你好，世界。", "zh"), caption(2, "One\ntwo")])
    return model


def test_cue_table_keeps_the_rules_of_models(cues, qtmodeltester):
    qtmodeltester.check(cues, force_py=True)


def test_queue_keeps_the_rules_of_models(qapp, qtmodeltester):
    queue = QueueModel()
    queue.add(Path("a.wav"))
    queue.add(Path("b.wav"))
    qtmodeltester.check(queue, force_py=True)


def test_cells(cues):
    row = [cues.index(1, column).data() for column in (START, END, DURATION, SPEED, TEXT)]
    assert row == ["00:02.000", "00:03.500", "1.50", "4", "你好，世界。"]


def test_setting_text_tells_one_row_and_can_be_undone_and_redone(cues, qtbot):
    index = cues.index(1, TEXT)
    told = []
    cues.dataChanged.connect(lambda first, last, _roles: told.append((first.row(), last.row())))

    def texts():
        return [cues.caption(row).text for row in range(3)]

    before = texts()
    assert cues.setData(index, "再见")
    after = texts()
    assert after == [before[0], "再见", before[2]]
    for _ in range(2):
        cues.undo()
        assert texts() == before
        cues.redo()
        assert texts() == after
    assert told == [(1, 1)] * 5
    assert cues.item.edited and not cues.item.exported


def test_setting_the_same_text_is_no_edit(cues):
    assert cues.setData(cues.index(0, TEXT), "Hello.")
    assert cues.undo_label is None and not cues.item.edited


def test_only_text_is_editable(cues):
    for column in range(COLUMNS):
        editable = bool(cues.flags(cues.index(0, column)) & Qt.ItemFlag.ItemIsEditable)
        assert editable == (column == TEXT)
    assert not cues.setData(cues.index(0, START), "1")


def test_the_current_cue_tells_two_rows(cues):
    cues.set_current(0)
    told = []
    cues.dataChanged.connect(lambda first, last, _roles: told.append((first.row(), last.row())))
    cues.set_current(2)
    cues.set_current(2)
    assert told == [(0, 0), (2, 2)]


def test_too_fast_for_the_style(cues):
    cues.append([caption(3, "A very long text that nobody can read within one second and a half")])
    assert [cues.too_fast(row) for row in range(4)] == [False, False, False, True]


def test_clearing_forgets_cues_and_edits(cues):
    cues.setData(cues.index(0, TEXT), "x")
    cues.clear()
    assert cues.rowCount() == 0 and cues.undo_label is None and not cues.item.edited


def test_states_in_words(qapp):
    queue = QueueModel()
    item = queue.add(Path("a.wav"))
    words = {}
    for state in State:
        item.state = state
        words[state] = queue.status(item)
    item.state, item.stage, item.fraction = State.WORKING, "writing", 0.345
    assert queue.status(item) == "Working, 34 %"
    assert words[State.DONE] == "Done, 0 cues"
    item.state, item.error = State.FAILED, "No."
    assert queue.status(item) == "No."


def test_clocks():
    assert clock(3_723_004) == "1:02:03.004"
    assert clock(63_050) == "01:03.050"
    assert short_clock(3_723_999) == "1:02:03"
    assert short_clock(0) == "00:00"
