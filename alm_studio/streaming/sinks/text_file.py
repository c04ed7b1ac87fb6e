"""Committed text in a file that others may read while it grows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alm_studio.base.errors import OutputError
from alm_studio.streaming.events import Committed, LiveEvent
from alm_studio.streaming.sinks.sink import Sink


class TextFile(Sink):
    """Appends what is committed, a line for each utterance, as soon as it is committed.

    Args:
        path: made with its folder; text that is there stays.

    Raises:
        OutputError: it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("a", encoding="utf-8")
        except OSError as error:
            raise OutputError(f"{path} cannot be written ({error.strerror}). Choose another file.") from error
        self._in_line = False

    def show(self, event: LiveEvent) -> None:
        """See ``Sink``."""
        if not isinstance(event, Committed):
            return
        text = event.text if self._in_line else event.text.lstrip()
        begun = self._in_line or bool(text)
        self._in_line = begun and not event.ends
        self._write(text + ("\n" if begun and event.ends else ""))

    def close(self) -> None:
        """See ``Sink``."""
        with self._saving():
            if self._in_line:
                self._file.write("\n")
            self._file.close()

    def _write(self, text: str) -> None:
        with self._saving():
            self._file.write(text)
            self._file.flush()

    @contextmanager
    def _saving(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(f"The text can no longer be saved in {self._path} ({error.strerror}).") from error
