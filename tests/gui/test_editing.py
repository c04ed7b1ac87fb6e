"""The cue editor in the window: every action, by its menu entry, done, undone and redone."""

import copy

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QInputDialog, QLineEdit
from shiboken6 import isValid

from alm_studio.captions.document import Caption
from alm_studio.captions.spelling import dictionaries
from alm_studio.captions.styles import OWN, STYLES
from alm_studio.captions.transcript import Segment, Transcript, Word
from alm_studio.gui.media_item import State
from alm_studio.gui.models.cue_table import SPEAKER, START, TEXT

from .helpers import write_sound

TEXTS = ["The cat sat\non the mat.", "It was black and white.", "Nobody knew why.", "走进监狱，看见了许多人。"]


def spoken(number, text):
    """A cue of 2.5 s each three seconds, its words spoken 300 ms each."""
    start = number * 3000
    words = tuple(Word(f" {token}", start + n * 300, start + n * 300 + 300) for n, token in enumerate(text.split()))
    return Caption(start, start + 2500, text, words, "zh" if number == 3 else "en")


@pytest.fixture
def edited(window, qtbot, tmp_path):
    """The window with four cues."""
    window.commands.open_paths([write_sound(tmp_path / "talk.wav", 12.0)])
    qtbot.waitUntil(lambda: window.item is not None)
    item = window.item
    item.style, item.state, item.document.language = "netflix", State.DONE, "en"
    cues = window.queue.cues(item)
    cues.append([spoken(number, text) for number, text in enumerate(TEXTS)])
    item.transcript = Transcript(
        "en", [Segment(c.start, c.end, c.text, c.words, c.language) for c in item.document.captions]
    )
    window.presenter.update_all()
    return window


def texts(window):
    return [caption.text for caption in window.item.document.captions]


def told(window, qtbot, text):
    qtbot.waitUntil(lambda: text in window.messages.text)


def select(window, *rows):
    window.editor.table.select(rows)


ACTIONS = {
    "split": ((0,), lambda window: texts(window)[:2] == ["The cat sat", "on the mat."]),
    "merge": ((0, 1), lambda window: texts(window)[0] == "The cat sat on the mat.\nIt was black and white."),
    "word_next": ((0,), lambda window: texts(window)[1] == "mat. It was black and white."),
    "word_previous": ((1,), lambda window: texts(window)[0] == "The cat sat on the mat. It"),
    "duplicate": ((1, 2), lambda window: texts(window)[1:5] == [TEXTS[1]] * 2 + [TEXTS[2]] * 2),
    "delete": ((0, 2), lambda window: texts(window) == [TEXTS[1], TEXTS[3]]),
}


@pytest.mark.parametrize(("name", "rows", "right"), [(name, *row) for name, row in ACTIONS.items()], ids=ACTIONS)
def test_an_action_does_undoes_and_redoes_exactly(edited, name, rows, right):
    select(edited, *rows)
    before = copy.deepcopy(edited.item.document)
    edited.actions_[name].trigger()
    assert right(edited), texts(edited)
    after = copy.deepcopy(edited.item.document)
    for _ in range(2):
        edited.actions_["undo"].trigger()
        assert edited.item.document == before
        edited.actions_["redo"].trigger()
        assert edited.item.document == after


def test_what_is_selected_says_what_is_possible(edited):
    edited.editor.table.clearSelection()
    assert not edited.actions_["split"].isEnabled() and edited.actions_["find"].isEnabled()
    select(edited, 1)
    assert edited.actions_["split"].isEnabled()
    assert edited.actions_["undo"].text() == "&Undo"
    edited.actions_["delete"].trigger()
    assert edited.actions_["undo"].text() == "&Undo: Delete cue"
    assert edited.editor.table.selected_rows == [1]
    edited.item.state = State.WORKING
    edited.presenter.update_actions()
    assert edited.actions_["delete"].isEnabled() and not edited.actions_["fix_all"].isEnabled()


