"""Edits of groups and of words; every edit there is does, undoes and redoes exactly."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alm_studio.base.errors import UsageError
from alm_studio.captions import edits, group_edits, word_edits
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.edits import Create, Made, SetTimes
from alm_studio.captions.fixes import fix, fix_all
from alm_studio.captions.group_edits import DeleteEach, Duplicate, SetNote, SetSpeaker, SetTexts, Shift, Stretch
from alm_studio.captions.history import History
from alm_studio.captions.scripts import one_line, squeeze
from alm_studio.captions.styles import get_style
from alm_studio.captions.transcript import Word
from alm_studio.captions.units import spread
from alm_studio.captions.word_edits import Merge, MoveWords, SortByTime, Split, offset_at

from .strategies import documents, relaxed

NETFLIX = get_style("netflix")
ONE = (Word(" Hello", 0, 400, 0.9), Word(" big", 400, 600, 0.8), Word(" world.", 600, 1000, 0.7))
TWO = (Word(" How", 2000, 2300), Word(" don", 2300, 2400), Word("'t", 2400, 2500), Word(" you?", 2500, 3000))


def document():
    return Document(
        [
            Caption(0, 1000, "Hello big world.", ONE, "en", "Ann"),
            Caption(2000, 3000, "How don't\nyou?", TWO, "en", "Bob", "check"),
            Caption(4000, 5000, "Three more words"),
        ],
        language="en",
    )


def after(edit, doc=None):
    doc = doc or document()
    edit.do(doc)
    return doc.captions


def spans(captions):
    return [(cue.start, cue.end, cue.text) for cue in captions]


def test_split_leaves_the_gap_and_snaps_to_the_word():
    assert spans(after(Split(0, 8, gap=84)))[:2] == [(0, 316, "Hello"), (400, 1000, "big world.")]
    one, two = after(Split(1, 8))[1:3]
    assert (one.text, two.text, two.start, one.note, two.note, two.speaker) == ("How", "don't\nyou?", 2300, "check", "",
                                                                               "Bob")  # fmt: skip
    chinese = Document([Caption(0, 900, "我们走", language="zh")])
    assert spans(after(Split(0, 2), chinese)) == [(0, 600, "我们"), (600, 900, "走")]


def test_a_phrase_that_came_as_one_word_is_taken_apart():
    doc = Document([Caption(0, 1000, "One two", (Word(" One two", 0, 1000, 0.5),))])
    assert [(c.text, c.words) for c in after(Split(0, 4), doc)] == [
        ("One", (Word(" One", 0, 500, 0.5),)),
        ("two", (Word(" two", 500, 1000, 0.5),)),
    ]


def test_cues_out_of_order_are_sorted():
    doc = Document([Caption(5, 6, "b"), Caption(1, 2, "a")])
    assert [c.text for c in after(SortByTime(), doc)] == ["a", "b"]
    with pytest.raises(UsageError, match="in order"):
        SortByTime().do(doc)


def test_the_word_at_a_time_says_where_to_split():
    cue = document().captions[1]
    assert [offset_at(cue, ms) for ms in (0, 2200, 2299, 2450, 2900, 9000)] == [0, 4, 4, 10, 14, 14]
    assert cue.text[offset_at(cue, 2350) :] == "don't\nyou?"


def test_merge_keeps_words_and_names_and_breaks_by_style():
    merged = after(Merge(0, 2))[0]
    assert merged == Caption(0, 3000, "Hello big world.\nHow don't\nyou?", ONE + TWO, "en", "Ann / Bob", "check")
    assert after(Merge(0, 2, NETFLIX))[0].text == "Hello big world. How don't you?"


def test_words_move_to_the_neighbour_and_the_border_with_them():
    one, two = after(MoveWords(0, 1))[:2]
    assert (one.text, one.end, one.words) == ("Hello big", 600, ONE[:2])
    assert (two.text, two.start, two.words) == ("world. How don't\nyou?", 600, ONE[2:] + TWO)
    one, two = after(MoveWords(0, -2, NETFLIX))[:2]
    assert (one.text, one.end, one.words) == ("Hello big world. How don't", 2416, ONE + TWO[:3])
    assert (two.text, two.start, two.words) == ("you?", 2500, TWO[3:])
    two, three = after(MoveWords(1, -1))[1:]
    assert (two.text, two.words, three.text, three.words) == ("How don't\nyou? Three", (), "more words", ())


def test_groups_change_together_and_what_lies_between_stays():
    assert [c.speaker for c in after(SetSpeaker([0, 2], " Cy "))] == ["Cy", "Bob", "Cy"]
    assert [c.note for c in after(SetNote({0}, "look"))] == ["look", "check", ""]
    assert [c.text for c in after(DeleteEach([0, 2]))] == ["How don't\nyou?"]
    assert [c.start for c in after(Duplicate([0, 2]))] == [0, 0, 2000, 4000, 4000]
    assert spans(after(Shift([1], 500)))[1][:2] == (2500, 3500)
    assert after(Shift([1], 500))[1].words[0].start == 2500
    assert [c.start for c in after(Stretch(range(3), (0, 0), (4000, 8000)))] == [0, 4000, 8000]
    texts = after(SetTexts({0: "Hello world.", 1: "Why?"}))
    assert [c.text for c in texts[:2]] == ["Hello world.", "Why?"]
    assert texts[0].words == (ONE[0], ONE[2])


def test_one_time_alone_can_be_set():
    assert spans(after(SetTimes(1, start=1500)))[1][:2] == (1500, 3000)
    assert spans(after(SetTimes(1, end=3500)))[1][:2] == (2000, 3500)
    assert (SetTimes(1, start=1).label, SetTimes(1, end=1).label) == ("Set in-time", "Set out-time")


def test_a_new_cue_takes_the_room_there_is():
    assert spans(after(Create(800, 2500)))[1] == (1000, 2000, "")
    assert spans(after(Create(9000, 9500, "x")))[3] == (9000, 9500, "x")


@pytest.mark.parametrize(
    "make",
    [
        lambda: MoveWords(2, 1),
        lambda: MoveWords(0, 3),
        lambda: MoveWords(1, -4),
        lambda: Shift([], 5),
        lambda: Shift([0], -1),
        lambda: Shift([0], 3000),
        lambda: Stretch([0], (0, 0), (0, 5)),
        lambda: Stretch([0], (0, 5), (10, 5)),
        lambda: Create(2100, 2900),
        lambda: Split(0, 0),
    ],
)
def test_impossible_edits_say_why_and_change_nothing(make):
    doc = document()
    with pytest.raises(UsageError, match=r"[a-z]"):
        History(doc).do(make())
    assert doc == document()


def test_what_stays_is_no_part_of_the_splice():
    doc = document()
    edit = SetTexts({0: "Hello big world.", 1: "New", 2: "Three more words"})
    assert edit.do(doc) == edits.Change(1, 1, 1)
    assert (edit.splice.index, len(edit.splice.old)) == (1, 1)


@st.composite
def changes(draw, count):
    """Any edit of a document of ``count`` cues; it may be impossible."""
    row = st.integers(0, max(0, count - 1))
    rows = st.frozensets(row, min_size=1)
    ms = st.integers(-2000, 60_000)
    text = st.text("ab 我\n.", max_size=12)
    style = st.sampled_from([None, NETFLIX])
    make = draw(
        st.sampled_from(
            [
                st.builds(edits.SetText, row, text),
                st.builds(edits.SetTimes, row, ms | st.none(), ms | st.none()),
                st.builds(edits.Create, ms, ms, text),
                st.builds(edits.Delete, row),
                st.builds(edits.AcceptWords, row),
                st.builds(edits.AcceptSilence, ms, ms),
                st.builds(group_edits.DeleteEach, rows),
                st.builds(group_edits.Duplicate, rows),
                st.builds(group_edits.SetSpeaker, rows, text),
                st.builds(group_edits.SetNote, rows, text),
                st.builds(group_edits.SetTexts, st.dictionaries(row, text, min_size=1)),
                st.builds(group_edits.Shift, rows, ms),
                st.builds(group_edits.Stretch, rows, st.tuples(ms, ms), st.tuples(ms, ms)),
                st.builds(word_edits.Split, row, st.integers(0, 30), st.sampled_from([0, 84])),
                st.builds(word_edits.Merge, row, st.integers(2, 3), style),
                st.builds(word_edits.MoveWords, row, st.integers(-3, 3).filter(bool), style),
                st.just("fix"),
                st.just("fix all"),
            ]
        )
    )
    return draw(make), draw(row)


@relaxed
@given(documents(), st.booleans(), st.data())
def test_every_edit_does_undoes_and_redoes_exactly(doc, heard, data):
    if heard:
        doc.captions = [
            Caption(c.start, c.end, c.text, tuple(spread(one_line(c.text), c.start, c.end))) for c in doc.captions
        ]
    history, states, kept = History(doc), [copy.deepcopy(doc)], []
    for _ in range(4):
        if not doc.captions:
            break
        edit, row = data.draw(changes(len(doc.captions)))
        if isinstance(edit, str):
            edit = fix(doc, NETFLIX, row) if edit == "fix" else fix_all(doc, NETFLIX)
            if edit is None:
                continue
        text = squeeze("".join(c.text for c in doc.captions))
        try:
            history.do(edit)
        except UsageError:
            assert doc == states[-1]
            continue
        if isinstance(edit, (word_edits.Split, word_edits.Merge, word_edits.MoveWords)):
            assert squeeze("".join(c.text for c in doc.captions)) == text
        states.append(copy.deepcopy(doc))
        kept.append(Made(edit.splice, edit.label))
    for _ in range(2):
        for state in states[-2::-1]:
            history.undo()
            assert doc == state
        for state in states[1:]:
            history.redo()
            assert doc == state
    for edit, state in zip(kept[::-1], states[-2::-1], strict=True):
        edit.undo(doc)
        assert doc == state
