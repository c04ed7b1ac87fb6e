"""Texts that users bring along."""

import pytest

from alm_studio.base.errors import UsageError
from alm_studio.pipeline.script import plain_script, read_script

SRT = "1\n00:00:01,000 --> 00:00:02,000\n[door slams]\n\n2\n00:00:03,000 --> 00:00:05,000\n– Who is\nthere? [sighs]\n"


def test_a_plain_text_is_its_words_however_it_is_wrapped():
    script = plain_script("It was the best\nof times – 25 % of it,\n\nsaid “Dickens & Son”.\n")
    assert (
        "".join(word.text for word in script.words) == " It was the best of times – 25 % of it, said “Dickens & Son”."
    )
    keys = [word.key for word in script.words]
    assert keys == ["it", "was", "the", "best", "of", "times", "", "25", "%", "of", "it", "said", "dickens", "&", "son"]


def test_scripts_without_spaces_fall_into_groups():
    script = plain_script("今天，天气好。")
    assert [word.text for word in script.words] == ["今", "天，", "天", "气", "好。"]
    assert [word.key for word in script.words] == ["今", "天", "天", "气", "好"]


def test_captions_keep_their_cues_and_notes_are_not_spoken(tmp_path):
    path = tmp_path / "film.srt"
    path.write_text(SRT, encoding="utf-8")
    script = read_script(path)
    assert [cue.text for cue in script.cues] == ["[door slams]", "– Who is\nthere? [sighs]"]
    assert [(word.key, word.cue) for word in script.words] == [
        ("", 0),
        ("", 0),
        ("", 1),
        ("who", 1),
        ("is", 1),
        ("there", 1),
        ("", 1),
    ]


def test_old_encodings_are_read(tmp_path):
    path = tmp_path / "alt.txt"
    path.write_bytes("Schöne Grüße".encode("cp1252"))
    assert [word.text for word in read_script(path).words] == [" Schöne", " Grüße"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b" \n", "holds no words"),
        ("notes.txt", "[music] ♪♪".encode(), "holds no words"),
        ("text.docx", b"PK\3\4", "is no text"),
        ("sound.txt", b"RIFF\0\0\0\0", "is no text"),
        ("broken.srt", b"not a cue", "not a SubRip file"),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(tmp_path, name, content, says):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UsageError, match=says):
        read_script(path)


def test_a_missing_file(tmp_path):
    with pytest.raises(UsageError, match=r"gone\.txt cannot be read"):
        read_script(tmp_path / "gone.txt")
