"""Captions from files in the window, and films with captions in them."""

import av
import pytest
from PySide6.QtWidgets import QFileDialog, QProgressDialog

from alm_studio.captions.formats.repairs import Mended, Repair
from alm_studio.gui.controllers.importing import medium_beside
from alm_studio.gui.dialogs.export_film import FilmChoice
from alm_studio.gui.dialogs.import_captions import RepairSentences, ReportDialog
from alm_studio.gui.media_item import State
from tests.unit.audio.media_files import Track, tone, write

from .helpers import wait, write_sound

SRT = "1\n00:00:00,100 -> 00:00:00,900\nFirst\n\n2\n00:00:01,000 --> 00:00:02,000\nSecond\n"


@pytest.fixture
def srt(tmp_path):
    path = tmp_path / "talk.de.srt"
    path.write_text(SRT)
    return path


def texts(window):
    return [caption.text for caption in window.item.document.captions]


def test_captions_open_their_medium_and_can_be_undone(window, qtbot, tmp_path, srt):
    sound = write_sound(tmp_path / "talk.wav", 3.0)
    window.commands.open_paths([srt])
    qtbot.waitUntil(lambda: window.item is not None and len(texts(window)) == 2, timeout=5000)
    assert window.item.path == sound
    assert window.item.state is State.DONE and window.item.exported
    qtbot.waitUntil(lambda: "2 cues imported from talk.de.srt. The file was mended." in window.messages.text)
    window.commands.undo()
    assert texts(window) == []
    window.commands.redo()
    assert texts(window) == ["First", "Second"]


def test_captions_of_another_name_go_to_the_medium_in_view(window, qtbot, tmp_path, srt):
    window.commands.open_paths([write_sound(tmp_path / "other.wav", 1.5)])
    window.importing.open(srt)
    qtbot.waitUntil(lambda: texts(window) == ["First", "Second"], timeout=5000)


def test_captions_without_medium_or_of_no_kind_are_told(window, qtbot, tmp_path, srt):
    window.importing.open(srt)
    qtbot.waitUntil(lambda: "Open the video or the sound first" in window.messages.text, timeout=5000)
    bad = tmp_path / "bad.srt"
    bad.write_text("nothing")
    window.importing.open(bad)
    qtbot.waitUntil(lambda: "has no line with times" in window.messages.text, timeout=5000)
    assert len(window.queue) == 0


def test_a_transcription_is_not_disturbed(window, qtbot, backend, tmp_path, srt):
    backend.default = [wait(5)]
    window.commands.open_paths([write_sound(tmp_path / "talk.wav", 1.0)], start=True)
    qtbot.waitUntil(lambda: window.item.active, timeout=5000)
    window.importing.open(srt)
    qtbot.waitUntil(lambda: "Stop the transcription first" in window.messages.text, timeout=5000)
    assert texts(window) == []


def test_the_report_has_a_line_for_every_kind(window, qtbot):
    sentence = RepairSentences().of
    repairs = [Repair(kind, 2, "cp1252") for kind in Mended]
    assert all(sentence(repair) and "{" not in sentence(repair) and "%" not in sentence(repair) for repair in repairs)
    assert "was" in sentence(Repair(Mended.CONTROLS, 1)) and "were" in sentence(Repair(Mended.CONTROLS, 2))
    dialog = ReportDialog("talk.srt", repairs, window)
    qtbot.addWidget(dialog)
    assert dialog.list.count() == len(Mended)


def test_the_medium_beside_is_found_by_its_name(tmp_path):
    film = tmp_path / "film.mp4"
    film.touch()
    for name, found in (("film.srt", True), ("film.zh-Hans.srt", True), ("filming.srt", False), ("x.film.srt", False)):
        assert (medium_beside(tmp_path / name) == film) is found
    assert medium_beside(tmp_path / "none" / "film.srt") is None


@pytest.mark.parametrize("burned", [False, True])
def test_films_with_captions(window, qtbot, tmp_path, srt, monkeypatch, burned):
    film = write(tmp_path / "talk.mp4", Track([(0.0, tone(2.5))], codec="aac"), video_seconds=2.5)
    window.commands.open_paths([film])
    window.importing.open(srt)
    qtbot.waitUntil(lambda: len(texts(window)) == 2, timeout=5000)
    window.actions_["export_film"].trigger()
    dialog = window.films.dialog
    (dialog.burned if burned else dialog.track).setChecked(True)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "copy"), "Matroska (*.mkv)"))
    dialog.accept()
    qtbot.waitUntil(lambda: "Exported copy.mkv" in window.messages.text, timeout=10_000)
    with av.open(str(tmp_path / "copy.mkv")) as copy:
        assert len(copy.streams.subtitles) == (0 if burned else 1)
    assert not window.findChildren(QProgressDialog)


def test_a_film_that_cannot_be_written_is_told(window, qtbot, tmp_path, srt):
    assert not window.actions_["export_film"].isEnabled()
    window.films.ask()
    qtbot.waitUntil(lambda: "Open a video" in window.messages.text)
    window.commands.open_paths([write_sound(tmp_path / "talk.wav", 1.0)])
    window.importing.open(srt)
    qtbot.waitUntil(lambda: len(texts(window)) == 2, timeout=5000)
    window.films.write(window.item, FilmChoice(tmp_path / "copy.mkv", burned=True))
    qtbot.waitUntil(lambda: "no moving picture" in window.messages.text, timeout=5000)
    assert not (tmp_path / "copy.mkv").exists()
