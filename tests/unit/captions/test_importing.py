import json

import pytest

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption
from alm_studio.captions.formats.encoding import detect
from alm_studio.captions.formats.repairs import Mended, Repairs
from alm_studio.captions.importing import is_caption_file, read_captions
from alm_studio.captions.rolling import unroll
from tests.helpers.speech import recording

SRT = "1\n00:00:01,000 --> 00:00:02,000\n{}\n\n2\n00:00:03,000 --> 00:00:04,000\n{}\n"

# What people say in films, in the encodings that their old subtitle files have.
OLD = {
    "cp1252": ("Ça va très bien, n'est-ce pas ?", "Où êtes-vous allés cet été, mes élèves ?"),
    "cp1250": ("Dziękuję, to bardzo miłe z twojej strony.", "Żółć i gęś, proszę państwa. Już późno, śpij."),
    "cp1251": ("Здравствуйте, как вы поживаете сегодня?", "Всё хорошо, спасибо. Пойдём домой."),
    "cp1253": ("Καλημέρα σας, τι κάνετε σήμερα;", "Όλα καλά, ευχαριστώ πολύ. Πάμε σπίτι."),
    "cp1255": ("שלום, מה שלומך היום?", "הכול בסדר, תודה רבה. בוא נלך הביתה."),
    "cp1256": ("مرحبا، كيف حالك اليوم؟", "كل شيء على ما يرام، شكرا جزيلا لك."),
    "gb18030": ("你好，你今天怎么样？", "我很好，谢谢。我们回家吧，天已经黑了。"),
    "big5": ("你好，你今天怎麼樣？", "我很好，謝謝。我們回家吧，天已經黑了。"),
    "cp932": ("こんにちは、お元気ですか。", "はい、元気です。家に帰りましょう。"),
    "cp949": ("안녕하세요, 오늘 어떠세요?", "네, 잘 지내요. 집에 갑시다."),
    "utf-16-le": ("Grüße", "你好"),
    "utf-16-be": ("Hello", "there"),
}


