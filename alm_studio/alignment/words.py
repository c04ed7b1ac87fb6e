"""Words with times, from tokens, the attention behind them, and what a light network hears."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from torch import Tensor

from alm_studio.alignment.attention_matrix import alignment_matrix
from alm_studio.alignment.boundaries import SECONDS_PER_FRAME as STEP
from alm_studio.alignment.spelling import ANY, spell
from alm_studio.alignment.word_path import Array, Score, Spelled, find_way
from alm_studio.captions.transcript import Evidence
from alm_studio.text.speech_tokenizer import SpeechTokenizer

SECONDS_PER_FRAME = 0.02

_WEIGHT = 0.2
"""Nats for one standard deviation of attention."""
_ALONE = 0.6
"""The same where no letter is known, as in Chinese and in figures: attention alone says where in the text it is."""
_FOREIGN = 0.6
"""What letters and pauses count where the language is not the one that the network learned them from, English."""
_CLIP = (-1.0, 4.0)
"""Standard deviations between which attention counts."""
_FILTER_SECONDS = 0.14
"""Of the median that smooths attention: Whisper's seven states."""


@dataclass(frozen=True)
class Listening:
    """How a model's attention follows the sound.

    Attributes:
        seconds_per_frame: the time between two states.
        lead: seconds by which attention runs ahead of the sound. Whisper moves on to a word while the one before still
            sounds; seen with every reader and every implementation (openai-whisper and faster-whisper: 0.08 s).
    """

    seconds_per_frame: float = SECONDS_PER_FRAME
    lead: float = 0.05


WHISPER = Listening()

_OPENING = "\"'“¿([{-「『（《〈【"
_CLOSING = "\"'.。,，!！?？:：”)]}、」』）》〉】…"


@dataclass(frozen=True)
class TimedWord:
    """A word in the time of its window.

    Attributes:
        text: with its leading space and punctuation.
        tokens: its vocabulary ids.
        start, end: seconds from the window's start.
        probability: geometric mean over its tokens.
        first_token: index of its first token among the hypothesis' tokens.
        evidence: how the sound backs it (``alignment.evidence``); None where nobody looked.
    """

    text: str
    tokens: tuple[int, ...]
    start: float
    end: float
    probability: float
    first_token: int
    evidence: Evidence | None = None


def time_words(
    tokens: Sequence[int],
    logprobs: Sequence[float],
    attention: Tensor,
    frames: int,
    language: str,
    tokenizer: SpeechTokenizer,
    score: Score,
    listening: Listening = WHISPER,
    pins: Mapping[int, float] | None = None,
) -> list[TimedWord]:
    """Words of one window, in order.

    Args:
        tokens: N text and timestamp tokens.
        logprobs: of each token.
        attention: [H, N + 1, S], see ``decoding.batch.Hypothesis``.
        frames: states that hold sound.
        language: code.
        tokenizer: the model's.
        score: what sounds in each 10 ms.
        listening: the model's way.
        pins: index of a word in the result → its start, seconds from the window's start, held fixed.

    Returns:
        Words whose texts joined are the text of ``tokens``; start <= end <= the next start.
    """
    places = [place for place, token in enumerate(tokens) if token < tokenizer.eot]
    frames = min(frames, attention.shape[2])
    if not places or frames < 1:
        return []
    width = 2 * round(_FILTER_SECONDS / listening.seconds_per_frame / 2 - 0.5) + 1
    matrix = alignment_matrix(attention[:, places], frames, max(1, width)).numpy()
    heard = _in_time(matrix.clip(*_CLIP), len(score.pause), listening)
    if language != "en":
        score = replace(score, letters=_FOREIGN * score.letters, pause=_FOREIGN * score.pause)
    parted = tokenizer.split_words([tokens[place] for place in places], language)
    pieces = merge_punctuation(parted_pieces(parted))
    spelled = [_spelled(piece, tokenizer, heard) for piece in pieces]
    length = len(score.pause) * STEP
    held = {index: round(start / STEP) for index, start in (pins or {}).items() if 0 <= index < len(pieces)}
    words: list[TimedWord] = []
    for index, (piece, way) in enumerate(zip(pieces, find_way(spelled, score, held), strict=True)):
        rows = [places[position] for position in piece.positions]
        probability = math.exp(sum(logprobs[row] for row in rows) / len(rows))
        start, end = way.start * STEP, way.end * STEP
        if index in held:  # exactly where it was put, not where a frame begins
            start = min(max((pins or {})[index], words[-1].start if words else 0.0), length)
            end = max(start, end)
            if words and words[-1].end > start:
                words[-1] = replace(words[-1], end=start)
        words.append(TimedWord(piece.text, piece.tokens, start, end, probability, places[piece.first]))
    return words


