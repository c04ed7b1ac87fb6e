import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alm_studio.base.errors import MediaError, OutputError, UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.edits import AcceptSilence, Delete, Insert, Replace, SetText, SetTimes
from alm_studio.captions.history import History
from alm_studio.captions.transcript import Evidence, Mismatch, Segment, Transcript, Word
from alm_studio.captions.word_edits import Merge
from alm_studio.project import schema
from alm_studio.project.project import Project
from alm_studio.project.records import Mark


def word(text, start, evidence=None):
    return Word(text, start, start + 400, 1 / 3, evidence)


def cue(number, text="one two"):
    start = number * 2000
    words = tuple(word(f" {part}", start + 500 * n, Evidence(0.1, 0.2, 2 / 3)) for n, part in enumerate(text.split()))
    return Caption(start, start + 1500, text, words, "en")


def heard(number):
    made = cue(number)
    return Segment(made.start, made.end, made.text, made.words, "en", (1, 2, number), -0.25, 0.125, 1.5, 0.2)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "talk.alms"


@pytest.fixture
def project(path):
    with Project.create(path) as project:
        yield project


def reopened(project):
    project.close()
    return Project.open(project.path)


def test_everything_is_there_again(project):
    segments, cues = [heard(0), heard(1)], [cue(0, "你好 世界"), cue(1)]
    project.append(segments[:1], cues[:1], [(700, 900)])
    project.append(segments[1:], cues[1:], place={"windows": 2})
    project.set_meta(language="en", duration=4000, model="base", style="bbc", title="Talk", settings={"beam": 5})
    project.add_mark(1500, "here")
    project.add_mark(200)
    with reopened(project) as again:
        assert again.document() == Document(cues, "en", "Talk")
        assert again.transcript() == Transcript("en", segments, 4000, model="base", unwritten=[(700, 900)])
        assert again.marks() == [Mark(200, ""), Mark(1500, "here")]
        assert again.meta("settings") == {"beam": 5}
        assert (again.meta("place"), again.meta("appended")) == ({"windows": 2}, 2)


def test_a_whole_is_put_in_the_place_of_another(project):
    project.append([heard(0)], [cue(0)])
    document = Document([cue(3), cue(4)], "de", "Other", [(1, 2), (3, 4)])
    mismatch = Mismatch("unspoken", 5, 6, "never said")
    transcript = Transcript("de", [heard(3)], 9000, "translate", "tiny", ["quiet"], [(8, 9)], [mismatch])
    project.write(document, transcript, style="bbc")
    with reopened(project) as again:
        assert (again.document(), again.transcript(), again.meta("style")) == (document, transcript, "bbc")


