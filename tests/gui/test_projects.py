"""Projects in the window. A crash is what a copy of its files shows: they are as a kill would leave them."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from alm_studio.base.paths import projects_dir
from alm_studio.captions.document import Caption
from alm_studio.captions.transcript import Transcript
from alm_studio.gui.controllers import projects as controller
from alm_studio.gui.controllers.export import what_to_write
from alm_studio.gui.media_item import State
from alm_studio.gui.models.cue_table import TEXT
from alm_studio.pipeline import events
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.resuming import Place
from alm_studio.project.project import Project

from .helpers import caption, segment, talk, wait, write_sound

OWN = "speech.alms"


@pytest.fixture
def sound(tmp_path):
    return write_sound(tmp_path / "speech.wav")


@pytest.fixture
def captioned(window, qtbot, sound):
    """A window with three cues."""
    window.commands.open_paths([sound], start=True)
    qtbot.waitUntil(lambda: window.item is not None and window.item.state is State.DONE, timeout=5000)
    settle(window, qtbot)
    return window


def settle(window, qtbot):
    """Everything is written, and what that leads to has happened."""
    done = []
    window.keeping.lane.run(lambda: None, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=5000)


def edit(window, row, text):
    cues = window.queue.cues(window.item)
    assert cues.setData(cues.index(row, TEXT), text)


def texts(window):
    return [cue.text for cue in window.item.document.captions]


def crash(tmp_path):
    """The files of the running window's projects, as a kill leaves them, in the place of these."""
    folder = projects_dir()
    aside = tmp_path / "killed"
    shutil.copytree(folder, aside)
    return folder, aside


def after_crash(window, qtbot, tmp_path):
    """Close the medium in view, then put the files back as they were before."""
    settle(window, qtbot)
    folder, aside = crash(tmp_path)
    window.commands.remove(window.item)
    settle(window, qtbot)
    window.keeping.library.close()
    shutil.rmtree(folder)
    shutil.copytree(aside, folder)


def cut_short(cues, reached):
    """A transcription of four cues of which ``cues`` came before it was stopped; the place is behind ``reached``."""
    script = talk(4)[:-1]
    place = 2 + 4 * reached
    where = Place(windows=reached, batches=reached, segments=reached, votes={"en": 2.5}, tokens=[7], language="en")
    return [*script[:place], events.Reached(where), *script[place : 2 + 4 * cues]]


def test_everything_is_written_as_it_comes(captioned, qtbot):
    edit(captioned, 1, "mine")
    edit(captioned, 2, "twice")
    captioned.commands.undo()
    captioned.queue.cues(captioned.item).accept_silence(100, 200)
    captioned.commands.undo()
    item, kept = captioned.item, []
    captioned.keeping.keeper(item).ask(
        lambda project: (project.document(), project.transcript(), project.meta("settings")), kept.append
    )
    qtbot.waitUntil(lambda: bool(kept), timeout=3000)
    document, transcript, settings = kept[0]
    assert document == item.document and texts(captioned)[1] == "mine"
    assert transcript == item.transcript
    assert settings["model"] == "base" and TranscribeOptions(**settings["options"]).beam == 0


def test_what_a_crash_left_is_offered_and_can_be_undone(captioned, qtbot, tmp_path):
    edit(captioned, 0, "mine")
    edit(captioned, 1, "yours")
    captioned.commands.undo()
    after_crash(captioned, qtbot, tmp_path)
    captioned.projects.look()
    qtbot.waitUntil(lambda: "speech.wav" in captioned.messages.text, timeout=3000)
    captioned.messages._action_buttons[0].click()
    qtbot.waitUntil(lambda: captioned.item is not None, timeout=3000)
    assert captioned.item.state is State.DONE
    assert texts(captioned) == ["mine", "Cue number 1", "Cue number 2"]
    assert captioned.item.edited and what_to_write(captioned.item)[1].segments == []
    captioned.commands.redo()
    assert texts(captioned)[1] == "yours"
    captioned.commands.undo()
    captioned.commands.undo()
    assert texts(captioned)[0] == "Cue number 0" and not captioned.item.edited
    settle(captioned, qtbot)
    with Project.open_copy(projects_dir() / OWN, tmp_path / "copy.alms") as project:
        assert project.document() == captioned.item.document