def test_the_last_cue_can_go_and_the_first_can_be_made(edited, qtbot):
    before = copy.deepcopy(edited.item.document)
    edited.editor.table.selectAll()
    edited.actions_["delete"].trigger()
    assert texts(edited) == [] and edited.editor.table._empty.isVisible()
    assert not edited.actions_["find"].isEnabled()
    edited.actions_["insert"].trigger()
    edited.editor.table._delegate.editor.setPlainText("Made by hand.")
    edited.editor.table.accept_editing()
    assert [(c.start, c.end, c.text) for c in edited.item.document.captions] == [(0, 2000, "Made by hand.")]
    for _ in range(3):
        edited.actions_["undo"].trigger()
    assert edited.item.document == before


def test_cues_that_come_meanwhile_do_not_disturb_undo(edited):
    edited.item.state = State.WORKING
    select(edited, 3)
    edited.actions_["delete"].trigger()
    edited.queue.cues(edited.item).append([spoken(4, "It goes on.")])
    edited.actions_["undo"].trigger()
    assert texts(edited) == [*TEXTS, "It goes on."]
    edited.item.state = State.DONE


def test_a_split_at_the_cursor_of_the_text_that_is_edited(edited, qtbot):
    table = edited.editor.table
    select(edited, 1)
    table.edit_current()
    editor = table._delegate.editor
    assert editor.counted == "23 of 42 a line · 9 of 20 a second"
    editor.setPlainText("It was black, and white.")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    for _ in range(len("It was black, an")):
        editor.moveCursor(QTextCursor.MoveOperation.Right)
    edited.actions_["split"].trigger()
    one, two = edited.item.document.captions[1:3]
    assert (one.text, two.text) == ("It was black,", "and white.")
    assert (one.end, two.start) == (3900 - 84, 3900)
    assert table.selected_rows == [2] and table._delegate.editor is None


def test_a_split_at_the_play_head(edited, qtbot):
    edited.playback.seek(3700)
    qtbot.waitUntil(lambda: edited.playback.position == 3700)
    select(edited, 1)
    edited.actions_["split"].trigger()
    assert texts(edited)[1:3] == ["It was", "black and white."]


def test_what_is_not_possible_is_said(edited, qtbot):
    select(edited, 0, 2)
    edited.actions_["merge"].trigger()
    told(edited, qtbot, "side by side")
    select(edited, 0)
    edited.actions_["word_previous"].trigger()
    told(edited, qtbot, "no cue before")
    edited.actions_["sort"].trigger()
    told(edited, qtbot, "in order already")
    assert texts(edited) == TEXTS


def test_a_new_cue_stands_at_the_play_head_and_is_edited(edited, qtbot):
    edited.playback.seek(2600)
    qtbot.waitUntil(lambda: edited.playback.position == 2600)
    edited.actions_["insert"].trigger()
    new = edited.item.document.captions[1]
    assert (new.start, new.end, new.text) == (2600, 3000, "")
    assert edited.editor.table._delegate.editor is not None
    edited.editor.table.accept_editing()


def test_speaker_and_note_are_asked_for(edited, qtbot):
    select(edited, 0, 1)
    for name, value in (("speaker", "Ann"), ("note", "Ask her.")):
        edited.actions_[name].trigger()
        dialog = next(d for d in edited.findChildren(QInputDialog) if d.isVisible())
        dialog.setTextValue(value)
        dialog.accept()
    captions = edited.item.document.captions
    assert [c.speaker for c in captions] == ["Ann", "Ann", "", ""]
    assert [c.note for c in captions] == ["Ask her.", "Ask her.", "", ""]
    table = edited.editor.table
    assert not table.isColumnHidden(SPEAKER) and table.selected_rows == [0, 1]
    assert "Note: Ask her." in table.model().index(0, TEXT).data(Qt.ItemDataRole.ToolTipRole)


