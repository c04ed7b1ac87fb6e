"""A line of a terminal that changes in place."""

from typing import TextIO


class MovingLine:
    """Written over and over where the stream is a terminal; nothing anywhere else.

    Args:
        stream: to write to.
        width: characters that are shown.
        quiet: show nothing.

    Attributes:
        moving: whether anything is shown.
    """

    def __init__(self, stream: TextIO, width: int, quiet: bool = False) -> None:
        self.moving = stream.isatty() and not quiet
        self._stream = stream
        self._width = width
        self._shown = False

    def show(self, text: str) -> None:
        """Let the line say something."""
        if self.moving:
            self._stream.write(f"\r\x1b[K{text[: self._width]}")
            self._stream.flush()
            self._shown = True

    def clear(self) -> None:
        """Remove the line."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False