def test_what_is_left_alone_is_not_offered_again(captioned, qtbot, tmp_path):
    after_crash(captioned, qtbot, tmp_path)
    captioned.projects.look()
    qtbot.waitUntil(lambda: "speech.wav" in captioned.messages.text, timeout=3000)
    captioned.messages._action_buttons[1].click()
    settle(captioned, qtbot)
    captioned.projects.look()
    settle(captioned, qtbot)
    assert captioned.messages.text == ""
    assert [entry.path.name for entry in captioned.keeping.library.entries()] == [OWN]


def test_a_stopped_transcription_goes_on_behind_its_last_window(window, qtbot, backend, sound, tmp_path):
    backend.default = [*cut_short(3, reached=2), wait(30)]
    window.commands.open_paths([sound], start=True)
    qtbot.waitUntil(lambda: window.item is not None and len(texts(window)) == 3, timeout=5000)
    edit(window, 2, "edited before the crash")
    after = [events.SegmentReady(segment(2, "Cue number 2")), events.SegmentReady(segment(3, "Cue number 3"))]
    last = events.CaptionsReady((caption(3, "Cue number 3"),))
    whole = Transcript("en", [segment(n, f"Cue number {n}") for n in range(4)], 8000)
    settle(window, qtbot)
    folder, aside = crash(tmp_path)
    window.transcription.cancel_all()
    qtbot.waitUntil(lambda: not window.transcription.busy, timeout=3000)
    window.commands.remove(window.item)
    settle(window, qtbot)
    window.keeping.library.close()
    shutil.rmtree(folder)
    shutil.copytree(aside, folder)

    backend.default = [events.Opened(8000), *after, last, events.Finished(whole)]
    window.settings.beam = 1  # what is gone on with keeps its own options
    window.projects.look()
    qtbot.waitUntil(lambda: "speech.wav" in window.messages.text, timeout=3000)
    window.messages._action_buttons[0].click()
    qtbot.waitUntil(lambda: window.item is not None and window.item.state is State.DONE, timeout=5000)
    request = backend.requests[-1]
    assert request.options.beam == 0
    assert (request.resume.place.windows, request.resume.place.votes) == (2, {"en": 2.5})
    assert request.resume.segments == whole.segments[:2] and request.resume.captions == 3
    assert texts(window) == ["Cue number 0", "Cue number 1", "edited before the crash", "Cue number 3"]
    settle(window, qtbot)
    with Project.open_copy(projects_dir() / OWN, tmp_path / "copy.alms") as project:
        assert project.transcript() == whole and project.meta("place") is None
        assert project.document() == window.item.document


def test_a_stop_can_be_gone_on_from(window, qtbot, backend, sound):
    backend.default = [*cut_short(2, reached=2), wait(30)]
    window.commands.open_paths([sound], start=True)
    qtbot.waitUntil(lambda: window.item is not None and len(texts(window)) == 2, timeout=5000)
    assert not window.actions_["resume"].isEnabled()
    window.transcription.cancel_all()
    qtbot.waitUntil(lambda: window.item.state is State.CANCELLED, timeout=3000)
    assert window.actions_["resume"].isEnabled()
    backend.default = talk(4)[10:]
    window.actions_["resume"].trigger()
    qtbot.waitUntil(lambda: window.item.state is State.DONE, timeout=5000)
    assert backend.requests[-1].resume.captions == 2
    assert texts(window) == [f"Cue number {n}" for n in range(4)]
    assert not window.actions_["resume"].isEnabled()


def test_another_run_replaces_what_was_kept(captioned, qtbot, backend, tmp_path):
    backend.default = talk(2, text="New {n}")
    captioned.transcription.start([captioned.item])
    qtbot.waitUntil(lambda: captioned.item.state is State.DONE and len(texts(captioned)) == 2, timeout=5000)
    settle(captioned, qtbot)
    with Project.open_copy(projects_dir() / OWN, tmp_path / "copy.alms") as project:
        assert [cue.text for cue in project.document().captions] == ["New 0", "New 1"]


