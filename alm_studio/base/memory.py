"""How much freed memory the C library keeps for later."""

import ctypes
import sys
from collections.abc import Callable
from functools import cache

_ARENA_MAX = -8
"""``M_ARENA_MAX`` of glibc's ``mallopt``."""


def share_free_memory() -> None:
    """Let all threads take their memory from one store; called before the first of them begins.

    glibc gives each a store of its own, and what one has freed the others cannot use: a transcription, whose threads
    need much in turn, then takes a tenth more. Does nothing where the C library is another.
    """
    _of_glibc("mallopt")(_ARENA_MAX, 1)


def release_free_memory() -> None:
    """Return freed memory to the system.

    glibc keeps what large tensors leave behind, in pieces that the next ones do not always fit, so a long run would
    grow by half a gigabyte although nothing leaks. Does nothing where the C library is another.
    """
    _of_glibc("malloc_trim")(0)


@cache
def _of_glibc(name: str) -> Callable[..., object]:
    """A function of the C library; one that does nothing where there is none of that name."""
    function = getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
    return function if function is not None else lambda *given: None