@dataclass(frozen=True)
class Piece:
    """A word without times.

    Attributes:
        text, tokens: with punctuation.
        first: index of its first token among the text's.
        positions: indices of the tokens that sound.
    """

    text: str
    tokens: tuple[int, ...]
    first: int
    positions: tuple[int, ...]


def parted_pieces(parted: Sequence[tuple[str, list[int]]]) -> list[Piece]:
    """The words of a tokenizer's ``split_words``, all of whose tokens sound."""
    pieces: list[Piece] = []
    position = 0
    for text, ids in parted:
        after = position + len(ids)
        pieces.append(Piece(text, tuple(ids), position, tuple(range(position, after))))
        position = after
    return pieces


def _in_time(matrix: Array, count: int, listening: Listening) -> Array:
    """Rows over states to rows over frames of 10 ms. matrix: [N, S]; returns [N, count]."""
    places = (np.arange(count) * STEP - listening.lead) / listening.seconds_per_frame - 0.5
    places = places.clip(0, matrix.shape[1] - 1)
    left = places.astype(np.int64)
    share = (places - left).astype(np.float32)
    right = np.minimum(left + 1, matrix.shape[1] - 1)
    result: Array = matrix[:, left] * (1 - share) + matrix[:, right] * share
    return result


def _spelled(piece: Piece, tokenizer: SpeechTokenizer, heard: Array) -> Spelled:
    """A word's letters, each with the attention of the token that it belongs to. heard: [N, T]."""
    letters = spell(piece.text) or [ANY]
    counts = [len(spell(tokenizer.decode([token]))) for token in piece.tokens]
    owners = [position for position, count in enumerate(counts, piece.first) for _ in range(count)]
    if len(owners) != len(letters):  # characters of several tokens
        owners = [piece.positions[i * len(piece.positions) // len(letters)] for i in range(len(letters))]
    weights = np.where(np.array(letters) == ANY, _ALONE, _WEIGHT).astype(np.float32)
    return Spelled(letters, weights[:, None] * heard[owners])


def merge_punctuation(words: list[Piece]) -> list[Piece]:
    """Join opening marks to the word after and closing marks to the word before; marks have no time of their own."""
    merged: list[Piece] = []
    for word in words:
        mark = word.text.strip()
        closes = bool(mark) and all(character in _CLOSING for character in mark)
        if merged and (_is_opening(merged[-1]) and not closes):
            opening = merged.pop()
            merged.append(_joined(opening, word, word))
        elif merged and closes and not word.text.startswith(" "):
            merged.append(_joined(merged[-1], word, merged.pop()))
        else:
            merged.append(word)
    return merged


def _is_opening(word: Piece) -> bool:
    mark = word.text.strip()
    return bool(mark) and all(character in _OPENING for character in mark) and word.text.startswith(" ")


def _joined(left: Piece, right: Piece, sounding: Piece) -> Piece:
    """Both texts; only ``sounding`` is heard."""
    return Piece(left.text + right.text, left.tokens + right.tokens, left.first, sounding.positions)
