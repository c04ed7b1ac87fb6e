"""The command with the real model: what it writes, what it prints, how it ends."""

import csv
import io
import json
import shutil
from pathlib import Path

import numpy as np
import pysubs2
import pytest

from alm_studio.captions.formats.registry import FORMATS

from .conftest import write_wav

SUBTITLES = {"srt", "vtt", "ass"}


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def sentences(text: str) -> str:
    return " ".join(text.lower().replace("\n", " ").split())


def test_every_format_is_written_and_can_be_read(speech, transcribe, tmp_path):
    out = tmp_path / "out"
    result = transcribe(speech, "-o", out, "-f", ",".join(FORMATS))
    assert result.code == 0
    assert files(out) == sorted(f"talk.{row.ending}" for row in FORMATS.values())
    assert "listens to your films" in sentences((out / "talk.txt").read_text(encoding="utf-8"))

    for name in SUBTITLES:
        events = list(pysubs2.load(str(out / f"talk.{name}"), encoding="utf-8"))
        assert len(events) >= 2, name
        assert all(0 <= event.start < event.end <= 8500 for event in events), name  # the sound is 8 s long
        assert "listens to your films" in sentences(" ".join(event.plaintext for event in events)), name

    rows = list(csv.DictReader(io.StringIO((out / "talk.tsv").read_text(encoding="utf-8")), delimiter="\t"))
    assert list(rows[0]) == ["start", "end", "text"]
    assert all(int(row["start"]) < int(row["end"]) for row in rows)
    assert "listens to your films" in sentences(" ".join(row["text"] for row in rows))


def test_json_has_the_shape_of_openai_whisper(speech, transcribe, tmp_path):
    assert transcribe(speech, "-f", "json").code == 0
    content = json.loads((tmp_path / "talk.json").read_text(encoding="utf-8"))
    assert content["language"] == "en"
    assert content["segments"]
    assert content["text"] == "".join(segment["text"] for segment in content["segments"])
    for number, segment in enumerate(content["segments"]):
        assert segment["id"] == number
        assert 0 <= segment["start"] < segment["end"] <= 8.5
        assert segment["avg_logprob"] < 0
        assert 0 <= segment["no_speech_prob"] <= 1
        assert 0 < segment["compression_ratio"] < 2.4  # of speech that does not repeat itself
        assert "".join(word["word"] for word in segment["words"]) == segment["text"]
        for word in segment["words"]:
            assert segment["start"] <= word["start"] <= word["end"] <= segment["end"]
            assert 0 < word["probability"] <= 1


def test_captions_stand_beside_the_media_by_default(speech, transcribe, tmp_path):
    result = transcribe(speech)
    assert result.code == 0
    assert files(tmp_path) == ["talk.srt", "talk.wav"]


def test_without_a_terminal_segments_go_to_stdout_and_nothing_moves(speech, transcribe, tmp_path):
    result = transcribe(speech)
    assert result.out.startswith("[00:0")
    assert "listens to your films" in sentences(result.out)
    assert "\r" not in result.out + result.err
    assert "\x1b" not in result.out + result.err
    assert "Language: English" in result.err
    assert f"{tmp_path / 'talk.srt'} (00:08," in result.err


def test_quiet_prints_nothing(speech, transcribe, tmp_path):
    result = transcribe(speech, "--quiet")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert (tmp_path / "talk.srt").exists()


def test_silence_gives_an_empty_file_not_an_error(transcribe, tmp_path):
    write_wav(tmp_path / "silence.wav", np.zeros(32000, np.float32))
    result = transcribe(tmp_path / "silence.wav", "-f", "srt,json")
    assert result.code == 0
    assert (tmp_path / "silence.srt").read_text(encoding="utf-8").strip() == ""
    assert json.loads((tmp_path / "silence.json").read_text(encoding="utf-8"))["segments"] == []


# Errors


@pytest.mark.parametrize("kind", ["missing", "empty", "text", "folder"])
def test_unreadable_media_is_code_3(kind, transcribe, tmp_path):
    media = tmp_path / "media.mp4"
    if kind == "folder":
        media.mkdir()
    elif kind != "missing":
        media.write_text("" if kind == "empty" else "This is a letter, not a film.\n" * 40)
    before = files(tmp_path)
    result = transcribe(media)
    assert result.code == 3
    assert result.err.startswith("alm-studio: ")
    assert str(media) in result.err
    assert result.err.count("\n") == 1  # one sentence, no traceback
    assert files(tmp_path) == before


