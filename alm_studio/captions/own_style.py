"""The style that the user made: kept as JSON beside the settings, and called ``own``."""

import json
import logging
import math
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from alm_studio.base.files import write_atomically
from alm_studio.base.paths import config_dir
from alm_studio.captions.styles import OWN, STYLES, Style

_log = logging.getLogger(__name__)


def own_style_path() -> Path:
    """Where the user's own style is."""
    return config_dir() / "style.json"


def load_own_style(path: Path | None = None) -> Style:
    """Read the user's own style and put it among ``STYLES``; what is missing or makes no sense is as in Netflix's.

    Never fails: a damaged file is told to the log.
    """
    path = path or own_style_path()
    style = STYLES[OWN]
    try:
        style = _checked(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return style
    except (OSError, ValueError, TypeError) as error:
        _log.info("The own style cannot be read: %s", error)
    STYLES[OWN] = style
    return style


def save_own_style(style: Style, path: Path | None = None) -> Style:
    """Write ``style`` as the user's own and put it among ``STYLES``; as it is kept.

    Raises:
        OutputError: the disk refuses; the style counts until the program ends.
    """
    style = STYLES[OWN] = replace(style, name=OWN, description=STYLES[OWN].description, keep_segments=False)
    text = json.dumps(asdict(style), indent=2, ensure_ascii=False)
    write_atomically(path or own_style_path(), text.encode(), overwrite=True)
    return style


def _checked(stored: Any) -> Style:
    """The stored fields that have a sensible value, over the defaults."""
    if not isinstance(stored, Mapping):
        raise TypeError("not a table")
    known: dict[str, Any] = {}
    for field in fields(Style):
        value, default = stored.get(field.name), getattr(STYLES[OWN], field.name)
        if field.name in ("name", "description", "keep_segments"):
            continue
        if isinstance(default, Mapping):
            if isinstance(value, Mapping):
                known[field.name] = {str(code): limit for code, limit in value.items() if _is_limit(limit)}
        elif _is_limit(value) and (isinstance(default, float) or isinstance(value, int)):
            known[field.name] = value
    return replace(STYLES[OWN], **known)


def _is_limit(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and math.isfinite(value) and value >= 0
