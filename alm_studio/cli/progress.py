"""What a transcription shows in a terminal: segments on stdout, one moving line on stderr."""

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from alm_studio.base.moving_line import MovingLine
from alm_studio.base.progress import Progress
from alm_studio.captions.transcript import Segment
from alm_studio.pipeline.events import Advanced, Finished


class ProgressLine:
    """The moving line; nothing moves where stderr is not a terminal.

    Attributes:
        title: of the medium at work.
    """

    def __init__(self, stream: TextIO, quiet: bool) -> None:
        self.title = ""
        self._stream = stream
        self._quiet = quiet
        self._line = MovingLine(stream, 110, quiet)
        self._printing = not quiet

    def advance(self, event: Advanced) -> None:
        """Show how far the work is."""
        if not self._line.moving:
            return
        left = event.seconds_left
        parts = [f"{100 * event.done / event.total:3.0f} %"] if event.total else []
        if event.stage != "listening":
            parts.append(f"{event.speed:.1f} × real time")
            if left is not None:
                parts.append(f"{clock(left)} left")
        self._line.show(f"{self.title}: {'  '.join(parts)}")

    def download(self, progress: Progress) -> None:
        """Show how far a download is."""
        done, total = progress.done / 1e6, progress.total / 1e6
        self._line.show(f"{progress.message or 'Downloading'}: {done:.0f} of {total:.0f} MB")

    def film(self, progress: Progress) -> None:
        """Show how far a film is copied."""
        share = f"{100 * progress.fraction:3.0f} %" if progress.total else clock(progress.done)
        self._line.show(f"{self.title}: writing the film {share}")

    def count(self, title: str, done: int, total: int) -> None:
        """Show how many of how many things are done."""
        self._line.show(f"{title}: {done} of {total}")

    def segment(self, segment: Segment) -> None:
        """Print a finished segment."""
        if self._printing:
            self.clear()
            times = f"[{clock(segment.start / 1000, 3)} --> {clock(segment.end / 1000, 3)}]"
            try:
                print(times, segment.text, flush=True)
            except BrokenPipeError:  # the reader (head, less) has seen enough; the captions are still wanted
                self._printing = False

    def note(self, text: str) -> None:
        """Tell something by the way."""
        if not self._quiet:
            self.clear()
            print(text, file=self._stream)

    def warn(self, text: str) -> None:
        """Tell something the user should know, also when quiet."""
        self.clear()
        print(f"alm-studio: {text}", file=self._stream)

    def done(self, event: Finished, written: Sequence[Path]) -> None:
        """Say what was written and how fast."""
        seconds = event.transcript.duration / 1000
        speed = f"{seconds / event.elapsed:.1f} × real time" if event.elapsed else ""
        self.note(f"{', '.join(map(str, written))} ({clock(seconds)}, {speed})")

    def clear(self) -> None:
        """Remove the moving line."""
        self._line.clear()


def clock(seconds: float, decimals: int = 0) -> str:
    """Seconds as ``mm:ss``, with hours where there are any."""
    total = round(seconds, decimals)
    hours, rest = divmod(total, 3600)
    minutes, rest = divmod(rest, 60)
    width = 3 + decimals if decimals else 2
    text = f"{int(minutes):02d}:{rest:0{width}.{decimals}f}"
    return f"{int(hours):02d}:{text}" if hours else text
