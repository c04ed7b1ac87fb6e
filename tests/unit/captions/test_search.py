import pytest

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.search import Hit, Query, find, replace_hits
from alm_studio.captions.transcript import Word

CUES = [
    Caption(0, 1000, "The cat sat\non the mat.", tuple(Word(f" {w}", n * 100, n * 100 + 100) for n, w in
                                                        enumerate(["The", "cat", "sat", "on", "the", "mat."]))),
    Caption(1000, 2000, "Concatenate a.b"),
    Caption(2000, 3000, "我们的猫"),
]  # fmt: skip


def places(query, replacement=""):
    return [(hit.row, hit.start, hit.end) for hit in find(CUES, query, replacement)]


def test_plain_text_is_found_whatever_its_case():
    assert places(Query("CAT")) == [(0, 4, 7), (1, 3, 6)]
    assert places(Query("CAT", match_case=True)) == []
    assert places(Query("cat", whole_words=True)) == [(0, 4, 7)]
    assert places(Query("a.b")) == [(1, 12, 15)]
    assert places(Query("猫")) == [(2, 3, 4)]
    assert places(Query("")) == []


def test_a_space_finds_the_end_of_a_line_which_stays():
    assert find(CUES, Query("sat on"), "lay under") == [Hit(0, 8, 14, "lay\nunder")]
    assert find(CUES, Query("sat on"), "hid") == [Hit(0, 8, 14, "hid")]


def test_groups_of_regular_expressions():
    hits = find(CUES, Query(r"(\w)at\b", regular=True), r"\1og")
    assert [hit.replacement for hit in hits] == ["cog", "sog", "mog"]
    document = Document(list(CUES))
    replace_hits(document.captions, hits).do(document)
    assert document.captions[0].text == "The cog sog\non the mog."
    assert [word.start for word in document.captions[0].words] == [0, 100, 200, 300, 400, 500]


def test_a_line_that_is_emptied_goes():
    document = Document([Caption(0, 1, "(laughs)\nYes, of course."), Caption(1, 2, "(music)")])
    hits = find(document.captions, Query(r"\(.*?\)", regular=True))
    replace_hits(document.captions, hits).do(document)
    assert [cue.text for cue in document.captions] == ["Yes, of course.", ""]


def test_empty_matches_are_no_hits_and_there_is_a_last_one():
    assert places(Query("x*", regular=True)) == []
    many = [Caption(0, 1, "a" * 400)] * 100
    assert len(find(many, Query("a"))) == 10_000


@pytest.mark.parametrize(("text", "replacement"), [("(", ""), ("[a", ""), ("cat", r"\3"), ("cat", r"\g<no>")])
def test_what_is_no_expression_is_told(text, replacement):
    with pytest.raises(UsageError, match="not valid"):
        find(CUES, Query(text, regular=True), replacement)


def test_an_endless_search_is_given_up():
    with pytest.raises(UsageError, match="too long"):
        find([Caption(0, 1, "a" * 80 + "b")], Query("(a|aa)+$", regular=True))
