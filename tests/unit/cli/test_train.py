import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from alm_studio.base.errors import UsageError
from alm_studio.cli.parser import parse
from alm_studio.cli.train import read_options
from tests.unit.training.tones import write_tones

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def tiny(tmp_path) -> list[str]:
    """Arguments of a run that takes a second."""
    data, valid = write_tones(tmp_path / "data", 16), write_tones(tmp_path / "data", 3, seed=1)
    return [
        "train", "--data", str(data), "--valid", str(valid), "--output", str(tmp_path / "tune"), "--encoder", "mfcc",
        "--decoder", "lstm", "--width", "16", "--layers", "1", "--batch-seconds", "3", "--device", "cpu",
    ]  # fmt: skip


def test_train_makes_a_model_that_evaluate_reads(command, tiny, tmp_path):
    result = command(*tiny, "--epochs", 1)
    assert result.code == 0, result.err
    assert "Finished after" in result.err
    assert "tune" in command("models", "list").out
    texts = tmp_path / "texts.jsonl"
    data = tmp_path / "data" / "songs-1.jsonl"
    result = command("evaluate", "--data", data, "--model", "tune", "--json", "--texts", texts)
    assert result.code == 0, result.err
    figures = json.loads(result.out)
    assert figures["n"] == 3
    assert {"wer", "cer", "raw_wer", "raw_cer", "loss", "times_real_time"} <= set(figures)
    rows = [json.loads(line) for line in texts.read_text().splitlines()]
    assert len(rows) == 3 and all("written" in row for row in rows)


def test_json_is_a_line_per_event(command, tiny):
    result = command(*tiny, "--epochs", 1, "--json")
    kinds = [json.loads(line)["type"] for line in result.out.splitlines()]
    assert kinds[0] == "started" and kinds[-1] == "ended"
    assert result.code == 0


def test_a_run_is_not_replaced_by_accident(command, tiny):
    assert command(*tiny, "--epochs", 1, "--quiet").code == 0
    result = command(*tiny, "--epochs", 1)
    assert result.code == 5
    assert "--resume" in result.err and "--overwrite" in result.err
    assert command(*tiny, "--epochs", 1, "--quiet", "--overwrite").code == 0


def test_a_finished_run_goes_on_with_more_epochs(command, tiny, tmp_path):
    command(*tiny, "--epochs", 1, "--quiet")
    result = command("train", "--output", tmp_path / "tune", "--resume", "--epochs", 2)
    assert result.code == 0
    assert "Going on at step" in result.err
    assert command("models", "list").out.count("tune") == command("models", "list").out.count("tune ")


def test_ctrl_c_stops_and_says_how_to_go_on(tiny, tmp_path, home):
    environment = {**os.environ, "ALM_STUDIO_HOME": str(home), "OMP_NUM_THREADS": "1"}
    arguments = [sys.executable, "-m", "alm_studio", *tiny, "--epochs", "100000"]
    running = subprocess.Popen(arguments, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    log, deadline = tmp_path / "tune" / "log.jsonl", time.monotonic() + 60
    while time.monotonic() < deadline and not (log.exists() and '"best": true' in log.read_text()):
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "--resume" in errors and "Traceback" not in errors


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--data", "x", "--model", "base"], "--output"),
        (["--output", "out", "--model", "base"], "--data"),
        (["--data", "x", "--output", "out"], "--model base to fine-tune"),
        (["--data", "x", "--output", "out", "--model", "base", "--encoder", "cnn"], "--encoder has no meaning"),
        (["--output", "out", "--resume"], "no training that can be resumed"),
        (["none.toml"], "Cannot read"),
    ],
)
def test_what_is_missing_is_told(command, arguments, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = command("train", *arguments)
    assert result.code == 2
    assert sentence in result.err


def test_missing_data_is_told(command, tmp_path):
    result = command("train", "--data", tmp_path / "none", "--output", tmp_path / "out", "--encoder", "cnn")
    assert result.code == 2
    assert "none" in result.err
    assert command("evaluate", "--data", tmp_path / "none", "--model", "tiny.en").code == 2


def test_the_command_line_wins_over_the_file(tmp_path):
    file = tmp_path / "run.toml"
    file.write_text('data = "clips"\noutput = "out"\nmodel = "base"\nepochs = 2\nseed = 5\n')
    config = read_options(parse(["train", str(file), "--epochs", "7", "--lora", "--lr", "0.01", "--no-augment"]))
    assert (config.epochs, config.seed, config.lora_rank, config.learning_rate) == (7.0, 5, 32, 0.01)
    assert not config.spec_augment and config.noise == 0
    assert config.data == (tmp_path / "clips",)


def test_lora_takes_a_rank():
    config = read_options(parse(["train", "--data", "x", "--output", "y", "--model", "base", "--lora", "8"]))
    assert config.lora_rank == 8


def test_several_data_sets():
    config = read_options(parse(["train", "--data", "a", "--data", "b", "--output", "y", "--model", "base"]))
    assert config.data == (Path("a"), Path("b"))


def test_an_option_not_given_is_the_programs():
    with pytest.raises(UsageError):
        read_options(parse(["train"]))
    assert "epochs" not in vars(parse(["train"]))
