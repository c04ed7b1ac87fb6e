import av
import numpy as np
import pytest

from alm_studio.audio.downmix import to_mono


def frame_of(array, sample_format, layout):
    return av.AudioFrame.from_ndarray(np.ascontiguousarray(array), format=sample_format, layout=layout)


@pytest.mark.parametrize(
    ("sample_format", "dtype", "scale", "zero"),
    [
        ("u8", np.uint8, 127, 128),
        ("s16", np.int16, 32767, 0),
        ("s32", np.int32, 2**31 - 1, 0),
        ("flt", np.float32, 1, 0),
        ("dbl", np.float64, 1, 0),
    ],
)
@pytest.mark.parametrize("planar", [False, True])
def test_sample_formats(sample_format, dtype, scale, zero, planar):
    wanted = np.linspace(-0.9, 0.9, 64)
    stereo = np.stack([wanted, wanted])
    raw = (stereo * scale + zero).astype(dtype)
    frame = frame_of(raw if planar else raw.T.reshape(1, -1), sample_format + "p" * planar, "stereo")
    mono = to_mono(frame)
    assert mono.dtype == np.float32
    np.testing.assert_allclose(mono, wanted, atol=0.015 if dtype == np.uint8 else 1e-4)


def test_front_centre_leads_and_low_frequencies_are_left_out():
    mono = {}
    for index, name in enumerate(("FL", "FR", "FC", "LFE", "SL", "SR")):
        channels = np.zeros((6, 8), np.float32)
        channels[index] = 0.5
        channels[:, 0] = 0.001  # so that no mix counts as cancelled
        mono[name] = np.abs(to_mono(frame_of(channels, "fltp", "5.1(side)"))[1])
    assert mono["FC"] > mono["FL"] == mono["FR"] > mono["SL"] == mono["SR"]


def test_cancelled_mix_takes_the_louder_channel():
    left = np.linspace(-0.5, 0.5, 100, dtype=np.float32)
    mono = to_mono(frame_of(np.stack([left, -left * 1.01]), "fltp", "stereo"))
    np.testing.assert_allclose(mono, -left * 1.01, atol=1e-6)


def test_silence_stays_silence():
    assert not to_mono(frame_of(np.zeros((2, 100), np.float32), "fltp", "stereo")).any()
