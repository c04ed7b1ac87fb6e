import io

import pytest

from alm_studio.base.progress import Progress
from alm_studio.captions.transcript import Segment, Transcript
from alm_studio.cli.progress import ProgressLine, clock
from alm_studio.pipeline.events import Advanced, Finished


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def screen(self) -> list[str]:
        """What a terminal shows: a carriage return and “erase to the end” begin a line anew."""
        return [line.split("\r\x1b[K")[-1] for line in self.getvalue().split("\n")]


def line(stream: io.StringIO, quiet: bool = False) -> ProgressLine:
    made = ProgressLine(stream, quiet)
    made.title = "film.mp4"
    return made


@pytest.mark.parametrize(
    ("seconds", "decimals", "text"),
    [
        (0, 0, "00:00"), (59.4, 0, "00:59"), (59.6, 0, "01:00"), (3599.6, 0, "01:00:00"), (36000, 0, "10:00:00"),
        (1.5, 3, "00:01.500"), (59.9996, 3, "01:00.000"), (3723.25, 3, "01:02:03.250"),
    ],
)  # fmt: skip
def test_clock(seconds, decimals, text):
    assert clock(seconds, decimals) == text


def test_a_terminal_shows_one_moving_line():
    terminal = Terminal()
    progress = line(terminal)
    progress.advance(Advanced(10_000, 100_000, 2.0, "listening"))
    assert terminal.screen() == ["film.mp4:  10 %"]
    progress.advance(Advanced(50_000, 100_000, 10.0))
    assert terminal.screen() == ["film.mp4:  50 %  5.0 × real time  00:10 left"]
    progress.note("Language: English (99%)")
    assert terminal.screen() == ["Language: English (99%)", ""]


def test_a_long_title_does_not_wrap():
    terminal = Terminal()
    progress = line(terminal)
    progress.title = "x" * 500
    progress.advance(Advanced(1, 2, 1.0))
    assert len(terminal.screen()[0]) <= 110


def test_a_download_is_told_in_megabytes():
    terminal = Terminal()
    line(terminal).download(Progress(12_000_000, 76_000_000, "B", "Downloading tiny"))
    assert terminal.screen() == ["Downloading tiny: 12 of 76 MB"]


def test_nothing_moves_where_stderr_is_no_terminal():
    stream = io.StringIO()
    progress = line(stream)
    progress.advance(Advanced(1000, 2000, 1.0))
    progress.download(Progress(1, 2, "B"))
    progress.clear()
    assert stream.getvalue() == ""


def test_quiet_tells_warnings_only(capsys):
    terminal = Terminal()
    progress = line(terminal, quiet=True)
    progress.advance(Advanced(1000, 2000, 1.0))
    progress.segment(Segment(0, 1000, "Hello."))
    progress.note("by the way")
    progress.done(Finished(Transcript(duration=1000), 1.0), [])
    assert terminal.getvalue() == ""
    assert capsys.readouterr().out == ""
    progress.warn("The file is damaged.")
    assert terminal.getvalue() == "alm-studio: The file is damaged.\n"


def test_segments_go_to_stdout(capsys):
    line(io.StringIO()).segment(Segment(1500, 62_000, "Hello."))
    assert capsys.readouterr().out == "[00:01.500 --> 01:02.000] Hello.\n"
