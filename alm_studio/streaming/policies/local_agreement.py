"""Commit what two hearings in a row agree on.

Source: Liu, Spanakis and Niehues, "Low-Latency Sequence-to-Sequence Speech Recognition and Translation by Partial
Hypothesis Selection", 2020; with Whisper: Macháček, Dabre and Bojar, "Turning Whisper into Real-Time Transcription
System", 2023 (LocalAgreement-2).
"""

import unicodedata
from collections.abc import Sequence

from alm_studio.streaming.policies.policy import HeardWord


class LocalAgreement:
    """A word is sure when the hearing before had it in the same place."""

    step = 0.5

    def __init__(self) -> None:
        self._before: list[str] = []

    def sure(self, words: Sequence[HeardWord], seconds: float) -> int:
        """See ``Policy``."""
        now = [_plain(word.text) for word in words]
        count = 0
        for old, new in zip(self._before, now, strict=False):
            if old != new:
                break
            count += 1
        self._before = now[count:]
        return count

    def reset(self) -> None:
        """See ``Policy``."""
        self._before = []


def _plain(text: str) -> str:
    """Without case and punctuation, which change with what follows."""
    return "".join(c for c in text.casefold() if unicodedata.category(c)[0] in "LNM")