EDITS = st.lists(
    st.one_of(
        st.builds(SetText, st.integers(0, 3), st.text("abc 你", min_size=1)),
        st.builds(SetTimes, st.integers(0, 3), st.integers(0, 9000), st.integers(0, 9000)),
        st.builds(Delete, st.integers(0, 3), st.integers(1, 2)),
        st.builds(
            lambda row, start: Insert(row, Caption(start, start + 9, "new")), st.integers(0, 4), st.integers(0, 9000)
        ),
        st.builds(AcceptSilence, st.integers(0, 9000), st.just(9000)),
        st.builds(Merge, st.integers(0, 2)),
        st.sampled_from(["undo", "redo", "append"]),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=EDITS)
def test_a_project_follows_every_edit_and_knows_the_way_back(tmp_path, steps):
    path = tmp_path / "x.alms"
    path.unlink(missing_ok=True)
    with Project.create(path) as project:
        document = Document([cue(number) for number in range(4)])
        project.append([], document.captions)
        history = History(document)
        history.journal = project
        for step in steps:
            if step == "append":
                last = max((one.start for one in document.captions), default=0) // 2000
                document.captions.append(cue(last + 1))
                project.append([], document.captions[-1:])
            elif isinstance(step, str):
                getattr(history, step)()
            else:
                try:
                    history.do(step)
                except (UsageError, IndexError):
                    continue
    history.journal = None
    with Project.open(path) as again:
        assert again.document() == document
        restored = History(again.document())
        restored.restore(*again.history())
        assert (restored.undo_label, restored.redo_label) == (history.undo_label, history.redo_label)
        if "append" not in steps:
            for way in ("undo", "redo"):
                while getattr(history, f"{way}_label"):
                    getattr(history, way)()
                    getattr(restored, way)()
                    assert restored.document == history.document


def test_a_thousand_cues_between_two(project):
    project.append([], [cue(0), cue(1)])
    document = project.document()
    history = History(document)
    history.journal = project
    for _ in range(60):  # always in the same gap: the room runs out
        history.do(Insert(1, Caption(100, 200, "x")))
    history.do(Replace(1, 1, [Caption(100, 200, str(n)) for n in range(1000)]))
    with reopened(project) as again:
        assert again.document() == document


def test_what_fails_together_leaves_nothing(project):
    project.append([], [cue(0)])
    with pytest.raises(ZeroDivisionError), project.together():
        project.append([], [cue(1)])
        project.set_meta(model="x")
        raise ZeroDivisionError
    project.append([], [cue(2)])
    assert project.document().captions == [cue(0), cue(2)]
    assert project.meta("model") is None


def test_an_open_project_is_not_opened_twice(project):
    with pytest.raises(OutputError, match="open in another window"):
        Project.open(project.path)


def test_a_project_is_never_made_in_the_place_of_another(project):
    with pytest.raises(OutputError, match="exists"):
        Project.create(project.path)


@pytest.mark.parametrize("content", [b"", b"x" * 5000])
def test_another_file_is_no_project(path, content):
    path.write_bytes(content)
    with pytest.raises(MediaError, match="not a project"):
        Project.open(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_not_touched(path):
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE t (x)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(MediaError, match="not a project"):
        Project.open(path)
    assert path.read_bytes() == before


def test_a_missing_one_gets_a_sentence(path):
    with pytest.raises(MediaError, match="no project"):
        Project.open(path)


def test_damage_is_found_on_opening(project):
    project.append([heard(n) for n in range(50)], [cue(n) for n in range(50)])
    project.close()
    data = bytearray(project.path.read_bytes())
    data[8192:12288] = b"\xff" * 4096
    project.path.write_bytes(data)
    with pytest.raises(MediaError, match="damaged"):
        Project.open(project.path)


def test_a_newer_version_is_left_alone(project):
    project.close()
    other = sqlite3.connect(project.path)
    other.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    other.close()
    with pytest.raises(MediaError, match="newer version"):
        Project.open(project.path)


def test_an_older_version_is_brought_up_to_date(path, monkeypatch):
    with monkeypatch.context() as older:
        older.setattr(schema, "STEPS", schema.STEPS[:1])
        older.setattr(schema, "VERSION", 1)
        older.setattr("alm_studio.project.project.VERSION", 1)
        with Project.create(path) as project:
            project.append([heard(0)], [cue(0)])
    with Project.open(path) as project:
        project.add_mark(5, "new")
        assert project.document().captions == [cue(0)]
        assert project.marks() == [Mark(5, "new")]


def test_a_full_disk_gets_a_sentence_and_loses_nothing(project):
    project.append([], [cue(0)])
    project._database.connection.execute("PRAGMA max_page_count = 20")
    with pytest.raises(OutputError, match="full"):
        project.append([], [cue(n) for n in range(1, 1000)])
    project._database.connection.execute("PRAGMA max_page_count = 100000")
    project.append([], [cue(1)])
    assert project.document().captions == [cue(0), cue(1)]


def test_a_vanished_file_gets_a_sentence(project):
    shutil.rmtree(project.path.parent)
    with pytest.raises(OutputError, match="no longer there"):
        project.append([], [cue(0)])


def test_a_read_only_project_is_opened_as_a_copy(project, tmp_path, monkeypatch):
    project.append([], [cue(0)])
    killed = tmp_path / "killed.alms"  # what a killed program leaves: the log is not in the file yet
    for suffix in ("", "-wal"):
        shutil.copyfile(f"{project.path}{suffix}", f"{killed}{suffix}")
    with Project.open_copy(killed, tmp_path / "data" / "copy.alms") as copy:
        assert copy.document().captions == [cue(0)]


def test_a_copy_elsewhere(project, tmp_path):
    sound = tmp_path / "talk.flac"
    sound.write_bytes(b"sound")
    project.set_media(sound)
    project.append([], [cue(0)])
    target = tmp_path / "deep" / "copy.alms"
    with project.save_as(target) as copy:
        copy.append([], [cue(1)])
        assert copy.media.relative == "../talk.flac"
    assert project.document().captions == [cue(0)]
    with Project.open(target) as copy:
        assert copy.document().captions == [cue(0), cue(1)]
    assert [entry.name for entry in target.parent.iterdir()] == ["copy.alms"]
    with pytest.raises(UsageError):
        project.save_as(project.path)


def test_a_copy_in_the_place_of_another_knows_nothing_of_its_log(project, tmp_path):
    target = tmp_path / "old.alms"
    target.write_bytes(b"old")
    target.with_name("old.alms-wal").write_bytes(b"old log")
    project.append([], [cue(0)])
    with project.save_as(target) as copy:
        assert copy.document().captions == [cue(0)]


def test_unknown_facts_of_a_newer_version_are_passed_over(project):
    project.append([heard(0)], [cue(0)])
    for table in ("cue", "segment"):
        project._database.connection.execute(f"UPDATE {table} SET data = json_set(data, '$.colour', 'red')")
    assert project.document().captions == [cue(0)]
    assert project.transcript().segments == [heard(0)]


def test_segments_behind_a_place_are_forgotten(project):
    project.append([heard(n) for n in range(5)], [cue(n) for n in range(5)])
    project.keep_segments(3)
    project.truncate(4)
    assert project.transcript().segments == [heard(n) for n in range(3)]
    assert project.document().captions == [cue(n) for n in range(4)]


def test_no_folder(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="folder"):
        Project.create(tmp_path / "file" / "x.alms")


def test_replaced_cues_keep_what_a_person_added(project):
    changed = replace(cue(0), **{name: "x" for name in ("speaker", "note") if hasattr(cue(0), name)})
    project.append([], [changed])
    assert project.document().captions == [changed]


def test_media_is_found_where_it_was_moved(project, tmp_path):
    from alm_studio.project.media import find, is_same

    sound = tmp_path / "sub" / "talk.flac"
    sound.parent.mkdir()
    sound.write_bytes(b"sound" * 300_000)
    project.set_media(sound)
    reference = project.media
    assert find(reference, project.path) == sound
    moved = tmp_path / "talk.flac"
    sound.rename(moved)
    assert find(reference, project.path) == moved
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "sub").mkdir()
    moved.rename(elsewhere / "sub" / "talk.flac")
    assert find(reference, project.path) is None
    assert find(reference, elsewhere / "talk.alms") == elsewhere / "sub" / "talk.flac"
    (tmp_path / "talk.flac").write_bytes(b"other" * 300_000)
    assert find(reference, project.path) is None
    assert not is_same(reference, Path("/nowhere"))
    with pytest.raises(MediaError, match="Cannot read"):
        project.set_media(tmp_path / "nothing.wav")


def test_a_project_made_of_what_is_in_memory(project, tmp_path):
    target = tmp_path / "elsewhere.alms"
    target.write_bytes(b"old")
    with Project.replace(target, lambda new: new.write(Document([cue(0)], "en"), Transcript("en", [heard(0)]))) as made:
        made.append([], [cue(1)])
        assert made.document().captions == [cue(0), cue(1)]
    target.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        Project.replace(target, lambda _new: 1 / 0)
    assert target.read_bytes() == b"old"
    assert sorted(entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".")) == []