@pytest.mark.parametrize("kind", ["no such name", "no such folder", "damaged", "foreign file", "empty folder"])
def test_a_model_that_is_not_there_or_damaged_is_code_4(kind, speech, command, tmp_path):
    model = {"no such name": "enormous", "no such folder": str(tmp_path / "nowhere" / "model")}.get(kind, "")
    if kind == "damaged":
        from alm_studio.checkpoints.bundled import find_bundled

        bundled = find_bundled("tiny.en")
        folder = tmp_path / "model"
        shutil.copytree(bundled.weights[0].parent, folder, ignore=shutil.ignore_patterns("model.bin"))
        with bundled.weights[0].open("rb") as whole:
            (folder / "model.bin").write_bytes(whole.read(1_000_000))
        model = str(folder)
    elif kind == "foreign file":
        (tmp_path / "model.pt").write_bytes(b"not a checkpoint" * 100)
        model = str(tmp_path / "model.pt")
    elif kind == "empty folder":
        (tmp_path / "model").mkdir()
        model = str(tmp_path / "model")
    result = command("transcribe", speech, "--model", model)
    assert result.code == 4
    assert result.err.startswith("alm-studio: ")
    assert result.err.count("\n") == 1
    assert not (tmp_path / "talk.srt").exists()


def test_without_a_model_the_other_files_are_not_tried(speech, command, tmp_path):
    other = shutil.copy(speech, tmp_path / "other.wav")
    result = command("transcribe", speech, other, "--model", "enormous")
    assert result.code == 4
    assert result.err.count("alm-studio:") == 1


@pytest.mark.parametrize(
    "options",
    [
        ["-f", "doc"], ["--style", "baroque"], ["--language", "klingon"], ["--beam", "-1"], ["--beam", "21"],
        ["--batch", "-1"], ["--track", "-1"], ["--device", "abacus"], ["--compute", "int2"],
        ["--language", "de"], ["--task", "translate"],  # of an English-only model
    ],
)  # fmt: skip
def test_options_that_make_no_sense_are_code_2(options, speech, command, tmp_path):
    result = command("transcribe", speech, "--model", "tiny.en", *options)
    assert result.code == 2
    assert result.err.startswith("alm-studio: ")
    assert result.err.count("\n") == 1
    assert files(tmp_path) == ["talk.wav"]


@pytest.fixture
def no_model(monkeypatch):
    """Fails the test when the command begins to load a model."""

    def refuse(*_: object) -> None:
        pytest.fail("the model was loaded for work that cannot be finished")

    monkeypatch.setattr("alm_studio.checkpoints.loading.load_model", refuse)


@pytest.mark.usefixtures("no_model")
def test_captions_that_exist_are_code_5_and_survive(speech, transcribe, tmp_path):
    (tmp_path / "talk.vtt").write_text("by hand")
    result = transcribe(speech, "-f", "srt,vtt")
    assert result.code == 5
    assert "--overwrite" in result.err
    assert (tmp_path / "talk.vtt").read_text() == "by hand"
    assert files(tmp_path) == ["talk.vtt", "talk.wav"]


@pytest.mark.usefixtures("no_model")
def test_a_folder_that_cannot_be_written_is_code_5_before_the_work(speech, transcribe, tmp_path):
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "deeper"):
        result = transcribe(speech, "-o", folder)
        assert result.code == 5
        assert "Choose a folder." in result.err


@pytest.mark.usefixtures("no_model")
def test_an_attention_file_that_exists_is_code_5_before_the_work(speech, transcribe, tmp_path):
    (tmp_path / "a.npz").write_text("mine")
    assert transcribe(speech, "--attention", tmp_path / "a.npz").code == 5


@pytest.mark.usefixtures("no_model")
def test_attention_of_several_media_is_code_2(speech, transcribe, tmp_path):
    other = shutil.copy(speech, tmp_path / "other.wav")
    result = transcribe(speech, other, "--attention", tmp_path / "a.npz")
    assert result.code == 2
    assert "--attention" in result.err


