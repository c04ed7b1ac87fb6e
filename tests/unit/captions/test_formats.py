import json
import math

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.base import TextFormat
from alm_studio.captions.formats.encoding import decode
from alm_studio.captions.formats.registry import FORMATS, get_format
from alm_studio.captions.formats.registry import render as to_bytes
from alm_studio.captions.transcript import Evidence, Segment, Transcript, Word
from tests.unit.captions.strategies import documents, relaxed

READABLE = [name for name, row in FORMATS.items() if row.readable]
TEXTS = [name for name, row in FORMATS.items() if isinstance(row, TextFormat)]

DOCUMENT = Document([Caption(1500, 3040, "Hello,\nworld <3 & {more}"), Caption(4000, 362_439_500, "C:\\New")], "en")
WORDS = (Word(" Hello,", 1500, 2000, 0.5, Evidence(0.5, 0.75, 0.25)), Word(" world", 2000, 3000))
TRANSCRIPT = Transcript(
    "en",
    [
        Segment(1500, 3000, "Hello,\tworld", WORDS, "en", (1, 2)),
        Segment(4000, 5000, "C:\\New", (), "en", avg_logprob=math.nan, compression_ratio=math.inf),
    ],
    duration=400_000_000,
    model="base",
    unwritten=[(3000, 4000)],
)  # fmt: skip


def render(document, transcript, name):
    return to_bytes(document, transcript, name).decode("utf-8-sig")


def texts(document):
    return [(c.start, c.end, c.text) for c in document.captions]


@pytest.mark.parametrize("name", TEXTS)
def test_files_are_utf8_lines_without_mark(name):
    text = to_bytes(DOCUMENT, TRANSCRIPT, name).decode()
    assert text.startswith("\ufeff") == (name == "csv")  # Excel asks for it
    text = text.removeprefix("\ufeff")
    assert text.endswith("\n")
    assert "\r" not in text
    assert not text.startswith("\ufeff")
    text.encode("utf-8")


@pytest.mark.parametrize("name", TEXTS)
def test_empty_documents_give_valid_files(name):
    text = render(Document(), None, name)
    expected = {"srt": "", "txt": "", "vtt": "WEBVTT\n", "tsv": "start\tend\ttext\n"}
    if name in expected:
        assert text == expected[name]
    if name in READABLE:
        assert get_format(name).loads(text).captions == []


@pytest.mark.parametrize("name", READABLE)
def test_round_trip_of_hard_text(name):
    # pysubs2 reads no more than 99 hours.
    document = Document([DOCUMENT.captions[0], Caption(4000, 356_400_000, "C:\\New")]) if name == "ass" else DOCUMENT
    assert texts(get_format(name).loads(render(document, TRANSCRIPT, name))) == texts(document)


@relaxed
@given(documents(), st.sampled_from(READABLE))
def test_round_trip(document, name):
    # SubRip has no escapes: what looks like its tags or numbers is taken for them.
    if name == "srt" and any(set(c.text) & set("<>{}") for c in document.captions):
        return
    assert texts(get_format(name).loads(render(document, None, name))) == texts(document)


@relaxed
@given(documents(st.sampled_from("ab {}\\Nnh<>&;-1\u2060é字")))
def test_round_trip_of_escapes(document):
    for name in ("vtt", "ass", "json"):
        assert texts(get_format(name).loads(render(document, None, name))) == texts(document)


@relaxed
@given(documents(st.sampled_from("ab é字,.!?1")))
def test_other_programs_read_the_same(document):
    for name in ("srt", "vtt", "ass"):
        read = pysubs2.SSAFile.from_string(render(document, None, name), format_=name)
        assert [(e.start, e.end) for e in read] == [(c.start, c.end) for c in document.captions]
        if name == "ass":
            assert [e.plaintext for e in read] == [c.text for c in document.captions]


def test_srt():
    assert render(DOCUMENT, None, "srt") == (
        "1\n00:00:01,500 --> 00:00:03,040\nHello,\nworld <3 & {more}\n\n2\n00:00:04,000 --> 100:40:39,500\nC:\\New\n"
    )


def test_vtt_escapes():
    assert "world &lt;3 &amp; {more}\n" in render(DOCUMENT, None, "vtt")
    arrow = Document([Caption(0, 1000, "a --> b")])
    assert "a --&gt; b" in render(arrow, None, "vtt")


def test_ass_escapes_and_goes_beyond_ten_hours():
    text = render(DOCUMENT, None, "ass")
    assert r"Dialogue: 0,0:00:01.50,0:00:03.04,Default,,0,0,0,,Hello,\Nworld <3 & \{more\}" in text
    assert ",100:40:39.50," in text
    assert r"\New" not in text


def test_empty_lines_inside_a_cue_do_not_end_it():
    document = Document([Caption(0, 1000, "a\n\nb"), Caption(2000, 3000, "c")])
    for name in ("srt", "vtt", "ass"):
        assert [c.text for c in get_format(name).loads(render(document, None, name)).captions] == [
            "a\nb",
            "c",
        ]


