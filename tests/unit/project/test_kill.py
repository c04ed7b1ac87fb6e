"""A process that writes a project is killed; what it said it had written is there."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from alm_studio.captions.document import Document
from alm_studio.captions.history import History
from alm_studio.project.project import Project

_WRITER = """
import sys
from pathlib import Path
from alm_studio.captions.document import Caption
from alm_studio.captions.edits import SetText, Insert, Delete
from alm_studio.captions.history import History
from alm_studio.captions.transcript import Segment
from alm_studio.project.project import Project

project = Project.create(Path(sys.argv[1]))
history = History(project.document())
history.journal = project
for number in range(100_000):
    cue = Caption(number * 1000, number * 1000 + 900, f"cue {number}")
    history.document.captions.append(cue)
    project.append([Segment(cue.start, cue.end, cue.text)], [cue], place={"windows": number})
    history.do(SetText(number, f"edited {number}"))
    history.do(Insert(number, Caption(cue.start, cue.end, "inserted")))
    history.do(Delete(number))
    history.undo()
    history.undo()
    print(number, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 40])
def test_what_was_written_survives_a_kill(tmp_path: Path, lines: int) -> None:
    path = tmp_path / "x.alms"
    child = subprocess.Popen([sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    written = [int(child.stdout.readline()) for _ in range(lines)][-1]
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    with Project.open(path) as project:
        document = project.document()
        shown = [cue.text for cue in document.captions if cue.text != "inserted"]
        assert shown[: written + 1] == [f"edited {number}" for number in range(written + 1)]
        assert len(project.transcript().segments) - 1 == project.meta("place")["windows"] >= written
        history = History(Document(list(document.captions)))
        history.restore(*project.history())
        while history.undo_label:
            history.undo()
        heard = [segment.text for segment in project.transcript().segments]
        assert [cue.text for cue in history.document.captions] == heard
