"""Values as JSON can hold them."""

import math
from pathlib import Path
from typing import Any


def to_plain(value: Any) -> Any:
    """The value with paths as text, tuples as lists, and null for numbers that JSON does not know."""
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(name): to_plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(inner) for inner in value]
    return value
