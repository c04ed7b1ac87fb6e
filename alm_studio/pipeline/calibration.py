"""The alignment heads of a model, measured on sound."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from alm_studio.alignment.heads import Head, best_heads, shares_on_words, sharpest_heads
from alm_studio.alignment.maps import attention_maps
from alm_studio.alignment.words import TimedWord
from alm_studio.audio.decode import SAMPLE_RATE, decode
from alm_studio.audio.vad import SpeechDetector
from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import ModelError, UsageError
from alm_studio.base.progress import Progress, ProgressListener
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.decoding.batch import WindowBatch
from alm_studio.decoding.options import DecodeOptions
from alm_studio.model.seq2seq import Memory
from alm_studio.pipeline.drafting import Drafter
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.stopwatch import Stopwatch
from alm_studio.pipeline.timing import WordTimer
from alm_studio.pipeline.windows import Window, pack

_WINDOWS = 10
"""Windows that are listened to: five minutes of Whisper's."""
_LEAST_TOKENS = 8
"""A text has to have so many tokens to show a way through the sound."""
_NEAR = 0.04
"""Seconds beside a word that count as in it."""
_UNSURE = -1.0
"""Mean log-probability below which a text says nothing about the sound."""


@dataclass(frozen=True)
class Piece:
    """Sound to measure on.

    Attributes:
        window: the sound.
        language: code; the model decides where it is empty.
        tokens: what is said, where that is known; the model writes it itself where there are none.
    """

    window: Window
    language: str = ""
    tokens: tuple[int, ...] = ()


@dataclass(frozen=True)
class Calibration:
    """What was found.

    Attributes:
        heads: (layer, head) pairs that follow the sound.
        share: how much of their attention lies on the words while they sound, 0 to 1.
        seconds: of sound that was listened to.
    """

    heads: tuple[Head, ...]
    share: float
    seconds: float


def calibrate(
    model: SpeechModel,
    media: Path,
    language: str = "auto",
    progress: ProgressListener | None = None,
    cancel: CancelToken | None = None,
) -> Calibration:
    """Find the alignment heads of a model on a medium in which somebody speaks.

    Raises:
        MediaError: nothing can be heard in the file.
        UsageError: too little speech that the model understands.
        ModelError: the model has no heads to choose from.
        CancelledError: cancelled.
    """
    cancel = cancel or CancelToken()
    wanted = "" if language == "auto" else language
    pieces: list[Piece] = []
    detector = SpeechDetector()
    drafter = _drafter(model, cancel)
    for item in pack(decode(media), detector, drafter.longest):
        cancel.check()
        if isinstance(item, Window):
            pieces.append(Piece(item, wanted))
            if len(pieces) == _WINDOWS:
                break
    return measure(model, pieces, progress, cancel)


def measure(
    model: SpeechModel,
    pieces: Sequence[Piece],
    progress: ProgressListener | None = None,
    cancel: CancelToken | None = None,
) -> Calibration:
    """Find the alignment heads on windows.

    Args:
        model: ready to listen.
        pieces: what is listened to.
        progress: told how many windows are done.
        cancel: looked at before every window.

    Raises:
        UsageError: too little speech that the model understands.
        ModelError: the model has no heads to choose from.
        CancelledError: cancelled.
    """
    cancel = cancel or CancelToken()
    drafter, timer = _drafter(model, cancel), WordTimer(model)
    found: list[Tensor] = []
    seconds = 0.0
    for done, piece in enumerate(pieces):
        if progress:
            progress(Progress(done, len(pieces), "", "Measuring"))
        cancel.check()
        memory = drafter.encode(piece.window)
        states = _states(memory, piece.window)
        language, tokens = _text(model, memory, states, piece, cancel)
        if len(tokens) < _LEAST_TOKENS:
            continue
        try:
            hypothesis, maps = attention_maps(model.network, model.tokenizer, memory, tokens, language, states)
        except IndexError:  # a known text that is longer than the decoder's
            continue
        if maps.shape[0] * maps.shape[1] < 2:
            raise ModelError(f"The model {model.name} has a single head; there is nothing to choose.")
        sharpest = torch.stack([maps[pair] for pair in sharpest_heads(maps[:, :, :-1])])
        words = timer.words(piece.window, memory, replace(hypothesis, attention=sharpest))
        found.append(shares_on_words(maps[:, :, :-1], _spans(words, len(tokens), memory.seconds_per_state)))
        seconds += piece.window.seconds
    if not found:
        raise UsageError("The model understood too little speech there. Choose a recording in which somebody speaks.")
    shares = torch.stack(found).mean(dim=0)
    heads = best_heads(shares)
    return Calibration(heads, sum(float(shares[pair]) for pair in heads) / len(heads), seconds)


def _spans(words: Sequence[TimedWord], tokens: int, step: float) -> list[tuple[int, int]]:
    """For each token the states of its word, and of a moment before and after it."""
    spans = [(0, 0)] * tokens
    for word in words:
        span = (math.floor((word.start - _NEAR) / step), math.ceil((word.end + _NEAR) / step))
        last = min(tokens, word.first_token + len(word.tokens))
        spans[word.first_token : last] = [span] * (last - word.first_token)
    return spans


def _drafter(model: SpeechModel, cancel: CancelToken) -> Drafter:
    return Drafter(model, TranscribeOptions(beam=1), cancel, Stopwatch())


def _states(memory: Memory, window: Window) -> int:
    step = memory.seconds_per_state * SAMPLE_RATE
    return min(memory.states.shape[1], max(1, round(len(window.samples) / step + 0.5)))


@torch.inference_mode()
def _text(
    model: SpeechModel, memory: Memory, states: int, piece: Piece, cancel: CancelToken
) -> tuple[str, Sequence[int]]:
    """Language and tokens of a text: the known one, or what the model hears if it is sure of it."""
    code = piece.language or model.language
    if piece.tokens and (code or not model.multilingual):
        return code, piece.tokens
    batch = WindowBatch(model.network, model.tokenizer, memory, [states])
    if not code and batch.told.languages is not None:
        code = model.tokenizer.languages[int(batch.told.languages[0].argmax())]
    if piece.tokens:
        return code, piece.tokens
    longest = min(DecodeOptions().max_tokens, model.network.decoder.longest_text)
    options = DecodeOptions(beam=1, timestamps=False, keep_attention=False, max_tokens=longest)
    found = batch.decode([code], options, cancel=cancel)[0]
    return code, found.tokens if found.avg_logprob >= _UNSURE else ()