def test_a_project_is_saved_elsewhere_and_opened_again(captioned, qtbot, tmp_path, sound, monkeypatch):
    target = tmp_path / "mine" / "Talk.alms"
    monkeypatch.setattr(controller, "ask_project_file", lambda _parent, _media: target)
    edit(captioned, 0, "before")
    captioned.actions_["save_project"].trigger()
    edit(captioned, 1, "after")
    qtbot.waitUntil(lambda: "Talk.alms" in captioned.messages.text, timeout=5000)
    settle(captioned, qtbot)
    assert not (projects_dir() / OWN).exists()
    assert captioned.settings.recent_files[0] == str(target)
    captioned.commands.remove(captioned.item)
    settle(captioned, qtbot)
    captioned.messages.dismiss()
    captioned.projects.look()
    settle(captioned, qtbot)
    assert "Talk" not in captioned.messages.text  # it is saved: nothing to offer
    captioned.commands.open_paths([target])
    qtbot.waitUntil(lambda: captioned.item is not None, timeout=3000)
    assert captioned.item.path == sound
    assert texts(captioned) == ["before", "after", "Cue number 2"]
    captioned.commands.open_paths([target])  # it is open
    assert len(captioned.queue) == 1


def test_a_full_disk_is_said_and_the_work_goes_elsewhere(captioned, qtbot, tmp_path, monkeypatch):
    keeper = captioned.keeping.keeper(captioned.item)
    fill_disk = "PRAGMA max_page_count = 1"  # as many pages as there are
    keeper.ask(lambda project: project._database.connection.execute(fill_disk).fetchall(), lambda _pages: None)
    edit(captioned, 0, "long " * 2000)
    edit(captioned, 1, "in memory")
    qtbot.waitUntil(lambda: "full" in captioned.messages.text, timeout=3000)
    assert keeper.broken
    assert not captioned.close() and captioned.isVisible()
    box = captioned.findChild(QMessageBox)
    assert "in memory only" in box.informativeText()
    box.reject()
    target = tmp_path / "elsewhere.alms"
    monkeypatch.setattr(controller, "ask_project_file", lambda _parent, _media: target)
    captioned.messages._action_buttons[0].click()
    edit(captioned, 2, "on the other disk")
    settle(captioned, qtbot)
    with Project.open_copy(target, tmp_path / "copy.alms") as project:
        assert project.document() == captioned.item.document
        assert [done.label for done in project.history()[0]] == ["Edit text"] * 3


def test_a_vanished_disk_is_said_and_another_try_works(captioned, qtbot, tmp_path):
    shutil.rmtree(projects_dir())
    edit(captioned, 0, "mine")
    qtbot.waitUntil(lambda: "no longer there" in captioned.messages.text, timeout=3000)
    captioned.messages._action_buttons[1].click()
    settle(captioned, qtbot)
    edit(captioned, 1, "more")
    settle(captioned, qtbot)
    with Project.open_copy(projects_dir() / OWN, tmp_path / "copy.alms") as project:
        assert [cue.text for cue in project.document().captions] == ["mine", "more", "Cue number 2"]


def test_what_another_disk_lost_goes_on_in_the_data_folder(captioned, qtbot, tmp_path):
    target = tmp_path / "stick" / "talk.alms"
    captioned.projects.save_to(captioned.item, target)
    settle(captioned, qtbot)
    shutil.rmtree(target.parent)
    edit(captioned, 0, "mine")
    qtbot.waitUntil(lambda: "no longer there" in captioned.messages.text, timeout=3000)
    settle(captioned, qtbot)
    assert not captioned.keeping.in_memory_only()
    edit(captioned, 1, "more")
    settle(captioned, qtbot)
    with Project.open_copy(projects_dir() / OWN, tmp_path / "copy.alms") as project:
        assert [cue.text for cue in project.document().captions] == ["mine", "more", "Cue number 2"]


def saved(path: Path, sound: Path) -> Path:
    with Project.create(path, sound) as project:
        project.append([segment(0, "a")], [caption(0, "a"), caption(1, "b")], title="speech", language="en")
    return path


