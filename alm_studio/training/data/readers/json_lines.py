"""JSON lines: a line an example, ``{"audio": "a.wav", "text": "..."}``."""

import json
from pathlib import Path
from typing import Any

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import UsageError
from alm_studio.training.data.example import Example
from alm_studio.training.data.readers.base import Reader
from alm_studio.training.data.readers.entries import Rows, names_audio
from alm_studio.training.data.readers.text_files import first_line, read_text

_NAMES = ("manifest.jsonl", "metadata.jsonl", "train.jsonl", "manifest.json")
_SUFFIXES = {".jsonl", ".ndjson", ".jsonlines"}


class JsonLinesReader(Reader):
    """Manifests of this program, NeMo, the datasets library; also one JSON list of such objects."""

    name = "jsonl"
    label = "JSON lines (manifest.jsonl)"

    def accepts(self, path: Path) -> bool:
        """See ``Reader.accepts``."""
        if path.is_dir():
            return manifest_in(path) is not None
        if path.suffix.lower() in _SUFFIXES:
            return True
        return path.suffix.lower() == ".json" and _looks_right(path)

    def read(self, path: Path, language: str, cancel: CancelToken) -> list[Example]:
        """See ``Reader.read``."""
        file = (manifest_in(path) or path) if path.is_dir() else path
        rows = Rows(file, language)
        examples: list[Example] = []
        for line, row in _objects(file):
            cancel.check()
            if not isinstance(row, dict):
                raise UsageError(f"Line {line} of {file} is no JSON object. Correct the line.")
            examples += rows.examples(row, line)
        if examples and not rows.with_text:
            raise UsageError(f"No line of {file} has a text. Name it 'text'.")
        return examples


def manifest_in(folder: Path) -> Path | None:
    """The manifest of a folder: the one that bears a usual name, or the only one there is."""
    for name in _NAMES:
        if (folder / name).is_file() and _looks_right(folder / name):
            return folder / name
    found = [path for suffix in _SUFFIXES for path in folder.glob(f"*{suffix}") if _looks_right(path)]
    return found[0] if len(found) == 1 else None


def _looks_right(path: Path) -> bool:
    line = first_line(path).strip()
    if line.startswith("["):
        return True
    try:
        row = json.loads(line)
    except ValueError:
        return False
    return isinstance(row, dict) and names_audio(row)


def _objects(file: Path) -> list[tuple[int, Any]]:
    text = read_text(file)
    if text.lstrip().startswith("["):
        try:
            return list(enumerate(json.loads(text), start=1))
        except ValueError as error:
            raise UsageError(f"{file} is no JSON ({error}). Correct it, or export it again.") from error
    objects = []
    # Not splitlines: JSON strings may hold U+2028 as it is.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                objects.append((number, json.loads(line)))
            except ValueError as error:
                raise UsageError(f"Line {number} of {file} is no JSON ({error}). Correct the line.") from error
    return objects
