"""Memory that the C library keeps for later, handed back to the system."""

import ctypes
import sys
from collections.abc import Callable
from functools import cache


def release_free_memory() -> None:
    """Return freed memory to the system.

    glibc keeps what large tensors leave behind, in pieces that the next ones do not always fit, so a long run would
    grow by half a gigabyte although nothing leaks. Does nothing where the C library is another.
    """
    _trim()(0)


@cache
def _trim() -> Callable[[int], object]:
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            return trim  # type: ignore[no-any-return]
    return lambda _: None
