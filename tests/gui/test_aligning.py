"""A text of the user's own: chosen, timed by the model, shown, taken back."""

import pytest

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption
from alm_studio.captions.transcript import Mismatch, Segment, Transcript, Word
from alm_studio.gui.controllers import aligning
from alm_studio.gui.dialogs.mismatches import MismatchDialog
from alm_studio.gui.media_item import State
from alm_studio.pipeline import events

from .helpers import talk, wait, write_sound

MISMATCHES = [
    Mismatch("unspoken", 1500, 2000, "Read by nobody."),
    Mismatch("unwritten", 5000, 6500, "and this was said on top"),
]


def aligned(cues=2, mismatches=()):
    captions = tuple(
        Caption(n * 3000, n * 3000 + 2500, f"My line {n}", (Word(f" My line {n}", n * 3000, n * 3000 + 2000),), "en")
        for n in range(cues)
    )
    segments = [Segment(c.start, c.end, c.text, c.words, "en") for c in captions]
    transcript = Transcript("en", segments, 9000, mismatches=list(mismatches))
    return [
        events.Opened(9000),
        events.LanguageDetected("en", 0.99),
        events.Advanced(4000, 9000, 1.0, "aligning"),
        *(events.SegmentReady(segment) for segment in segments),
        events.CaptionsReady(captions),
        events.Finished(transcript),
    ]


@pytest.fixture
def opened(window, qtbot, tmp_path, monkeypatch):
    """A window with a medium, and a text that the file dialog will name."""
    window.commands.open_paths([write_sound(tmp_path / "speech.wav")])
    script = tmp_path / "script.txt"
    script.write_text("My line 0. My line 1.", encoding="utf-8")
    monkeypatch.setattr(aligning, "ask_text", lambda *_: script)
    return window


def run(window, qtbot):
    window.actions_["align"].trigger()
    qtbot.waitUntil(lambda: window.transcription.busy, timeout=5000)
    qtbot.waitUntil(lambda: not window.transcription.busy, timeout=5000)


def texts(window):
    return [caption.text for caption in window.item.document.captions]


def test_a_text_becomes_captions_which_can_be_taken_back(opened, qtbot, backend):
    backend.default = aligned()
    assert opened.actions_["align"].isEnabled()
    run(opened, qtbot)
    assert [word.key for word in backend.requests[0].script.words] == ["my", "line", "0", "my", "line", "1"]
    assert texts(opened) == ["My line 0", "My line 1"]
    assert opened.item.state is State.DONE
    opened.actions_["undo"].trigger()
    assert texts(opened) == []
    opened.actions_["redo"].trigger()
    assert texts(opened) == ["My line 0", "My line 1"]
    assert opened.editor.table.model().rowCount() == 2


def test_old_captions_stay_until_the_new_ones_are_whole(opened, qtbot, backend):
    backend.default = talk(3)
    opened.actions_["generate"].trigger()
    qtbot.waitUntil(lambda: opened.item.state is State.DONE, timeout=5000)
    before = texts(opened)
    assert len(before) == 3
    seen = []
    backend.default = [*aligned()[:-1], wait(0.3), lambda _cancel: seen.append(texts(opened)), aligned()[-1]]
    run(opened, qtbot)
    assert seen == [before]
    assert texts(opened) == ["My line 0", "My line 1"]
    opened.actions_["undo"].trigger()
    assert texts(opened) == before


def test_a_text_of_something_else_leaves_everything_as_it_was(opened, qtbot, backend):
    backend.default = [events.Opened(9000), UsageError("The text is not what is said in the medium.")]
    with qtbot.waitSignal(opened.notifier.shown) as shown:
        run(opened, qtbot)
    assert "not what is said" in shown.args[0].text
    assert opened.item.state is State.READY and texts(opened) == []
    assert not opened.actions_["undo"].isEnabled()


def test_stopping_keeps_the_captions(opened, qtbot, backend):
    backend.default = [*aligned()[:-1], wait(20)]
    opened.actions_["align"].trigger()
    qtbot.waitUntil(lambda: "Aligning the text" in opened.status.text, timeout=5000)
    assert opened.item.state is State.WORKING
    opened.actions_["cancel"].trigger()
    qtbot.waitUntil(lambda: not opened.transcription.busy, timeout=5000)
    assert opened.item.state is State.READY and texts(opened) == []


def test_a_file_that_is_no_text_is_told(opened, qtbot, tmp_path):
    with qtbot.waitSignal(opened.notifier.shown) as shown:
        opened.aligning.align(opened.item, tmp_path / "missing.txt")
    assert "cannot be read" in shown.args[0].text


def test_what_differs_is_shown_and_leads_to_its_place(opened, qtbot, backend, monkeypatch):
    backend.default = aligned(mismatches=MISMATCHES)
    with qtbot.waitSignal(opened.notifier.shown) as shown:
        run(opened, qtbot)
    message = shown.args[0]
    assert "one part of the text is not spoken" in message.text
    assert "one stretch of speech is not in the text" in message.text
    places = []
    monkeypatch.setattr(opened.playback, "seek", places.append)
    message.actions[0].run()
    dialog = opened.findChild(MismatchDialog)
    assert dialog.isVisible()
    assert [dialog.table.item(row, 2).text() for row in range(2)] == [found.text for found in MISMATCHES]
    dialog.table.selectRow(1)
    assert places == [5000]
    dialog.close()


def test_mismatches_survive_a_crash(opened, qtbot, backend):
    backend.default = aligned(mismatches=MISMATCHES)
    run(opened, qtbot)
    kept = []
    opened.keeping.keeper(opened.item).ask(lambda project: project.transcript(), kept.append)
    qtbot.waitUntil(lambda: bool(kept), timeout=3000)
    assert kept[0].mismatches == MISMATCHES
