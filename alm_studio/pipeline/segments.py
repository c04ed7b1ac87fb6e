"""A window's text and word times to segments on the medium's time axis."""

from collections.abc import Sequence
from dataclasses import replace

from alm_studio.alignment.words import TimedWord
from alm_studio.captions.breaks import ends_sentence
from alm_studio.captions.transcript import Segment, Word
from alm_studio.decoding.batch import Hypothesis
from alm_studio.decoding.fallback import compression_ratio
from alm_studio.pipeline.windows import Window
from alm_studio.text.speech_tokenizer import SpeechTokenizer

_PAUSE = 1000
"""Ms without a word that part two segments."""


def to_segments(
    hypothesis: Hypothesis, words: Sequence[TimedWord], window: Window, tokenizer: SpeechTokenizer
) -> list[Segment]:
    """Part the words of a window where a sentence ends, where there is a long pause, and at timestamps, if any.

    Returns:
        Segments in time order, none empty.
    """
    stamps = [place for place, token in enumerate(hypothesis.tokens) if token >= tokenizer.timestamp_begin]

    def parted(before: TimedWord, after: TimedWord) -> bool:
        return (
            ends_sentence(before.text, after.text, hypothesis.language)
            or window.to_media(after.start) - window.to_media(before.end, ending=True) >= _PAUSE
            or any(before.first_token < stamp < after.first_token for stamp in stamps)
        )

    groups: list[list[TimedWord]] = []
    for word in words:
        if not groups or parted(groups[-1][-1], word):
            groups.append([])
        groups[-1].append(word)
    return [segment for group in groups if (segment := _segment(group, hypothesis, window)) is not None]


def _segment(group: list[TimedWord], hypothesis: Hypothesis, window: Window) -> Segment | None:
    words = [
        Word(
            word.text,
            start := window.to_media(word.start),
            max(start, window.to_media(word.end, ending=True)),
            word.probability,
            word.evidence,
        )
        for word in group
    ]
    text = "".join(word.text for word in words).strip()
    if not text:
        return None
    return Segment(
        start=words[0].start,
        end=words[-1].end,
        text=text,
        words=tuple(words),
        language=hypothesis.language,
        tokens=tuple(token for word in group for token in word.tokens),
        avg_logprob=hypothesis.avg_logprob,
        no_speech_prob=hypothesis.no_speech_prob,
        compression_ratio=compression_ratio(text),
        temperature=hypothesis.temperature,
    )


def insert(segments: Sequence[Segment], recovered: Sequence[Segment]) -> list[Segment]:
    """Put segments that were heard later between those heard before, splitting one where they fall inside it.

    Words that overlap one already there are left out: they were heard the first time.
    """
    result = list(segments)
    for segment in recovered:
        taken = [(word.start, word.end) for other in result for word in other.words]
        fresh = [word for word in segment.words if not any(_middle(word) in range(*times) for times in taken)]
        if not fresh:
            continue
        new = _with_words(segment, fresh)
        pieces: list[Segment] = []
        for other in result:
            before = [word for word in other.words if word.start <= new.start]
            after = [word for word in other.words if word.start > new.start]
            pieces += [_with_words(other, words) for words in (before, after) if words] if before and after else [other]
        result = sorted([*pieces, new], key=lambda piece: piece.start)
    return result


def _middle(word: Word) -> int:
    return (word.start + word.end) // 2


def _with_words(segment: Segment, words: Sequence[Word]) -> Segment:
    text = "".join(word.text for word in words).strip()
    tokens = segment.tokens if len(words) == len(segment.words) else ()
    return replace(segment, start=words[0].start, end=words[-1].end, text=text, words=tuple(words), tokens=tokens)
