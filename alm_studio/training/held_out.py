"""Which examples are read at evaluations, and reading them."""

import random
from collections.abc import Callable, Sequence

from alm_studio.base.cancel import CancelToken
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.training.data.example import Example
from alm_studio.training.evaluation import evaluate
from alm_studio.training.report import Advanced, Evaluated, Sample, TrainingListener

_SHARE = 0.1
_MOST = 200
_SAMPLES = 5


def hold_out(examples: Sequence[Example], seed: int) -> tuple[list[Example], list[Example]]:
    """Examples to learn from, and a tenth of them (200 at most) that are kept for evaluations."""
    count = min(_MOST, max(1, round(_SHARE * len(examples))))
    kept = set(random.Random(seed).sample(range(len(examples)), count))
    return (
        [example for index, example in enumerate(examples) if index not in kept],
        [example for index, example in enumerate(examples) if index in kept],
    )


def spread(examples: Sequence[Example], most: int) -> list[Example]:
    """At most so many examples, evenly spread over all; 0: all of them."""
    if not most or len(examples) <= most:
        return list(examples)
    return [examples[index * len(examples) // most] for index in range(most)]


class HeldOut:
    """Reads the held-out part and the general set.

    Args:
        valid, general: what is read; ``general`` may be empty.
        model: makes the network as it is now ready to be used.
        language: code for examples that do not say theirs.
        listener: told how far a reading is.
        cancel: stops it.
    """

    def __init__(
        self,
        valid: Sequence[Example],
        general: Sequence[Example],
        model: Callable[[], SpeechModel],
        language: str,
        listener: TrainingListener,
        cancel: CancelToken,
    ) -> None:
        self._valid = list(valid)
        self._general = list(general)
        self._model = model
        self._language = language
        self._listener = listener
        self._cancel = cancel
        self._shown = [index * len(self._valid) // _SAMPLES for index in range(_SAMPLES)]
        self._shown = sorted({index for index in self._shown if index < len(self._valid)})
        self._before: list[str] = []

    def remember(self, before: Evaluated) -> None:
        """Take the texts written before the training from an evaluation of a run that is resumed."""
        self._before = [sample.before for sample in before.samples]

    def __call__(self, step: int, first: bool) -> Evaluated:
        """Read everything with the network as it is.

        Args:
            step: of the run.
            first: whether this is before the training.
        """
        model = self._model()
        total = len(self._valid) + len(self._general)

        def told(offset: int) -> Callable[[int, int], None]:
            return lambda done, _: self._listener(Advanced("Evaluating", offset + done, total))

        reading = evaluate(model, self._valid, language=self._language, cancel=self._cancel, progress=told(0))
        general = None
        if self._general:
            general = evaluate(
                model, self._general, language=self._language, cancel=self._cancel, progress=told(len(self._valid))
            ).scores
        now = [reading.texts[index] for index in self._shown]
        if first or len(self._before) != len(now):
            self._before = now
        shown = [self._valid[index] for index in self._shown]
        samples = tuple(
            Sample(example.audio, example.start, example.text, before, text, example.end)
            for example, before, text in zip(shown, self._before, now, strict=True)
        )
        return Evaluated(step, reading.scores, general, False, samples)
