import json

import pytest

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import CancelledError, UsageError
from alm_studio.captions.transcript import Word
from alm_studio.training.data.sources import READERS, find_reader, read_examples
from tests.data.connected_digits import NAMES
from tests.helpers.speech import recording, speech_folder
from tests.unit.training.data.sounds import wav


def lines(path, *rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def text(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def short(examples, folder):
    return [(e.audio.relative_to(folder).as_posix(), e.text, e.start, e.end, e.language) for e in examples]


def test_folder_of_sound_and_text(tmp_path):
    for name in ("a.wav", "deep/b.WAV", "c.wav", "._a.wav", ".hidden/d.wav"):
        wav(tmp_path / name)
    text(tmp_path / "a.txt", "\ufeffHello\nthere. ")
    text(tmp_path / "deep" / "b.WAV.txt", "Two.")
    text(tmp_path / ".hidden" / "d.txt", "no")
    assert short(read_examples(tmp_path, "en"), tmp_path) == [
        ("a.wav", "Hello there.", 0, None, "en"),
        ("deep/b.WAV", "Two.", 0, None, "en"),
    ]
    assert find_reader(tmp_path).name == "folder"


def test_folder_with_a_text_in_an_old_encoding(tmp_path):
    wav(tmp_path / "a.wav")
    (tmp_path / "a.txt").write_bytes("Çà et là".encode("cp1252"))
    assert read_examples(tmp_path)[0].text == "Çà et là"


def test_librispeech_index(tmp_path):
    wav(tmp_path / "1" / "2" / "1-2-0000.wav")
    text(tmp_path / "1" / "2" / "1-2.trans.txt", "1-2-0000 HE HOPED\n1-2-0001 MISSING\n")
    assert [e.text for e in read_examples(tmp_path)] == ["HE HOPED"]


def test_subtitles_in_a_folder_beat_text(tmp_path):
    wav(tmp_path / "film.wav", 8)
    text(tmp_path / "film.txt", "the whole")
    text(
        tmp_path / "film.srt",
        "1\n00:00:01,000 --> 00:00:02,500\n<i>One\nline.</i>\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo.\n",
    )
    examples = read_examples(tmp_path, "en")
    assert short(examples, tmp_path) == [
        ("film.wav", "One line.", 1000, 2500, "en"),
        ("film.wav", "Two.", 3000, 4000, "en"),
    ]
    assert [e.previous for e in examples] == ["", "One line."]


@pytest.mark.parametrize("subtitles", ["film.vtt", "film.de.vtt"])
@pytest.mark.parametrize("name", ["film.wav", "subtitles", "."])
def test_one_medium_with_subtitles(tmp_path, subtitles, name):
    wav(tmp_path / "film.wav", 4)
    file = text(tmp_path / subtitles, "WEBVTT\n\n00:01.000 --> 00:02.000\nEins &amp; zwei\n")
    examples = read_examples(file if name == "subtitles" else tmp_path / name)
    assert short(examples, tmp_path) == [("film.wav", "Eins & zwei", 1000, 2000, "de" if ".de" in subtitles else "")]


def test_subtitles_in_several_languages(tmp_path):
    wav(tmp_path / "film.wav", 4)
    for language in ("de", "fr"):
        text(tmp_path / f"film.{language}.srt", f"1\n00:00:01,000 --> 00:00:02,500\n{language}\n")
    for path in (tmp_path, tmp_path / "film.wav"):
        assert [(e.text, e.language) for e in READERS[4 if path.is_file() else -1].read(path, "fr", CancelToken())] == [
            ("fr", "fr")
        ]
    with pytest.raises(UsageError, match="No speech with its text"):
        read_examples(tmp_path)


def test_subtitles_without_medium(tmp_path):
    file = text(tmp_path / "film.srt", "1\n00:00:01,000 --> 00:00:02,500\nOne\n")
    with pytest.raises(UsageError, match=r"no sound or video beside .*film\.srt"):
        read_examples(file)


def test_damaged_subtitles_are_named(tmp_path):
    wav(tmp_path / "film.wav", 4)
    text(tmp_path / "film.srt", "nothing of the sort")
    with pytest.raises(UsageError, match=r"film\.srt: This is not a SubRip file"):
        read_examples(tmp_path)


def test_json_lines(tmp_path):
    wav(tmp_path / "a.wav", 4)
    words = [{"word": "one", "start": 0.25, "end": 0.5}, {"word": "two", "start": 0.5, "end": 0.75}]
    file = lines(
        tmp_path / "manifest.jsonl",
        {"audio": "a.wav", "text": "One, two.", "language": "English", "words": words},
        {"audio": {"path": "a.wav", "array": None}, "sentence": "Three\u2028four", "start": 1, "end": 2.5},
        {"audio_filepath": str(tmp_path / "a.wav"), "text": "five", "offset": 3.0, "duration": 0.5, "lang": "de-DE"},
        {"audio": "gone.wav", "text": "", "duration": 3},
    )
    examples = read_examples(file, "fr")
    assert short(examples, tmp_path) == [
        ("a.wav", "One, two.", 0, None, "en"),
        ("a.wav", "Three four", 1000, 2500, "fr"),
        ("a.wav", "five", 3000, 3500, "de"),
        ("gone.wav", "", 0, None, "fr"),
    ]
    assert examples[0].words == (Word(" One,", 250, 500), Word(" two.", 500, 750))
    assert read_examples(tmp_path, "fr") == examples


def test_json_lines_with_sentences(tmp_path):
    sentences = [
        {"text": "First.", "start": 0, "end": 2},
        {"text": "Second.", "start": 2.5, "end": 4, "language": "de"},
    ]
    file = lines(tmp_path / "data.jsonl", {"audio": "a.wav", "language": "en", "sentences": sentences})
    examples = read_examples(file)
    assert short(examples, tmp_path) == [("a.wav", "First.", 0, 2000, "en"), ("a.wav", "Second.", 2500, 4000, "de")]
    assert examples[1].previous == "First."


def test_json_list(tmp_path):
    file = text(tmp_path / "data.json", json.dumps([{"audio": "a.wav", "text": "One"}], indent=1))
    assert short(read_examples(file), tmp_path) == [("a.wav", "One", 0, None, "")]


def test_json_of_this_program_is_subtitles(tmp_path):
    wav(tmp_path / "a.wav", 4)
    file = text(
        tmp_path / "a.json", json.dumps({"language": "en", "segments": [{"start": 0, "end": 1, "text": " Hi."}]})
    )
    assert find_reader(file).name == "subtitles"
    assert short(read_examples(file), tmp_path) == [("a.wav", "Hi.", 0, 1000, "en")]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{", "Line 2 of .* is no JSON"),
        ('"a.wav"', "Line 2 of .* is no JSON object"),
        ('{"text": "x"}', "Line 2 of .* names no sound file"),
        ('{"audio": "a.wav", "text": 3}', "Line 2 of .*its text is no text"),
        ('{"audio": "a.wav", "text": "x", "start": 3, "end": 2}', "Line 2 of .*before it starts"),
        ('{"audio": "a.wav", "text": "x", "start": "soon"}', "Line 2 of .* is wrong"),
        ('{"audio": "a.wav", "text": "x", "end": NaN}', "Line 2 of .*nan is no time"),
        ('{"audio": "a.wav", "text": "x", "words": [{"word": "x"}]}', "Line 2 of .* is wrong"),
    ],
)
def test_wrong_lines_are_named(tmp_path, row, message):
    file = text(tmp_path / "manifest.jsonl", '{"audio": "a.wav", "text": "One"}\n' + row + "\n")
    with pytest.raises(UsageError, match=message):
        read_examples(file)


def test_manifest_without_any_text(tmp_path):
    with pytest.raises(UsageError, match="has a text"):
        read_examples(lines(tmp_path / "manifest.jsonl", {"audio": "a.wav"}))


def test_part_of_a_manifest_above(tmp_path):
    for name in ("train/a.wav", "test/b.wav"):
        wav(tmp_path / name)
    rows = [{"audio": name, "text": name} for name in ("train/a.wav", "test/b.wav")]
    lines(tmp_path / "manifest.jsonl", *rows)
    assert [e.text for e in read_examples(tmp_path / "test")] == ["test/b.wav"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables(tmp_path, delimiter):
    wav(tmp_path / "audio" / "a.wav")
    rows = [("Path", "Sentence", "start", "end"), ("a.wav", "Hello", "", ""), ("a.wav", "there", "0.5", "1")]
    file = text(tmp_path / "data.csv", "\n".join(delimiter.join(row) for row in rows) + "\n\n")
    expected = [("audio/a.wav", "Hello", 0, None, "en"), ("audio/a.wav", "there", 500, 1000, "en")]
    assert short(read_examples(file, "en"), tmp_path) == expected
    assert short(read_examples(tmp_path, "en"), tmp_path) == expected


def test_quoted_cells(tmp_path):
    file = text(tmp_path / "metadata.csv", 'file_name,transcription\na.wav,"Hello, ""you""\nthere"\n')
    assert [e.text for e in read_examples(file)] == ['Hello, "you" there']


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a.wav,Hello\n", "names no columns of sound and text"),
        ("audio,text\na.wav,Hello, you\n", "Line 2 of .* has 3 columns, the first line 2"),
        ("audio,text\n,Hello\n", "Line 2 of .* names no sound file"),
    ],
)
def test_wrong_tables(tmp_path, content, message):
    with pytest.raises(UsageError, match=message):
        read_examples(text(tmp_path / "data.csv", content))


