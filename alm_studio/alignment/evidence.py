"""How well the sound backs each word, from where the model listened when it wrote it."""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from torch import Tensor

from alm_studio.alignment.dtw import Array
from alm_studio.alignment.words import SECONDS_PER_FRAME, WHISPER, Listening, TimedWord
from alm_studio.captions.transcript import Evidence
from alm_studio.text.speech_tokenizer import SpeechTokenizer

_SPAN = 0.3
"""Seconds of sound in which the attention of a token that was heard lies: about a syllable."""
_REACH = 0.1
"""Seconds around speech that count as speech: the detector is late at its edges, and attention runs ahead."""


def word_evidence(
    words: Sequence[TimedWord],
    tokens: Sequence[int],
    attention: Tensor,
    speech: Array,
    tokenizer: SpeechTokenizer,
    listening: Listening = WHISPER,
) -> list[Evidence]:
    """The evidence for each word of one window.

    Marks count for nothing here: a comma has no sound, and its attention lies anywhere.

    Args:
        words: as ``alignment.words.time_words`` gives them.
        tokens: N, of the whole window.
        attention: [H, N + 1, S], see ``decoding.batch.Hypothesis``.
        speech: probability that somebody speaks, for each 20 ms of the window.
        tokenizer: the model's.
        listening: the model's way.
    """
    step = listening.seconds_per_frame
    frames = min(attention.shape[2], max(1, round(len(speech) * SECONDS_PER_FRAME / step)))
    weights = attention[:, :, :frames].float().mean(dim=0).cpu().numpy()
    voiced = weights @ _near_speech(speech, frames, step)
    shares = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-8)
    sharp = _sharpness(shares, max(1, round(_SPAN / step)))
    heard = [_heard_rows(word, tokens, tokenizer) for word in words]
    forward = dict.fromkeys((row for rows in heard for row in rows), 1.0)
    order = list(forward)
    for before, after in pairwise(order):
        forward[after] = _advance(shares[before], shares[after])
    measures = np.stack([sharp, np.array([forward.get(row, 1.0) for row in range(len(sharp))]), voiced], axis=1)
    measures = measures.clip(0.0, 1.0)  # what rounding left over
    return [Evidence(*measures[rows].mean(axis=0).tolist()) if rows else Evidence() for rows in heard]


def _heard_rows(word: TimedWord, tokens: Sequence[int], tokenizer: SpeechTokenizer) -> list[int]:
    """The rows of a word's tokens, those of marks left out; all of them where it is nothing but marks."""
    rows: list[int] = []
    row = word.first_token
    while len(rows) < len(word.tokens) and row < len(tokens):
        if tokens[row] < tokenizer.eot:
            rows.append(row)
        row += 1
    return [row for row in rows if not _is_mark(tokenizer.decode([tokens[row]]))] or rows


def _is_mark(text: str) -> bool:
    return all(unicodedata.category(character)[0] in "PSZ" and character != "\ufffd" for character in text)


def _near_speech(speech: Array, frames: int, seconds_per_frame: float) -> Array:
    """[frames]: the largest probability of speech within reach of each frame."""
    reach = round(_REACH / SECONDS_PER_FRAME)
    padded = np.pad(np.asarray(speech, np.float32), reach, mode="edge")
    near = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).max(axis=1)
    middles = ((np.arange(frames) + 0.5) * seconds_per_frame / SECONDS_PER_FRAME).astype(int)
    found: Array = near[np.minimum(middles, len(near) - 1)]
    return found


def _sharpness(shares: Array, width: int) -> Array:
    """The largest share of each row that lies in ``width`` frames side by side. shares: [N, S] -> [N]."""
    total = np.cumsum(np.pad(shares, ((0, 0), (1, 0))), axis=1)
    width = min(width, shares.shape[1])
    found: Array = (total[:, width:] - total[:, :-width]).max(axis=1)
    return found


def _advance(before: Array, after: Array) -> float:
    """The probability that a frame drawn from ``after`` lies behind one drawn from ``before``; a tie counts half."""
    return float(after @ (np.cumsum(before) - before / 2))
