"""The cue as it will be read."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from alm_studio.base.preview_settings import PreviewSettings
from alm_studio.base.settings import load_settings
from alm_studio.gui.dialogs.caption_look import CaptionLookDialog
from alm_studio.gui.views.caption_painter import paint_caption, runs_left

from .helpers import write_sound

GREY = 0x808080
WHITE = 0xFFFFFF


def painted(text, language="", **look):
    picture = QImage(640, 360, QImage.Format.Format_RGB32)
    picture.fill(QColor(GREY))
    painter = QPainter(picture)
    paint_caption(painter, QRectF(0, 0, 640, 360), text, QFont(), PreviewSettings(**look), language)
    painter.end()
    return picture


def pixels(picture):
    """[height, width] of 0xrrggbb."""
    data = np.frombuffer(picture.constBits(), np.uint32).reshape(picture.height(), picture.width())
    return data & 0xFFFFFF


def inked(picture, color=None):
    """(left, top, right, bottom) of what is not the ground; with ``color`` of that colour alone."""
    data = pixels(picture)
    ys, xs = np.nonzero(data == color if color is not None else data != GREY)
    return (int(xs.min()), int(ys.min()), int(xs.max()), int(ys.max())) if len(xs) else None


def test_place_size_and_colour(qapp):
    bottom, top = inked(painted("Ada\nLovelace")), inked(painted("Ada\nLovelace", place="top"))
    assert bottom[1] > 250 and top[3] < 110
    assert bottom[0] + bottom[2] == pytest.approx(640, abs=8)  # in the middle
    large = inked(painted("Ada\nLovelace", size=12.0))
    assert large[3] - large[1] > 1.7 * (bottom[3] - bottom[1])
    assert inked(painted("Ada", color="#ffff00"), 0xFFFF00) is not None
    assert inked(painted("Ada", margin=20.0))[3] < bottom[3] - 30


def test_a_long_line_stays_in_the_picture(qapp):
    left, _, right, _ = inked(painted("A line that is far too long for any picture of this width " * 2))
    assert left > 5 and right < 635


@pytest.mark.parametrize("ground", ["outline", "box", "shadow"])
def test_every_ground_keeps_white_letters_readable(qapp, ground):
    picture = painted("Ada", ground=ground)
    assert inked(picture, WHITE) is not None
    assert (pixels(picture) & 0xFF).min() < 70


def test_which_texts_run_from_right_to_left():
    assert runs_left("مرحبا") and runs_left("… שלום") and runs_left("Qt مرحبا", "ar")
    assert not runs_left("Hello مرحبا") and not runs_left("123") and not runs_left("")
    assert not runs_left("مرحبا", "en")


def test_the_full_stop_of_a_right_to_left_line_is_at_its_left(qapp):
    picture = painted("Qt مرحبا.", "ar", size=15.0)
    left, top, right, bottom = inked(picture, WHITE)
    at_left, at_right = (np.nonzero(pixels(picture)[:, x] == WHITE)[0] for x in (left + 1, right - 1))
    assert at_left.min() > (top + bottom) / 2 > at_right.min()  # a dot on the line; a tall letter


def test_the_look_is_chosen_seen_and_kept(window, qtbot, home, tmp_path):
    window.commands.open_paths([write_sound(tmp_path / "a.wav")])
    window.actions_["look"].trigger()
    dialog = window.findChild(CaptionLookDialog)
    dialog.size_box.setValue(9.0)
    dialog.place_box.setCurrentIndex(dialog.place_box.findData("top"))
    assert window.editor.video._look.size == 9.0 and window.editor.video._look.place == "top"
    dialog.accept()
    qtbot.waitUntil(lambda: load_settings().preview.size == 9.0, timeout=3000)
    window.actions_["look"].trigger()
    dialog = window.findChildren(CaptionLookDialog)[-1]
    dialog.size_box.setValue(4.0)
    dialog.reject()
    assert window.editor.video._look.size == window.settings.preview.size == 9.0


def test_settings_that_cannot_be_are_mended():
    look = PreviewSettings(size=99.0, color="red", ground="lava", place="left", margin=-3.0)
    look.check()
    assert look == PreviewSettings(size=20.0, margin=0.0)


def test_sound_alone_shows_its_waveform(window, qtbot, tmp_path):
    window.commands.open_paths([write_sound(tmp_path / "a.wav", 3.0)])
    video = window.editor.video
    qtbot.waitUntil(lambda: video._peaks is not None and video._has_video is False, timeout=8000)
    window.playback.seek(1500)
    picture = video.grab().toImage()
    ratio = picture.devicePixelRatio()
    middle = round(picture.height() * 0.45)
    blue = [x for x in range(picture.width()) if QColor(picture.pixel(x, middle)).blue() > 80]
    assert len(blue) > 100 * ratio