def test_ljspeech(tmp_path):
    wav(tmp_path / "wavs" / "LJ001-0001.wav")
    text(tmp_path / "metadata.csv", 'LJ001-0001|In 1455, "so".|In fourteen fifty-five, "so".\nLJ001-0002|Two|Two\n')
    for path in (tmp_path, tmp_path / "metadata.csv"):
        assert find_reader(path).name == "ljspeech"
        assert short(read_examples(path, "en"), tmp_path) == [
            ("wavs/LJ001-0001.wav", 'In 1455, "so".', 0, None, "en"),
            ("wavs/LJ001-0002.wav", "Two", 0, None, "en"),
        ]


def test_kaldi_with_segments(tmp_path):
    wav(tmp_path / "wav" / "call.wav", 8)
    data = tmp_path / "data" / "train"
    text(data / "wav.scp", "call sox wav/call.wav -t wav - |\n")
    text(data / "text", "call-1 hello  there\ncall-2 how are you\ncall-3\n")
    text(data / "segments", "call-2 call 2.0 3.5\ncall-1 call 0.5 1.75\ncall-9 call 5 6\n")
    text(data / "utt2lang", "call-1 en\n")
    examples = read_examples(data)
    assert short(examples, tmp_path) == [
        ("wav/call.wav", "hello there", 500, 1750, "en"),
        ("wav/call.wav", "how are you", 2000, 3500, ""),
    ]
    assert examples[1].previous == "hello there"


