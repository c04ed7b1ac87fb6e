"""The many ways in which memory runs out."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from alm_studio.base.errors import AlmError

_WORDS = ("out of memory", "not enough memory", "can't allocate memory")


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error of torch or Python says that there is no memory left, the device's or the machine's."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error) for words in _WORDS)


@contextmanager
def report_out_of_memory(told: AlmError) -> Iterator[None]:
    """Raise ``told`` where memory runs out; other errors stay as they are."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if is_out_of_memory(error):
            raise told from error
        raise
