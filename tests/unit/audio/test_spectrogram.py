import numpy as np
import pytest

from alm_studio.audio.spectrogram import spectrogram

from .media_files import tone


def reader(sound, known=None):
    def read(begin, end):
        return None if known is not None and end > known else sound[begin : min(end, len(sound))]

    return read


@pytest.mark.parametrize(("step", "columns"), [(5.0, 200), (200.0, 10)])
def test_a_tone_is_a_line_at_its_height(step, columns):
    low, high = tone(1.0, frequency=300.0), tone(1.0, frequency=3000.0)
    picture = spectrogram(reader(np.concatenate([low, high])), 0.0, step, columns, 64)
    assert picture.shape == (64, columns) and picture.dtype == np.uint8
    column = round(500 / step)
    bottom = picture[:, column].argmax()
    assert picture[bottom, column] == 255 and bottom > 45
    both = spectrogram(reader(np.concatenate([low, high])), 1000.0, step, columns, 64)
    assert both[:, min(column, columns - 1)].argmax() < 25
    assert picture[:, column].min() == 0


def test_outside_the_medium_there_is_silence():
    picture = spectrogram(reader(tone(0.5)), -500.0, 10.0, 200, 32)
    assert picture[:, :40].max() == 0 and picture[:, 110:].max() == 0 and picture[:, 60:90].max() > 200


def test_what_is_not_decoded_yet_is_not_drawn():
    sound = tone(1.0)
    assert spectrogram(reader(sound, known=8000), 600.0, 5.0, 50, 32) is None
    assert spectrogram(reader(sound, known=8000), 0.0, 200.0, 4, 32) is None
    assert spectrogram(reader(sound, known=8000), 100.0, 5.0, 50, 32) is not None
