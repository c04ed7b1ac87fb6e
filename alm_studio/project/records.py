"""Cues, segments and edits as a project file holds them. Words are lists, not tables: a film has tens of thousands."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from alm_studio.captions.document import Caption
from alm_studio.captions.edits import Edit, Made, Splice
from alm_studio.captions.transcript import Evidence, Segment, Word

Row = tuple[int, int, str, str]
"""start, end, text, and the rest as JSON."""

_CAPTION_FIELDS = frozenset(field.name for field in fields(Caption))
_SEGMENT_FIELDS = frozenset(field.name for field in fields(Segment))
_COLUMNS = frozenset({"start", "end", "text"})


@dataclass(frozen=True)
class Mark:
    """A moment that somebody wants to find again: ms, and a few words."""

    time: int
    text: str


def caption_row(caption: Caption) -> Row:
    """A cue to the columns of its row."""
    return caption.start, caption.end, caption.text, _dump(_rest(caption))


def to_caption(start: int, end: int, text: str, data: str) -> Caption:
    """The cue of a row; what a newer version added to it is passed over."""
    return Caption(start, end, text, **_known(json.loads(data), _CAPTION_FIELDS))


def segment_row(segment: Segment) -> Row:
    """A segment to the columns of its row."""
    return segment.start, segment.end, segment.text, _dump(_rest(segment))


def to_segment(start: int, end: int, text: str, data: str) -> Segment:
    """The segment of a row."""
    rest = _known(json.loads(data), _SEGMENT_FIELDS)
    return Segment(start, end, text, **{**rest, "tokens": tuple(rest.get("tokens", ()))})


def edit_row(edit: Edit) -> tuple[str, int, str, str, str]:
    """An edit that is done: label, place, old and new cues and silences as JSON."""
    splice = edit.splice
    old, new = (_dump([caption_row(caption) for caption in cues]) for cues in (splice.old, splice.new))
    return edit.label, splice.index, old, new, _dump(splice.silences)


def to_edit(label: str, place: int, old: str, new: str, silences: str) -> Made:
    """The edit of a row."""
    before, after = (tuple(to_caption(*row) for row in json.loads(cues)) for cues in (old, new))
    return Made(Splice(place, before, after, to_spans(json.loads(silences))), label)


def to_spans(rows: Iterable[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    """Pairs of ms."""
    return tuple((int(start), int(end)) for start, end in rows)


def _rest(of: Caption | Segment) -> dict[str, Any]:
    """What is not a column of its own and not as by default, words as lists."""
    defaults = {field.name: field.default for field in fields(of)}
    rest = {name: value for name, value in vars(of).items() if name not in _COLUMNS and value != defaults[name]}
    if of.words:
        rest["words"] = [_word_list(word) for word in of.words]
    return rest


def _known(rest: dict[str, Any], names: frozenset[str]) -> dict[str, Any]:
    known = {name: value for name, value in rest.items() if name in names}
    if "words" in known:
        known["words"] = tuple(_word(*word) for word in known["words"])
    return known


def _word_list(word: Word) -> list[Any]:
    return [word.text, word.start, word.end, word.probability, *(vars(word.evidence).values() if word.evidence else ())]


def _word(text: str, start: int, end: int, probability: float, *evidence: float) -> Word:
    return Word(text, start, end, probability, Evidence(*evidence) if evidence else None)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
