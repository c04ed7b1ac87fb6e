import json
import os
import signal
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest

from alm_studio.__main__ import main
from alm_studio.audio.decode import decode
from alm_studio.project.project import Project
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
        "sound.flac", "captions.txt", "captions.srt", "captions.vtt", "captions.json", "captions.alms",
    }  # fmt: skip
    assert "country" in (save / "captions.txt").read_text()
    assert "-->" in (save / "captions.srt").read_text()


def test_the_page_is_told_where_it_is(capsys):
    arguments = ["live", "--input", str(recording("en/pocketsphinx/cards_001.wav")), "--model", "tiny.en"]
    assert main([*arguments, "--page", "0"]) == 0
    assert "http://127.0.0.1:" in capsys.readouterr().err
    assert main([*arguments, "--page", "99999"]) == 5


@pytest.mark.logs_warnings
def test_a_kill_leaves_sound_text_and_a_project(tmp_path):
    save = tmp_path / "talk"
    jfk = str(recording("en/misc/jfk.flac"))
    arguments = ["live", "--input", jfk, "--realtime", "--model", "tiny.en", "--save", str(save), "--json"]
    process = subprocess.Popen([sys.executable, "-m", "alm_studio", *arguments], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        row = json.loads(line)
        said += row["text"] + " " if row["type"] == "commit" else ""
        if len(said.split()) >= 4:
            break
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert said.split()[0] in (save / "captions.txt").read_text()
    assert len(np.concatenate(list(decode(save / "sound.flac")))) > 16_000
    with Project.open(save / "captions.alms") as project:
        written = " ".join(caption.text for caption in project.document().captions)
        assert said.split()[0] in written
        assert project.transcript().segments


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
