import copy
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alm_studio.captions.document import Caption, Document
from alm_studio.captions.fixes import fix, fix_all, lay_out_anew, restore_words
from alm_studio.captions.lost_words import lost_runs, lost_words
from alm_studio.captions.quality import check
from alm_studio.captions.scripts import squeeze
from alm_studio.captions.styles import STYLES, get_style
from alm_studio.captions.transcript import Segment, Transcript, Word

from .strategies import documents, relaxed

NETFLIX = get_style("netflix")


def spoken(text, start, step=300):
    return tuple(Word(f" {token}", start + n * step, start + (n + 1) * step) for n, token in enumerate(text.split()))


def cue(text, start, end, step=300):
    return Caption(start, end, text, spoken(text, start, step), "en")


BROKEN = {
    "cps": [cue("This is quite a lot to read.", 1000, 1800, 100), cue("Next.", 4000, 5000)],
    "line length": [cue("This line is much too long for a screen, and has to be broken.", 1000, 6000)],
    "lines": [cue("One\ntwo\nthree and\nfour.", 1000, 4000)],
    "line break": [cue("We walked along the\nriver, and then we came home.", 1000, 6000)],
    "duration": [cue("Yes.", 1000, 1300)],
    "too long": [cue("Yes.", 1000, 9300)],
    "gap": [cue("Yes, it is.", 1000, 2000), cue("No, it is not.", 2020, 4000)],
    "flicker": [cue("Yes, it is.", 1000, 2000), cue("No, it is not.", 2300, 4000)],
    "overlap": [cue("Yes, it is.", 1000, 2500), cue("No, it is not.", 2300, 4000)],
    "too much for a cue": [cue("word " * 30, 1000, 8000, 230), cue("Next one.", 8500, 9500)],
    "no room before the next": [cue("Yes.", 1000, 1500), cue("Nobody knows.", 1600, 4000)],
}


@pytest.mark.parametrize("captions", BROKEN.values(), ids=BROKEN)
def test_each_breach_is_mended_without_losing_a_word(captions):
    document = Document(list(captions), "en")
    before = copy.deepcopy(document)
    assert check(document, NETFLIX)
    edit = fix_all(document, NETFLIX)
    edit.do(document)
    assert check(document, NETFLIX) == []
    assert squeeze("".join(c.text for c in document.captions)) == squeeze("".join(c.text for c in captions))
    assert [w for c in document.captions for w in c.words] == [w for c in captions for w in c.words]
    edit.undo(document)
    assert document == before


def test_fix_one_leaves_the_others():
    captions = [cue("Yes.", 1000, 1300), cue("No.", 4000, 4300)]
    document = Document(captions, "en")
    fix(document, NETFLIX, 1).do(document)
    assert [c.duration for c in document.captions] == [300, 834]


def test_what_only_other_words_would_mend_is_left():
    packed = [cue("A sentence too long to be read so fast.", n * 1000, n * 1000 + 900, 100) for n in range(4)]
    document = Document(packed, "en")
    edit = fix_all(document, NETFLIX)
    if edit is not None:
        edit.do(document)
    assert {breach.rule for breach in check(document, NETFLIX)} == {"cps"}
    assert fix(Document([cue("All is well.", 0, 2000)], "en"), NETFLIX, 0) is None
    assert fix_all(Document([cue("All is well.", 0, 2000)], "en"), NETFLIX) is None


def test_dialogue_and_speakers_stay_apart():
    dialogue = Caption(0, 4000, "- Have you seen the\n- river? It is beautiful today, is it not?", language="en")
    document = Document([dialogue], "en")
    assert fix_all(document, NETFLIX) is None
    one = Caption(0, 500, "Yes.", language="en", speaker="Ann")
    two = Caption(600, 1400, "No, not at all.", language="en", speaker="Bob")
    document = Document([one, two], "en")
    edit = fix_all(document, NETFLIX)
    if edit is not None:
        edit.do(document)
    assert [c.speaker for c in document.captions] == ["Ann", "Bob"]


@relaxed
@given(documents(), st.sampled_from([name for name in STYLES if name != "none"]), st.booleans())
def test_fixes_never_add_breaches_or_lose_text(document, name, heard):
    if heard:
        document.captions = [
            Caption(c.start, c.end, c.text, spoken(c.text.replace("\n", " "), c.start, 50), "en")
            for c in document.captions
        ]
    style = STYLES[name]
    before, breaches = copy.deepcopy(document), check(document, style)
    edit = fix_all(document, style)
    assert document == before
    if edit is None:
        return
    edit.do(document)
    assert len(check(document, style)) <= len(breaches)
    assert squeeze("".join(c.text for c in document.captions)) == squeeze("".join(c.text for c in before.captions))
    assert all(one.start <= other.start for one, other in pairwise(document.captions))
    edit.undo(document)
    assert document == before


def test_all_words_are_laid_out_anew_by_another_style():
    long = cue("We walked along the river, and then we came home again. It was late.", 0, 6000, 400)
    document = Document([replace(long, note="look"), replace(cue("Yes.", 7000, 8000), speaker="Ann")], "en")
    before = copy.deepcopy(document)
    edit = lay_out_anew(document, get_style("vertical"))
    edit.do(document)
    assert max(len(line) for c in document.captions for line in c.lines) <= 24
    assert [c.speaker for c in document.captions][-2:] == ["", "Ann"]
    assert [c.note for c in document.captions].count("look") == 1
    assert [w for c in document.captions for w in c.words] == [w for c in before.captions for w in c.words]
    edit.undo(document)
    assert document == before
    assert lay_out_anew(document, get_style("none")) is None


def test_several_cues_are_mended_and_no_other():
    document = Document([cue("Yes.", n * 3000, n * 3000 + 300) for n in range(3)], "en")
    fix_all(document, NETFLIX, [0, 2]).do(document)
    assert [c.duration for c in document.captions] == [834, 300, 834]


def test_lost_words_are_put_back_where_they_were_said():
    words = spoken("one two three four five six", 0, 500)
    heard = Transcript("en", [Segment(0, 3000, "one two three four five six", words, "en")])
    document = Document([Caption(0, 2000, "one two four", (*words[:2], words[3]), "en"), cue("five six", 2000, 3000)])
    document.captions[1] = Caption(2000, 3000, "five six", words[4:], "en")
    run = lost_runs(document, heard)[0]
    assert (run.text, run.count, run.index) == ("three", 1, 0)
    restore_words(document, run, NETFLIX).do(document)
    assert document.captions[0].text == "one two three four"
    assert lost_words(document, heard) == []


def test_lost_words_with_no_cue_get_one():
    words = spoken("one two three", 0, 500)
    heard = Transcript("en", [Segment(0, 1500, "one two three", words, "en")])
    document = Document([Caption(0, 500, "one", words[:1], "en"), Caption(1000, 1500, "three", words[2:], "en")])
    restore_words(document, lost_runs(document, heard)[0], NETFLIX).do(document)
    assert [(c.start, c.end, c.text) for c in document.captions] == [
        (0, 500, "one"),
        (500, 1000, "two"),
        (1000, 1500, "three"),
    ]
