"""A source behind which another can be put while it is listened to."""

import threading
import time

from alm_studio.audio.downmix import Samples
from alm_studio.base.notice import Notice
from alm_studio.streaming.sources import LiveSource


class SwitchingSource:
    """Listens to one source after another, as one stream in time.

    Args:
        source: to begin with.
    """

    realtime = True

    def __init__(self, source: LiveSource) -> None:
        self._source = source
        self._next: LiveSource | None = None
        self._turn = threading.Lock()
        self._over = False
        self._began = time.monotonic() - source.clock

    @property
    def clock(self) -> float:
        """See ``LiveSource``."""
        return time.monotonic() - self._began

    @property
    def ended(self) -> bool:
        """See ``LiveSource``."""
        return self._source.ended and self._next is None

    def switch(self, source: LiveSource) -> None:
        """Listen to another source from now on; from any thread. The one before is closed by who listens."""
        with self._turn:
            unheard, self._next = (source, self._next) if self._over else (self._next, source)
        if unheard is not None:
            unheard.close()

    def read(self, seconds: float) -> Samples:
        """See ``LiveSource``; at a change, what was on its way from the source before."""
        with self._turn:
            before, following = self._source, self._next
            if following is not None:
                self._source, self._next = following, None
        return self._source.read(seconds) if following is None else before.close()

    def notices(self) -> list[Notice]:
        """See ``LiveSource``."""
        return self._source.notices()

    def close(self) -> Samples:
        """See ``LiveSource``."""
        with self._turn:
            self._over, following = True, self._next
            self._next = None
        if following is not None:
            following.close()
        return self._source.close()
