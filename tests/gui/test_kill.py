"""A window is killed in the middle of its work; the next one has everything that was shown."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from alm_studio.captions.history import History
from alm_studio.project.library import Library
from alm_studio.project.project import Project

from .helpers import write_sound

_ROOT = Path(__file__).resolve().parents[2]
_CUES = 12

_WINDOW = f"""
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
import alm_studio.gui.app as app
from alm_studio.gui.main_window import MainWindow
from alm_studio.gui.media_item import State
from alm_studio.gui.models.cue_table import TEXT
from alm_studio.pipeline import events
from alm_studio.pipeline.resuming import Place
from tests.gui.helpers import ScriptedBackend, talk

phase, sound, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
backend = ScriptedBackend()
script = talk({_CUES}, pause=0.1 if phase == "transcription" else 0.0)
for number in reversed(range({_CUES})):
    place = Place(windows=number + 1, segments=number + 1)
    script.insert(6 + 4 * number, events.Reached(place))
backend.default = script
said = 0

def say(window, count):
    global said
    while said < count:
        print(said, flush=True)
        said += 1

def watch(window):
    item = window.item
    if item is None:
        return
    if phase == "transcription":
        say(window, len(item.document.captions))
    elif item.state is State.DONE and phase == "edit":
        cues = window.queue.cues(item)
        cues.setData(cues.index(said % {_CUES}, TEXT), f"edit {{said}}")
        say(window, said + 1)
    elif item.state is State.DONE:
        window.export.write(item, target, "srt", overwrite=True)
        say(window, said + 1)

build = MainWindow.__init__

def built(self, *given):
    build(self, *given)
    self._watch = QTimer(self, interval=40)
    self._watch.timeout.connect(lambda: watch(self))
    self._watch.start()

MainWindow.__init__ = built
app.run([str(sound)], backend)
"""


def killed(phase: str, lines: int, home: Path, sound: Path, target: Path) -> int:
    """Run the window until it has said so many lines, kill it; the last number it said."""
    environment = {**os.environ, "ALM_STUDIO_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _WINDOW, phase, str(sound), str(target)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment, cwd=_ROOT
    ) as child:
        assert child.stdout is not None
        last = [int(child.stdout.readline()) for _ in range(lines)][-1]
        child.send_signal(signal.SIGKILL)
    return last


@pytest.mark.slow
@pytest.mark.parametrize("phase", ["transcription", "edit", "export"])
def test_nothing_is_lost(tmp_path: Path, home: Path, phase: str) -> None:
    sound, target = write_sound(tmp_path / "speech.wav", 0.5), tmp_path / "speech.srt"
    last = killed(phase, 6 if phase == "transcription" else 15, home, sound, target)
    library = Library()
    assert library.unfinished() == [home / "projects" / "speech.alms"]
    library.close()
    with Project.open(home / "projects" / "speech.alms") as project:
        texts = [cue.text for cue in project.document().captions]
        done, undone = project.history()
        assert undone == []
        if phase == "transcription":  # what was told in the last blink is heard again, from the place on
            assert texts == [f"Cue number {n}" for n in range(len(texts))] and len(texts) >= last
            assert project.meta("place")["windows"] <= len(project.transcript().segments)
            assert project.meta("settings")["model"] == "base"
        else:
            assert project.meta("place") is None and len(texts) == _CUES
        if phase == "edit":
            assert len(done) >= last  # the one that was on its way apart
            history = History(project.document())
            history.restore(done, undone)
            while history.undo_label:
                history.undo()
            assert [cue.text for cue in history.document.captions] == [f"Cue number {n}" for n in range(_CUES)]
        if phase == "export":
            assert target.read_text().count("-->") == _CUES
