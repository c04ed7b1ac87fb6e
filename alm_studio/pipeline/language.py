"""Which language each window is in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from torch import Tensor

from alm_studio.text.speech_tokenizer import SpeechTokenizer

_SURE = 0.8
"""A window leaves the file's language only for one that is at least this probable."""
_LONG_ENOUGH = 3.0
"""Seconds of sound below which a single window's own language is not trusted against the file's."""
_UNSURE = 0.55
"""Share of the votes below which the file's language is an open question."""
_POSSIBLE = 0.12
"""Share of the votes from which a language is worth a try then."""


@dataclass
class LanguageTracker:
    """Detects the file's language from its windows, and windows that leave it.

    Attributes:
        fixed: the user's choice; ``""`` detects.
    """

    tokenizer: SpeechTokenizer
    fixed: str = ""
    _votes: dict[str, float] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The file's language so far; English before anything was heard; empty where the model knows none by name."""
        if self.fixed:
            return self.fixed
        return max(self._votes, key=lambda code: self._votes[code], default="en" if self.tokenizer.languages else "")

    @property
    def probability(self) -> float:
        """Share of the votes that the file's language has, 0 to 1."""
        return 1.0 if self.fixed else self._share(self.language)

    @property
    def votes(self) -> dict[str, float]:
        """Of the windows so far, by language."""
        return dict(self._votes)

    def recall(self, votes: Mapping[str, float]) -> None:
        """Go on from the votes of windows that were heard before."""
        self._votes = dict(votes)

    def hear(self, probabilities: Tensor | None, seconds: Sequence[float]) -> None:
        """Count the votes of a batch of windows.

        Args:
            probabilities: [W, languages], or None for a model with one language.
            seconds: of sound in each window: a longer one has more weight.
        """
        if probabilities is None:
            return
        for row, weight in zip(probabilities, seconds, strict=True):
            for code, value in zip(self.tokenizer.languages, row.tolist(), strict=True):
                self._votes[code] = self._votes.get(code, 0.0) + value * weight

    def candidates(self) -> list[str]:
        """The languages worth a try: one where the votes are clear, else the two or three likeliest."""
        if self.fixed or self._share(self.language) >= _UNSURE:
            return [self.language]
        ranked = sorted(self._votes, key=lambda code: -self._votes[code])
        return [ranked[0], *[code for code in ranked[1:3] if self._share(code) >= _POSSIBLE]] if ranked else ["en"]

    def settle(self, language: str, weight: float) -> None:
        """Vote for a language whose text turned out to be the most probable. weight: seconds of sound."""
        self._votes[language] = self._votes.get(language, 0.0) + weight

    def decide(self, probabilities: Tensor | None, seconds: Sequence[float]) -> list[str]:
        """The language of each window: the file's, but for long windows that are clearly in another. See ``hear``."""
        if self.fixed or probabilities is None:
            return [self.language] * len(seconds)
        return [own or self.language for own in self._own(probabilities, seconds)]

    def parts(self, probabilities: Tensor, seconds: Sequence[float]) -> list[int]:
        """Where the language changes in a row of neighbouring stretches of sound.

        Args:
            probabilities: [P, languages] of each stretch.
            seconds: of each.

        Returns:
            Indices of the stretches that are in another language than those before; a short or unclear one goes on
            in the language before it.
        """
        changes, current = [], ""
        for index, own in enumerate(self._own(probabilities, seconds)):
            if own and current and own != current:
                changes.append(index)
            current = own or current
        return changes

    def clear(self, probabilities: Tensor | None, seconds: Sequence[float]) -> bool:
        """Whether every window is clearly in a language, be it not the same. See ``hear``."""
        return probabilities is not None and all(self._own(probabilities, seconds))

    def _own(self, probabilities: Tensor, seconds: Sequence[float]) -> list[str]:
        """The language that each window is clearly in; empty where it is too short to say, or unclear."""
        found = []
        for row, length in zip(probabilities, seconds, strict=True):
            best = int(row.argmax())
            sure = float(row[best]) >= _SURE and length >= _LONG_ENOUGH
            found.append(self.tokenizer.languages[best] if sure else "")
        return found

    def _share(self, code: str) -> float:
        total = sum(self._votes.values())
        return self._votes.get(code, 0.0) / total if total else 1.0
