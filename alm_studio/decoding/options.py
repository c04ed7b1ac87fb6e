"""How a text is searched for."""

from dataclasses import dataclass

from alm_studio.base.errors import UsageError


@dataclass(frozen=True)
class DecodeOptions:
    """Options of one decoding.

    Attributes:
        beam: hypotheses kept by beam search; 1 is greedy.
        temperature: 0 searches for the most probable text; above, tokens are drawn at random.
        best_of: texts drawn per window when the temperature is above 0; the most probable is kept.
        length_penalty: hypotheses are ranked by log-probability / length ** length_penalty.
        timestamps: let the model write timestamp tokens.
        max_tokens: longest text of one window, tokens.
        task: ``"transcribe"`` or ``"translate"``.
        keep_attention: return the rows of the reported heads.
    """

    beam: int = 5
    temperature: float = 0.0
    best_of: int = 5
    length_penalty: float = 1.0
    timestamps: bool = True
    max_tokens: int = 224
    task: str = "transcribe"
    keep_attention: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.beam <= 20:
            raise UsageError(f"A beam of {self.beam} is not possible. Choose 1 to 20.")
        if self.task not in ("transcribe", "translate"):
            raise UsageError(f"There is no task '{self.task}'. Choose transcribe or translate.")
        if self.temperature < 0:
            raise UsageError("The temperature cannot be negative.")

    @property
    def group(self) -> int:
        """Rows decoded per window."""
        return self.best_of if self.temperature > 0 else self.beam