def test_a_time_is_typed_into_its_cell_and_a_wrong_one_is_refused(edited, qtbot):
    table = edited.editor.table
    for text, start in (("0:03.5", 3500), ("later", 3500)):
        table.setCurrentIndex(table.model().index(1, START))
        table.edit(table.model().index(1, START))
        (editor,) = (found for found in table.findChildren(QLineEdit) if found.isVisible())
        editor.setText(text)
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda editor=editor: not isValid(editor) or not editor.isVisible())
        assert edited.item.document.captions[1].start == start
    told(edited, qtbot, "is no time")


def test_find_follows_the_medium_and_far_cues_at_once(edited, qtbot, tmp_path):
    edited.actions_["find"].trigger()
    dialog = edited.editing.searching.find_dialog
    dialog.text.setText("why")
    qtbot.waitUntil(lambda: dialog.places.count() == 1)
    cues = edited.queue.cues(edited.item)
    cues.append([spoken(number, "Why not") for number in range(4, 2000)])
    qtbot.waitUntil(lambda: len(dialog._hits) == 1997)
    cues.setData(cues.index(1999, TEXT), "No.")
    qtbot.waitUntil(lambda: len(dialog._hits) == 1996, timeout=1500)  # not after as many ms as its row
    edited.commands.open_paths([write_sound(tmp_path / "other.wav", 1.0)])
    qtbot.waitUntil(lambda: edited.item.path.name == "other.wav")
    qtbot.waitUntil(lambda: dialog.places.count() == 0)
    dialog.close()


def test_find_and_replace_with_preview(edited, qtbot):
    edited.actions_["find"].trigger()
    dialog = edited.editing.searching.find_dialog
    dialog.text.setText(r"\b(\w)at\b")
    dialog.regular.setChecked(True)
    dialog.with_text.setText(r"\1og")
    qtbot.waitUntil(lambda: dialog.places.count() == 3 and dialog._hits[0].replacement == "cog")
    assert not dialog.grab().isNull()
    dialog.one.click()
    assert texts(edited)[0] == "The cog sat\non the mat."
    qtbot.waitUntil(lambda: dialog.places.count() == 2)
    dialog.all.click()
    assert texts(edited)[0] == "The cog sog\non the mog."
    assert [w.start for w in edited.item.document.captions[0].words] == [0, 300, 600, 900, 1200, 1500]
    edited.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: dialog.places.count() == 2)
    qtbot.keyClick(dialog.text, Qt.Key.Key_Return)
    assert edited.editor.table.selected_rows == [0]
    dialog.text.setText("(")
    qtbot.waitUntil(lambda: "regular expression" in dialog.count.text())
    assert not dialog.all.isEnabled()
    dialog.close()


def test_shift_and_stretch(edited, qtbot):
    select(edited, 1, 2)
    edited.actions_["shift"].trigger()
    dialog = edited.editing._shifting
    assert dialog.selected.isChecked() and dialog.rows == [1, 2]
    dialog.time.setText("-0.2")
    dialog.accept()
    assert [c.start for c in edited.item.document.captions] == [0, 2800, 5800, 9000]
    edited.actions_["shift"].trigger()
    dialog = edited.editing._shifting
    dialog.all_cues.setChecked(True)
    dialog.by_ends.setChecked(True)
    dialog.last.setText("18")
    dialog.accept()
    assert [c.start for c in edited.item.document.captions] == [0, 5600, 11_600, 18_000]
    edited.actions_["shift"].trigger()
    dialog = edited.editing._shifting
    dialog.time.setText("soon")
    dialog.accept()
    assert dialog.isVisible() and "no time" in dialog.told.text()
    dialog.shift_to(500)
    assert dialog.time.text() == "-00:05.100" if dialog.rows[0] else "00:00.500"
    dialog.reject()


