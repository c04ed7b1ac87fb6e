"""Time axis, lanes, and what the timeline tells the window."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from alm_studio.audio.peaks import Peaks
from alm_studio.gui.media_item import State
from alm_studio.gui.models.timeline_words import LaneWord, edges, lane_words
from alm_studio.gui.views.timeline.time_axis import TimeAxis
from alm_studio.gui.views.timeline.timeline import Timeline

from .helpers import caption, write_sound

WORDS = [
    LaneWord("one", 1000, 1400, 0, 0, 1.0),
    LaneWord("two", 1400, 1800, 0, 1, 0.5),
    LaneWord("three", 2500, 3000, 1, 0, 0.9),
]


def test_the_axis_stays_inside_what_there_is(qapp):
    axis = TimeAxis()
    axis.set_range(0, 60_000)
    assert (axis.begin, axis.end) == (0, 60_000)  # all was in view, and is
    axis.show(10_000, 20_000)
    axis.zoom(0.5, 12_000)
    assert (axis.begin, axis.end) == (11_000, 16_000)
    axis.move(-50_000)
    assert (axis.begin, axis.end) == (0, 5_000)
    axis.zoom(100, 1_000)
    assert (axis.begin, axis.end) == (0, 60_000)
    axis.zoom(1e-9, 30_000)
    assert axis.span == 100
    axis.show(0, 10_000)
    axis.follow(9_500)
    assert axis.begin == 8_500
    axis.mark(3_000, -5)
    assert axis.selection == (0, 3_000)


def test_boundaries_of_words(qapp):
    found = [(edge.word.text, edge.begins, edge.ms, edge.earliest, edge.latest) for edge in edges(WORDS)]
    assert found == [
        ("one", True, 1000, 0, 1200),
        ("two", True, 1400, 1200, 1600),  # the end of "one" is the same place
        ("two", False, 1800, 1600, 2500),
        ("three", True, 2500, 1800, 2750),
        ("three", False, 3000, 2750, 5000),
    ]
    assert [word.row for word in lane_words([caption(0, "a"), caption(1, "b")])] == [0, 1]


@pytest.fixture
def timeline(qtbot):
    view = Timeline()
    qtbot.addWidget(view)
    view.resize(1000, 220)
    view.show()
    qtbot.waitExposed(view)
    view.open(10_000)
    view.show_peaks(Peaks(np.tile(np.array([[-60, 60]], np.int8), (1000, 1)), 100))
    view.show_words(WORDS, "en", None)
    view.axis.show(0, 5_000)
    return view


def test_a_boundary_is_dragged_between_its_neighbours(timeline, qtbot):
    lane = timeline.words
    middle = lane.height() // 2
    start = QPoint(round(lane.place(1400)), middle)
    QTest.mouseMove(lane, start + QPoint(40, 0))  # a pointer that stands there already would not move
    QTest.mouseMove(lane, start)
    qtbot.waitUntil(lambda: lane.cursor().shape() == Qt.CursorShape.SplitHCursor)
    with qtbot.waitSignal(timeline.boundary_moved) as told:
        QTest.mousePress(lane, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(lane, QPoint(round(lane.place(1500)), middle))
        QTest.mouseMove(lane, QPoint(round(lane.place(3900)), middle))
        QTest.mouseRelease(lane, Qt.MouseButton.LeftButton, pos=QPoint(round(lane.place(3900)), middle))
    edge, ms = told.args
    assert (edge.word.text, edge.begins, ms) == ("two", True, 1600)


def test_clicks_seek_and_shift_marks(timeline, qtbot):
    lane = timeline.waveform
    with qtbot.waitSignal(timeline.seek_wanted) as told:
        QTest.mouseClick(lane, Qt.MouseButton.LeftButton, pos=QPoint(500, 20))
    assert told.args[0] == pytest.approx(2500, abs=5)
    with qtbot.waitSignal(timeline.selected) as told:
        QTest.mousePress(lane, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, QPoint(200, 20))
        QTest.mouseMove(lane, QPoint(400, 20))
        QTest.mouseRelease(lane, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, QPoint(400, 20))
    assert told.args == pytest.approx([1000, 2000], abs=5)


def test_the_sound_and_the_words_of_a_medium_come_into_the_timeline(window, qtbot, tmp_path, backend):
    window.commands.open_paths([write_sound(tmp_path / "a.wav", 3.0)])
    item, timeline = window.item, window.editor.timeline
    qtbot.waitUntil(lambda: item.sound is not None and item.sound.complete, timeout=20_000)
    assert item.peaks.duration == 3000 and item.sound.read(0, 16_000).std() > 0.1
    window.actions_["generate"].trigger()
    qtbot.waitUntil(lambda: item.state is State.DONE and len(timeline.words._words) == 3, timeout=10_000)
    edge = next(edge for edge in timeline.words._edges if edge.word.row == 1 and edge.begins)
    timeline.boundary_moved.emit(edge, edge.ms + 100)
    qtbot.waitUntil(lambda: item.document.captions[1].words[0].start == 2100, timeout=5000)
    assert backend.pinned == {0: 2100}
    window.actions_["undo"].trigger()
    assert item.document.captions[1].words[0].start == 2000
    last = timeline.words._edges[-1]
    timeline.boundary_moved.emit(last, last.ms + 50)
    assert item.document.captions[2].words[0].end == last.ms + 50
    window.actions_["timeline"].trigger()
    assert timeline.isHidden()


def test_what_was_painted_is_moved_and_stretched(timeline, qtbot):
    lane = timeline.waveform
    lane.grab()
    scale, painted = lane._scale, dict(lane._tiles)
    timeline.axis.move(700)
    lane.grab()
    assert all(lane._tiles[place] is tile for place, tile in painted.items())
    timeline.axis.zoom(0.8, 2_000)
    lane.grab()
    assert lane._scale == scale  # still that of before, stretched
    for ms in range(0, 200, 20):
        timeline.set_position(ms, playing=True)  # what plays meanwhile does not put it off
        qtbot.wait(20)
    assert lane._scale == lane._scale_now() != scale
    timeline.axis.show(0, 100)
    lane.grab()
    assert lane._scale == lane._scale_now()  # too far to be stretched
