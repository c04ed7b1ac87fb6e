"""Alignment heads that were measured on the user's own sound, kept with the model. Imports no torch.

A model in our own form has them in its ``config.json``: in the spec, and in the card how they were found. Beside other
models lies a small JSON file; where their folder belongs to the system, it lies among the user's models.
"""

import json
import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alm_studio.base.errors import ModelError
from alm_studio.base.files import write_atomically
from alm_studio.base.paths import models_dir
from alm_studio.checkpoints.bundled import BUNDLES
from alm_studio.checkpoints.model_files import ModelFiles, read_json

_NOTE = "alignment"
"""Where the card says how the heads were found."""

Heads = tuple[tuple[int, int], ...]


def save_heads(files: ModelFiles, heads: Heads, note: dict[str, Any]) -> Path:
    """Keep the heads of a model for every later use of it.

    Args:
        files: of the model.
        heads: (layer, head) pairs.
        note: how they were found, in plain values.

    Returns:
        The file that was written.

    Raises:
        OutputError: it cannot be written.
        ModelError: the model's own file is damaged.
    """
    pairs = [list(pair) for pair in heads]
    if files.kind == "own" and files.config is not None:
        config = read_json(files.config)
        spec, card = config.get("spec"), config.get("card", {})
        if not isinstance(spec, dict) or not isinstance(card, dict):
            raise ModelError(f"{files.config} is damaged. Get the model again.")
        content: dict[str, Any] = {
            **config,
            "spec": {**spec, "alignment_heads": pairs},
            "card": {**card, _NOTE: note},
        }
        path = files.config
    else:
        path, content = _places(files)[0], {"alignment_heads": pairs, _NOTE: note}
    write_atomically(path, json.dumps(content, indent=2, ensure_ascii=False).encode(), overwrite=True)
    return path


def calibration_note(source: str, seconds: float, share: float) -> dict[str, Any]:
    """How heads were found, for the model's card.

    Args:
        source: what was listened to.
        seconds: how much of it.
        share: of the heads' attention that lies on the words while they sound.
    """
    return {
        "measured_on": source,
        "sound": f"{seconds:.0f} s",
        "attention_on_words": f"{share:.0%}",
        "date": datetime.now(UTC).date().isoformat(),
    }


def read_heads(files: ModelFiles) -> Heads | None:
    """The heads that were measured for a model in a foreign form; None where nobody did.

    Raises:
        ModelError: the file is damaged.
    """
    path = _existing(files)
    if path is None:
        return None
    stored = read_json(path).get("alignment_heads")
    if isinstance(stored, Sequence) and stored and all(_is_pair(pair) for pair in stored):
        return tuple((pair[0], pair[1]) for pair in stored)
    raise ModelError(f"{path} is damaged. Delete it, or measure the heads again: alm-studio models calibrate.")


def read_note(files: ModelFiles) -> dict[str, Any]:
    """How the heads of a model in a foreign form were found; empty where nobody measured them."""
    path = _existing(files)
    note = read_json(path).get(_NOTE) if path else None
    return note if isinstance(note, dict) else {}


def _existing(files: ModelFiles) -> Path | None:
    if files.kind == "own":
        return None
    return next((path for path in _places(files) if path.is_file()), None)


def _places(files: ModelFiles) -> list[Path]:
    """Where the file of a model may lie, best first."""
    name = re.sub(r"[^\w.-]+", "-", files.name)
    ours = models_dir() / f".{name}.alignment.json"
    weights = files.weights[0]
    if files.name in BUNDLES or not os.access(weights.parent, os.W_OK):
        return [ours]
    return [weights.parent / f"{weights.stem}.alignment.json", ours]


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(number, int) for number in value)
