"""Word and character error rates over a whole set: errors by reference units, as fractions."""

from collections.abc import Sequence
from typing import Any

import jiwer


def word_error_rate(references: Sequence[str], hypotheses: Sequence[str]) -> float:
    """Words wrong, missing or too many, by the words of all references.

    Args:
        references: what was said; an empty one counts what was written for it.
        hypotheses: what was written, in the same order.

    Returns:
        0 where all is right; may exceed 1. Where no reference has a word: 0 if nothing was written, else 1.

    Raises:
        ValueError: not as many hypotheses as references.
    """
    return _rate(references, hypotheses, jiwer.process_words)


def character_error_rate(references: Sequence[str], hypotheses: Sequence[str]) -> float:
    """The same by characters, spaces included. See ``word_error_rate``."""
    return _rate(references, hypotheses, jiwer.process_characters)


def _rate(references: Sequence[str], hypotheses: Sequence[str], compare: Any) -> float:
    if len(references) != len(hypotheses):
        raise ValueError(f"{len(references)} references and {len(hypotheses)} hypotheses")
    if not references:
        return 0.0
    result = compare(list(references), list(hypotheses))
    errors = result.substitutions + result.deletions + result.insertions
    units = result.substitutions + result.deletions + result.hits
    return float(errors / units) if units else float(bool(errors))
