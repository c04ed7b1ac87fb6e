import os
import subprocess
import sys
from pathlib import Path

import pytest

from alm_studio import __version__
from alm_studio.__main__ import main
from alm_studio.cli.parser import COMMANDS, parse

ROOT = Path(__file__).resolve().parents[3]

_HEAVY = """
import sys
from alm_studio.__main__ import main
try:
    main(sys.argv[1:])
finally:
    heavy = {"torch", "torchaudio", "numpy", "av", "PySide6", "tokenizers", "huggingface_hub", "sounddevice"}
    print("imported:", *sorted(heavy & set(sys.modules)))
"""


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["--help"], ["transcribe", "--help"], ["models", "get", "--help"], ["transcribe"], ["--nonsense"]],
)
def test_help_and_wrong_usage_import_nothing_heavy(arguments, home):
    done = subprocess.run(
        [sys.executable, "-c", _HEAVY, *arguments],
        cwd=ROOT,
        env={**os.environ, "ALM_STUDIO_HOME": str(home)},
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines()[-1].strip() == "imported:"
    assert done.returncode == (2 if arguments in (["transcribe"], ["--nonsense"]) else 0)


def test_version(command):
    assert command("--version").out == f"alm-studio {__version__}\n"


def test_help_names_every_command(command):
    text = command("--help").out
    assert all(name in text for name in COMMANDS)


@pytest.mark.parametrize(
    "arguments", [[], ["film.mp4"], ["a b.mp4", "zwei.mkv"], ["--", "-odd-name.mp4"], ["models.mp4"]]
)
def test_without_a_command_the_window_opens_the_media(arguments):
    options = parse(arguments)
    assert options.command is None
    assert options.media == [argument for argument in arguments if argument != "--"]


def test_the_window_gets_the_media(monkeypatch):
    app = pytest.importorskip("alm_studio.gui.app")
    opened = []
    monkeypatch.setattr(app, "run", lambda media: opened.append(media) or 0)
    assert main(["film.mp4"]) == 0
    assert opened == [["film.mp4"]]


def test_transcribe_has_good_defaults():
    options = parse(["transcribe", "film.mp4"])
    assert vars(options) == {
        "command": "transcribe", "media": ["film.mp4"], "output": None, "formats": "srt", "model": "base",
        "device": "auto", "compute": "auto", "language": "auto", "task": "transcribe", "beam": 0, "batch": 0,
        "prompt": "", "context": True, "vad": True, "style": "netflix", "track": 0,
        "attention": None, "overwrite": False, "quiet": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [
        (["-o", "out"], "output", "out"),
        (["--output", "out"], "output", "out"),
        (["-f", "srt,vtt,json,txt,tsv,ass"], "formats", "srt,vtt,json,txt,tsv,ass"),
        (["--formats", "vtt"], "formats", "vtt"),
        (["--model", "openai/whisper-tiny"], "model", "openai/whisper-tiny"),
        (["--language", "de"], "language", "de"),
        (["--task", "translate"], "task", "translate"),
        (["--device", "cuda"], "device", "cuda"),
        (["--compute", "int8"], "compute", "int8"),
        (["--beam", "1"], "beam", 1),
        (["--batch", "4"], "batch", 4),
        (["--style", "bbc"], "style", "bbc"),
        (["--prompt", "Kowalski, Nguyễn"], "prompt", "Kowalski, Nguyễn"),
        (["--no-context"], "context", False),
        (["--no-vad"], "vad", False),
        (["--track", "1"], "track", 1),
        (["--attention", "a.npz"], "attention", "a.npz"),
        (["--overwrite"], "overwrite", True),
        (["--quiet"], "quiet", True),
    ],
)
def test_every_option_of_transcribe(given, name, value):
    for arguments in (["transcribe", "film.mp4", *given], ["transcribe", *given, "film.mp4"]):
        options = parse(arguments)
        assert getattr(options, name) == value
        assert options.media == ["film.mp4"]


@pytest.mark.parametrize("action", ["get", "info", "remove"])
def test_models_actions_take_a_name(action):
    options = parse(["models", action, "small"])
    assert (options.command, options.action, options.name) == ("models", action, "small")


def test_models_list_takes_json():
    assert parse(["models", "list", "--json"]).json
    assert not parse(["models", "list"]).json


def test_bench_takes_the_options_of_the_model_and_of_decoding():
    options = parse(["bench", "film.mp4", "--json", "--model", "tiny.en", "--beam", "1", "--no-vad"])
    assert (options.media, options.json, options.model, options.beam, options.vad) == (
        "film.mp4", True, "tiny.en", 1, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ["transcribe"],
        ["transcribe", "film.mp4", "--beam", "many"],
        ["transcribe", "film.mp4", "--task", "summarise"],
        ["transcribe", "film.mp4", "--nonsense"],
        ["models"],
        ["models", "get"],
        ["models", "fly", "base"],
        ["bench"],
        ["doctor", "film.mp4"],
        ["film.mp4", "--nonsense"],
    ],
)
def test_wrong_usage_is_told_with_code_2(arguments, command):
    result = command(*arguments)
    assert result.code == 2
    assert "usage: alm-studio" in result.err
    assert result.out == ""
