"""What was said before an example."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from alm_studio.captions.scripts import one_line
from alm_studio.training.data.example import Example

_LONGEST = 300
"""Characters of earlier text that are kept: Whisper listens to about as many."""

_FARTHEST = 30_000
"""Ms of silence after which what comes next follows on nothing."""


def with_previous(examples: Iterable[Example]) -> list[Example]:
    """``examples`` in time order, each with the text before it in the same file."""
    linked: list[Example] = []
    before, audio, end = "", Path(), 0
    for example in examples:
        if example.audio != audio or not end - 1000 <= example.start <= end + _FARTHEST:
            before = ""
        linked.append(replace(example, previous=before))
        before = _tail(one_line(f"{before}\n{example.text}"))
        audio, end = example.audio, example.start if example.end is None else example.end
    return linked


def _tail(text: str) -> str:
    """The last characters, from the beginning of a word on."""
    if len(text) <= _LONGEST:
        return text
    cut = text[-_LONGEST:]
    return cut.split(" ", 1)[1] if " " in cut else cut