def test_kaldi_without_segments(tmp_path):
    wav(tmp_path / "a b.wav")
    text(tmp_path / "wav.scp", f"u1 {tmp_path / 'a b.wav'}\n")
    text(tmp_path / "text", "u1 hello\nu2 nobody\n")
    assert short(read_examples(tmp_path), tmp_path) == [("a b.wav", "hello", 0, None, "")]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"wav.scp": "u1 a.wav"}, "no file 'text'"),
        ({"wav.scp": "u1 ssh host cat secret.wav |", "text": "u1 a"}, "does not run"),
        ({"wav.scp": "u1 a.wav", "text": "s1 a", "segments": "s1 u1 3 2"}, "segment s1 .* is wrong"),
        ({"wav.scp": "u1 a.wav", "text": "s1 a", "segments": "s1 u1"}, "segment s1 .* is wrong"),
    ],
)
def test_wrong_kaldi_folders(tmp_path, files, message):
    for name, content in files.items():
        text(tmp_path / name, content + "\n")
    with pytest.raises(UsageError, match=message):
        read_examples(tmp_path)


def test_common_voice(tmp_path):
    wav(tmp_path / "clips" / "common_voice_de_1.wav")
    header = "client_id\tpath\tsentence\tup_votes\tlocale\n"
    text(tmp_path / "train.tsv", header + 'x\tcommon_voice_de_1.wav\tEr sagte: "Nein."\t2\tde\n')
    text(tmp_path / "validated.tsv", header + "x\tcommon_voice_de_1.wav\tanders\t2\tzh-CN\n")
    assert find_reader(tmp_path).name == "common-voice"
    expected = ("clips/common_voice_de_1.wav", 'Er sagte: "Nein."', 0, None, "de")
    assert short(read_examples(tmp_path), tmp_path) == [expected]
    assert read_examples(tmp_path / "validated.tsv")[0].language == "zh"


