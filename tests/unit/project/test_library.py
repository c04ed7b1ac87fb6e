import pytest

from alm_studio.captions.document import Caption
from alm_studio.captions.edits import SetText
from alm_studio.captions.history import History
from alm_studio.captions.transcript import Segment
from alm_studio.project.library import Library
from alm_studio.project.project import Project
from alm_studio.project.words import query, spaced, terms


@pytest.fixture
def library(tmp_path):
    library = Library(tmp_path / "data" / "library.sqlite")
    library.path.parent.mkdir()
    yield library
    library.close()


def made(path, *texts, **meta):
    project = Project.create(path)
    project.append([], [Caption(1000 * n, 1000 * n + 900, text) for n, text in enumerate(texts)])
    project.set_meta(**meta)
    return project


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("weather", '"weather"*'),
        ("the weather ", '"the" "weather"'),
        ("天气", '"天 气"'),
        ("今天 weather很好", '"今 天" "weather" "很 好"'),
        ('don\'t "quote" AND*', '"don" "t" "quote" "AND"*'),
        (" -:. ", ""),
        ("ＡＢＣ", '"ABC"*'),
    ],
)
def test_queries(text, wanted):
    assert query(text) == wanted


def test_terms():
    assert terms("今天 weather") == ["今天", "weather"]
    assert spaced("好day") == " 好 day"


def test_everything_ever_said_is_found(library, tmp_path):
    with made(
        tmp_path / "a.alms", "The weather is fine.", "Naïve questions", title="A", language="en", duration=5000
    ) as a:
        library.index(a)
    with made(tmp_path / "b.alms", "今天天气很好", "我们去公园吧。", "ขอบคุณมาก", language="zh") as b:
        library.index(b)
    assert [(hit.entry.title, hit.start, hit.text) for hit in library.search("weath")] == [
        ("A", 0, "The weather is fine.")
    ]
    assert [hit.start for hit in library.search("naive")] == [1000]
    assert [hit.text for hit in library.search("天气")] == ["今天天气很好"]
    assert [hit.text for hit in library.search("气")] == ["今天天气很好"]
    assert [hit.text for hit in library.search("公园")] == ["我们去公园吧。"]
    assert [hit.start for hit in library.search("คุณ")] == [2000]
    assert library.search("气天") == library.search("fine today") == library.search('"') == []
    newest, oldest = library.entries()
    assert (newest.path, newest.title, newest.cues) == (tmp_path / "b.alms", "b", 3)
    assert (oldest.language, oldest.duration) == ("en", 5000)


def test_the_index_follows_edits(library, tmp_path):
    with made(tmp_path / "a.alms", "old words") as project:
        library.index(project)
        history = History(project.document())
        history.journal = project
        history.do(SetText(0, "new\nwords"))
        library.index(project)
    assert library.search("old") == []
    assert [hit.text for hit in library.search("new words")] == ["new words"]
    library.forget(project.path)
    assert library.search("words") == library.entries() == []


def test_what_was_heard_is_found_before_there_are_cues(library, tmp_path):
    with Project.create(tmp_path / "a.alms") as project:
        project.append([Segment(500, 900, "hello there")])
        library.index(project)
    assert [hit.start for hit in library.search("hello")] == [500]


def test_unfinished_projects(library, tmp_path):
    killed, done, waiting, unknown = (tmp_path / "data" / f"{name}.alms" for name in "abcd")
    for path in (killed, done, waiting):
        with made(path, "x") as project:
            library.opened(project)
            library.index(project)
    made(unknown, "x").close()
    library.closed(done, unfinished=False)
    library.closed(waiting, unfinished=True)
    assert library.unfinished() == [killed, waiting, unknown]
    waiting.unlink()
    library.closed(killed, unfinished=False)
    assert library.unfinished() == [unknown]


def test_a_damaged_index_is_begun_anew(library, tmp_path):
    library.path.write_bytes(b"x" * 5000)
    with made(tmp_path / "a.alms", "hello") as project:
        library.index(project)
    assert len(library.search("hello")) == 1


def test_projects_of_a_medium(library, tmp_path):
    sound = tmp_path / "a.wav"
    sound.write_bytes(b"x")
    with made(tmp_path / "a.alms", "hello") as project:
        project.set_media(sound)
        library.index(project)
    assert [entry.path for entry in library.find(sound)] == [project.path]
    assert library.find(tmp_path / "b.wav") == []
