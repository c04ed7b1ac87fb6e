"""Words with times, from what a model wrote about a window and where it listened while it did."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from alm_studio.alignment.evidence import word_evidence
from alm_studio.alignment.words import WHISPER, Listening, TimedWord, time_words
from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.decoding.batch import Hypothesis
from alm_studio.model.seq2seq import Memory
from alm_studio.pipeline.windows import Samples, Window


class WordTimer:
    """Times the words of windows, whoever found their text: the model or the user.

    Args:
        model: the one whose hypotheses are timed.
    """

    def __init__(self, model: SpeechModel) -> None:
        self._tokenizer = model.tokenizer
        seconds = model.network.encoder.seconds_per_state
        self._state = max(1, round(seconds * SAMPLE_RATE))
        self._listening = WHISPER if model.wants_padding else Listening(seconds, lead=0.0, to_the_end=False)

    def words(
        self, window: Window, memory: Memory, hypothesis: Hypothesis, *, pins: Mapping[int, float] | None = None
    ) -> list[TimedWord]:
        """The words of a hypothesis in order, punctuation merged into them.

        Args:
            window: the sound.
            memory: of this one window.
            hypothesis: with its attention; its language says how text is parted into words.
            pins: index of a word in the result → its start, seconds from the window's start. It is held fixed, and
                its neighbours give way.

        Returns:
            Words with start <= end <= the next start.
        """
        assert hypothesis.attention is not None
        words = time_words(
            hypothesis.tokens,
            hypothesis.logprobs,
            hypothesis.attention.cpu(),
            max(1, -(-len(window.samples) // self._state)),
            hypothesis.language,
            self._tokenizer,
            _loudness(window.samples),
            self._listening,
        )
        evidence = word_evidence(
            words, hypothesis.tokens, hypothesis.attention, window.speech, self._tokenizer, self._listening
        )
        words = [replace(word, evidence=found) for word, found in zip(words, evidence, strict=True)]
        return _pinned(words, pins) if pins else words


def _pinned(words: Sequence[TimedWord], pins: Mapping[int, float]) -> list[TimedWord]:
    """Words whose starts are held; what lies on the wrong side of a held start moves to it."""
    result: list[TimedWord] = []
    for index, word in enumerate(words):
        earliest = result[-1].end if result else 0.0
        latest = min((start for place, start in pins.items() if place > index), default=float("inf"))
        start = pins.get(index, min(max(word.start, earliest), latest))
        result.append(replace(word, start=start, end=min(max(word.end, start), latest)))
    return result


def _loudness(samples: Samples) -> npt.NDArray[np.float32]:
    """Level of each 10 ms, dB."""
    step = SAMPLE_RATE // 100
    padded = np.pad(samples, (0, -len(samples) % step)).reshape(-1, step)
    level: npt.NDArray[np.float32] = 10 * np.log10((padded**2).mean(axis=1) + 1e-12)
    return level
