"""Formats that carry more than text: words' times, speakers, notes."""

import io
import zipfile

import docx
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.pieces import pieces_of
from alm_studio.captions.formats.registry import FORMATS, get_format, render
from alm_studio.captions.layout import lay_out
from alm_studio.captions.scripts import squeeze
from alm_studio.captions.styles import get_style
from alm_studio.captions.transcript import Transcript, Word
from tests.unit.captions.strategies import documents, relaxed, segments

WORDS = (Word(" Well,", 1000, 1200), Word(" don", 1500, 1600), Word("'t", 1600, 1700), Word(" go.", 1900, 2100))
CUE = Caption(1000, 2500, "Well,\ndon't go.", WORDS, speaker="Ann", note="Check & ask")
CHINESE = Caption(0, 2000, "你好，世界", (Word("你好，", 0, 500), Word("世界", 800, 1500)))


def written(cue, name):
    return render(Document([cue]), None, name).decode()


def test_pieces_are_the_text():
    assert [(p.text, p.start) for p in pieces_of(CUE)] == [
        ("Well,", 1000), ("\ndon", 1500), ("'t", 1600), (" go.", 1900)
    ]  # fmt: skip
    assert [p.text for p in pieces_of(Caption(0, 1000, "No times"))] == ["No times"]


def test_vtt_with_a_stamp_before_each_word():
    text = written(CUE, "vtt-words")
    assert "<v Ann>Well,\n<00:00:01.500>don<00:00:01.600>'t <00:00:01.900>go.\n" in text
    (cue,) = get_format("vtt").loads(text).captions
    assert (cue.text, cue.speaker, cue.note) == (CUE.text, "Ann", "Check & ask")
    assert [(w.text, w.start) for w in cue.words] == [(w.text, w.start) for w in WORDS]


def test_karaoke():
    text = written(CUE, "ass-karaoke")
    assert r",Ann,0,0,0,,{\k50}Well,{\k10}\Ndon{\k30}'t{\k60} go." in text
    (cue,) = get_format("ass").loads(text).captions
    assert (cue.text, cue.speaker, cue.note) == (CUE.text, "Ann", "Check & ask")
    assert [(w.text, w.start) for w in cue.words] == [(w.text, w.start) for w in WORDS]
    assert r",,{\k80}你好，{\k120}世界" in written(CHINESE, "ass-karaoke")


@relaxed
@given(segments(sane=True))
def test_word_times_survive_word_level_files(made):
    parts, language = made
    document = lay_out(Transcript(language, parts), get_style("netflix"))
    for name, reader, exact in (("vtt-words", "vtt", 1), ("ass-karaoke", "ass", 10)):
        read = get_format(reader).loads(render(document, None, name).decode())
        plain = get_format(reader).loads(render(document, None, reader).decode())
        assert [c.text for c in read.captions] == [c.text for c in plain.captions]
        for cue, before in zip(read.captions, document.captions, strict=True):
            if cue.words:
                assert squeeze("".join(word.text for word in cue.words)) == squeeze(cue.text)
            starts = [piece.start for piece in pieces_of(before) if piece.start > before.start]
            heard = {word.start for word in cue.words}
            assert all(any(abs(start - at) <= exact for at in heard) for start in starts if start < before.end)


@relaxed
@given(documents(told=True), st.sampled_from(["json", "ttml", "csv"]))
def test_speakers_and_notes_come_back(document, name):
    read = get_format(name).loads(render(document, None, name).decode())
    told = [(c.start, c.end, c.text, c.speaker, c.note) for c in document.captions]
    assert [(c.start, c.end, c.text, c.speaker, c.note) for c in read.captions] == told


@relaxed
@given(documents(st.sampled_from("ab é字,.!?1"), told=True))
def test_speakers_and_notes_in_web_and_substation_files(document):
    for name in ("vtt", "ass"):
        read = get_format(name).loads(render(document, None, name).decode())
        told = [(c.text, c.speaker, c.note) for c in document.captions]
        assert [(c.text, c.speaker, c.note) for c in read.captions] == told


def test_ttml_is_valid_markup_with_agents():
    root = etree.fromstring(render(Document([CUE], "en", "T <1>"), None, "ttml"))
    names = {"t": "http://www.w3.org/ns/ttml", "m": "http://www.w3.org/ns/ttml#metadata"}
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    (paragraph,) = root.iterfind(".//t:p", names)
    assert (paragraph.get("begin"), paragraph.get("end")) == ("00:00:01.000", "00:00:02.500")
    assert root.findtext(".//m:agent/m:name", namespaces=names) == "Ann"
    assert root.findtext(".//m:title", namespaces=names) == "T <1>"


def test_word_document():
    arabic = Caption(3000, 4000, "مرحبا\x0b")
    data = render(Document([CUE, arabic], "en", "Film"), None, "docx")
    paper = docx.Document(io.BytesIO(data))
    (table,) = paper.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Time", "Speaker", "Text", "Note"]
    assert [cell.text for cell in table.rows[1].cells] == [
        "00:00:01.000\n00:00:02.500", "Ann", "Well,\ndon't go.", "Check & ask"
    ]  # fmt: skip
    assert "w:bidi" in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    plain = docx.Document(io.BytesIO(render(Document([CHINESE]), None, "docx"))).tables[0]
    assert [cell.text for cell in plain.rows[0].cells] == ["Time", "Text"]


@settings(relaxed, max_examples=20)  # Word documents take their time
@given(documents(st.characters(), told=True))
def test_every_format_takes_any_text(document):
    for name in FORMATS:
        assert isinstance(render(document, None, name), bytes)
