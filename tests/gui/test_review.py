"""The review list in the window: places found, gone through, accepted, edited."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from alm_studio.captions.transcript import Evidence, Transcript, Word
from alm_studio.gui.media_item import State
from alm_studio.gui.models.cue_table import NUMBER
from alm_studio.pipeline import events
from alm_studio.pipeline.review import Reason

from .helpers import caption, segment, talk, write_sound

GOOD, GONE = Evidence(0.8, 0.9, 0.9), Evidence(0.1, 0.4, 0.1)


def doubtful_talk():
    """Five cues: the second has words that no sound backs, the fourth one unsure word; speech without text follows."""
    gone = tuple(
        Word(text, 2000 + at, 2020 + at, 0.3, GONE) for text, at in ((" Thanks", 0), (" for", 20), (" it", 40))
    )
    unsure = Word(" nombre", 6500, 7000, 0.12, replace(GOOD, sharp=0.4))
    words = {1: gone, 3: (Word(" Cue", 6000, 6500, 0.99, GOOD), unsure, Word(" 3", 7000, 7500, 0.9, GOOD))}
    script = [events.Opened(12_000)]
    segments = []
    for number in range(5):
        cue = caption(number, f"Cue number {number}")
        cue = replace(cue, words=tuple(replace(word, evidence=GOOD) for word in cue.words))
        if number in words:
            cue = replace(cue, text="".join(word.text for word in words[number]).strip(), words=words[number])
        segments.append(segment(number, cue.text))
        script += [events.SegmentReady(segments[-1]), events.CaptionsReady((cue,))]
    return [*script, events.Finished(Transcript("en", segments, 12_000, unwritten=[(10_000, 11_500)]))]


@pytest.fixture
def reviewed(window, backend, qtbot, tmp_path):
    """The window with those captions, and the list beside them."""
    backend.default = doubtful_talk()
    window.commands.open_paths([write_sound(tmp_path / "talk.wav", 12.0)])
    qtbot.waitUntil(lambda: window.item is not None)
    window.commands.generate()
    qtbot.waitUntil(lambda: window.item.state is State.DONE)
    qtbot.waitUntil(lambda: window.review.model.rowCount() == 3)
    window.actions_["review"].trigger()
    return window


def reasons(window):
    return [window.review.model.finding(row).reason for row in range(window.review.model.rowCount())]


def test_the_worst_come_first_and_the_table_marks_their_cues(reviewed):
    doubts = [reviewed.review.model.finding(row).doubt for row in range(3)]
    assert doubts == sorted(doubts, reverse=True)
    assert set(reasons(reviewed)) == {Reason.UNBACKED, Reason.UNWRITTEN, Reason.UNSURE}
    cues = reviewed.queue.cues(reviewed.item)
    assert [bool(cues.mark(row)) for row in range(5)] == [False, True, False, True, False]
    tip = cues.data(cues.index(1, NUMBER), Qt.ItemDataRole.ToolTipRole)
    assert tip == "No sound stands behind this text"
    assert cues.data(cues.index(1, NUMBER), Qt.ItemDataRole.AccessibleTextRole) == f"2, {tip}"
    reviewed.review.show_worst(False)
    assert reasons(reviewed) == [Reason.UNBACKED, Reason.UNSURE, Reason.UNWRITTEN]
    assert reviewed.review.model.pieces(1) == [("Cue", False), (" nombre", True), (" 3", False)]


def test_a_place_is_accepted_and_the_next_one_comes(reviewed, qtbot):
    reviewed.review.show_worst(False)
    reviewed.actions_["review_next"].trigger()
    assert reviewed.editor.table.currentIndex().row() == 1
    reviewed.actions_["review_accept"].trigger()
    qtbot.waitUntil(lambda: reasons(reviewed) == [Reason.UNSURE, Reason.UNWRITTEN])
    qtbot.waitUntil(lambda: reviewed.editor.table.currentIndex().row() == 3)
    assert reviewed.item.edited
    reviewed.commands.undo()
    qtbot.waitUntil(lambda: len(reasons(reviewed)) == 3)


def test_silence_is_accepted(reviewed, qtbot):
    reviewed.review.show_worst(False)
    reviewed.review_dock.list.choose(2)
    reviewed.actions_["review_accept"].trigger()
    qtbot.waitUntil(lambda: Reason.UNWRITTEN not in reasons(reviewed))
    assert reviewed.item.document.silences == [(10_000, 11_500)]
    reviewed.commands.undo()
    qtbot.waitUntil(lambda: Reason.UNWRITTEN in reasons(reviewed))


def test_editing_settles_a_place(reviewed, qtbot):
    reviewed.review.show_worst(False)
    reviewed.actions_["review_next"].trigger()
    reviewed.actions_["review_edit"].trigger()
    cues = reviewed.queue.cues(reviewed.item)
    assert reviewed.editor.table.state() == reviewed.editor.table.State.EditingState
    cues.setData(cues.index(1, cues.columnCount() - 1), "Something else")
    qtbot.waitUntil(lambda: reasons(reviewed) == [Reason.UNSURE, Reason.UNWRITTEN])


def test_speech_without_text_gets_a_cue(reviewed, qtbot):
    reviewed.review.show_worst(False)
    reviewed.review_dock.list.choose(2)
    reviewed.actions_["review_edit"].trigger()
    cues = reviewed.queue.cues(reviewed.item)
    assert (cues.rowCount(), cues.caption(5).start, cues.caption(5).end) == (6, 10_000, 11_500)
    cues.setData(cues.index(5, cues.columnCount() - 1), "Here it is")
    qtbot.waitUntil(lambda: Reason.UNWRITTEN not in reasons(reviewed))
    reviewed.commands.undo()
    reviewed.commands.undo()
    qtbot.waitUntil(lambda: Reason.UNWRITTEN in reasons(reviewed))
    assert cues.rowCount() == 5


def test_playing_a_place_ends_behind_it(reviewed, qtbot):
    reviewed.review.show_worst(False)
    reviewed.review_dock.list.choose(0)
    reviewed.actions_["review_play"].trigger()
    qtbot.waitUntil(lambda: reviewed.playback.playing, timeout=5000)
    qtbot.waitUntil(lambda: not reviewed.playback.playing, timeout=5000)
    assert 2060 <= reviewed.playback.position < 4000


def test_nothing_to_look_at_is_said(window, backend, qtbot, tmp_path):
    backend.default = talk(2)
    for name in ("review_play", "review_accept", "review_edit", "review_next"):
        assert not window.actions_[name].isEnabled()
    window.commands.open_paths([write_sound(tmp_path / "talk.wav")])
    qtbot.waitUntil(lambda: window.item is not None)
    window.commands.generate()
    qtbot.waitUntil(lambda: window.item.state is State.DONE)
    qtbot.waitUntil(lambda: "Nothing is worth" in window.review_dock.list._empty.text())
    window.review.play()  # without a place they do nothing
    window.review.accept()
    window.review.edit()
    assert window.item.document.captions
