"""Words with times, from what a model wrote about a window and where it listened while it did."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import torch

from alm_studio.alignment.boundaries import SECONDS_PER_FRAME, BoundaryListener, known_encoder, load_network
from alm_studio.alignment.evidence import word_evidence
from alm_studio.alignment.word_path import Score
from alm_studio.alignment.words import WHISPER, Listening, TimedWord, time_words
from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.decoding.batch import Hypothesis
from alm_studio.model.seq2seq import Memory
from alm_studio.pipeline.windows import Window

_IMPOSSIBLE = -20.0
"""Nats."""


class WordTimer:
    """Times the words of windows, whoever found their text: the model or the user.

    A light network hears letters, pauses and edges in the sound, the model's attention says where in the text it was;
    the best way through both gives the times.

    Args:
        model: the one whose hypotheses are timed.

    Raises:
        ModelError: the light network's weights are missing or damaged.
    """

    def __init__(self, model: SpeechModel) -> None:
        self._tokenizer = model.tokenizer
        seconds = model.network.encoder.seconds_per_state
        self._state = max(1, round(seconds * SAMPLE_RATE))
        self._listening = WHISPER if model.wants_padding else Listening(seconds, lead=0.0)
        self._ears = BoundaryListener(load_network(), known_encoder(model.network.encoder))

    def words(
        self,
        window: Window,
        memory: Memory,
        hypothesis: Hypothesis,
        *,
        pins: Mapping[int, float] | None = None,
        others: Sequence[tuple[float, float]] = (),
    ) -> list[TimedWord]:
        """The words of a hypothesis in order, punctuation merged into them.

        Args:
            window: the sound.
            memory: of this one window.
            hypothesis: with its attention; its language says how text is parted into words.
            pins: index of a word in the result → its start, seconds from the window's start. It is held fixed, and
                the words around it are aligned anew.
            others: stretches of the window, seconds, in which something else is said than these words.

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
            _elsewhere(self._ears.score(torch.from_numpy(window.samples), memory.states[0]), others),
            self._listening,
            pins,
        )
        evidence = word_evidence(
            words, hypothesis.tokens, hypothesis.attention, window.speech, self._tokenizer, self._listening
        )
        return [replace(word, evidence=found) for word, found in zip(words, evidence, strict=True)]


def _elsewhere(score: Score, others: Sequence[tuple[float, float]]) -> Score:
    """The same, with silence where something else is said."""
    if not others:
        return score
    letters, pause = score.letters.copy(), score.pause.copy()
    for begin, end in others:
        inside = slice(max(0, round(begin / SECONDS_PER_FRAME)), max(0, round(end / SECONDS_PER_FRAME)))
        letters[inside] = _IMPOSSIBLE
        pause[inside] = 0.0
    return replace(score, letters=letters, pause=pause)
