"""Word times that survive the correction of a cue's text."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from alm_studio.captions.scripts import bare, one_line, squeeze
from alm_studio.captions.transcript import Word
from alm_studio.captions.units import spread


def retime(words: Sequence[Word], text: str, start: int, end: int) -> tuple[Word, ...]:
    """The words of ``text``, with the times and probabilities of those ``words`` that remain.

    A word that stands in place of others takes their time; an inserted one what lies between its neighbours.
    A word that a person typed has probability 1.

    Args:
        words: the heard words of the old text; none give none.
        text: the new text.
        start: in-time of the cue, ms.
        end: out-time of the cue, ms.
    """
    if squeeze(text) == squeeze("".join(word.text for word in words)):
        return tuple(words)  # only the line breaks are new
    if not words:
        return ()
    words = [part for word in words for part in _characters(word)]
    typed = [word.text for word in spread(one_line(text), 0, 0)]
    matcher = SequenceMatcher(None, [bare(w.text) for w in words], [bare(t) for t in typed], autojunk=False)
    timed: list[Word] = []
    for tag, old, old_end, new, new_end in matcher.get_opcodes():
        if tag == "equal":
            timed += [replace(w, text=t) for w, t in zip(words[old:old_end], typed[new:new_end], strict=True)]
        elif new < new_end:
            first = words[old].start if old < old_end else (words[old - 1].end if old else start)
            last = words[old_end - 1].end if old < old_end else (words[old].start if old < len(words) else end)
            timed += _share(typed[new:new_end], first, max(first, last))
    return tuple(timed)


def _characters(word: Word) -> Iterator[Word]:
    """``word``, or its characters with their share of its time in a script without spaces."""
    parts = [part.text for part in spread(word.text, 0, 0)]
    if len(parts) < 2:
        yield word
        return
    for part in _share(parts, word.start, word.end):
        yield replace(part, probability=word.probability, evidence=word.evidence)


def _share(texts: Sequence[str], start: int, end: int) -> Iterator[Word]:
    """``texts`` as words that share the time between ``start`` and ``end``, ms, by their characters."""
    total = sum(map(len, texts))
    done = 0
    for text in texts:
        begin = start + (end - start) * done // total
        done += len(text)
        yield Word(text, begin, start + (end - start) * done // total)
