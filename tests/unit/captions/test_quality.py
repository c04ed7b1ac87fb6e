import random

from alm_studio.captions.document import Caption, Document
from alm_studio.captions.lost_words import lost_runs, lost_words
from alm_studio.captions.quality import check
from alm_studio.captions.styles import get_style
from alm_studio.captions.transcript import Segment, Transcript, Word

NETFLIX = get_style("netflix")


def rules(*captions, style=NETFLIX, language="en"):
    return [(b.rule, b.index, b.value, b.limit) for b in check(Document(list(captions), language), style)]


def test_a_good_document_breaks_nothing():
    assert rules(Caption(0, 2000, "All is well."), Caption(2084, 4000, "And stays so.")) == []
    assert check(Document(), NETFLIX) == []


def test_each_rule():
    assert rules(Caption(0, 1000, "x" * 30)) == [("cps", 0, 30.0, 20)]
    assert rules(Caption(0, 7000, "x" * 43)) == [("line length", 0, 43, 42)]
    assert rules(Caption(0, 7000, "a\nb\nc")) == [("lines", 0, 3, 2)]
    assert rules(Caption(0, 500, "a")) == [("duration", 0, 500, 834)]
    assert rules(Caption(0, 7500, "a")) == [("duration", 0, 7500, 7000)]
    assert rules(Caption(0, 1000, "a"), Caption(1050, 2000, "b")) == [("gap", 0, 50, 84)]
    assert rules(Caption(0, 1000, "a"), Caption(1300, 2300, "b")) == [("gap", 0, 300, 84)]
    assert rules(Caption(0, 1000, "a"), Caption(900, 2000, "b")) == [("overlap", 0, 100, 0)]


def test_a_line_that_ends_inside_a_phrase_is_told_where_another_break_is_better():
    torn = Caption(0, 5000, "We walked along the\nriver, and then we came home.")
    assert [(b.rule, b.index) for b in check(Document([torn], "en"), NETFLIX)] == [("line break", 0)]
    assert rules(Caption(0, 5000, "We walked along the river,\nand then we came home.")) == []
    assert rules(Caption(0, 5000, "the\n" + "x" * 41)) == []  # no better place
    assert rules(Caption(0, 5000, "Of the\nriver")) == [("line break", 0, 160, 0)]  # on one line
    assert rules(Caption(0, 5000, "We walked along the ri\nver"), style=get_style("none")) == []


def test_words_that_stand_nowhere_are_told_and_corrected_ones_are_not():
    heard = transcript("one two three four five six")
    shown = Document([Caption(0, 3000, "one too three"), Caption(3000, 6000, "five six")], "en")
    breaches = [b for b in check(shown, NETFLIX, heard) if b.rule == "lost words"]
    assert [(b.index, b.value) for b in breaches] == [(0, 1)]
    assert "“four”" in breaches[0].message
    run = lost_runs(shown, heard)[0]
    shown.silences.append((run.start, run.end))
    assert lost_runs(shown, heard) == []
    assert lost_runs(Document(), heard) == []


def test_language_of_the_cue_decides():
    cue = Caption(0, 2000, "一二三四五六七八九十一二三四五六七八九十", language="zh")
    assert [rule for rule, *_ in rules(cue)] == ["cps", "line length"]


def test_rounding_to_milliseconds_is_no_breach():
    assert rules(Caption(0, 833, "a"), Caption(833 + 83, 2000, "b")) == []


def test_messages_are_sentences_with_numbers_from_one():
    breach = check(Document([Caption(0, 1000, "a"), Caption(900, 2000, "b")]), NETFLIX)[0]
    assert breach.message == "Cues 1 and 2 overlap by 0.1 s."


def test_style_none_objects_to_overlap_alone():
    cues = Caption(0, 60_000, "x" * 5000), Caption(59_000, 59_001, "y")
    assert [rule for rule, *_ in rules(*cues, style=get_style("none"))] == ["overlap"]


def transcript(text, language="en"):
    words = tuple(Word(f" {token}", n, n + 1) for n, token in enumerate(text.split()))
    return Transcript(language, [Segment(0, len(words), text, words, language)])


def test_lost_words_are_named_in_order():
    heard = transcript("The quick brown fox jumps over the lazy dog.")
    shown = Document([Caption(0, 9, "The quick, fox\njumps over"), Caption(9, 20, "Lazy dog!")])
    assert [w.text for w in lost_words(shown, heard)] == [" brown", " the"]


def test_long_documents_are_compared_quickly():
    generator = random.Random(1)
    tokens = [generator.choice(["the", "of", "a", f"w{n}"]) for n in range(8000)]
    heard = transcript(" ".join(tokens))
    lost = {100, 4000, 7000}
    for index in lost:
        heard_word = f"gone{index}"
        tokens[index] = heard_word
    heard = transcript(" ".join(tokens))
    shown = Document([Caption(0, 9, " ".join(t for n, t in enumerate(tokens) if n not in lost))])
    assert [w.text for w in lost_words(shown, heard)] == [" gone100", " gone4000", " gone7000"]


def test_parts_without_spaces_are_one_word():
    words = (Word(" don", 0, 1), Word("'t", 1, 2), Word(" go", 2, 3))
    heard = Transcript("en", [Segment(0, 3, "don't go", words)])
    assert lost_words(Document([Caption(0, 3, "Please don't")]), heard) == [words[2]]


def test_chinese_is_compared_by_character():
    heard = Transcript("zh", [Segment(0, 900, "我们都很高兴。", (), "zh")])
    assert [w.text for w in lost_words(Document([Caption(0, 900, "我们\n很高兴")]), heard)] == ["都"]


def test_chinese_that_was_left_out_is_found_beside_what_was_corrected():
    words = (Word("我们", 0, 400), Word("喜欢", 400, 800), Word("监狱", 800, 1200), Word("故事", 1200, 1600))
    heard = Transcript("zh", [Segment(0, 1600, "我们喜欢监狱故事", words, "zh")])
    runs = lost_runs(Document([Caption(0, 1600, "他们喜欢故事", language="zh")], "zh"), heard)
    assert [(run.text, run.start, run.end, run.count) for run in runs] == [("监狱", 800, 1200, 2)]
