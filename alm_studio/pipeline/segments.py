"""A window's text and word times to segments on the medium's time axis."""

from collections.abc import Sequence

from alm_studio.alignment.words import TimedWord
from alm_studio.captions.transcript import Segment, Word
from alm_studio.decoding.batch import Hypothesis
from alm_studio.decoding.fallback import compression_ratio
from alm_studio.pipeline.windows import Window
from alm_studio.text.tokenizer import WhisperTokenizer


def to_segments(
    hypothesis: Hypothesis, words: Sequence[TimedWord], window: Window, tokenizer: WhisperTokenizer
) -> list[Segment]:
    """Part the words of a window where the model wrote timestamps.

    Returns:
        Segments in time order, none empty.
    """
    stamps = [place for place, token in enumerate(hypothesis.tokens) if token >= tokenizer.timestamp_begin]
    groups: list[list[TimedWord]] = []
    for word in words:
        new = not groups or any(groups[-1][-1].first_token < stamp < word.first_token for stamp in stamps)
        if new:
            groups.append([])
        groups[-1].append(word)
    return [segment for group in groups if (segment := _segment(group, hypothesis, window)) is not None]


def _segment(group: list[TimedWord], hypothesis: Hypothesis, window: Window) -> Segment | None:
    words = [
        Word(word.text, start := window.to_media(word.start), max(start, window.to_media(word.end, ending=True)), word.probability)
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