def test_spelling_is_gone_through(edited, qtbot):
    if not any(name.startswith("en") for name in dictionaries()):
        pytest.skip("no English dictionary is installed (hunspell-en-us, libenchant-2-2)")
    cues = edited.queue.cues(edited.item)
    cues.setData(cues.index(1, TEXT), "It was blak and whte blak.")
    edited.actions_["spelling"].trigger()
    qtbot.waitUntil(lambda: edited.editing.searching.spelling_dialog is not None)
    dialog = edited.editing.searching.spelling_dialog
    assert [dialog.words.item(row).text() for row in range(dialog.words.count())] == ["blak", "whte"]
    dialog.into.setText("black")
    dialog.replace.click()
    dialog.into.setText("white")
    dialog.replace.click()
    assert texts(edited)[1] == "It was black and white black."
    assert dialog.count.text() == "All words are right."
    dialog.close()


def test_quality_is_checked_fixed_and_reported(edited, qtbot, tmp_path):
    cues, quality = edited.queue.cues(edited.item), edited.editing.quality
    cues.setData(cues.index(1, START), "3.4")
    cues.setData(cues.index(0, TEXT), "The cat sat on the mat, and it went on sitting there.")
    edited.editor.table.select([2])
    edited.actions_["delete"].trigger()
    edited.actions_["quality"].trigger()
    qtbot.waitUntil(lambda: quality.model.rowCount() > 1)
    rules = {quality.model.finding(row).rule for row in range(quality.model.rowCount())}
    assert rules == {"line length", "cps", "lost words"}
    assert quality.dock._count.text().startswith("2 of 3 cues")
    path = tmp_path / "report.csv"
    quality.write_report(path, "csv")
    told(edited, qtbot, "report.csv")
    assert "Lost words" in path.read_text("utf-8-sig")
    before = copy.deepcopy(edited.item.document)
    edited.actions_["fix_all"].trigger()
    told(edited, qtbot, "Done. Every cue keeps to the style.")
    qtbot.waitUntil(lambda: quality.model.rowCount() == 1)
    edited.editor.table.select([quality.model.finding(0).index])
    edited.actions_["fix"].trigger()
    qtbot.waitUntil(lambda: quality.model.rowCount() == 0)
    assert "Nobody knew why." in texts(edited)
    edited.actions_["undo"].trigger()
    edited.actions_["undo"].trigger()
    assert edited.item.document == before
    quality.write_report(tmp_path / "report.csv" / "x.csv", "csv")
    told(edited, qtbot, "Cannot write")


def test_the_style_can_be_another_or_ones_own(edited, qtbot):
    before = STYLES[OWN]
    try:
        edited.actions_["quality"].trigger()
        edited.editing.quality.use_style("vertical")
        qtbot.waitUntil(lambda: edited.editing.quality.dock.style_box.currentData() == "vertical")
        edited.actions_["own_style"].trigger()
        dialog = next(d for d in edited.children() if type(d).__name__ == "StyleDialog")
        assert dialog.characters.value() == 24
        dialog.characters.setValue(12)
        dialog.accept()
        assert edited.item.style == OWN and STYLES[OWN].characters == 12
        qtbot.waitUntil(lambda: edited.editing.quality.model.rowCount() >= 2)
        edited.editing.quality.lay_out_anew()
        qtbot.waitUntil(lambda: edited.item.document.captions and max(map(len, " ".join(texts(edited)).split())) <= 12)
        qtbot.waitUntil(lambda: all(len(line) <= 12 for text in texts(edited) for line in text.split("\n")))
        edited.actions_["undo"].trigger()
        assert texts(edited) == TEXTS
    finally:
        STYLES[OWN] = before


@pytest.mark.qt_log_ignore("grabbing the keyboard")
def test_right_to_left_and_narrow_tables_are_painted(edited, qtbot):
    cues = edited.queue.cues(edited.item)
    cues.setData(cues.index(0, TEXT), "ذهبت إلى السجن\nورأيت كثيرين هناك.")
    cues.setData(cues.index(1, SPEAKER), "Ann")
    for width in (900, 360):
        edited.editor.table.resize(width, 400)
        assert not edited.editor.table.grab().isNull()
    edited.editor.table.customContextMenuRequested.emit(edited.editor.table.rect().center())
    menu = next(m for m in edited.editor.table.children() if type(m).__name__ == "QMenu")
    assert edited.actions_["split"] in menu.actions()
    menu.close()
