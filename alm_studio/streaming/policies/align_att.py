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
    """

    def __init__(self, distance: float = 0.3, doubt: float = 1.0) -> None:
        self._distance = distance
        self._doubt = doubt

    def sure(self, words: Sequence[HeardWord], seconds: float) -> int:
        """See ``Policy``."""
        for index, word in enumerate(words):
            if word.attended > seconds - self._distance - self._doubt * (1 - word.probability):
                return index
        return len(words)

    def reset(self) -> None:
        """See ``Policy``; nothing is remembered."""