def test_json_has_whispers_shape():
    content = json.loads(render(DOCUMENT, TRANSCRIPT, "json"))
    assert content["text"] == " Hello,\tworld C:\\New"
    assert content["language"] == "en"
    first, second = content["segments"]
    assert list(first) == [
        "id", "seek", "start", "end", "text", "tokens", "temperature", "avg_logprob", "compression_ratio",
        "no_speech_prob", "words",
    ]  # fmt: skip
    assert (first["id"], first["start"], first["end"], first["tokens"]) == (0, 1.5, 3.0, [1, 2])
    heard, unknown = first["words"]
    evidence = {"sharp": 0.5, "forward": 0.75, "voiced": 0.25}
    assert heard == {"word": " Hello,", "start": 1.5, "end": 2.0, "probability": 0.5, "evidence": evidence}
    assert "evidence" not in unknown
    assert content["unwritten"] == [{"start": 3.0, "end": 4.0}]
    assert (second["avg_logprob"], second["compression_ratio"]) == (0.0, 0.0)
    assert content["captions"][0] == {"start": 1.5, "end": 3.04, "text": "Hello,\nworld <3 & {more}"}
    assert "字" in render(Document([Caption(0, 1, "字")]), None, "json")


def test_json_without_transcript_takes_the_cues():
    content = json.loads(render(DOCUMENT, None, "json"))
    assert [s["text"] for s in content["segments"]] == [" Hello, world <3 & {more}", " C:\\New"]
    assert content["language"] == "en"


def test_json_gives_the_transcript_back():
    read = get_format("json").loads_transcript(render(DOCUMENT, TRANSCRIPT, "json"))
    assert read.words == TRANSCRIPT.words
    assert (read.language, read.duration, read.model, read.task) == ("en", 400_000_000, "base", "transcribe")
    assert read.unwritten == TRANSCRIPT.unwritten
    assert [s.text for s in read.segments] == [s.text for s in TRANSCRIPT.segments]


def test_json_of_openai_whisper_is_read():
    segment = {"id": 0, "start": 0.0, "end": 1.2, "text": " Hi."}
    text = json.dumps({"text": " Hi.", "segments": [segment], "language": "en"})
    assert texts(get_format("json").loads(text)) == [(0, 1200, "Hi.")]


def test_txt_and_tsv_have_a_line_a_segment():
    assert render(DOCUMENT, TRANSCRIPT, "txt") == "Hello, world\nC:\\New\n"
    assert render(DOCUMENT, TRANSCRIPT, "tsv") == ("start\tend\ttext\n1500\t3000\tHello, world\n4000\t5000\tC:\\New\n")
    assert render(DOCUMENT, None, "txt").splitlines()[0] == "Hello, world <3 & {more}"
    assert render(Document([Caption(0, 1, "你好，\n世界")]), None, "txt") == "你好，世界\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("srt", "no times here"),
        ("srt", "1\n00:00:05,000 --> 00:00:06,000\n"),
        ("vtt", "1\nHi"),
        ("sbv", "Hi"),
        ("csv", "a,b\n1,2"),
        ("ttml", "<html/>"),
        ("ttml", "no markup"),
        ("ass", "nothing"),
        ("ass", "[Events]\nDialogue: 0,x,y,Default,,0,0,0,,Hi"),
        ("json", "{"),
        ("json", "[1]"),
        ("json", '{"segments": [{"start": "x"}]}'),
        ("txt", "Hi"),
        ("tsv", "Hi"),
    ],
)
def test_foreign_files_are_named_as_such(name, text):
    with pytest.raises(UsageError, match=r"(Choose another|Open an)"):
        get_format(name).loads(text)


def test_srt_of_the_wild():
    text = (
        "\ufeff1\r\n0:00:01,5 --> 00:00:02.000 X1:1\r\n<i>One</i>\r\n{\\an8}two\r\n\r\n\r\n"
        "2\r\n00:00:03,000 --> 00:00:04,000\r\n42\r\n\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\n\r\n"
    )
    assert texts(get_format("srt").loads(text)) == [(1500, 2000, "One\ntwo"), (3000, 4000, "42")]


def test_vtt_of_the_wild():
    text = (
        "WEBVTT - title\n\nNOTE 00:00 --> no\n\nSTYLE\n::cue {}\n\nname\n"
        "00:01.000 --> 00:02.000 align:start\n"
        "<v Ann>Hi <c.red>there</c> &amp; &lt;you&gt;\n\n01:00:00.000 --> 01:00:01.000\nBye"
    )
    assert texts(get_format("vtt").loads(text)) == [
        (1000, 2000, "Hi there & <you>"),
        (3_600_000, 3_601_000, "Bye"),
    ]


def test_formats_by_ending_and_unknown_ones():
    assert get_format(".SRT").name == "srt"
    assert get_format("ssa").name == "ass"
    with pytest.raises(
        UsageError, match=r"'odt'.*srt, vtt, vtt-words, ass, ass-karaoke, ttml, sbv, json, txt, docx, csv, tsv"
    ):
        get_format("odt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings_with_a_mark_or_of_the_west(encoding):
    assert decode("Käse für 3 €".encode(encoding)) == "Käse für 3 €"
