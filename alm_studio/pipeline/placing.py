"""Which stretch of a text each window of sound holds."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from alm_studio.alignment.matching import match_words
from alm_studio.captions.scripts import is_unspaced, squeeze
from alm_studio.captions.transcript import Word
from alm_studio.captions.units import spread
from alm_studio.pipeline.script import ScriptWord, comparable
from alm_studio.text.normalization import normalize

_FASTEST = 30.0
"""Characters that people say in a second at most; in scripts without spaces half as many."""
_ALIKE = 0.6
"""Likeness of characters (of both sides' characters the part that is common) from which on two texts are one speech."""
_CLAUSE_ENDS = tuple(".,;:!?…。，、；：！？")
_PATIENCE = 0.5
"""Seconds by which what was heard may be off."""


@dataclass(frozen=True)
class HeardWord:
    """A word that the model wrote by itself: ms of the medium, and the window it lies in."""

    word: Word
    window: int


@dataclass(frozen=True)
class Item:
    """A word that a window may hold.

    Attributes:
        text: with its leading space.
        script: its index in the script; None for speech that the script lacks.
        heard: the word that was heard at its place; None where nothing was.
        doubt: number of the stretch that is doubtful together with it; None where the same word was heard.
    """

    text: str
    script: int | None = None
    heard: Word | None = None
    doubt: int | None = None


@dataclass
class Doubt:
    """A stretch of the script in whose place something else was heard, or nothing.

    Attributes:
        last: the last window that may hold it.
        instead: what was heard in its place.
    """

    last: int
    instead: list[Word] = field(default_factory=list)


@dataclass
class Plan:
    """What each window may hold.

    Attributes:
        items: for each window, in order.
        doubts: numbered as in the items.
        matched: words of the script that were heard as they stand there.
    """

    items: list[list[Item]]
    doubts: list[Doubt]
    matched: int


def split_heard(words: Sequence[Word], window: int) -> list[HeardWord]:
    """Words as a script is parted: in scripts without spaces tokens of several characters fall apart."""
    found = []
    for word in words:
        parts = [part for part in spread(word.text, word.start, word.end) if comparable(part.text)]
        whole = len(parts) < 2
        for part in parts:
            times = (word.start, word.end) if whole else (part.start, part.end)
            found.append(HeardWord(Word(part.text, *times, word.probability), window))
    return found


def place(script: Sequence[ScriptWord], heard: Sequence[HeardWord], windows: int, duration: int, language: str) -> Plan:
    """Deal the words of a script out to windows.

    Args:
        script: all of it.
        heard: in order.
        windows: how many there are.
        duration: of the medium, ms.
        language: code.
    """
    said = [index for index, word in enumerate(script) if word.key]
    pairs = match_words([script[index].key for index in said], [comparable(one.word.text) for one in heard])
    plan = Plan([[] for _ in range(windows)], [], len(pairs))
    edges = [(-1, -1), *pairs, (len(said), len(heard))]
    for (one, other), (following, other_following) in pairwise(edges):
        missing = [(said[number], script[said[number]].text) for number in range(one + 1, following)]
        instead = heard[other + 1 : other_following]
        before = heard[other] if other >= 0 else None
        after = heard[other_following] if other_following < len(heard) else None
        if missing or instead:
            _fill(plan, missing, instead, before, after, duration, language)
        if after:
            index = said[following]
            plan.items[after.window].append(Item(script[index].text, index, after.word))
    return plan


def _fill(
    plan: Plan,
    missing: Sequence[tuple[int, str]],
    instead: Sequence[HeardWord],
    before: HeardWord | None,
    after: HeardWord | None,
    duration: int,
    language: str,
) -> None:
    """Deal out a stretch without matches. Words that cannot have been said in its time were not."""
    begin, end = before.word.end if before else 0, after.word.start if after else duration
    letters = sum(_length(text) for _, text in missing)
    seconds = (end - begin) / 1000 + _PATIENCE
    spoken = sum(_length(one.word.text) for one in instead)
    if not missing or letters > _FASTEST * seconds or spoken > 3 * letters + 15:
        for one in instead:
            plan.items[one.window].append(Item(one.word.text, None, one.word))
        return
    if not instead:
        first, last = before.window if before else 0, after.window if after else len(plan.items) - 1
        plan.doubts.append(Doubt(last))
        plan.items[first] += [Item(text, index, None, len(plan.doubts) - 1) for index, text in missing]
        return
    alike = _alike("".join(text for _, text in missing), "".join(one.word.text for one in instead), language)
    numbers: dict[tuple[int, int], int] = {}  # of the doubts, by window and clause
    owners: list[int] = []
    ends: list[float] = []
    clause, done = 0, 0.0
    for index, text in missing:
        # Its place among what was heard, by characters, tells the window.
        window = _at(instead, (done + _length(text) / 2) * spoken / letters).window
        done += _length(text)
        if alike:
            plan.items[window].append(Item(text, index))
            continue
        number = numbers.setdefault((window, clause), len(plan.doubts))
        if number == len(plan.doubts):
            plan.doubts.append(Doubt(window))
        plan.items[window].append(Item(text, index, None, number))
        owners.append(number)
        ends.append(done)
        clause += text.rstrip("\"'”’»」』)").endswith(_CLAUSE_ENDS)
    done = 0.0
    for one in [] if alike else instead:
        middle = (done + _length(one.word.text) / 2) * letters / max(spoken, 1.0)
        done += _length(one.word.text)
        doubt = plan.doubts[owners[min(bisect_left(ends, middle), len(owners) - 1)]]
        if doubt.last == one.window:
            doubt.instead.append(one.word)
        else:
            plan.items[one.window].append(Item(one.word.text, None, one.word))


def _alike(text: str, heard: str, language: str) -> bool:
    """Whether two stretches are the same speech written otherwise: figures, compounds, names misheard."""
    ours, theirs = (squeeze(normalize(one, language)) for one in (text, heard))
    if ours == theirs:
        return True
    return bool(ours and theirs) and SequenceMatcher(None, ours, theirs, autojunk=False).ratio() >= _ALIKE


def _at(words: Sequence[HeardWord], letters: float) -> HeardWord:
    """The word in which so many characters are reached."""
    for one in words:
        letters -= _length(one.word.text)
        if letters <= 0:
            return one
    return words[-1]


def _length(text: str) -> float:
    """Characters as they are spoken: a figure is a word, a Chinese character a syllable."""
    return sum(4.0 if c.isdigit() else 2.0 if is_unspaced(c) else 1.0 for c in text if c.isalnum())
