"""What became of a given text: segments, cues, and where text and speech part ways."""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from alm_studio.captions.breaks import ends_sentence
from alm_studio.captions.document import Caption
from alm_studio.captions.layout import lay_out
from alm_studio.captions.scripts import one_line
from alm_studio.captions.styles import Style
from alm_studio.captions.timing import CueTimer
from alm_studio.captions.transcript import Mismatch, Segment, Transcript, Word
from alm_studio.pipeline.script import Script

_PAUSE = 1000
"""Ms without a word that part two segments."""
_NOTED_WORDS, _NOTED_MS, _NOTED_PROBABILITY = 2, 500, 0.4
"""Speech that the text lacks is reported from so many words or ms on; what the model only guessed is not."""
_SHORTEST = 42
"""Ms that a cue stands at least: one frame."""


@dataclass(frozen=True)
class Aligned:
    """A script with its times.

    Attributes:
        script: the text.
        times: for each of its words its times in ms; None where it was not spoken, or has nothing to speak.
        strays: words that the text lacks, in order.
        language: code.
        duration: of the medium, ms.
    """

    script: Script
    times: Sequence[Word | None]
    strays: Sequence[Word]
    language: str
    duration: int


def aligned_transcript(aligned: Aligned, model: str) -> Transcript:
    """The spoken words in segments, one for each cue or sentence, with the mismatches."""
    groups = [words for words in _by_cue(aligned) if words] if aligned.script.cues else _by_sentence(aligned)
    segments = [_segment(words, aligned.language) for words in groups]
    found = sorted([*_unspoken(aligned), *_unwritten(aligned)], key=lambda mismatch: mismatch.start)
    return Transcript(aligned.language, segments, aligned.duration, model=model, mismatches=found)


def _segment(words: Sequence[Word], language: str) -> Segment:
    text = "".join(word.text for word in words).strip()
    logprob = sum(math.log(max(word.probability, 1e-9)) for word in words) / len(words)
    return Segment(words[0].start, words[-1].end, text, tuple(words), language, avg_logprob=logprob)


def aligned_captions(aligned: Aligned, transcript: Transcript, style: Style) -> list[Caption]:
    """The cues: those that the text came with, at their new times, or new ones in the layout of a style."""
    if not aligned.script.cues:
        return lay_out(transcript, style).captions
    words = _by_cue(aligned)
    timer = CueTimer(style)
    placed: list[Caption | None] = []
    for index, cue in enumerate(aligned.script.cues):
        spoken = words[index]
        if not spoken:
            placed.append(None)
            continue
        following = next((later[0].start for later in words[index + 1 :] if later), None)
        needed = len(one_line(cue.text)) * 1000 / style.cps(aligned.language)
        start, end = timer.place(spoken[0].start, spoken[-1].end, needed, following)
        placed.append(replace(cue, start=start, end=end, words=tuple(spoken), language=aligned.language))
    return _with_silent(aligned.script.cues, placed)


def _with_silent(cues: Sequence[Caption], placed: Sequence[Caption | None]) -> list[Caption]:
    """Cues that nobody speaks keep their distance to the cue before, as far as there is room for them."""
    result: list[Caption] = []
    for index, (cue, new) in enumerate(zip(cues, placed, strict=True)):
        if new is not None:
            result.append(new)
            continue
        following = next((later for later in placed[index + 1 :] if later), None)
        shift = _shift(cues, placed, index)
        free = result[-1].end if result else 0
        limit = following.start if following else max(free, cue.start + shift) + cue.duration
        start = max(result[-1].start if result else 0, min(max(cue.start + shift, free), limit))
        end = max(min(start + cue.duration, limit), start + _SHORTEST)
        result.append(replace(cue, start=start, end=end, words=()))
    return result


def _shift(cues: Sequence[Caption], placed: Sequence[Caption | None], index: int) -> int:
    """Ms by which the nearest cue that is spoken has moved; the one before, if there is one."""
    for near in (*range(index - 1, -1, -1), *range(index + 1, len(cues))):
        new = placed[near]
        if new is not None:
            moved: int = new.start - cues[near].start
            return moved
    return 0


def _by_cue(aligned: Aligned) -> list[list[Word]]:
    """The spoken words of each cue, with the marks between them; none for a cue that nobody speaks."""
    cues: list[list[Word]] = [[] for _ in aligned.script.cues]
    numbered = list(enumerate(aligned.script.words))
    for cue, members in groupby(numbered, key=lambda entry: entry[1].cue):
        last: Word | None = None
        waiting: list[str] = []
        for number, word in members:
            time = aligned.times[number]
            if time is not None:
                cues[cue] += [*(Word(text, time.start, time.start) for text in waiting), time]
                waiting, last = [], time
            elif not word.key and last is not None:
                cues[cue].append(Word(word.text, last.end, last.end))
            elif not word.key:
                waiting.append(word.text)
    return cues


def _by_sentence(aligned: Aligned) -> list[list[Word]]:
    """Spoken words, parted where a sentence ends, at pauses, and where text was left out. Marks go with the word before
    them, or with the one behind where a sentence begins.
    """
    groups: list[list[Word]] = []
    marks: list[str] = []
    last: Word | None = None  # None where text is missing
    for word, time in zip(aligned.script.words, aligned.times, strict=True):
        if time is None:
            if word.key:
                marks, last = [], None
            else:
                marks.append(word.text)
            continue
        begins = last is None or ends_sentence(last.text, time.text, aligned.language)
        if last is not None and not begins:
            groups[-1] += [Word(text, last.end, last.end) for text in marks]
            marks = []
        if begins or last is None or time.start - last.end >= _PAUSE:
            groups.append([])
        groups[-1] += [*(Word(text, time.start, time.start) for text in marks), time]
        marks, last = [], time
    return groups


def _unspoken(aligned: Aligned) -> Iterator[Mismatch]:
    """Stretches of the text that nobody speaks, at the place where they would have to be spoken."""
    run: list[str] = []
    before = 0
    for word, time in zip(aligned.script.words, aligned.times, strict=True):
        if time is None and word.key:
            run.append(word.text)
        elif time is not None:
            if run:
                yield Mismatch("unspoken", before, max(before, time.start), "".join(run).strip())
                run = []
            before = time.end
    if run:
        yield Mismatch("unspoken", before, max(before, aligned.duration), "".join(run).strip())


def _unwritten(aligned: Aligned) -> Iterator[Mismatch]:
    """Stretches of speech that the text lacks."""
    starts = [word.start for word in aligned.times if word]
    run: list[Word] = []
    for word in [*aligned.strays, None]:
        if run and (word is None or _between(starts, run[-1].end, word.start)):
            if noted := _noted(run):
                yield noted
            run = []
        if word is not None:
            run.append(word)


def _between(starts: Sequence[int], begin: int, end: int) -> bool:
    """Whether a word of the text begins between two times. starts: in order."""
    place = bisect_left(starts, begin)
    return place < len(starts) and starts[place] < end


def _noted(run: Sequence[Word]) -> Mismatch | None:
    start, end = run[0].start, max(word.end for word in run)
    sure = sum(word.probability for word in run) / len(run) >= _NOTED_PROBABILITY
    if not sure or (len(run) < _NOTED_WORDS and end - start < _NOTED_MS):
        return None
    return Mismatch("unwritten", start, max(start, end), "".join(word.text for word in run).strip())
