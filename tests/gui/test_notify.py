import sys
import threading
from pathlib import Path

import pytest

from alm_studio.base.errors import CancelledError, MediaError
from alm_studio.gui.notify import Action, Message
from alm_studio.gui.relabel import relabel
from alm_studio.gui.views.message_bar import MessageBar


def test_an_error_of_ours_is_its_own_sentence(notifier, qtbot):
    with qtbot.waitSignal(notifier.shown) as shown:
        notifier.report(MediaError("There is no sound in it."), Path("/films/a.mp4"))
    assert shown.args == [Message("error", "a.mp4: There is no sound in it.")]


def test_the_path_of_the_medium_is_shortened_and_its_name_not_repeated(notifier, qtbot):
    path = Path("/films/long/a.mp4")
    with qtbot.waitSignal(notifier.shown) as shown:
        notifier.report(MediaError(f"{path} is empty."), path)
    assert shown.args == [Message("error", "a.mp4 is empty.")]


def test_an_unexpected_error_is_a_sentence_with_details_in_the_log(notifier, qtbot, caplog):
    with qtbot.waitSignal(notifier.shown) as shown:
        notifier.report(ZeroDivisionError("secret detail"))
    assert "unexpected" in shown.args[0].text and "secret" not in shown.args[0].text
    assert "secret detail" in caplog.text


@pytest.mark.logs_warnings
def test_a_full_memory_says_what_to_do(notifier):
    assert "smaller model" in notifier.sentence(MemoryError())


def test_cancelling_is_no_error(notifier, qtbot):
    with qtbot.assertNotEmitted(notifier.shown, wait=50):
        notifier.report(CancelledError())


def test_what_nobody_caught_comes_here_from_every_thread(notifier, qtbot, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    notifier.install_hooks()

    def fail():
        raise MediaError("From a thread.")

    with qtbot.waitSignal(notifier.shown) as shown:
        threading.Thread(target=fail).start()
    assert shown.args[0].text == "From a thread."
    with qtbot.waitSignal(notifier.shown) as shown:
        sys.excepthook(MediaError, MediaError("From a slot."), None)
    assert shown.args[0].text == "From a slot."


@pytest.fixture
def bar(qtbot):
    bar = MessageBar()
    qtbot.addWidget(bar)
    return bar


def test_a_graver_message_stays_in_front(bar):
    bar.show_message(Message("error", "E"))
    bar.show_message(Message("info", "I"))
    assert bar.text == "E"
    bar.dismiss()
    assert bar.text == "I"
    bar.show_message(Message("warning", "W"))
    assert bar.text == "W"
    bar.dismiss()
    assert bar.text == "" and bar.isHidden()


def test_the_same_message_is_not_repeated(bar):
    for _ in range(3):
        bar.show_message(Message("error", "E"))
    bar.dismiss()
    assert bar.isHidden()


def test_an_offer_closes_the_message(bar):
    done = []
    bar.show_message(Message("info", "Q", (Action("Yes", lambda: done.append(1)),)))
    bar._action_buttons[0].click()
    assert done == [1] and bar.isHidden()


def test_a_long_name_does_not_widen_the_window(bar):
    bar.show_message(Message("error", f"Cannot write /home/{'a_long_name' * 20}.srt: no room."))
    assert bar.minimumSizeHint().width() < 400
    bar.resize(500, bar.heightForWidth(500))
    bar.show()
    bar.layout().activate()
    text = bar._text
    assert text.document().size().height() <= text.viewport().height()
    assert text.document().idealWidth() <= text.viewport().width()
    bar.show_message(Message("error", "Short."))
    assert bar.heightForWidth(500) < 60


def test_a_message_follows_the_language(qapp, bar):
    bar.show_message(Message("info", "There is nothing to fix."))
    relabel(qapp, "en", "zh_CN")
    assert bar._text.text and bar._text.text != "There is nothing to fix."
    relabel(qapp, "zh_CN", "en")
    assert bar._text.text == "There is nothing to fix."