def test_what_is_no_data(tmp_path):
    with pytest.raises(UsageError, match="There is no file or folder"):
        read_examples(tmp_path / "gone")
    with pytest.raises(UsageError, match=r"No speech with its text was found .* Training data may be"):
        read_examples(tmp_path)
    with pytest.raises(UsageError, match="is no training data that ALM Studio knows"):
        read_examples(wav(tmp_path / "a.wav"))
    with pytest.raises(UsageError, match="no file or folder"):
        read_examples("a\0b")


def test_every_reader_can_be_cancelled(tmp_path):
    wav(tmp_path / "a.wav")
    text(tmp_path / "a.srt", "1\n00:00:01,000 --> 00:00:02,500\nOne\n")
    text(tmp_path / "kaldi" / "wav.scp", "u1 a.wav\n")
    text(tmp_path / "kaldi" / "text", "u1 a\n")
    text(tmp_path / "cv.tsv", "client_id\tpath\tsentence\n1\ta\tb\n")
    text(tmp_path / "lj" / "metadata.csv", "a|b|c\n")
    lines(tmp_path / "m.jsonl", {"audio": "a.wav", "text": "b"})
    text(tmp_path / "t.csv", "audio,text\na,b\n")
    names = ("kaldi", "cv.tsv", "lj", "m.jsonl", "a.srt", "t.csv", ".")
    token = CancelToken()
    token.cancel()
    asked = []
    for name in names:
        asked.append(find_reader(tmp_path / name))
        if name != ".":
            with pytest.raises(CancelledError):
                read_examples(tmp_path / name, cancel=token)
    with pytest.raises(CancelledError):
        READERS[-1].read(tmp_path, "", token)
    assert {reader.name for reader in asked[:-1]} | {READERS[-1].name} == {reader.name for reader in READERS}


def test_real_ljspeech():
    recording("en/ljspeech/train/LJ001-0001.flac")
    examples = read_examples(speech_folder() / "en" / "ljspeech" / "train")
    assert len(examples) > 150
    assert all(e.audio.is_file() and e.language == "en" and e.words for e in examples)
    first = examples[0]
    assert first.text.startswith("Printing, in the only sense")
    assert first.words[0].text.strip() == "Printing,"
    assert "".join(word.text for word in first.words).split() == first.text.split()


def test_real_digits():
    recording("digits/0_george_0.wav")
    examples = read_examples(speech_folder() / "digits")
    assert len(examples) == 3000
    assert {e.text for e in examples} == set(NAMES)


def test_real_cues():
    examples = read_examples(recording("video/manifesto.mp4"))
    assert len(examples) == 37
    assert examples[0].start == 1599
    assert examples[3].previous.endswith(examples[2].text)