def write(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def cues(found):
    return [(cue.start, cue.end, cue.text) for cue in found.document.captions]


def kinds(found):
    return {repair.kind: repair.count for repair in found.repairs}


@pytest.mark.parametrize("encoding", OLD)
def test_old_encodings(tmp_path, encoding):
    found = read_captions(write(tmp_path, "film.srt", SRT.format(*OLD[encoding]).encode(encoding)))
    assert tuple(text for _, _, text in cues(found)) == OLD[encoding]
    assert (Mended.ENCODING in kinds(found)) != encoding.startswith("utf")


def test_damaged_letters_are_counted_and_the_rest_kept():
    data = "Ein Bär, zwei Bären, drei Füchse, für alle".encode()
    decoded = detect(data[:5] + b"\xff" + data[5:])
    assert (decoded.encoding, decoded.lost) == ("utf-8", 1)
    assert detect("aé".encode()[:-1]).lost == 1


def test_sound_files_need_no_repair(tmp_path):
    found = read_captions(write(tmp_path, "a.srt", SRT.format("One", "Two")))
    assert cues(found) == [(1000, 2000, "One"), (3000, 4000, "Two")]
    assert found.repairs == ()
    assert found.document.title == "a"


def test_broken_subrip_is_mended_and_reported(tmp_path):
    text = (
        "1\n00:00:05.5 -> 00:00:07,000\nlate\x00\n2\n00:00:01,000 --> 00:00:00,500\n<i>early</i>\n\n"
        "3\n0:00:03,000 --> 0:00:04,000\n\n4\n00:00:08:250 –> 00:00:09:000\nlast"
    )
    found = read_captions(write(tmp_path, "a.srt", text))
    assert cues(found) == [(1000, 2000, "early"), (5500, 7000, "late"), (8250, 9000, "last")]
    assert kinds(found) == {
        Mended.CONTROLS: 1, Mended.TIMES: 2, Mended.UNPARTED: 1, Mended.BACKWARDS: 1, Mended.EMPTY: 1,
        Mended.ORDER: 1, Mended.FORMATTING: 1,
    }  # fmt: skip
    assert "2 time stamps were written wrongly" in " ".join(map(str, found.repairs))


def test_vtt_without_header_and_with_cues_run_together(tmp_path):
    text = "1\n00:01.000 --> 00:02.000\nOne\n2\n00:03.000 --> 00:04.000\nTwo\n"
    found = read_captions(write(tmp_path, "a.vtt", text))
    assert cues(found) == [(1000, 2000, "One"), (3000, 4000, "Two")]
    assert kinds(found)[Mended.UNPARTED] == 1


def test_substation_with_broken_lines(tmp_path):
    text = (
        "[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00,Default,Ann,0,0,0,,{\\i1}Hi{\\i0}\nDialogue: 0,0:00:xx\n"
        "Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,{\\p1}m 0 0 l 1 1{\\p0}\nDialogue: 0,0:00:05.0"
    )
    found = read_captions(write(tmp_path, "a.ass", text))
    assert cues(found) == [(1000, 2000, "Hi")]
    assert found.document.captions[0].speaker == "Ann"
    assert kinds(found) == {Mended.UNREADABLE: 2, Mended.FORMATTING: 1, Mended.DRAWINGS: 1}


def test_ttml_times_and_nesting(tmp_path):
    text = """<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xml:lang="de-DE"
    xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="25" ttp:tickRate="1000">
  <head><metadata><ttm:agent xml:id="a"><ttm:name>Ann</ttm:name></ttm:agent></metadata></head>
  <body begin="10s"><div>
    <p begin="00:00:01:05" dur="2s" ttm:agent="a">One <br/> two<span>,
       three</span></p>
    <p begin="5000t" end="0.1m">Four</p>
    <p><span begin="7s" end="8s">Five</span> <span begin="8s" end="9s">six</span></p>
  </div></body></tt>"""
    found = read_captions(write(tmp_path, "a.ttml", text))
    assert cues(found)[:2] == [(11200, 13200, "One\ntwo, three"), (15000, 16000, "Four")]
    assert found.document.captions[0].speaker == "Ann"
    assert found.document.language == "de"
    assert [(w.text, w.start) for w in found.document.captions[2].words] == [(" Five", 17000), (" six", 18000)]


def test_ttml_that_breaks_off_and_is_no_xml(tmp_path):
    whole = '<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="1s" end="2s">Tom & Ann</p><p begin="3s"'
    found = read_captions(write(tmp_path, "a.ttml", whole))
    assert cues(found) == [(1000, 2000, "Tom  Ann")] or cues(found)[0][2].startswith("Tom")
    assert Mended.ENDING in kinds(found)


def test_no_file_of_the_disk_comes_in_through_an_entity(tmp_path):
    secret = write(tmp_path, "secret.txt", "secret")
    text = f'<!DOCTYPE tt [<!ENTITY x SYSTEM "file://{secret}">]><tt><body><p begin="1s" end="2s">a &x;</p></body></tt>'
    assert "secret" not in cues(read_captions(write(tmp_path, "a.ttml", text)))[0][2]


def test_json_of_whisperx(tmp_path):
    words = [
        {"word": "In", "start": 1.0, "end": 1.2, "score": 0.9, "speaker": "SPEAKER_01"},
        {"word": "1984"},
        {"word": "we", "start": 2.0, "end": 2.1, "score": 0.8, "speaker": "SPEAKER_01"},
    ]
    content = {"segments": [{"start": 1.0, "end": 2.5, "text": " In 1984 we", "words": words}], "language": "en"}
    found = read_captions(write(tmp_path, "a.json", json.dumps(content)))
    (cue,) = found.document.captions
    assert [(w.text, w.start, w.end) for w in cue.words] == [
        (" In", 1000, 1200),
        (" 1984", 1200, 2000),
        (" we", 2000, 2100),
    ]
    assert (cue.speaker, cue.words[0].probability) == ("SPEAKER_01", 0.9)
    assert kinds(found) == {Mended.WORDS: 1}
    assert found.transcript.segments[0].words == cue.words


def test_json_of_stable_ts_and_whisper_cpp_and_segments_alone(tmp_path):
    words = [{"word": " Hi", "start": 0.0, "end": 0.5, "probability": 0.7, "tokens": [1]}]
    segment = {"start": 0.0, "end": 1.0, "text": " Hi", "words": words, "tokens": [1], "avg_logprob": None}
    stable = {"text": " Hi", "segments": [segment], "language": "en", "ori_dict": {}, "nonspeech_sections": []}
    cpp = {"result": {"language": "en"}, "transcription": [{"offsets": {"from": 0, "to": 1000}, "text": " Hi"}]}
    for name, content in (("stable", stable), ("cpp", cpp), ("bare", [segment])):
        found = read_captions(write(tmp_path, f"{name}.json", json.dumps(content)))
        assert cues(found) == [(0, 1000, "Hi")]
        assert found.document.language == ("" if name == "bare" else "en")


def test_json_that_breaks_off_gives_what_is_whole(tmp_path):
    whole = json.dumps({"language": "en", "segments": [{"start": n, "end": n + 1, "text": f"{n}"} for n in range(3)]})
    found = read_captions(write(tmp_path, "a.json", whole[:-20]))
    assert cues(found) == [(0, 1000, "0"), (1000, 2000, "1")]
    assert kinds(found) == {Mended.ENDING: 1}


def test_the_content_counts_not_the_name(tmp_path):
    found = read_captions(write(tmp_path, "film.srt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHi &amp; bye\n"))
    assert (found.format.name, cues(found)) == ("vtt", [(1000, 2000, "Hi & bye")])
    assert read_captions(write(tmp_path, "film.txt", SRT.format("a", "b"))).format.name == "srt"
    assert read_captions(write(tmp_path, "film.sbv", "0:00:01.000,0:00:02.000\nHi\n")).format.name == "sbv"
    assert is_caption_file(tmp_path / "a.VTT")
    assert not is_caption_file(tmp_path / "a.mp4")


@pytest.mark.parametrize("content", [b"", b"no captions here", b"\x00\x01\x02" * 50, b"WEBVTT\n"])
def test_what_holds_no_captions_is_refused_with_a_sentence(tmp_path, content):
    with pytest.raises(UsageError, match=r"a\.srt: .*Choose another"):
        read_captions(write(tmp_path, "a.srt", content))
    with pytest.raises(UsageError, match="cannot be read"):
        read_captions(tmp_path / "missing.srt")


def test_rolling_captions_lose_what_they_repeat():
    rolling = [
        Caption(0, 2000, "first"),
        Caption(2000, 2010, "first"),
        Caption(2010, 4000, "first\nsecond"),
        Caption(4000, 4010, "second"),
        Caption(4010, 6000, "second\nthird"),
    ]
    repairs = Repairs()
    assert [(c.start, c.text) for c in unroll(rolling, repairs)] == [(0, "first"), (2010, "second"), (4010, "third")]
    assert repairs.found[0].kind is Mended.ROLLED
    refrain = [Caption(n * 1000, n * 1000 + 900, "La la la") for n in range(6)]
    assert unroll(refrain, Repairs()) == refrain


def test_subtitles_of_the_wild():
    found = read_captions(recording("subtitles/auto_detect_windows-1250.srt"))
    text = "\n".join(cue.text for cue in found.document.captions)
    assert "č" in text and "ž" in text and "š" in text and "�" not in text
    assert kinds(found)[Mended.ENCODING] == 1
    danish = read_captions(recording("subtitles/auto_detect_Danish.srt"))
    assert danish.repairs == () or Mended.ENCODING not in kinds(danish)
    assert len(read_captions(recording("subtitles/sintel-de.vtt")).document.captions) > 5
