import os
import signal
import subprocess
import sys
import textwrap
from itertools import pairwise

import numpy as np
import pytest

from alm_studio.captions.layout import lay_out
from alm_studio.captions.styles import get_style
from alm_studio.captions.transcript import Word
from alm_studio.project.project import Mark, Project
from alm_studio.streaming.events import Committed, Tentative
from alm_studio.streaming.sinks.project_file import ProjectFile


def words(text: str, start: int) -> tuple[Word, ...]:
    return tuple(Word(f" {word}", start + 400 * n, start + 400 * n + 350, 0.9) for n, word in enumerate(text.split()))


SAID = [
    Committed(words("Good morning everybody, and", 1000), "en"),
    Tentative(" wel"),
    Committed(words("welcome to this talk.", 2600), "en", ends=True),
    Committed(words("It is about attention", 6000), "en"),
    Committed(words("in audio language models, which listen.", 7600), "en"),
]


@pytest.fixture
def sound(tmp_path):
    path = tmp_path / "sound.flac"
    path.write_bytes(b"flac")
    return path


def heard(project: Project) -> str:
    return " ".join(" ".join(caption.text.split()) for caption in project.document().captions)


def test_the_project_is_whole_after_every_commit(tmp_path, sound):
    sink = ProjectFile(tmp_path / "captions.alms", sound, "netflix", model="base")
    said = ""
    for event in SAID:
        sink.show(event)
        said += event.text if isinstance(event, Committed) else ""
        project = sink._project
        assert heard(project) == said.strip()
        assert "".join(segment.text + " " for segment in project.transcript().segments).strip() == said.strip()
    sink.close()
    with Project.open(tmp_path / "captions.alms") as project:
        assert project.document().language == "en" and project.meta("model") == "base"
        transcript = project.transcript()
        assert [segment.start for segment in transcript.segments] == [1000, 6000]
        assert project.document().captions == lay_out(transcript, get_style("netflix")).captions
        assert project.meta("appended") == len(project.document().captions)
        assert project.media.path == sound


def test_marks_become_notes_of_the_cues(tmp_path, sound):
    sink = ProjectFile(tmp_path / "captions.alms", sound)
    sink.mark(500, "before")
    for event in SAID:
        sink.show(event)
    sink.mark(8000, "Mark")
    sink.hear(np.zeros(32_000, np.float32))
    sink.close()
    with Project.open(tmp_path / "captions.alms") as project:
        assert project.marks() == [Mark(500, "before"), Mark(8000, "Mark")]
        captions = project.document().captions
        assert captions[0].note == "before"
        (marked,) = [caption for caption in captions if caption.note == "Mark"]
        assert marked.start <= 8000
        assert project.meta("duration") == 2000


def test_a_speaker_without_pauses_gets_segments_too(tmp_path, sound):
    sink = ProjectFile(tmp_path / "captions.alms", sound)
    for number in range(40):
        sink.show(Committed(words("this goes on and on", 2000 * number), "en"))
    sink.close()
    with Project.open(tmp_path / "captions.alms") as project:
        segments = project.transcript().segments
        assert len(segments) >= 2 and all(one.end <= other.start for one, other in pairwise(segments))
        assert heard(project).split() == ["this", "goes", "on", "and", "on"] * 40
        assert project.document().captions == lay_out(project.transcript(), get_style("netflix")).captions


def test_nothing_said_makes_an_empty_project(tmp_path, sound):
    ProjectFile(tmp_path / "captions.alms", sound).close()
    with Project.open(tmp_path / "captions.alms") as project:
        assert project.document().captions == [] and project.media is not None


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 here")
def test_after_a_kill_everything_that_was_committed_is_there(tmp_path, sound):
    program = """
        import os, signal, sys
        from pathlib import Path
        from alm_studio.captions.transcript import Word
        from alm_studio.streaming.events import Committed
        from alm_studio.streaming.sinks.project_file import ProjectFile
        folder = Path(sys.argv[1])
        sink = ProjectFile(folder / "captions.alms", folder / "sound.flac")
        for n in range(5):
            sink.show(Committed((Word(f" word{n}", 500 * n, 500 * n + 400),), "en"))
        os.kill(os.getpid(), signal.SIGKILL)
    """
    command = [sys.executable, "-c", textwrap.dedent(program), str(tmp_path)]
    killed = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with Project.open(tmp_path / "captions.alms") as project:
        assert heard(project) == "word0 word1 word2 word3 word4"
