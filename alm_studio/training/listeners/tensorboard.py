"""Curves for TensorBoard."""

import warnings
from pathlib import Path

from alm_studio.training.report import Ended, Evaluated, Scores, Stepped, TrainingEvent


class TensorBoard:
    """Writes losses, rates and error rates into a folder that ``tensorboard --logdir`` shows."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():  # tensorboard's own dependencies warn of their future
            warnings.simplefilter("ignore")
            from torch.utils.tensorboard.writer import SummaryWriter

            self._writer = SummaryWriter(str(folder))

    def __call__(self, event: TrainingEvent) -> None:
        """See ``TrainingListener``."""
        match event:
            case Stepped():
                for name in ("loss", "learning_rate", "gradient_norm", "speed"):
                    self._scalar(f"train/{name}", getattr(event, name), event.step)
            case Evaluated():
                self._scores("valid", event.scores, event.step)
                if event.general is not None:
                    self._scores("general", event.general, event.step)
                for number, sample in enumerate(event.samples):
                    text = f"**said** {sample.reference}\n\n**before** {sample.before}\n\n**now** {sample.now}"
                    self._writer.add_text(f"sample {number + 1}", text, event.step)
                self._writer.flush()
            case Ended():
                self._writer.close()

    def _scores(self, part: str, scores: Scores, step: int) -> None:
        for name in ("wer", "cer", "raw_wer", "raw_cer", "loss"):
            self._scalar(f"{part}/{name}", getattr(scores, name), step)

    def _scalar(self, name: str, value: float, step: int) -> None:
        self._writer.add_scalar(name, value, step)