def test_overwrite_replaces(speech, transcribe, tmp_path):
    (tmp_path / "talk.srt").write_text("old")
    assert transcribe(speech, "--overwrite").code == 0
    assert "listens" in (tmp_path / "talk.srt").read_text(encoding="utf-8")
    assert files(tmp_path) == ["talk.srt", "talk.wav"]


def test_a_surprise_is_a_sentence_and_the_log_has_the_rest(speech, transcribe, monkeypatch, home, caplog):
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("alm_studio.checkpoints.loading.load_model", broken)
    result = transcribe(speech)
    log_file = home / "log" / "alm-studio.log"
    assert result.code == 1
    assert "Traceback" not in result.err
    assert str(log_file) in result.err
    assert "ZeroDivisionError: a bug" in log_file.read_text(encoding="utf-8")


# Several files


def test_a_file_that_fails_does_not_stop_the_others(speech, transcribe, tmp_path):
    letter = tmp_path / "letter.mp4"
    letter.write_text("This is a letter, not a film.\n" * 40)
    taken = Path(shutil.copy(speech, tmp_path / "taken.wav"))
    (tmp_path / "taken.srt").write_text("by hand")
    other = Path(shutil.copy(speech, tmp_path / "other.wav"))
    result = transcribe(letter, speech, taken, other)
    assert result.code == 3  # of the first that failed
    assert result.err.count("alm-studio: ") == 2
    for done in ("talk.srt", "other.srt"):
        assert "listens" in (tmp_path / done).read_text(encoding="utf-8")
    assert (tmp_path / "taken.srt").read_text() == "by hand"
    assert transcribe(taken, letter).code == 5


def test_same_stems_in_one_folder_keep_their_suffix(speech, transcribe, tmp_path):
    twin = Path(shutil.copy(speech, tmp_path / "talk.mka"))
    assert transcribe(speech, twin).code == 0
    assert files(tmp_path) == ["talk.mka", "talk.mka.srt", "talk.wav", "talk.wav.srt"]


def test_same_names_from_two_folders_are_numbered(speech, transcribe, tmp_path):
    other = tmp_path / "b" / "talk.wav"
    other.parent.mkdir()
    shutil.copy(speech, other)
    assert transcribe(speech, other, "-o", tmp_path / "out").code == 0
    assert files(tmp_path / "out") == ["talk.wav-2.srt", "talk.wav.srt"]


def test_a_file_named_twice_is_transcribed_once(speech, transcribe, tmp_path):
    result = transcribe(speech, speech, "--quiet")
    assert (result.code, result.err) == (0, "")
    assert files(tmp_path) == ["talk.srt", "talk.wav"]


# Attention


def test_attention_has_the_documented_arrays(speech, transcribe, tmp_path):
    target = tmp_path / "attention.npz"
    assert transcribe(speech, "-f", "json", "--attention", target).code == 0
    heard = json.loads((tmp_path / "talk.json").read_text(encoding="utf-8"))
    text_tokens = [token for segment in heard["segments"] for token in segment["tokens"]]
    with np.load(target) as saved:
        meta = json.loads(str(saved["meta"]))
        count = len(meta["languages"])
        assert count == 1
        assert set(saved.files) == {
            "meta", *(f"{name}_{index}" for index in range(count) for name in ("weights", "tokens", "times")),
        }  # fmt: skip
        assert meta["languages"] == ["en"]
        weights, tokens, times = saved["weights_0"], saved["tokens_0"], saved["times_0"]
    heads, rows, states = weights.shape
    assert heads >= 1
    assert rows == len(tokens)
    assert states == len(times)
    assert weights.dtype == np.float16
    assert [token for token in tokens.tolist() if token in text_tokens] == text_tokens
    assert np.all(np.diff(times) > 0)
    assert times[0] >= 0 and times[-1] <= 8.1
    # Rows are shares of one glance over the whole window, silence at its end included: most of it stays inside.
    sums = weights.astype(np.float32).sum(axis=2)
    assert 0.5 < np.median(sums) <= 1.02  # a little above 1: weights are kept as 8-bit levels
    # The model looks at later sound for later words.
    glance = times[weights.astype(np.float32).mean(axis=0).argmax(axis=1)]
    assert np.corrcoef(np.arange(rows), glance)[0, 1] > 0.8
