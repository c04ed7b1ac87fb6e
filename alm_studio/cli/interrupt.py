"""Ctrl-C asks for an end; it does not break off."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from alm_studio.base.cancel import CancelToken


@contextmanager
def until_interrupted(token: CancelToken | None = None) -> Iterator[CancelToken]:
    """A token, the given one or a new one, that Ctrl-C sets."""
    token = token or CancelToken()
    previous = signal.signal(signal.SIGINT, lambda *_: token.cancel())
    try:
        yield token
    finally:
        signal.signal(signal.SIGINT, previous)
