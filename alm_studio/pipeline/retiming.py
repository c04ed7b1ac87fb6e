"""Words timed again around edges that a person put in their place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from alm_studio.alignment.fitting import Fit, fit_words
from alm_studio.alignment.forced import force, room_for_text, text_tokens
from alm_studio.alignment.words import TimedWord
from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.sound_store import read_span
from alm_studio.base.errors import MediaError, UsageError
from alm_studio.captions.scripts import squeeze
from alm_studio.captions.transcript import Word
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.pipeline.encoding import SHORTEST, encode
from alm_studio.pipeline.timing import WordTimer
from alm_studio.pipeline.windows import STATE, Samples, Window

_MARGIN = 300
"""Ms of sound around the words that are heard with them."""
_SILENCE = 2 * SAMPLE_RATE
"""Samples of silence behind the sound, for models that were trained on padded windows."""


@torch.inference_mode()
def retime(
    model: SpeechModel,
    media: Path,
    words: Sequence[Word],
    pinned: Mapping[int, int],
    language: str = "",
    track: int = 0,
    read: Callable[[int, int], Samples] | None = None,
) -> tuple[Word, ...]:
    """Align words again, with the starts of some held where they were put.

    Args:
        model: ready to listen.
        media: the file.
        words: of one cue, say, in order; ms of the medium.
        pinned: index of a word → ms at which it begins.
        language: code; the model's own where it is empty.
        track: number of the sound track.
        read: gives samples of the medium from one place up to another; decodes the file where it is not given.

    Returns:
        As many words with the same texts. Those before a pinned start end at it or earlier.

    Raises:
        UsageError: the stretch or its text is too long for the model.
        MediaError: there is no sound there.
    """
    words = [replace(word, start=pinned.get(index, word.start)) for index, word in enumerate(words)]
    window = _window(model, media, words, track, read)
    memory = encode(model, window.samples, _SILENCE)
    language = language if language in model.tokenizer.languages else model.language or "en"
    text = "".join(word.text for word in words)
    tokens = text_tokens(model.tokenizer, text)
    if not 0 < len(tokens) <= room_for_text(model.network, model.tokenizer, language):
        raise UsageError("The text is too long to be timed at once. Choose a shorter part of it.")
    hypothesis = force(model.network, model.tokenizer, memory, tokens, language)
    timer = WordTimer(model)
    first = window.pieces[0][0] / SAMPLE_RATE
    free = timer.words(window, memory, hypothesis)
    pins = {
        place: pinned[index] / 1000 - first for index in pinned if (place := _place(words, index, free)) is not None
    }
    timed = timer.words(window, memory, hypothesis, pins=pins) if pins else free
    return _held(words, fit_words([word.text for word in words], timed), window, pinned)


def _window(
    model: SpeechModel,
    media: Path,
    words: Sequence[Word],
    track: int,
    read: Callable[[int, int], Samples] | None,
) -> Window:
    start = max(0, min(word.start for word in words) - _MARGIN)
    begin, end = (ms * SAMPLE_RATE // 1000 for ms in (start, max(word.end for word in words) + _MARGIN))
    if end - begin > model.longest * SAMPLE_RATE:
        raise UsageError(
            f"The words last {(end - begin) / SAMPLE_RATE:.0f} s, and the model hears {model.longest:.0f} s at a time. "
            "Choose fewer of them."
        )
    samples = read(begin, end) if read else read_span(media, track, begin, end)
    if len(samples) < SHORTEST:
        raise MediaError(f"{media} holds no sound at {start / 1000:.1f} s.")
    speech = np.ones(-(-len(samples) // STATE), np.float32)
    return Window(samples, ((begin, begin + len(samples)),), speech)


def _place(words: Sequence[Word], index: int, timed: Sequence[TimedWord]) -> int | None:
    """The timed word with which a word begins; None where it begins inside one."""
    before = len(squeeze("".join(word.text for word in words[:index])))
    for place, word in enumerate(timed):
        if before <= 0:
            return place if before == 0 else None
        before -= len(squeeze(word.text))
    return None


def _held(
    words: Sequence[Word], fits: Sequence[Fit | None], window: Window, pinned: Mapping[int, int]
) -> tuple[Word, ...]:
    """Words with their new times in order; pinned starts exactly where they were put."""
    result: list[Word] = []
    for index, (word, fit) in enumerate(zip(words, fits, strict=True)):
        limit = min((start for place, start in pinned.items() if place > index), default=None)
        start = word.start if fit is None else window.to_media(fit.start)
        end = word.end if fit is None else window.to_media(fit.end, ending=True)
        start = pinned.get(index, max(start, result[-1].end if result else 0))
        if limit is not None:
            start, end = min(start, limit), min(end, limit)
        result.append(replace(word, start=start, end=max(start, end)))
    return tuple(result)
