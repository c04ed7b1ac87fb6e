"""Which words of a text are other than what was said."""

import html
import unicodedata
from difflib import SequenceMatcher

from alm_studio.captions.scripts import is_unspaced

_MISSING = "_"


def marked(reference: str, hypothesis: str, color: str) -> str:
    """``hypothesis`` as rich text, with what is wrong in it in ``color``; a missing word is a coloured ``_``.

    Case and punctuation count as right, as they do in a normalised error rate. Scripts without spaces are compared
    character by character.
    """
    said, written = _units(reference), _units(hypothesis)
    parts = []
    matcher = SequenceMatcher(a=[_plain(unit) for unit in said], b=[_plain(unit) for unit in written], autojunk=False)
    for kind, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        text = html.escape("".join(written[b_start:b_end]))
        matters = any(_plain(unit) for unit in said[a_start:a_end] + written[b_start:b_end])
        if kind == "delete" and matters:
            space = " " if said[a_start].startswith(" ") else ""
            parts.append(f'{space}<span style="color:{color}">{_MISSING}</span>')
        elif kind != "equal" and matters:
            parts.append(f'<span style="color:{color}">{text}</span>')
        else:
            parts.append(text)
    return "".join(parts).strip()


def _units(text: str) -> list[str]:
    """Words, each with the space before it; characters, in scripts without spaces."""
    units: list[str] = []
    alone = True  # the next character begins a unit
    for character in " ".join(text.split()):
        unspaced = is_unspaced(character)
        if alone or unspaced or character == " ":
            units.append(character)
        else:
            units[-1] += character
        alone = unspaced
    return units


def _plain(unit: str) -> str:
    kept = (character for character in unit if unicodedata.category(character)[0] in "LNM")
    return "".join(kept).casefold()
