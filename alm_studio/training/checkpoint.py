"""The state of a run on disk: one file, written aside and renamed, so that a kill leaves the old or the new one."""

import os
import pickle
import shutil
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from alm_studio.training.errors import TrainingError, report_full_disk

FORM = 1
"""Number of this layout of the file."""
_NAME = "state.pt"


@dataclass(frozen=True)
class Checkpoint:
    """Everything a run needs to go on as if it had never stopped.

    Attributes:
        weights: of what learns, by name (adapters only where LoRA is used).
        optimizer: state of the optimiser.
        progress: plain numbers and texts: step, place in the data, scores, time.
        random: states of torch's generators, by device.
    """

    weights: dict[str, Tensor]
    optimizer: dict[str, Any]
    progress: dict[str, Any]
    random: dict[str, Tensor]


def folder_of(output: Path) -> Path:
    """Where the checkpoint of a run lies."""
    return output / "checkpoints" / "last"


def exists(output: Path) -> bool:
    """Whether a run has left something to resume from."""
    return (folder_of(output) / _NAME).is_file()


def save(output: Path, checkpoint: Checkpoint) -> Path:
    """Write a checkpoint in the place of the last one.

    Returns:
        Its folder.

    Raises:
        OutputError: the disk refuses; the last checkpoint is intact.
    """
    folder = folder_of(output)
    target = folder / _NAME
    aside = folder / f".{_NAME}.part"
    state = {
        "form": FORM,
        "weights": checkpoint.weights,
        "optimizer": checkpoint.optimizer,
        "progress": checkpoint.progress,
        "random": checkpoint.random,
    }
    try:
        with report_full_disk(target):
            folder.mkdir(parents=True, exist_ok=True)
            with aside.open("wb") as file:
                torch.save(state, file)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return folder


def load(output: Path) -> Checkpoint:
    """Read the last checkpoint of a run. Holds plain data only: loading runs no code.

    Raises:
        TrainingError: there is none, or it is damaged.
    """
    path = folder_of(output) / _NAME
    if not path.is_file():
        raise TrainingError(f"There is no checkpoint in {folder_of(output)}. Start without --resume.")
    try:
        with warnings.catch_warnings():  # of what a damaged file might be
            warnings.simplefilter("ignore")
            state = torch.load(path, map_location="cpu", weights_only=True)
        if state["form"] != FORM:
            raise TrainingError(f"{path} was written by another version of this program. Start without --resume.")
        return Checkpoint(state["weights"], state["optimizer"], state["progress"], state["random"])
    except (OSError, RuntimeError, KeyError, TypeError, ValueError, EOFError, pickle.UnpicklingError) as error:
        raise TrainingError(f"The checkpoint {path} is damaged. Delete it and start without --resume.") from error


def forget(output: Path) -> None:
    """Delete the checkpoint of an earlier run in the same folder, so that nobody resumes from it by mistake."""
    with report_full_disk(output):
        (folder_of(output) / _NAME).unlink(missing_ok=True)


def check_room(output: Path, needed: int) -> None:
    """Refuse before the training what a full disk would end in the middle of it.

    Args:
        output: folder of the run; need not exist yet.
        needed: bytes.

    Raises:
        TrainingError: too little is free.
    """
    folder = output.absolute()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise TrainingError(
            f"The training needs {needed / 1e9:.1f} GB in {output}, and {free / 1e9:.1f} GB are free. "
            "Make room, choose another folder, or train with --lora."
        )


def random_states() -> dict[str, Tensor]:
    """States of torch's generators."""
    states = {"cpu": torch.get_rng_state()}
    if torch.cuda.is_available():
        states["cuda"] = torch.cuda.get_rng_state()
    return states


def set_random_states(states: dict[str, Tensor]) -> None:
    """Put torch's generators where they were."""
    torch.set_rng_state(states["cpu"])
    if "cuda" in states and torch.cuda.is_available():
        torch.cuda.set_rng_state(states["cuda"])
