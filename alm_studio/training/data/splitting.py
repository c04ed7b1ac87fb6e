"""Examples that are too long for a model, cut at pauses."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.vad import Span, SpeechDetector, VadOptions
from alm_studio.base.cancel import CancelToken
from alm_studio.captions.scripts import bare, one_line, squeeze
from alm_studio.captions.transcript import Word
from alm_studio.captions.units import spread
from alm_studio.text.error_rate import character_error_rate
from alm_studio.training.data.example import Example
from alm_studio.training.data.readers.context import with_previous
from alm_studio.training.data.sound_cache import Sound

Hear = Callable[[Sequence[Example]], Sequence[str]]
"""Transcribes the sound of examples; their texts are not looked at."""

_MARGIN = 200
"""Ms of the pause that stay with a piece."""

_WORST = 0.5
"""Character error rate up to which what a piece's share of the text and what is heard there are the same."""


def split_at_words(example: Example, longest: int) -> list[Example] | None:
    """Pieces of at most ``longest`` ms, cut in the longest pauses between words with times.

    Args:
        example: with its end.
        longest: ms.

    Returns:
        None where the words' times do not cover the text, or a word is longer than a piece may be.
    """
    words = example.words
    if not words or squeeze("".join(word.text for word in words)) != squeeze(example.text):
        return None
    pieces: list[Example] = []
    first = 0
    while first < len(words):
        after = _cut(words, first, longest - 2 * _MARGIN)
        if after == first:
            return None
        pieces.append(_piece(example, first, after))
        first = after
    return with_previous(pieces)


def split_by_hearing(
    example: Example, sound: Sound, longest: int, hear: Hear, cancel: CancelToken
) -> tuple[list[Example], list[Example]]:
    """Pieces between pauses, each with that part of the text that a model hears in it.

    Args:
        example: with its end.
        sound: of its file.
        longest: ms.
        hear: a model.
        cancel: looked at for each half minute of sound.

    Returns:
        The pieces whose text is sure, and those whose text is not.
    """
    spans = _speech(example, sound, longest, cancel)
    pieces = [replace(example, text="", start=start, end=end, words=()) for start, end in spans]
    if not pieces:
        return [], []
    heard = list(hear(pieces))
    cancel.check()
    texts = share_text(example.text, heard)
    named = [replace(piece, text=text) for piece, text in zip(pieces, texts, strict=True)]
    sure: list[Example] = []
    unsure: list[Example] = []
    for piece, text in zip(named, heard, strict=True):
        (sure if _same(piece.text, text) else unsure).append(piece)
    return with_previous(sure), unsure


def share_text(text: str, heard: Sequence[str]) -> list[str]:
    """``text`` cut into as many parts as were heard, each the part of what was heard there.

    Words that are in both decide; those between two of them are spread over what was heard between.
    """
    written = [word.text for word in spread(one_line(text), 0, 0)]
    spoken = [(bare(word.text), number) for number, part in enumerate(heard) for word in spread(one_line(part), 0, 0)]
    parts = [""] * len(heard)
    if not spoken:
        return parts
    matcher = SequenceMatcher(None, [bare(word) for word in written], [word for word, _ in spoken], autojunk=False)
    place = other = 0
    for match in matcher.get_matching_blocks():
        gap, between = match.a - place, match.b - other
        for number in range(gap):
            near = other + (2 * number + 1) * between // (2 * gap) if between else max(0, other - 1)
            parts[spoken[near][1]] += written[place + number]
        for offset in range(match.size):
            parts[spoken[match.b + offset][1]] += written[match.a + offset]
        place, other = match.a + match.size, match.b + match.size
    return [part.strip() for part in parts]


def _cut(words: Sequence[Word], first: int, longest: int) -> int:
    """The word before which to cut, after ``first``; ``first`` where none fits."""
    begin = words[first].start
    fitting = first
    while fitting < len(words) and words[fitting].end - begin <= longest:
        fitting += 1
    if fitting == len(words) or fitting == first:
        return fitting
    # The longest pause of the second half; a piece as long as can be where there is none.
    late = [i for i in range(first + 1, fitting + 1) if words[i - 1].end - begin >= longest / 2] or [fitting]
    return max(late, key=lambda i: (words[i].start - words[i - 1].end, i))


def _piece(example: Example, first: int, after: int) -> Example:
    words = example.words
    before = words[first - 1].end if first else example.start
    behind = words[after].start if after < len(words) else example.end or words[-1].end
    start = max(words[first].start - _MARGIN, min(words[first].start, (before + words[first].start) // 2))
    end = min(words[after - 1].end + _MARGIN, max(words[after - 1].end, (behind + words[after - 1].end) // 2))
    own = words[first:after]
    text = one_line("".join(word.text for word in own)).strip()
    return replace(example, text=text, start=max(example.start, start), end=end, words=own)


def _speech(example: Example, sound: Sound, longest: int, cancel: CancelToken) -> list[tuple[int, int]]:
    """Stretches with speech, ms of the file, as long as can be, between pauses."""
    detector = SpeechDetector(VadOptions(max_speech=max(1.0, longest / 1000 - 1)))
    spans: list[Span] = []
    for block in sound.blocks(example.start, example.end):
        cancel.check()
        spans += detector.feed(block)
    spans += detector.finish()
    joined: list[tuple[int, int]] = []
    for span in spans:
        start, end = (example.start + sample * 1000 // SAMPLE_RATE for sample in (span.start, span.end))
        if joined and end - joined[-1][0] <= longest:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _same(text: str, heard: str) -> bool:
    reference, hypothesis = ("".join(map(bare, part.split())) for part in (text, heard))
    return bool(reference) and character_error_rate([reference], [hypothesis]) <= _WORST
