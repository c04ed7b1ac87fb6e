"""Times of words from aligners, fitted to the text as it is written."""

import re
from collections.abc import Sequence
from pathlib import Path

from alm_studio.base.errors import UsageError
from alm_studio.captions.scripts import bare, is_unspaced
from alm_studio.captions.transcript import Word
from alm_studio.captions.word_times import retime
from alm_studio.training.data.readers.text_files import read_text

_TIERS = ("words", "word", "ort", "orthography", "tokens")
"""Names by which aligners call the tier of words."""

_NOTHING = {"", "<eps>", "sil", "sp", "<sil>", "<unk>", "spn", "<p:>"}
"""Marks of an interval in which no word is said."""

_TOKEN = re.compile(r'"((?:[^"]|"")*)"|(?<![\w.])(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w.\]])|(<exists>)')
"""A value of a TextGrid: all else, in the long form, explains the values and may be left out."""


def read_textgrid(path: Path) -> list[Word]:
    """The words of a Praat TextGrid, long or short form.

    Source: https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html

    Raises:
        UsageError: it is none, or has no tier of words.
    """
    text = read_text(path)
    if "ooTextFile" not in text or "TextGrid" not in text:
        raise UsageError(f"{path} is not a TextGrid of Praat. Take it away, or export it from Praat again.")
    try:
        tiers = _tiers(text)
    except (ValueError, IndexError) as error:
        raise UsageError(f"{path} is damaged. Take it away, or export it from Praat again.") from error
    if not tiers:
        raise UsageError(f"{path} has no tier with intervals. Take it away, or name its tier of words 'words'.")
    by_name = {name.casefold(): words for name, words in reversed(tiers)}
    chosen = next((by_name[name] for name in _TIERS if name in by_name), tiers[0][1])
    return [word for word in chosen if word.text.strip().casefold() not in _NOTHING and word.end > word.start]


def fit(words: Sequence[Word], text: str, start: int, end: int) -> tuple[Word, ...]:
    """``words`` as the words of ``text``: spelled and punctuated as it is, with their leading spaces.

    Args:
        words: with times, ms of the medium.
        text: the text that they say.
        start, end: ms of the example. Words beyond are left out.

    Returns:
        Nothing where the words are not those of the text.
    """
    inside = [word for word in words if start <= (word.start + word.end) // 2 <= end]
    spaced = [Word(_with_space(word.text), word.start, word.end, word.probability) for word in inside]
    if not spaced:
        return ()
    if _foreign(spaced, text):
        return ()
    return retime(spaced, text, start, end)


def _foreign(words: Sequence[Word], text: str) -> bool:
    """Whether hardly a word of the text is among ``words``: the file beside belongs to something else."""
    if any(map(is_unspaced, text)):
        return False  # aligners part such scripts each in its own way
    wanted = {bare(part) for part in text.split()}
    return len(wanted & {bare(word.text) for word in words}) < len(wanted) / 4


def _with_space(text: str) -> str:
    text = text.strip()
    return text if text and is_unspaced(text[0]) else f" {text}"


def _tiers(text: str) -> list[tuple[str, list[Word]]]:
    """The interval tiers with their names."""
    body = text[text.index("TextGrid") + len("TextGrid") :].split("\n", 1)[1]
    values = iter([match.group(1) if match.group(1) is not None else match.group(0) for match in _TOKEN.finditer(body)])
    tiers: list[tuple[str, list[Word]]] = []

    def number() -> float:
        return float(next(values))

    try:
        number(), number(), next(values)  # times of the whole, <exists>
        for _ in range(int(number())):
            kind, name = next(values), next(values).replace('""', '"')
            number(), number()
            count = int(number())
            if kind == "IntervalTier":
                intervals = [(number(), number(), next(values).replace('""', '"')) for _ in range(count)]
                tiers.append((name, [Word(label, round(a * 1000), round(b * 1000)) for a, b, label in intervals]))
            else:
                for _ in range(count):
                    number(), next(values)
    except StopIteration:
        raise ValueError("ends too early") from None
    return tiers
