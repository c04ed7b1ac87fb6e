"""How many windows are decoded side by side, and what happens where the memory does not hold them."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from alm_studio.audio.decode import decode
from alm_studio.base.errors import ModelError
from alm_studio.checkpoints.loading import load_model
from alm_studio.decoding.batch import WindowBatch
from alm_studio.decoding.fallback import decode_each
from alm_studio.decoding.options import DecodeOptions
from alm_studio.model.seq2seq import join_memories
from alm_studio.pipeline import room
from alm_studio.pipeline.encoding import encode
from alm_studio.pipeline.events import Finished
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.transcriber import Transcriber
from tests.helpers.speech import recording

GIB = 2**30


@pytest.fixture(scope="module")
def model():
    return load_model("tiny.en", "cpu", "float32")


@pytest.fixture(scope="module")
def jfk():
    return np.concatenate(list(decode(recording("en/misc/jfk.flac"))))


def small_memory(monkeypatch, model, most):
    """A device on which so many rows fit a step, and no more."""
    decoder = model.network.decoder
    step, read, asked = decoder.step, decoder.read, []

    def guarded(do):
        def run(tokens, *given):
            asked.append(len(tokens))
            if len(tokens) > most:
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")
            return do(tokens, *given)

        return run

    monkeypatch.setattr(decoder, "step", guarded(step), raising=False)
    monkeypatch.setattr(decoder, "read", guarded(read), raising=False)
    return asked


def test_windows_that_do_not_fit_are_decoded_in_halves(model, jfk, monkeypatch):
    pieces = [jfk[:60_000], jfk[50_000:120_000], jfk[110_000:176_000], jfk[30_000:90_000], jfk]
    with torch.inference_mode():
        memory = join_memories([encode(model, piece, 480_000 - len(piece)) for piece in pieces])
        batch = WindowBatch(model.network, model.tokenizer, memory, [len(piece) // 320 for piece in pieces])
        ways = dict.fromkeys(range(5), DecodeOptions(timestamps=False, beam=1))
        wanted = decode_each(batch, ["en"] * 5, ways)
        asked = small_memory(monkeypatch, model, most=2)
        found = decode_each(batch, ["en"] * 5, ways)
    assert max(asked) == 5 and {window: text.tokens for window, text in found.items()} == {
        window: text.tokens for window, text in wanted.items()
    }


def test_where_not_one_window_fits_a_sentence_says_what_to_do(model, jfk, monkeypatch):
    small_memory(monkeypatch, model, most=0)
    with pytest.raises(ModelError, match="smaller model"):
        list(Transcriber(model).run_blocks([jfk], TranscribeOptions()))


def test_other_faults_are_not_taken_for_it(model, jfk, monkeypatch):
    def broken(*given):
        raise RuntimeError("shapes do not fit")

    monkeypatch.setattr(model.network.decoder, "step", broken, raising=False)
    monkeypatch.setattr(model.network.decoder, "read", broken, raising=False)
    with pytest.raises(RuntimeError, match="shapes"):
        list(Transcriber(model).run_blocks([jfk], TranscribeOptions()))


def on_gpu(model, monkeypatch, free):
    monkeypatch.setattr(room, "free_memory", lambda device: free)
    return replace(model, device=torch.device("cuda"))


def test_a_device_decodes_as_many_as_its_memory_holds(model, monkeypatch):
    assert room.windows_together(model, TranscribeOptions()) == 6
    assert room.windows_together(model, TranscribeOptions(beam=5)) == 4
    assert room.windows_together(on_gpu(model, monkeypatch, 8 * GIB), TranscribeOptions()) == 16
    assert room.windows_together(on_gpu(model, monkeypatch, None), TranscribeOptions()) == 16
    few = room.windows_together(on_gpu(model, monkeypatch, GIB // 4), TranscribeOptions())
    assert 1 < few < 16
    assert room.windows_together(on_gpu(model, monkeypatch, GIB // 4), TranscribeOptions(beam=1)) > few
    assert room.windows_together(on_gpu(model, monkeypatch, 0), TranscribeOptions()) == 1
    assert room.windows_together(on_gpu(model, monkeypatch, 0), TranscribeOptions(batch=3)) == 3


def test_the_estimate_counts_keys_values_and_texts(model):
    """tiny.en in float32, greedy: 1500 states of 384 numbers, 4 layers of keys and values, 448 tokens of text."""
    sound = 1500 * 384 * 4 * (1 + 2 * 4)
    text = 2 * 2 * 4 * 448 * 384 * 4
    assert room.window_bytes(model.spec, 4, 1) == sound + text + 51864 * 12
    assert room.window_bytes(model.spec, 2, 5) < room.window_bytes(model.spec, 4, 5)


def test_the_processor_tells_no_free_memory():
    assert room.free_memory(torch.device("cpu")) is None


@pytest.mark.gpu
def test_a_gpu_tells_its_free_memory_and_is_not_filled(jfk):
    if not torch.cuda.is_available():
        pytest.skip("there is no GPU here")
    model = load_model("tiny.en", "cuda")
    free = room.free_memory(model.device)
    assert free is not None and free > 0
    events = list(Transcriber(model).run_blocks([jfk], TranscribeOptions()))
    assert isinstance(events[-1], Finished)
    assert torch.cuda.max_memory_allocated() < free
