import av
import pytest

from alm_studio.__main__ import main
from alm_studio.captions.document import Caption
from alm_studio.captions.edits import SetText
from alm_studio.captions.history import History
from alm_studio.project.project import Project
from tests.unit.audio.media_files import Track, tone, write

SRT = "1\n00:00:00,100 -> 00:00:00,900\nÄh, {}\n"


@pytest.fixture
def srt(tmp_path):
    path = tmp_path / "film.srt"
    path.write_bytes(SRT.encode("cp1252"))
    return path


def test_another_format_and_what_was_mended(srt, tmp_path, capsys):
    assert main(["convert", str(srt), str(tmp_path / "out.vtt")]) == 0
    assert (tmp_path / "out.vtt").read_text() == "WEBVTT\n\n00:00:00.100 --> 00:00:00.900\nÄh, {}\n"
    told = capsys.readouterr().err
    assert "read as cp125" in told and "One time stamp" in told
    assert main(["convert", str(srt), str(tmp_path / "out.vtt")]) == 5
    assert main(["convert", str(srt), str(tmp_path / "karaoke"), "-f", "ass-karaoke", "--quiet"]) == 0
    assert "[Events]" in (tmp_path / "karaoke").read_text()


def test_into_a_film(srt, tmp_path):
    film = write(tmp_path / "film.mp4", Track([(0.0, tone(1.0))], codec="aac"), video_seconds=1.0)
    assert main(["convert", str(srt), str(tmp_path / "out.mkv"), "--media", str(film)]) == 0
    with av.open(str(tmp_path / "out.mkv")) as container:
        assert len(container.streams.subtitles) == 1
    assert main(["convert", str(srt), str(tmp_path / "burned.mp4"), "--media", str(film), "--burn"]) == 0
    with av.open(str(tmp_path / "burned.mp4")) as container:
        assert len(container.streams.subtitles) == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["film.srt", "out.mkv"], 2, "--media FILM"),
        (["film.srt", "out.odt"], 2, "There is no format '.odt'"),
        (["none.srt", "out.vtt"], 2, "cannot be read"),
        (["film.srt", "out.mkv", "--media", "none.mp4"], 3, "There is no file"),
    ],
)
def test_what_cannot_be(srt, tmp_path, monkeypatch, capsys, arguments, code, said):
    monkeypatch.chdir(tmp_path)
    assert main(["convert", *arguments]) == code
    assert said in capsys.readouterr().err


def test_a_project_is_read_like_captions(tmp_path):
    source, target = tmp_path / "talk.alms", tmp_path / "talk.srt"
    with Project.create(source) as project:
        project.append([], [Caption(0, 900, "heard")])
        history = History(project.document())
        history.journal = project
        history.do(SetText(0, "mine"))
    assert main(["convert", str(source), str(target)]) == 0
    assert "mine" in target.read_text()
    (tmp_path / "broken.alms").write_bytes(b"x" * 900)
    assert main(["convert", str(tmp_path / "broken.alms"), str(tmp_path / "b.srt")]) == 3
