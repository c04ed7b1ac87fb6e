"""One example of speech with its text."""

from dataclasses import dataclass
from pathlib import Path

from alm_studio.captions.transcript import Word


@dataclass(frozen=True)
class Example:
    """A stretch of sound and what is said in it.

    Attributes:
        audio: a sound or video file.
        text: what is said, as it shall be written.
        start: ms of the file at which it begins.
        end: ms at which it ends; None: where the file ends.
        language: Whisper's code; empty where nobody said.
        words: its words with their times, ms of the file; empty where there are none.
        previous: what is said right before it in the same file; empty where that is unknown.
    """

    audio: Path
    text: str
    start: int = 0
    end: int | None = None
    language: str = ""
    words: tuple[Word, ...] = ()
    previous: str = ""
