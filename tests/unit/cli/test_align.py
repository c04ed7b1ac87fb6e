"""``align`` with the real model: a text that is mostly what is said, and captions with wrong times."""

import itertools
import json

import pytest

from alm_studio.captions.formats.srt import SrtFormat

# The fixture ``speech`` says: Welcome. This program listens to your films and recordings, and turns what it hears into
# subtitles.
TEXT = "Welcome. This program listens to your films and recordings, and turns what it hears into subtitles.\n"
CAPTIONS = """1
00:01:00,000 --> 00:01:02,000
[music]

2
00:01:02,000 --> 00:01:03,000
Welcome.

3
00:01:03,000 --> 00:01:09,000
This programme listens to your films
and recordings,

4
00:01:09,500 --> 00:01:12,000
and turns what it hears into subtitles.
"""


@pytest.fixture
def align(command):
    def run(*arguments):
        return command("align", *arguments, "--model", "tiny.en")

    return run


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_text_gets_its_times(speech, align, text, tmp_path):
    result = align(speech, text, "-f", "srt,json")
    assert result.code == 0
    assert "All 16 words of the text were found" in result.err
    content = json.loads((tmp_path / "talk.json").read_text(encoding="utf-8"))
    words = [word for segment in content["segments"] for word in segment["words"]]
    assert "".join(word["word"] for word in words).split() == TEXT.split()
    assert all(word["start"] < word["end"] for word in words)
    assert all(one["end"] <= two["start"] for one, two in itertools.pairwise(words))
    assert words[0]["start"] == pytest.approx(1.0, abs=0.15)  # the sample begins with a second of silence
    assert "mismatches" not in content
    captions = SrtFormat().loads((tmp_path / "talk.srt").read_text(encoding="utf-8")).captions
    assert " ".join(" ".join(caption.text.split()) for caption in captions) == TEXT.strip()


def test_both_sides_of_a_difference_are_told(speech, align, text, tmp_path):
    text.write_text(
        "Welcome. Nobody ever says this sentence here. This program listens to your films and recordings.\n",
        encoding="utf-8",
    )
    result = align(speech, text, "-f", "json")
    assert result.code == 0
    assert "Not spoken, at" in result.err and "Nobody ever says this sentence here." in result.err
    assert "Not in the text," in result.err and "and turns what it" in result.err
    mismatches = json.loads((tmp_path / "talk.json").read_text(encoding="utf-8"))["mismatches"]
    assert [found["kind"] for found in mismatches] == ["unspoken", "unwritten"]
    assert mismatches[1]["start"] > 4


def test_captions_keep_their_texts_and_get_new_times(speech, align, tmp_path):
    path = tmp_path / "wrong.srt"
    path.write_text(CAPTIONS, encoding="utf-8")
    assert align(speech, path, "-o", tmp_path / "out", "--quiet").code == 0
    captions = SrtFormat().loads((tmp_path / "out" / "talk.srt").read_text(encoding="utf-8")).captions
    assert [caption.text for caption in captions] == [caption.text for caption in SrtFormat().loads(CAPTIONS).captions]
    assert captions[1].start == pytest.approx(1000, abs=150)
    assert captions[-1].end < 9500
    assert all(one.start <= two.start for one, two in itertools.pairwise(captions))


def test_a_text_of_something_else_is_refused(speech, align, text, tmp_path):
    text.write_text("Call me Ishmael. Some years ago, never mind how long precisely.", encoding="utf-8")
    result = align(speech, text)
    assert result.code == 2
    assert "not what is said" in result.err
    assert not (tmp_path / "talk.srt").exists()


@pytest.mark.parametrize(("content", "code", "says"), [(b"", 2, "holds no words"), (b"\0\1\2", 2, "is no text")])
def test_what_is_no_text_is_refused_before_the_work(speech, command, text, content, code, says):
    text.write_bytes(content)
    result = command("align", speech, text)
    assert result.code == code and says in result.err


def test_other_failures_have_their_exit_codes(speech, command, text, tmp_path):
    assert command("align", tmp_path / "gone.wav", text, "--model", "tiny.en").code == 3
    assert command("align", speech, text, "--model", "nothing").code == 4
    (tmp_path / "talk.srt").write_text("mine", encoding="utf-8")
    result = command("align", speech, text)
    assert result.code == 5 and "--overwrite" in result.err
    assert (tmp_path / "talk.srt").read_text(encoding="utf-8") == "mine"
    assert command("align", speech).code == 2
