import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from alm_studio.captions.document import Document
from alm_studio.captions.transcript import Evidence, Transcript, Word
from alm_studio.gui.media_item import MediaItem
from alm_studio.gui.recovery import Recovered, Recovery, dump, load

from .helpers import caption, segment


@pytest.fixture
def kept():
    captions, segments = [caption(0, "你好"), caption(1, "b\nc")], [segment(0, "你好", "zh")]
    word = Word("你", 0, 200, 0.5, Evidence(0.25, 0.5, 0.75))
    captions[0] = replace(captions[0], words=(word, Word("好", 200, 400)))
    document = Document(captions, "zh", "b", silences=[(7000, 8000)])
    transcript = Transcript("zh", segments, 4000, unwritten=[(5000, 6000), (7000, 8000)])
    return Recovered(Path("/a/b.mp4"), "bbc", document, transcript, True)


@pytest.fixture
def recovery(jobs):
    failures = []
    recovery = Recovery(jobs, failures.append)
    yield recovery
    assert not failures


def item_with_cue():
    item = MediaItem(Path("/a/b.mp4"), style="bbc")
    item.document.captions.append(caption(0, "kept"))
    return item


def end(recovery):
    """As if its process had died: the lock is free."""
    recovery._lock.unlock()


def test_round_trip(tmp_path, kept):
    path = tmp_path / "x.json"
    path.write_bytes(dump(kept))
    assert load(path) == kept


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"media": 1}', "null"])
def test_a_damaged_file_is_none(tmp_path, damage):
    path = tmp_path / "x.json"
    path.write_text(damage)
    assert load(path) is None


def test_what_was_noted_is_found_by_the_next_session(jobs, recovery, qtbot):
    recovery.note(item_with_cue())
    other = Recovery(jobs, print)
    other._session = other._session.with_name("other")
    qtbot.waitUntil(lambda: bool(list(recovery._session.glob("*.json"))), timeout=3000)
    assert other.leftovers() == []  # the first session lives
    end(recovery)
    (path,) = other.leftovers()
    assert load(path).document.captions == [caption(0, "kept")]


def test_changes_are_written_once_a_second(jobs, recovery, qtbot, monkeypatch):
    writes = []
    monkeypatch.setattr(recovery, "_write", writes.append)
    item = item_with_cue()
    for _ in range(100):
        recovery.note(item)
    qtbot.wait(1200)
    assert writes == [item]


def test_what_was_exported_is_forgotten(jobs, recovery, qtbot):
    item = item_with_cue()
    recovery.note(item)
    recovery.flush()
    qtbot.waitUntil(lambda: bool(list(recovery._session.glob("*.json"))), timeout=3000)
    recovery.forget(item)
    qtbot.waitUntil(lambda: not list(recovery._session.glob("*.json")), timeout=3000)


def test_the_folder_names_its_process(recovery):
    assert str(os.getpid()) in recovery._session.name
    assert json.loads(dump(Recovered(Path("a"), "", Document(), Transcript())))["media"] == "a"
