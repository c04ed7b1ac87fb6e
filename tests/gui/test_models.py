from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from alm_studio.captions.group_edits import DeleteEach
from alm_studio.captions.word_edits import Merge, Split
from alm_studio.gui.media_item import MediaItem, State
from alm_studio.gui.models.cue_table import COLUMNS, DURATION, END, NUMBER, SPEAKER, SPEED, START, TEXT, CueTableModel
from alm_studio.gui.models.queue import QueueModel
from alm_studio.gui.models.times import clock, read_clock, short_clock

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


def test_what_follows_from_the_rest_is_not_editable(cues):
    for column in range(COLUMNS):
        editable = bool(cues.flags(cues.index(0, column)) & Qt.ItemFlag.ItemIsEditable)
        assert editable == (column not in (NUMBER, SPEED))
    assert not cues.setData(cues.index(0, SPEED), "1")


def test_times_and_speaker_are_edited_in_their_cells(cues):
    refused, told = [], []
    cues.refused.connect(refused.append)
    cues.speakers_changed.connect(lambda: told.append(cues.with_speakers))
    assert cues.setData(cues.index(1, START), "0:01,75")
    assert cues.setData(cues.index(1, DURATION), "2.5")
    assert (cues.caption(1).start, cues.caption(1).end) == (1750, 4250)
    assert cues.setData(cues.index(1, END), "4")
    assert cues.caption(1).end == 4000
    assert cues.setData(cues.index(1, SPEAKER), "Ann")
    assert cues.caption(1).speaker == "Ann" and cues.speakers == ["Ann"] and told == [True]
    assert not cues.setData(cues.index(1, END), "soon")
    assert not cues.setData(cues.index(1, END), "1")
    assert not cues.setData(cues.index(1, START), "9")
    assert ["“soon” is no time" in str(error) for error in refused] == [True, False, False]
    for _ in range(4):
        cues.undo()
    assert told == [True, False] and not cues.item.edited


def test_rows_that_come_and_go_are_told(cues):
    told = []
    cues.rowsInserted.connect(lambda _parent, first, last: told.append(("in", first, last)))
    cues.rowsRemoved.connect(lambda _parent, first, last: told.append(("out", first, last)))
    cues.modelReset.connect(lambda: told.append("reset"))
    cues.do(Split(2, 3))
    cues.do(Merge(0, 3))
    cues.undo()
    cues.do(DeleteEach([0, 2]))
    cues.undo()
    assert [cues.caption(row).text for row in range(4)] == ["Hello.", "你好，世界。", "One", "two"]
    assert told == [("in", 3, 3), ("out", 1, 2), ("in", 1, 2), ("out", 1, 2), ("in", 1, 2)]


def test_breaches_are_marked_where_they_are_and_follow_edits(cues):
    cues.append([caption(3, "A very long text that nobody can read within one second and a half")])
    assert [breach.rule for breach in cues.breaches(3)] == ["cps", "line length"]
    assert [breach.rule for breach in cues.breaches(3, TEXT)] == ["line length"]
    assert cues.breaches(2) == []
    assert "42 at most" in cues.index(3, TEXT).data(Qt.ItemDataRole.ToolTipRole)
    assert "20 at most" in cues.index(3, SPEED).data(Qt.ItemDataRole.AccessibleTextRole)
    cues.setData(cues.index(3, TEXT), "Short.")
    assert cues.breaches(3) == []
    cues.setData(cues.index(1, END), "4.2")
    assert [breach.rule for breach in cues.breaches(1, END)] == ["overlap"]
    cues.item.style = "none"
    cues.restyle()
    assert [breach.rule for breach in cues.breaches(1)] == ["overlap"]


def test_the_current_cue_tells_two_rows(cues):
    cues.set_current(0)
    told = []
    cues.dataChanged.connect(lambda first, last, _roles: told.append((first.row(), last.row())))
    cues.set_current(2)
    cues.set_current(2)
    assert told == [(0, 0), (2, 2)]


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
    assert [read_clock(text) for text in ("1:02:03.004", "01:03,05", " 7 ", "0.5")] == [3_723_004, 63_050, 7000, 500]
