"""What a training shows in a terminal: a moving line, and a line for each evaluation."""

from typing import TextIO

from alm_studio.base.moving_line import MovingLine
from alm_studio.training.report import (
    Advanced,
    Ended,
    Evaluated,
    Noticed,
    Saved,
    Scores,
    Started,
    Stepped,
    TrainingEvent,
)

_ENDINGS = {
    "finished": "Finished",
    "early-stop": "Stopped early: it no longer became better",
    "time": "Time is up",
    "stopped": "Stopped",
}
_EVERY = 20
"""Steps between two lines where no line can move."""


class Terminal:
    """Prints to a stream; a line that moves only where that is a terminal."""

    def __init__(self, stream: TextIO, quiet: bool = False) -> None:
        self._stream = stream
        self._quiet = quiet
        self._moving = MovingLine(stream, 118, quiet)

    def __call__(self, event: TrainingEvent) -> None:
        """See ``TrainingListener``."""
        match event:
            case Started():
                begin = f"Going on at step {event.step}" if event.step else "Training"
                self._line(
                    f"{begin}: {event.seconds / 60:.1f} min of speech, {event.trainable / 1e6:.2f} of "
                    f"{event.parameters / 1e6:.1f} M parameters learn, {event.steps} steps on {event.device}"
                )
            case Stepped():
                self._step(event)
            case Evaluated():
                general = "" if event.general is None else f"; general set: {_rates(event.general)}"
                when = f"Step {event.step}" if event.step else "Before"
                self._line(f"{when}: {_rates(event.scores)}{general}{' (best)' if event.best else ''}")
            case Noticed():
                self._line(event.sentence, always=True)
            case Saved():
                pass
            case Advanced():
                self.show(f"{event.message}: {event.done} of {event.total}")
            case Ended():
                self._line(f"{_ENDINGS[event.reason]} after {event.step} steps. {improvement(event)}")
                self._line(f"The model is in {event.model}")

    def show(self, text: str) -> None:
        """Let the moving line say something."""
        self._moving.show(text)

    def clear(self) -> None:
        """Remove the moving line."""
        self._moving.clear()

    def _step(self, event: Stepped) -> None:
        left = "" if event.remaining is None else f"  {_clock(event.remaining)} left"
        width = 20
        done = "█" * round(width * event.step / max(1, event.steps))
        text = (
            f"{event.step}/{event.steps}  loss {event.loss:.3f}  rate {event.learning_rate:.1e}  "
            f"{event.speed:.1f} × real time{left}"
        )
        if self._moving.moving:
            self.show(f"{done:·<{width}}  {text}")
        elif event.step % _EVERY == 0 or event.step == event.steps:
            self._line(text)

    def _line(self, text: str, always: bool = False) -> None:
        if self._quiet and not always:
            return
        self.clear()
        print(text, file=self._stream, flush=True)


def improvement(event: Ended) -> str:
    """The error rates before and after, as a sentence."""
    before, after = event.before, event.after
    text = f"Word error rate {before.scores.wer:.2%} before, {after.scores.wer:.2%} now"
    if before.general is not None and after.general is not None:
        text += f"; general set {before.general.wer:.2%}, now {after.general.wer:.2%}"
    return text + "."


def _rates(scores: Scores) -> str:
    return (
        f"word error rate {scores.wer:.2%} (as written {scores.raw_wer:.2%}), characters {scores.cer:.2%}, "
        f"loss {scores.loss:.3f}, {scores.count} examples"
    )


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
