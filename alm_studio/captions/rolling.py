"""Rolling captions, as YouTube writes them: each cue repeats the line above, and cues of 10 ms stand between."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from alm_studio.captions.document import Caption
from alm_studio.captions.formats.repairs import Mended, Repairs
from alm_studio.captions.transcript import Word

_SHARE = 0.5
"""Share of cues that must repeat their predecessor's last line before a file is taken for a rolling one."""
_FEWEST = 4
_FLASH_MS = 50


def unroll(captions: Sequence[Caption], repairs: Repairs) -> list[Caption]:
    """``captions`` with each line once; the same where the file is none of that kind."""
    pairs = list(pairwise(captions))
    repeats = [len(after.lines) for before, after in pairs if _repeats(before, after)]
    # A refrain repeats whole cues; what rolls has a new line below the old one.
    if len(captions) < _FEWEST or len(repeats) < _SHARE * len(pairs) or max(repeats) < 2:
        return list(captions)
    kept = list(captions[:1])
    for before, cue in pairs:
        lines = cue.text.split("\n")
        if _repeats(before, cue):
            repairs.note(Mended.ROLLED)
            lines = lines[1:]
        if lines:
            words = cue.words if len(lines) == len(cue.lines) else _last_words(cue, "\n".join(lines))
            kept.append(replace(cue, text="\n".join(lines), words=words))
        elif kept and cue.end - cue.start > _FLASH_MS:
            kept[-1] = replace(kept[-1], end=max(kept[-1].end, cue.end))
    return kept


def _repeats(before: Caption, after: Caption) -> bool:
    return bool(before.text) and after.lines[0] == before.lines[-1] and after.start >= before.start


def _last_words(cue: Caption, text: str) -> tuple[Word, ...]:
    """The words at the end of the cue that make up ``text``."""
    wanted = len("".join(text.split()))
    words: list[Word] = []
    for word in reversed(cue.words):
        if wanted <= 0:
            break
        words.append(word)
        wanted -= len("".join(word.text.split()))
    return tuple(reversed(words)) if wanted == 0 else ()
