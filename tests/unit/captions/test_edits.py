import copy

import pytest

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.edits import (
    AcceptSilence,
    AcceptWords,
    Change,
    Delete,
    Insert,
    Replace,
    SetText,
    SetTimes,
)
from alm_studio.captions.history import History
from alm_studio.captions.transcript import Evidence, Word
from alm_studio.captions.word_edits import Merge, Split

WORDS = (
    Word(" Hello", 0, 400, 0.9),
    Word(" big", 400, 600, 0.8, Evidence(0.4, 0.5, 0.6)),
    Word(" world.", 600, 1000, 0.7),
)


def document():
    return Document(
        [
            Caption(0, 1000, "Hello big world.", WORDS, "en"),
            Caption(2000, 3000, "Two"),
            Caption(4000, 5000, "Three"),
        ],
        language="en",
    )


EDITS = {
    "text": (lambda: SetText(0, "Hello world."), Change(0, 1, 1)),
    "times": (lambda: SetTimes(1, 1500, 3500), Change(1, 1, 1)),
    "insert": (lambda: Insert(1, Caption(1200, 1800, "New")), Change(1, 0, 1)),
    "insert last": (lambda: Insert(3, Caption(6000, 7000, "New")), Change(3, 0, 1)),
    "delete": (lambda: Delete(1), Change(1, 1, 0)),
    "delete all": (lambda: Delete(0, 3), Change(0, 3, 0)),
    "replace": (lambda: Replace(0, 2, [Caption(5, 9, "One")]), Change(0, 2, 1)),
    "split": (lambda: Split(0, 6), Change(0, 1, 2)),
    "accept words": (lambda: AcceptWords(0), Change(0, 1, 1)),
    "accept silence": (lambda: AcceptSilence(3000, 4000), Change(2, 0, 0)),
    "merge": (lambda: Merge(1), Change(1, 2, 1)),
}


@pytest.mark.parametrize(("make", "change"), EDITS.values(), ids=EDITS)
def test_do_undo_redo_undo_redo(make, change):
    doc, edit = document(), make()
    before = copy.deepcopy(doc)
    assert edit.do(doc) == change
    after = copy.deepcopy(doc)
    assert after != before
    for _ in range(2):
        assert edit.undo(doc) == Change(change.index, change.inserted, change.removed)
        assert doc == before
        assert edit.do(doc) == change
        assert doc == after


@pytest.mark.parametrize(
    "make",
    [
        lambda: SetTimes(1, 2000, 2000),
        lambda: SetTimes(1, -5, 100),
        lambda: SetTimes(1, 4500, 4600),
        lambda: Insert(0, Caption(500, 600, "x")),
        lambda: Split(1, 0),
        lambda: Merge(2),
    ],
)
def test_impossible_edits_say_why_and_change_nothing(make):
    doc = document()
    history = History(doc)
    with pytest.raises(UsageError, match=r"[a-z]"):
        history.do(make())
    assert doc == document()
    assert history.undo_label is None


def test_indices_outside_are_errors_of_the_program():
    with pytest.raises(IndexError):
        Delete(2, 2).do(document())
    with pytest.raises(ValueError, match="before do"):
        Delete(0).undo(document())


def words_after(text):
    doc = document()
    SetText(0, text).do(doc)
    return doc.captions[0].words


def test_line_breaks_keep_the_words():
    assert words_after("Hello big\nworld.") is not None
    assert words_after("Hello big\nworld.") == WORDS


def test_remaining_words_keep_times_and_others_share_the_room():
    assert words_after("hello world!") == (Word(" hello", 0, 400, 0.9), Word(" world!", 600, 1000, 0.7))
    assert words_after("Hello huge world.")[1] == Word(" huge", 400, 600, 1.0)
    assert words_after("Oh Hello big world.")[0] == Word(" Oh", 0, 0, 1.0)
    assert [(w.text, w.start, w.end) for w in words_after("Hello ab cd world.")][1:3] == [
        (" ab", 400, 500),
        (" cd", 500, 600),
    ]
    assert words_after("") == ()


def test_chinese_words_keep_times_by_character():
    cue = Caption(0, 800, "我们高兴", (Word("我们", 0, 400, 0.5), Word("高兴", 400, 800, 0.5)), "zh")
    doc = Document([cue])
    SetText(0, "你们高兴").do(doc)
    assert [(w.text, w.start, w.end) for w in doc.captions[0].words] == [
        ("你", 0, 200),
        ("们", 200, 400),
        ("高", 400, 600),
        ("兴", 600, 800),
    ]


def test_split_cuts_between_the_words_that_were_heard():
    doc = document()
    Split(0, 6).do(doc)
    one, two = doc.captions[:2]
    assert (one.text, one.start, one.end, one.words) == ("Hello", 0, 400, WORDS[:1])
    assert (two.text, two.start, two.end, two.words) == ("big world.", 400, 1000, WORDS[1:])


def test_accepted_words_count_as_typed():
    doc = document()
    AcceptWords(0).do(doc)
    assert [(w.start, w.probability, w.evidence) for w in doc.captions[0].words] == [
        (0, 1.0, None),
        (400, 1.0, None),
        (600, 1.0, None),
    ]
    AcceptSilence(1000, 2000).do(doc)
    assert doc.silences == [(1000, 2000)]


def test_merge_joins_texts():
    doc = document()
    Merge(0, 3).do(doc)
    assert doc.captions == [Caption(0, 5000, "Hello big world.\nTwo\nThree", (), "en")]


def test_history_walks_back_and_forth():
    doc, seen = document(), []
    history = History(doc)
    history.listeners.append(seen.append)
    assert not history.changed
    history.do(SetText(1, "Zwei"))
    history.do(Delete(0))
    assert (history.undo_label, history.redo_label, history.changed) == ("Delete cue", None, True)
    history.mark_saved()
    history.undo()
    history.undo()
    history.undo()
    assert doc == document()
    assert (history.undo_label, history.redo_label, history.changed) == (None, "Edit text", True)
    history.redo()
    history.redo()
    history.redo()
    assert [c.text for c in doc.captions] == ["Zwei", "Three"]
    assert not history.changed
    assert seen == [
        Change(1, 1, 1), Change(0, 1, 0), Change(0, 0, 1), Change(1, 1, 1), Change(1, 1, 1), Change(0, 1, 0),
    ]  # fmt: skip


def test_a_new_edit_ends_redo():
    history = History(document())
    history.do(Delete(0))
    history.undo()
    history.do(Delete(1))
    assert history.redo_label is None
    history.clear()
    assert history.undo_label is None


def test_silences_accepted_twice_keep_their_order() -> None:
    doc, kept = document(), [(1, 0), (0, 0), (1, 0)]
    edits = [AcceptSilence(*span) for span in kept]
    for edit in edits:
        edit.do(doc)
    edits[-1].undo(doc)
    assert doc.silences == kept[:2]
