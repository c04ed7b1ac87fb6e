import json
from itertools import pairwise

import pytest

from alm_studio.__main__ import main
from tests.helpers.speech import recording


def test_a_file_is_captioned_as_if_live(capsys, tmp_path):
    save = tmp_path / "talk"
    code = main(
        ["live", "--input", str(recording("en/misc/jfk.flac")), "--model", "tiny.en", "--json", "--save", str(save)]
    )
    assert code == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    committed = [row for row in rows if row["type"] == "commit"]
    assert {row["type"] for row in rows} == {"commit", "tentative"}
    assert "for your country" in " ".join(row["text"] for row in committed)
    assert all(0 <= row["start"] <= row["end"] for row in committed)
    assert all(before["at"] <= after["at"] for before, after in pairwise(rows))
    assert {path.name for path in save.iterdir()} == {
        "sound.flac", "captions.txt", "captions.srt", "captions.vtt", "captions.json",
    }  # fmt: skip
    assert "country" in (save / "captions.txt").read_text()
    assert "-->" in (save / "captions.srt").read_text()


def test_what_was_saved_is_not_overwritten(capsys, tmp_path):
    (tmp_path / "captions.srt").write_text("mine")
    code = main(["live", "--input", str(recording("en/misc/jfk.flac")), "--model", "tiny.en", "--save", str(tmp_path)])
    assert code == 5
    assert (tmp_path / "captions.srt").read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--realtime"], 2, "--input"),
        (["--input", "a.wav", "--device", "x"], 2, "Choose one"),
        (["--input", "missing.wav"], 3, "missing.wav"),
        (["--device", "no such thing"], 3, "alm-studio devices"),
        (["--input", "missing.wav", "--policy", "x"], 3, "missing.wav"),
    ],
)
def test_wrong_usage_gets_a_sentence(capsys, arguments, code, said):
    assert main(["live", *arguments]) == code
    assert said in capsys.readouterr().err
