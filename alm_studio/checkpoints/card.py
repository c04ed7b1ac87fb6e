"""The card of a trained model: what it learned from, how, and how well. Imports no torch."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alm_studio.base.errors import ModelError
from alm_studio.checkpoints.model_files import OWN_MODEL_TYPE, read_json

_LONGEST_VALUE = 500
"""Characters of a value that are shown."""


def read_card(folder: Path) -> dict[str, Any]:
    """The card of a model in our own form, as it was given to ``save_model``; empty where a folder holds none.

    Raises:
        ModelError: its ``config.json`` is damaged.
    """
    path = folder / "config.json"
    if not path.is_file():
        return {}
    config = read_json(path)
    card = config.get("card", {})
    if config.get("model_type") != OWN_MODEL_TYPE:
        return {}
    if not isinstance(card, dict):
        raise ModelError(f"{path} is damaged: its card is no table. Get the model again.")
    return card


def card_rows(card: dict[str, Any]) -> list[tuple[str, str]]:
    """A card as lines to show: (what, value), the parts of a table as ``scores before wer``."""
    return list(_rows(card, ""))


def _rows(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _rows(inner, f"{name} {key}".strip().replace("_", " "))
        return
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for number, item in enumerate(value, 1):
            yield from _rows(item, f"{name} {number}")
        return
    if isinstance(value, list):
        text = ", ".join(map(str, value))
    elif isinstance(value, float):
        text = f"{value:.4g}"
    else:
        text = value if isinstance(value, str) else json.dumps(value)
    yield name, text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + " …"
