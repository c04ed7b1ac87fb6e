"""The window of live captions by itself."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage, QRegion
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from alm_studio.base.live_settings import LiveSettings
from alm_studio.gui.controllers.live_menu import LiveMenu
from alm_studio.gui.dialogs.live_settings import LiveSettingsDialog
from alm_studio.gui.live_run import SoundInput
from alm_studio.gui.model_choice import ModelChoice
from alm_studio.gui.views.live.caption_text import CaptionText, joined, runs_right_to_left
from alm_studio.gui.views.live.level_meter import LevelMeter
from alm_studio.gui.views.live.look import look_of
from alm_studio.gui.views.live.overlay import LiveOverlay

LONG = " The quick brown fox jumps over the lazy dog and then goes home to sleep until the morning comes again."
DARK = LiveSettings(colors="dark", size=20)


@pytest.fixture
def text(qtbot):
    widget = CaptionText(look_of(DARK))
    qtbot.addWidget(widget)
    widget.resize(420, round(3 * widget.line_height))
    widget.show()
    return widget


@pytest.fixture
def overlay(qtbot):
    overlay = LiveOverlay(look_of(DARK), [QAction("Pause"), QAction("Stop")], QMenu())
    qtbot.addWidget(overlay)
    overlay.close_wanted.connect(overlay.hide)
    overlay.show()
    qtbot.waitExposed(overlay)
    return overlay


def drag(qtbot, overlay, begin, way):
    qtbot.mousePress(overlay, Qt.MouseButton.LeftButton, pos=begin)
    qtbot.mouseMove(overlay, begin + way)
    qtbot.mouseRelease(overlay, Qt.MouseButton.LeftButton, pos=begin + way)


def test_full_lines_never_break_anew(text):
    full: list[str] = []
    for number, word in enumerate((LONG * 2).split()):
        text.commit(f" {word}", "en", False)
        lines = text.shown_lines
        text.set_tentative(" perhaps more words" * (number % 3))
        text.set_tentative("")
        for line in lines[:-1]:
            if line not in full:
                full.append(line)
    assert "".join(full) == (LONG * 2).lstrip()[: len("".join(full))]


def test_the_newest_lines_are_seen_and_old_text_is_forgotten(text):
    for _ in range(40):
        text.commit(LONG, "en", False)
    assert len(text.shown_lines) == 3
    assert text.shown_lines[-1].rstrip().endswith("again.")
    assert len(text.text) < 1500


def test_text_does_not_jump_when_tentative_words_go(text):
    text.commit(LONG, "en", False)
    text.set_tentative(LONG)
    top = text.shown_lines[0]
    text.set_tentative(LONG[:-30])
    assert text.shown_lines[0] == top  # a line of it is gone, the others stay
    text.set_tentative("")
    assert len(text.shown_lines) == 3  # all of it is gone: nothing is left empty


def test_a_pause_parts_words_that_carry_no_space():
    assert joined("", " Hello", False) == "Hello"
    assert joined("你好", "再见", False) == "你好再见"
    assert joined("你好", "再见", True) == "你好 再见"
    assert joined("One.", " Two", True) == "One. Two"


def test_right_to_left_text_stands_at_the_right(text):
    assert runs_right_to_left("مرحبا Whisper بكم في") and not runs_right_to_left("Hello مرحبا there")
    text.commit("مرحبا بكم", "ar", False)
    picture = QImage(text.size(), QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    text.render(picture, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    left, right = (ink(picture, side) for side in (slice(0, 100), slice(picture.width() - 100, picture.width())))
    assert right and not left


def ink(picture: QImage, columns: slice) -> bool:
    """Whether anything bright is painted in these columns."""
    return any(
        picture.pixelColor(x, y).alpha() > 128
        for x in range(*columns.indices(picture.width()))
        for y in range(picture.height())
    )


def test_every_look_can_be_painted(qtbot, overlay):
    for settings in (
        LiveSettings(colors="light", lines=2),
        LiveSettings(colors="own", text_color="#ffee00", ground_color="#000000", opacity=0.0, size=40),
        LiveSettings(colors="system", font="Noto Serif CJK SC", lines=1),
    ):
        overlay.use_look(look_of(settings))
        overlay.text.set_hint("Listening.")
        overlay.text.commit("大家好。", "zh", False)
        overlay.grab()
        overlay.text.clear()
        overlay.grab()
    assert overlay.text.lines_in(overlay.text.height()) == 1


def test_dragging_moves_it_and_its_edges_change_its_size(qtbot, overlay):
    overlay.setGeometry(100, 300, 500, overlay.height())
    before = overlay.geometry()
    with qtbot.waitSignal(overlay.placed):
        drag(qtbot, overlay, QPoint(200, 60), QPoint(40, -30))
    assert overlay.pos() == before.topLeft() + QPoint(40, -30)
    before = overlay.geometry()
    with qtbot.waitSignal(overlay.lines_changed) as told:
        drag(qtbot, overlay, QPoint(250, overlay.height() - 2), QPoint(0, round(2 * overlay.text.line_height)))
    assert told.args == [5] and overlay.geometry().top() == before.top()
    before = overlay.geometry()
    drag(qtbot, overlay, QPoint(2, 60), QPoint(300, 0))
    assert overlay.width() <= overlay.minimumWidth() + 4 and overlay.geometry().right() == before.right()


def test_a_notice_makes_room_for_itself_and_goes(qtbot, overlay):
    foot, height = overlay.geometry().bottom(), overlay.height()
    overlay.notice.say("warning", "The microphone is gone. " * 6)
    assert overlay.height() > height + 20 and overlay.geometry().bottom() == foot
    assert overlay.text.lines_in(overlay.text.height()) == 3
    overlay.notice.clear()
    assert overlay.height() == height and overlay.geometry().bottom() == foot


def test_it_comes_back_where_it_was_put_if_a_screen_is_there(qtbot):
    def at(place):
        overlay = LiveOverlay(look_of(DARK), [], QMenu(), place)
        qtbot.addWidget(overlay)
        overlay.close_wanted.connect(overlay.hide)
        return overlay.geometry()

    assert at([60, 200, 500, 200]).left() == 60
    lost = at([9000, 9000, 500, 200])
    assert QGuiApplication.primaryScreen().availableGeometry().contains(lost)


def test_clicks_can_go_through(overlay):
    overlay.set_click_through(True)
    assert overlay.isVisible() and overlay.windowFlags() & Qt.WindowType.WindowTransparentForInput
    overlay.set_click_through(False)
    assert not overlay.windowFlags() & Qt.WindowType.WindowTransparentForInput


def test_delay_and_clock(qtbot, overlay):
    overlay.strip.set_state("on", "Recording")
    overlay.strip.set_delay(0.84)
    assert overlay.strip.texts[2] == "0.8 s"
    overlay.strip.set_delay(4.2)
    assert overlay.strip.texts[2] == "4.2 s behind"
    qtbot.waitUntil(lambda: overlay.strip.texts[1] == "00:01", timeout=3000)
    overlay.strip.set_state("paused", "Paused")
    qtbot.wait(300)
    assert overlay.strip.texts[1] == "00:01"


@pytest.mark.parametrize("state", ["Listening", "Opening the microphone…", "正在聆听"])
def test_in_a_narrow_window_the_delay_is_whole_and_the_model_goes_first(qtbot, overlay, state):
    strip = overlay.strip
    strip._elapsed = 3725.0
    strip.set_state("on", state)
    strip.set_model("Base multilingual · CPU · float32")
    strip.set_delay(4.2)
    by_importance = (strip.meter, strip._time, strip._model)
    left = []
    for width in (1000, 620, 560, 500, 420):
        overlay.resize(width, overlay.height())
        QApplication.sendPostedEvents()
        assert strip._delay.isVisible() and strip._delay.width() >= strip._delay.sizeHint().width()
        shown = [widget.isVisible() for widget in by_importance]
        assert shown == sorted(shown, reverse=True)
        for widget in (strip.meter, strip._time):
            assert widget.isHidden() or widget.width() >= widget.sizeHint().width()
        whole = strip._state_text.width() >= strip._state_text.sizeHint().width()
        assert whole or not any(shown)
        left.append(sum(shown))
    assert left[0] == 3 and left[-1] < 2
    assert strip.texts[0] == state and strip.texts[3].endswith("float32")


def test_a_notice_with_a_long_name_is_whole(overlay):
    overlay.resize(420, overlay.height())
    name = "alsa_input.usb-Blue_Microphones_Yeti" + "_Stereo_Microphone" * 4
    overlay.notice.say("warning", f"{name} no longer delivers sound.")
    QApplication.sendPostedEvents()
    text = overlay.notice._text
    assert overlay.notice.text.startswith(name) and overlay.width() == 420
    assert text.document().size().height() <= text.viewport().height()
    assert text.document().idealWidth() <= text.viewport().width()


def test_the_meter_rises_at_once_and_falls_slowly(qtbot):
    meter = LevelMeter(look_of(DARK))
    qtbot.addWidget(meter)
    meter.show()
    meter.set_level(0.0)
    assert meter.level == 0
    meter.set_level(1.0)
    assert meter.level == 1.0
    qtbot.waitUntil(lambda: 0 < meter.level < 0.9, timeout=2000)


def test_the_dialog_changes_the_look_at_once(qtbot):
    settings = LiveSettings()
    dialog = LiveSettingsDialog(settings, "")
    qtbot.addWidget(dialog)
    with qtbot.waitSignals([dialog.look_changed] * 3):
        dialog.text_size.setValue(33)
        dialog.opacity.setValue(40)
        dialog.colors.setCurrentIndex(dialog.colors.findData("own"))
        dialog.colors.activated.emit(dialog.colors.currentIndex())
    assert (settings.size, settings.opacity, settings.colors) == (33, 0.4, "own")
    dialog.set_inputs([SoundInput("usb", "USB microphone")])
    assert dialog.input.findText("USB microphone") == 1
    dialog.set_inputs([SoundInput("pulse:out.monitor", "Speakers", monitor=True)])
    assert dialog.input.itemText(1) == "Speakers – what the computer plays"
    dialog.set_inputs([], "PortAudio is missing.")
    assert dialog._no_inputs.text() == "PortAudio is missing."
    dialog.set_models([ModelChoice("base", "Base"), ModelChoice("small", "Small", installed=False)])
    assert dialog.model.count() == 2
    dialog.language.setCurrentIndex(dialog.language.findData("zh"))
    with qtbot.waitSignal(dialog.speech_changed):
        dialog.language.activated.emit(dialog.language.currentIndex())
    assert settings.language == "zh"
    dialog.show_outputs("http://127.0.0.1:8765/x/")
    dialog.copy.click()
    assert dialog.address.text().endswith("/x/")


def test_the_menu_changes_what_counts(window, qtbot):
    menu: LiveMenu = window.live.menu
    settings = window.settings.live
    menu.menu.aboutToShow.emit()
    names = {action.text().replace("&", ""): action for action in menu.menu.actions()}
    names["Translate into English"].trigger()
    assert settings.task == "translate"
    size = settings.size
    names["Larger text"].trigger()
    assert settings.size > size
    languages = next(action.menu() for action in menu.menu.actions() if action.text() == "&Language spoken")
    next(action for action in languages.actions() if action.text() == "Chinese").trigger()
    assert settings.language == "zh"
    menu.open_settings()
    assert menu.dialog is not None and menu.dialog.language.currentData() == "zh"
    overlay = window.live.overlay
    assert overlay.isVisible() and overlay.text.text.startswith("This is how captions look")
    before = overlay.height()
    menu.dialog.lines.setValue(5)
    assert overlay.height() > before
    menu.dialog.close()
    qtbot.waitUntil(lambda: menu.dialog is None, timeout=2000)
    assert not overlay.isVisible()
