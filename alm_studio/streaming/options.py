"""Options of a live session."""

from dataclasses import dataclass

from alm_studio.base.errors import UsageError


@dataclass(frozen=True)
class LiveOptions:
    """What is listened for, and how often.

    Attributes:
        language: code, or ``"auto"``: found in the first seconds.
        task: ``"transcribe"`` or ``"translate"``.
        prompt: names and words to expect.
        policy: a name of ``policies.registry``; empty chooses by the model.
        step: seconds of new sound from one hearing to the next, at least; None: what suits the policy.
        longest: seconds of one utterance that are heard at a time; what was committed before scrolls out.
        kept: seconds of committed sound that stay before the newest when the utterance scrolls.
        context: tokens of what was said before that the model follows on.
    """

    language: str = "auto"
    task: str = "transcribe"
    prompt: str = ""
    policy: str = ""
    step: float | None = None
    longest: float = 22.0
    kept: float = 12.0
    context: int = 32

    def __post_init__(self) -> None:
        step = self.step if self.step is not None else 0.1
        if not 0.1 <= step <= 5.0:
            raise UsageError("The step of live captions has to be from 0.1 to 5 s.")
        if not step < self.kept < self.longest <= 24.0:
            raise UsageError("Live captions hear up to 24 s at a time, and keep less than that.")
        if self.task not in ("transcribe", "translate"):
            raise UsageError(f"There is no task '{self.task}'. Choose transcribe or translate.")
