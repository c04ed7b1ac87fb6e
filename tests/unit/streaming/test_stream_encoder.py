"""Encoding of a sound that goes on, against encoding it whole."""

import numpy as np
import pytest
import torch

from alm_studio.audio.decode import decode
from alm_studio.checkpoints.loading import load_model
from alm_studio.pipeline.encoding import encode
from alm_studio.pipeline.windows import Window
from alm_studio.streaming.stream_encoder import SLACK, StreamEncoder
from tests.helpers.speech import recording


@pytest.fixture(scope="module")
def model():
    return load_model("tiny.en", "cpu", "float32")


@pytest.fixture(scope="module")
def jfk():
    return np.concatenate(list(decode(recording("en/misc/jfk.flac"))))


def window(samples, begin, end):
    return Window(samples[begin:end], ((begin, end),), np.ones(-(-(end - begin) // 320), np.float32))


def whole(model, heard):
    return encode(model, heard.samples, SLACK + -len(heard.samples) % (32 * 320)).states


def difference(found, wanted):
    """Of each state, as a share of its length."""
    return (found - wanted).norm(dim=-1) / wanted.norm(dim=-1)


@torch.inference_mode()
def test_a_sound_that_grows_is_heard_as_it_would_be_at_once(model, jfk):
    encoder = StreamEncoder(model)
    for end in range(16_000, len(jfk), 6_000):
        heard = window(jfk, 0, end)
        memory = encoder.encode(heard)
    wanted = whole(model, heard)
    states = len(heard.samples) // 320
    assert memory.states.shape == wanted.shape and memory.lengths.tolist() == [wanted.shape[1]]
    apart = difference(memory.states, wanted)[0, :states]
    assert float(apart.median()) < 0.1
    assert float(apart.max()) > 0  # most of it was computed before, and not again


@torch.inference_mode()
def test_another_beginning_is_heard_anew(model, jfk):
    encoder = StreamEncoder(model)
    encoder.encode(window(jfk, 0, 96_000))
    for begin, end in ((32_000, 112_000), (32_000, 64_000)):  # later, then a shorter one
        heard = window(jfk, begin, end)
        torch.testing.assert_close(encoder.encode(heard).states, whole(model, heard), atol=1e-4, rtol=1e-4)


@torch.inference_mode()
def test_only_the_newest_states_are_computed(model, jfk):
    encoder = StreamEncoder(model)
    block = model.network.encoder.blocks[0]
    computed = []
    handle = block.register_forward_pre_hook(lambda _, inputs: computed.append(inputs[0].shape[1]))
    try:
        for end in (128_000, 136_000, 144_000):
            encoder.encode(window(jfk, 0, end))
    finally:
        handle.remove()
    assert computed[0] == 512  # 8 s, the silence behind them, filled up to 0.64 s
    assert all(count <= 2 * 50 + 25 + 96 + 64 and count % 32 == 0 for count in computed[1:])


@torch.inference_mode()
def test_behind_a_pause_that_is_left_out_the_states_before_it_stay(model, jfk):
    encoder = StreamEncoder(model)
    encoder.encode(window(jfk, 0, 96_000))
    block = model.network.encoder.blocks[0]
    computed = []
    handle = block.register_forward_pre_hook(lambda _, inputs: computed.append(inputs[0].shape[1]))
    pieces = ((0, 104_000), (112_000, 128_000))
    try:
        samples = np.concatenate([jfk[begin:end] for begin, end in pieces])
        memory = encoder.encode(Window(samples, pieces, np.ones(375, np.float32)))
        other = ((0, 40_000), (48_000, 128_000))  # the sound differs where states were kept
        apart = np.concatenate([jfk[begin:end] for begin, end in other])
        encoder.encode(Window(apart, other, np.ones(375, np.float32)))
    finally:
        handle.remove()
    assert computed[0] < 300 and computed[1] > 375
    wanted = whole(model, Window(samples, pieces, np.ones(375, np.float32)))
    assert float(difference(memory.states, wanted)[0, :375].median()) < 0.1
