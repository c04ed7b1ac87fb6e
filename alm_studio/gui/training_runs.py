"""Training runs on the disk: their settings as a TOML file, their data where it comes from captions, and what is left.

A run named N is ``N.toml``, with ``N.jsonl`` where the examples are the corrected cues of a document, and the folder
``N`` that the training writes into. A run whose settings are still there is unfinished.
"""

import json
import logging
import re
import shutil
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass, fields, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLockFile

from alm_studio.base.files import write_atomically
from alm_studio.base.paths import training_dir
from alm_studio.gui.models.training_method import Data, Method, make_config
from alm_studio.training.config import TrainConfig
from alm_studio.training.data.example import Example

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Run:
    """A run of the window.

    Attributes:
        name: of the run, and of the model that it makes.
        config: what it was asked to do.
    """

    name: str
    config: TrainConfig

    @property
    def settings(self) -> Path:
        """The TOML file."""
        return training_dir() / f"{self.name}.toml"

    @property
    def folder(self) -> Path:
        """What the training writes into."""
        return self.config.output

    @property
    def log(self) -> Path:
        """What the training told, line by line."""
        return self.folder / "log.jsonl"


def free_name(wanted: str, taken: Callable[[str], bool]) -> str:
    """A name that is good for a folder and not taken: ``"My talk/1"`` → ``"My-talk-1"``, ``"My-talk-1-2"``, …"""
    plain = re.sub(r"[^\w.-]+", "-", wanted).strip("-.")[:60] or "my-model"
    name, number = plain, 1
    while taken(name):
        number += 1
        name = f"{plain}-{number}"
    return name


def is_taken(name: str) -> bool:
    """Whether there is a run of that name."""
    return any((training_dir() / f"{name}{suffix}").exists() for suffix in ("", ".toml"))


def new_run(name: str, data: Data, method: Method, *, captions: bool) -> Run:
    """A run of these choices; ``captions``: it shall keep the examples for itself, which come from captions."""
    if captions:
        data = replace(data, paths=(training_dir() / f"{name}.jsonl",))
    return Run(name, make_config(data, method, training_dir() / name))


def save_run(run: Run, captions: Path | None = None) -> None:
    """Write the settings, and copy the examples from captions. Raises ``OutputError``."""
    if captions is not None:
        write_atomically(run.config.data[0], captions.read_bytes(), overwrite=True)
    write_atomically(run.settings, dump_config(run.config).encode(), overwrite=True)


def save_examples(name: str, examples: Iterable[Example]) -> Path:
    """Write examples as a manifest, a line a medium, so that another process reads them. Raises ``OutputError``."""
    path = training_dir() / f"{name}.jsonl"
    media: dict[Path, list[dict[str, Any]]] = {}
    for example in examples:
        sentence: dict[str, Any] = {"text": example.text, "start": example.start / 1000}
        if example.end is not None:
            sentence["end"] = example.end / 1000
        if example.language:
            sentence["language"] = example.language
        if example.words:
            sentence["words"] = [
                {"word": word.text, "start": word.start / 1000, "end": word.end / 1000} for word in example.words
            ]
        media.setdefault(example.audio, []).append(sentence)
    lines = [{"audio": str(audio), "sentences": sentences} for audio, sentences in media.items()]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    write_atomically(path, text.encode(), overwrite=True)
    return path


def unfinished() -> list[Run]:
    """Runs that did not come to their end and that no process works on; the newest first. Reads the disk."""
    found = []
    for path in sorted(training_dir().glob("*.toml"), key=lambda path: path.stat().st_mtime, reverse=True):
        try:
            config = load_config(path)
        except (OSError, ValueError, TypeError, KeyError) as error:
            _log.info("Cannot read the settings of a training, %s: %r", path, error)
            continue
        found.append(Run(path.stem, config))
    return found


def finish(run: Run) -> None:
    """Remove what is only there to go on with: the model is installed, and its settings stand in its card."""
    shutil.rmtree(run.folder / "checkpoints", ignore_errors=True)
    run.settings.unlink(missing_ok=True)


def discard(run: Run) -> None:
    """Remove everything of a run."""
    run.settings.unlink(missing_ok=True)
    run.settings.with_suffix(".jsonl").unlink(missing_ok=True)
    shutil.rmtree(run.folder, ignore_errors=True)


def lock(name: str) -> QLockFile | None:
    """A lock that this process holds until it ends; None where another window works on that run."""
    held = QLockFile(str(training_dir() / f".{name}.lock"))
    held.setStaleLockTime(0)  # a training may last for days; its process tells whether it lives
    return held if held.tryLock(0) else None


def read_log(path: Path) -> list[dict[str, Any]]:
    """What a training told so far; none where there is nothing yet. The last line may be half of one."""
    told = []
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                try:
                    told.append(json.loads(line))
                except ValueError:
                    continue
    except OSError:
        return []
    return [line for line in told if isinstance(line, dict)]


def dump_config(config: TrainConfig) -> str:
    """The settings as TOML: those that are not the default."""
    lines = []
    for field in fields(config):
        value = getattr(config, field.name)
        if value is not None and (field.default is MISSING or value != field.default) and field.name != "resume":
            lines.append(f"{field.name} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def load_config(path: Path) -> TrainConfig:
    """Read the settings back. Raises ``OSError``, ``ValueError``, ``TypeError`` or ``KeyError`` for what is none."""
    stored = tomllib.loads(path.read_text(encoding="utf-8"))
    stored = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
    stored["data"] = tuple(Path(name) for name in stored["data"])
    for name in ("output", "valid", "general"):
        if name in stored:
            stored[name] = Path(stored[name])
    return TrainConfig(**stored)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    if isinstance(value, int | float):
        return repr(value)
    # A TOML basic string escapes as JSON does, and DEL besides.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007F")
