"""Commit what listens to sound that is complete.

Source: Papi, Turchi and Negri, "AlignAtt: Using Attention-based Audio-Translation Alignments as a Guide for
Simultaneous Speech Translation", 2023; with Whisper: Wang et al., "Simul-Whisper", 2024.
"""

from collections.abc import Sequence

from alm_studio.streaming.policies.policy import HeardWord


class AlignAtt:
    """A word is sure when its attention, and that of all words before it, keeps away from the end of the sound.

    A word that the model is not certain of may change with what follows, so more has to follow it.

    Args:
        distance: seconds from the end within which a certain word may still change.
        doubt: seconds more for a word without any certainty.
        last: seconds more for the last word, which may be a part of a longer one ("middle" of "Middlesex").
        ending: the same where it ends a sentence or is a number: often that is so only because the sound ends there
            ("three hundred." may become "three hundred and forty").
    """

    step = 0.3

    def __init__(self, distance: float = 0.5, doubt: float = 2.0, last: float = 0.5, ending: float = 1.0) -> None:
        self._distance = distance
        self._doubt = doubt
        self._last = last
        self._ending = ending

    def sure(self, words: Sequence[HeardWord], seconds: float) -> int:
        """See ``Policy``."""
        for index, word in enumerate(words):
            needed = self._distance + self._doubt * (1 - word.probability)
            if index == len(words) - 1:
                needed += self._last if word.text[-1:].isalpha() else self._ending
            if word.attended > seconds - needed:
                return index
        return len(words)

    def reset(self) -> None:
        """See ``Policy``; nothing is remembered."""