def test_a_medium_that_was_moved_is_found_or_asked_for(window, qtbot, tmp_path, sound, monkeypatch):
    path = saved(tmp_path / "a.alms", sound)
    moved = tmp_path / "far" / "other.wav"
    moved.parent.mkdir()
    sound.rename(moved)
    window.commands.open_paths([path])
    qtbot.waitUntil(lambda: "not where it was" in window.messages.text, timeout=3000)
    assert texts(window) == ["a", "b"] and window.item.path == sound
    monkeypatch.setattr(controller, "ask_moved", lambda _parent, _media: moved)
    window.messages._action_buttons[0].click()
    qtbot.waitUntil(lambda: window.item is not None and window.item.path == moved, timeout=3000)
    assert texts(window) == ["a", "b"]
    settle(window, qtbot)
    with Project.open_copy(path, tmp_path / "copy.alms") as project:
        assert project.media.path == moved


def test_another_file_is_used_only_when_the_user_says_so(window, qtbot, tmp_path, sound):
    path = saved(tmp_path / "a.alms", sound)
    sound.rename(tmp_path / "far.wav")
    window.commands.open_paths([path])
    qtbot.waitUntil(lambda: window.item is not None, timeout=3000)
    other = write_sound(tmp_path / "other.wav", 1.0)
    window.projects.relink(window.item, other)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None, timeout=3000)
    assert window.item.path == sound
    window.findChild(QMessageBox).buttons()[0].click()
    qtbot.waitUntil(lambda: window.item.path == other, timeout=3000)


def test_what_is_no_project_gets_a_sentence(window, qtbot, tmp_path):
    (tmp_path / "x.alms").write_bytes(b"nonsense" * 1000)
    window.commands.open_paths([tmp_path / "x.alms", tmp_path / "none.alms"])
    qtbot.waitUntil(lambda: "no project" in window.messages.text, timeout=3000)
    assert window.item is None


def test_a_medium_at_work_is_not_replaced(captioned, qtbot, tmp_path, sound):
    path = saved(tmp_path / "a.alms", sound)
    captioned.commands.open_paths([path])
    qtbot.waitUntil(lambda: "open already" in captioned.messages.text, timeout=3000)
    assert len(texts(captioned)) == 3
    settle(captioned, qtbot)
    Project.open(path).close()  # it was let go


def test_captions_from_before_are_offered(window, qtbot, tmp_path, sound):
    path = saved(tmp_path / "a.alms", sound)
    with Project.open(path) as project:
        window.keeping.library.index(project)
    window.commands.open_paths([sound])
    qtbot.waitUntil(lambda: "from before" in window.messages.text, timeout=3000)
    window.messages._action_buttons[0].click()
    qtbot.waitUntil(lambda: window.item is not None and texts(window) == ["a", "b"], timeout=3000)
    assert len(window.queue) == 1


def test_an_edited_ending_stays_when_the_work_goes_on(window, qtbot, backend, sound):
    """What was laid out when the work stopped is laid out anew, but not where somebody has edited it."""
    from alm_studio.gui.runs import Resumed
    from alm_studio.pipeline.resuming import Resume

    resumed = Resumed(Resume(Place()), 3000)
    cues = [Caption(1000, 2900, "old"), Caption(2500, 4000, "half"), Caption(4000, 5000, "new")]
    assert resumed.behind(cues) == [Caption(3000, 4000, "half"), Caption(4000, 5000, "new")]


def test_without_a_data_folder_the_work_is_in_memory_and_goes_elsewhere(window, qtbot, home, sound, tmp_path):
    settle(window, qtbot)
    shutil.rmtree(projects_dir())
    (home / "projects").write_text("a file is in the way")
    window.commands.open_paths([sound], start=True)
    qtbot.waitUntil(lambda: "data folder" in window.messages.text, timeout=5000)
    qtbot.waitUntil(lambda: window.item.state is State.DONE, timeout=5000)
    assert window.keeping.in_memory_only() == [window.item]
    window.projects.save_to(window.item, tmp_path / "talk.alms")
    settle(window, qtbot)
    assert not window.keeping.in_memory_only()
    with Project.open_copy(tmp_path / "talk.alms", tmp_path / "copy.alms") as project:
        assert len(project.document().captions) == 3
