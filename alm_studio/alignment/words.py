"""Words with times, from tokens and the attention behind them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from alm_studio.alignment.attention_matrix import alignment_matrix
from alm_studio.alignment.dtw import Array, monotonic_path
from alm_studio.captions.transcript import Evidence
from alm_studio.text.speech_tokenizer import SpeechTokenizer

SECONDS_PER_FRAME = 0.02

_FILTER_SECONDS = 0.14
"""Of the median that smooths attention: Whisper's seven states."""


@dataclass(frozen=True)
class Listening:
    """How a model's attention follows the sound.

    Attributes:
        seconds_per_frame: the time between two states.
        lead: seconds by which attention runs ahead of the sound. Whisper moves on to a word while the one before still
            sounds; seen with every reader and every implementation (openai-whisper and faster-whisper: 0.08 s).
        to_the_end: whether the end token listens behind the last word, as Whisper's does; others may look anywhere
            when all is written.
    """

    seconds_per_frame: float = SECONDS_PER_FRAME
    lead: float = 0.07
    to_the_end: bool = True


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
    loudness: Array | None = None,
    listening: Listening = WHISPER,
) -> list[TimedWord]:
    """Words of one window, in order.

    Args:
        tokens: N text and timestamp tokens.
        logprobs: of each token.
        attention: [H, N + 1, S], see ``decoding.batch.Hypothesis``.
        frames: states that hold sound.
        language: code.
        tokenizer: the model's.
        loudness: level of each 10 ms, dB; where given, words do not reach into silence.
        listening: the model's way.

    Returns:
        Words whose texts joined are the text of ``tokens``; start <= end <= the next start.
    """
    places = [place for place, token in enumerate(tokens) if token < tokenizer.eot]
    frames = min(frames, attention.shape[2])
    if not places or frames < 1:
        return []
    rows = [*places, len(tokens)] if listening.to_the_end else places
    width = 2 * round(_FILTER_SECONDS / listening.seconds_per_frame / 2 - 0.5) + 1
    matrix = alignment_matrix(attention[:, rows], frames, max(1, width))
    first, last = monotonic_path(-matrix.numpy())
    step, lead = listening.seconds_per_frame, listening.lead
    length = frames * step
    words: list[TimedWord] = []
    position = 0
    for text, ids in tokenizer.split_words([tokens[place] for place in places], language):
        end = position + len(ids)
        mean = sum(logprobs[place] for place in places[position:end]) / len(ids)
        begins = first[position] * step + (lead if position else 0.0)
        ends = (last[end - 1] + 1) * step + lead
        words.append(
            TimedWord(text, tuple(ids), min(begins, length), min(ends, length), math.exp(mean), places[position])
        )
        position = end
    words = _without_overlaps(words)
    words = merge_punctuation(words)
    return _out_of_silence(words, loudness) if loudness is not None else words


def merge_punctuation(words: list[TimedWord]) -> list[TimedWord]:
    """Join opening marks to the word after and closing marks to the word before; marks have no time of their own."""
    merged: list[TimedWord] = []
    for word in words:
        mark = word.text.strip()
        closes = bool(mark) and all(character in _CLOSING for character in mark)
        if merged and (_is_opening(merged[-1]) and not closes):
            opening = merged.pop()
            merged.append(_joined(opening, word, word))
        elif merged and closes and not word.text.startswith(" "):
            merged.append(_joined(merged.pop(), word, None))
        else:
            merged.append(word)
    return merged


def _is_opening(word: TimedWord) -> bool:
    mark = word.text.strip()
    return bool(mark) and all(character in _OPENING for character in mark) and word.text.startswith(" ")


def _joined(left: TimedWord, right: TimedWord, timed: TimedWord | None) -> TimedWord:
    """Both texts; time and probability of ``timed``, by default the left one's."""
    timed = timed or left
    return TimedWord(
        left.text + right.text,
        left.tokens + right.tokens,
        timed.start,
        timed.end,
        timed.probability,
        left.first_token,
    )


def _without_overlaps(words: list[TimedWord]) -> list[TimedWord]:
    """A frame shared by two words goes to the later one."""
    result: list[TimedWord] = []
    for index, word in enumerate(words):
        end = min(word.end, words[index + 1].start) if index + 1 < len(words) else word.end
        result.append(_timed(word, word.start, max(word.start, end)))
    return result


def _timed(word: TimedWord, start: float, end: float) -> TimedWord:
    return TimedWord(word.text, word.tokens, start, end, word.probability, word.first_token)


def _out_of_silence(words: list[TimedWord], loudness: Array) -> list[TimedWord]:
    """Move the edges of words out of silence: the path gives every frame of a pause to one of its neighbours."""
    level = np.convolve(loudness, np.ones(3) / 3, mode="same")
    speech = float(np.percentile(level, 90))
    floor = float(np.percentile(level, 5))
    threshold = max(speech - 35.0, min(floor + 10.0, speech - 15.0))
    result: list[TimedWord] = []
    for word in words:
        begin, end = round(word.start * 100), min(round(word.end * 100), len(level))
        loud = np.flatnonzero(level[begin:end] > threshold)
        if loud.size == 0:
            result.append(word)
            continue
        runs = np.split(loud, np.flatnonzero(np.diff(loud) > _LONGEST_GAP) + 1)
        run = max(runs, key=len)  # a word is not torn by a pause: its longest stretch of sound is the word
        result.append(_timed(word, (begin + int(run[0])) / 100, (begin + int(run[-1]) + 1) / 100))
    return result


_LONGEST_GAP = 25
"""10 ms steps of quiet inside one word (a plosive's closure is far shorter)."""
