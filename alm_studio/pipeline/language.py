"""Which language each window is in."""

from dataclasses import dataclass, field

from torch import Tensor

from alm_studio.text.tokenizer import WhisperTokenizer

_SURE = 0.8
"""A window leaves the file's language only for one that is at least this probable."""
_LONG_ENOUGH = 3.0
"""Seconds of sound below which a single window's own language is not trusted against the file's."""


@dataclass
class LanguageTracker:
    """Detects the file's language from its windows, and windows that leave it.

    Attributes:
        fixed: the user's choice; ``""`` detects.
    """

    tokenizer: WhisperTokenizer
    fixed: str = ""
    _votes: dict[str, float] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The file's language so far; English before anything was heard."""
        if self.fixed:
            return self.fixed
        return max(self._votes, key=lambda code: self._votes[code], default="en")

    @property
    def probability(self) -> float:
        """Share of the votes that the file's language has, 0 to 1."""
        total = sum(self._votes.values())
        return self._votes.get(self.language, 0.0) / total if total else 1.0

    def decide(self, probabilities: Tensor | None, seconds: list[float]) -> list[str]:
        """Languages of a batch of windows.

        Args:
            probabilities: [W, languages], or None for a model with one language.
            seconds: of sound in each window: a longer one has more weight.
        """
        if self.fixed or probabilities is None:
            return [self.language] * len(seconds)
        for row, weight in zip(probabilities, seconds, strict=True):
            values, indices = row.topk(min(3, len(row)))
            for value, index in zip(values.tolist(), indices.tolist(), strict=True):
                code = self.tokenizer.languages[index]
                self._votes[code] = self._votes.get(code, 0.0) + value * weight
        chosen = []
        for row, length in zip(probabilities, seconds, strict=True):
            best = int(row.argmax())
            own = float(row[best]) >= _SURE and length >= _LONG_ENOUGH
            chosen.append(self.tokenizer.languages[best] if own else self.language)
        return chosen
