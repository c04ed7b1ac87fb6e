"""Cues on the timeline: chosen, dragged, stretched, made, caught by what is near."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from alm_studio.audio.peaks import Peaks
from alm_studio.captions.edits import SetTimes
from alm_studio.captions.transcript import Transcript
from alm_studio.gui.media_item import State
from alm_studio.gui.models.timeline_cues import SHORTEST, Grip, LaneCue, gap_at, lane_cues, room, snapped
from alm_studio.pipeline import events

from .helpers import caption, talk, write_sound

CUES = [LaneCue(0, 1000, 2000, "one"), LaneCue(1, 2000, 3000, "two"), LaneCue(2, 5000, 6000, "three")]
LEFT = Qt.MouseButton.LeftButton


def test_how_far_cues_can_go():
    def limits(rows, grip):
        found = room(CUES, rows, grip, 10_000)
        return found.least, found.most

    assert limits({0}, Grip.START) == (-1000, 1000 - SHORTEST)
    assert limits({0}, Grip.END) == (SHORTEST - 1000, 0)
    assert limits({1}, Grip.END) == (SHORTEST - 1000, 2000)
    assert limits({1}, Grip.BODY) == (0, 2000)
    assert limits({0, 1}, Grip.BODY) == (-1000, 2000)
    assert limits({2}, Grip.BODY) == (-2000, 4000)
    overlapping = [LaneCue(0, 0, 3000, "a"), LaneCue(1, 2000, 4000, "b")]
    assert room(overlapping, {1}, Grip.START, 9000).least == -2000  # not before the cue above
    assert room(overlapping, {0}, Grip.BODY, 9000).most == 2000


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(SHORTEST, 900)), min_size=1, max_size=6), st.data())
def test_wherever_cues_go_they_stay_in_order(gaps, data):
    cues, now = [], 0
    for row, (gap, length) in enumerate(gaps):
        cues.append(LaneCue(row, now + gap, now + gap + length, ""))
        now += gap + length
    rows = data.draw(st.sets(st.integers(0, len(cues) - 1), min_size=1))
    grip = data.draw(st.sampled_from(Grip)) if len(rows) == 1 else Grip.BODY
    by = room(cues, rows, grip, now + 500).clip(data.draw(st.integers(-5000, 5000)))
    first, last = by * (grip is not Grip.END), by * (grip is not Grip.START)
    moved = [(cue.start + first, cue.end + last) if cue.row in rows else (cue.start, cue.end) for cue in cues]
    flat = [edge for cue in moved for edge in cue]
    assert flat == sorted(flat) and flat[0] >= 0 and flat[-1] <= now + 500
    assert all(end - start >= SHORTEST for start, end in moved)


def test_what_is_near_catches():
    assert snapped([1000], [900, 1040, 1100], 50) == (40, 1040)
    assert snapped([1000, 2000], [2010], 50) == (10, 2010)
    assert snapped([1000], [900], 50) == (0, None)
    assert snapped([1000], [], 50) == (0, None)


def test_time_without_cues():
    assert gap_at(CUES, 500, 9000) == (0, 1000)
    assert gap_at(CUES, 3500, 9000) == (3000, 5000)
    assert gap_at(CUES, 7000, 9000) == (6000, 9000)
    assert gap_at(CUES, 2500, 9000) is None
    assert lane_cues([caption(0, "a")], ["doubtful"], "de")[0] == LaneCue(0, 0, 1500, "a", "en", "doubtful")


@pytest.fixture
def cued(window, qtbot, backend, tmp_path):
    """Three cues of 1.5 s, from 0, 2 and 4 s on; ten seconds are in view."""
    window.resize(1200, 800)
    backend.default = [events.Opened(10_000), *talk(3)[1:-1], events.Finished(Transcript("en", [], 10_000))]
    window.commands.open_paths([write_sound(tmp_path / "a.wav", 10.0)], start=True)
    qtbot.waitUntil(lambda: window.item.state is State.DONE, timeout=5000)
    lane = window.editor.timeline.cues
    qtbot.waitUntil(lambda: len(lane._cues) == 3, timeout=2000)
    qtbot.waitUntil(lambda: window.item.sound is not None and window.item.sound.complete, timeout=5000)
    window.editor.timeline.axis.show(0, 10_000)
    return window


def at(lane, ms):
    return QPoint(round(lane.place(ms)), lane.height() // 2)


def hover(lane, ms):
    """As a pointer that moves there; the system's own may be anywhere."""
    place, none = QPointF(at(lane, ms)), Qt.MouseButton.NoButton
    moved = QMouseEvent(
        QEvent.Type.MouseMove, place, lane.mapToGlobal(place), none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(lane, moved)


def drag(lane, begin, end, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.mousePress(lane, LEFT, modifier, at(lane, begin))
    for step in range(1, 5):
        QTest.mouseMove(lane, at(lane, begin + (end - begin) * step / 4))
    QTest.mouseRelease(lane, LEFT, modifier, at(lane, end))


def times(window):
    return [(cue.start, cue.end) for cue in window.item.document.captions]


def test_a_press_selects_and_goes_there(cued):
    lane, table = cued.editor.timeline.cues, cued.editor.table
    QTest.mouseClick(lane, LEFT, pos=at(lane, 2700))
    assert table.selected_rows == [1] and cued.playback.position == 2000
    assert lane.axis.bands == [(2000, 3500)]
    QTest.mouseClick(lane, LEFT, Qt.KeyboardModifier.ControlModifier, at(lane, 700))
    assert table.selected_rows == [0, 1]
    QTest.mouseClick(lane, LEFT, Qt.KeyboardModifier.ShiftModifier, at(lane, 4500))
    assert table.selected_rows == [0, 1, 2]
    QTest.mouseClick(lane, LEFT, pos=at(lane, 7000))
    assert cued.playback.position == pytest.approx(7000, abs=15)
    table.select([2])
    assert lane.axis.bands == [(4000, 5500)]  # the other way round


def test_the_pointer_says_what_is_under_it(cued):
    lane = cued.editor.timeline.cues
    hover(lane, 2700)
    assert lane.cursor().shape() is Qt.CursorShape.ArrowCursor
    hover(lane, 5500)
    assert lane.cursor().shape() is Qt.CursorShape.SizeHorCursor
    for ms, said in ((2700, "Cue number 1"), (8000, "Drag to make a cue.")):
        QApplication.sendEvent(lane, QHelpEvent(QEvent.Type.ToolTip, at(lane, ms), lane.mapToGlobal(at(lane, ms))))
        assert said in lane.toolTip()
    QApplication.sendEvent(lane, QEvent(QEvent.Type.Leave))
    assert lane.near is None and lane.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_the_cue_under_the_pointer_goes(cued, qtbot):
    lane = cued.editor.timeline.cues
    for ms in (7000, 5500):
        hover(lane, ms)
    assert lane.near == (2, Grip.END)
    cued.editor.table.select([2])
    cued.actions_["delete"].trigger()
    qtbot.waitUntil(lambda: len(lane._cues) == 2)
    assert not lane.grab().isNull() and lane.near is None


def test_an_edge_is_dragged_and_caught_by_a_cue(cued):
    lane = cued.editor.timeline.cues
    drag(lane, 3500, 3985)
    assert times(cued)[1] == (2000, 4000)
    words = cued.item.document.captions[1].words
    assert (words[0].start, words[0].end) == (2000, 3500)  # stretching moves no words
    cued.actions_["undo"].trigger()
    assert times(cued)[1] == (2000, 3500)
    drag(lane, 4000, 100)  # no further than the cue before
    assert times(cued)[2] == (3500, 5500)


def test_edges_of_sound_and_words_catch(cued):
    sound = np.zeros((5000, 2), np.int8)
    sound[3150:3450] = (-90, 90)  # loud from 6.3 to 6.9 s
    cued.item.peaks = Peaks(sound)
    places = cued.timeline.cues._places(0, 10_000)
    assert places == sorted(places) and {2000, 3500, 6300, 6900} <= set(places)
    drag(cued.editor.timeline.cues, 5500, 6280)
    assert times(cued)[2] == (4000, 6300)


def test_the_gap_of_the_style_catches(cued):
    gap = cued.queue.cues(cued.item).style.min_gap
    drag(cued.editor.timeline.cues, 3500, 4000 - gap - 20)
    assert gap > 50 and times(cued)[1] == (2000, 4000 - gap)


def test_a_cue_is_moved_with_its_words_and_others_with_it(cued):
    lane = cued.editor.timeline.cues
    drag(lane, 4800, 6900)
    moved = cued.item.document.captions[2]
    assert moved.start == pytest.approx(6100, abs=20) and moved.duration == 1500
    assert moved.words[0].start == moved.start
    cued.editor.table.select([1, 2])
    before = times(cued)
    drag(lane, 2700, 2950)
    after = times(cued)
    assert after[0] == before[0]
    assert after[1][0] - before[1][0] == after[2][0] - before[2][0] == pytest.approx(250, abs=20)
    cued.actions_["undo"].trigger()
    assert times(cued) == before


def test_alt_keeps_places_from_catching(cued):
    lane = cued.editor.timeline.cues
    QTest.mousePress(lane, LEFT, pos=at(lane, 3500))
    QTest.mouseMove(lane, at(lane, 3700))
    lane._drag.move(3970, 0.0)
    assert lane._drag.by == pytest.approx(470, abs=12)
    QTest.keyClick(lane, Qt.Key.Key_Escape)
    QTest.mouseRelease(lane, LEFT, pos=at(lane, 3700))
    assert times(cued)[1] == (2000, 3500)  # nothing happened


def test_a_cue_is_drawn_where_none_is(cued, qtbot):
    lane = cued.editor.timeline.cues
    drag(lane, 6500, 8200)
    assert len(times(cued)) == 4
    start, end = times(cued)[3]
    assert start == pytest.approx(6500, abs=15) and end == pytest.approx(8200, abs=15)
    assert cued.editor.table.currentIndex().row() == 3
    drag(lane, 9000, 9050)  # too short to be meant
    assert len(times(cued)) == 4


def test_in_and_out_at_the_play_head(cued):
    cued.editor.table.select([1])
    cued.playback.seek(2300)
    cued.actions_["set_in"].trigger()
    assert times(cued)[1] == (2300, 3500)
    cued.playback.seek(3200)
    cued.actions_["set_out"].trigger()
    assert times(cued)[1] == (2300, 3200)
    cued.playback.seek(100)
    cued.actions_["set_out"].trigger()  # before its beginning: refused with a sentence
    assert times(cued)[1] == (2300, 3200)


def test_looping_the_selected_cue(cued, qtbot):
    cued.editor.table.select([1])
    cued.actions_["loop"].trigger()
    assert cued.playback._loop == (2000, 3500) and cued.playback.playing
    assert cued.actions_["loop"].isChecked()
    cued.timeline.cues.change(SetTimes(1, start=2300))  # the loop follows its cue
    assert cued.playback._loop == (2300, 3500)
    cued.actions_["loop"].trigger()
    assert not cued.playback.looping and not cued.actions_["loop"].isChecked()


def test_the_spectrogram_comes_on_demand(cued, qtbot):
    timeline = cued.editor.timeline
    assert timeline.spectrogram is None
    cued.actions_["spectrogram"].trigger()
    lane = timeline.spectrogram
    qtbot.waitUntil(lambda: len(lane._pictures) >= 4, timeout=5000)
    lane.grab()
    assert not lane._making or lane._wanted is not None
    cued.actions_["spectrogram"].trigger()
    assert lane.isHidden()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)  # Qt's drawing into memory has none
def test_the_menu_of_a_cue_acts_where_the_pointer_is(cued, qtbot):
    lane = cued.editor.timeline.cues
    lane.menu_wanted.emit(1, 2700, QPoint(0, 0))
    assert cued.playback.position == 2700
    menu = lane.findChild(QMenu)
    assert cued.actions_["split"] in menu.actions() and cued.actions_["loop"] in menu.actions()
    menu.close()
