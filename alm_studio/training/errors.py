"""What ends a training, as sentences, and how failures of the machine become such sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alm_studio.base.errors import AlmError, OutputError
from alm_studio.model import out_of_memory


class TrainingError(AlmError):
    """The training cannot go on. What was saved before stays as it is."""


@contextmanager
def report_out_of_memory() -> Iterator[None]:
    """Turn the many ways in which memory runs out into one sentence with advice.

    Raises:
        TrainingError: out of memory.
    """
    with out_of_memory.report_out_of_memory(_out_of_memory()):
        yield


@contextmanager
def report_full_disk(target: Path) -> Iterator[None]:
    """Turn a refused write into a sentence.

    Raises:
        OutputError: the disk refuses.
    """
    try:
        yield
    except OSError as error:
        raise _refused(target, error) from error
    except RuntimeError as error:  # torch.save hides the reason behind its own trouble with the unfinished file
        reason = error.__context__
        if not isinstance(reason, OSError) and "PytorchStreamWriter" not in str(error):
            raise
        raise _refused(target, reason if isinstance(reason, OSError) else OSError("the disk is full")) from error


def _out_of_memory() -> TrainingError:
    return TrainingError(
        "The memory of this device is full. The last checkpoint is intact: go on with --resume and smaller batches "
        "(--batch-seconds), or with --gradient-checkpointing, --lora or --freeze encoder."
    )


def _refused(target: Path, error: OSError) -> OutputError:
    return OutputError(
        f"Cannot write {target}: {error.strerror or error}. The last checkpoint is intact: make room on the disk, "
        "then go on with --resume."
    )
