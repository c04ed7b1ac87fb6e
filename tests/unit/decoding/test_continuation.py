"""A text written on from any draft is the text that the model writes by itself."""

import numpy as np
import pytest
import torch

from alm_studio.audio.decode import decode
from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import CancelledError
from alm_studio.checkpoints.loading import load_model
from alm_studio.decoding.batch import WindowBatch
from alm_studio.decoding.continuation import Continuer
from alm_studio.decoding.options import DecodeOptions
from alm_studio.pipeline.encoding import encode
from tests.helpers.speech import recording


@pytest.fixture(scope="module")
def heard():
    model = load_model("tiny.en", "cpu", "float32")
    jfk = np.concatenate(list(decode(recording("en/misc/jfk.flac"))))[: 3 * 16_000]
    with torch.inference_mode():
        return model, encode(model, jfk, 40_960)


@torch.inference_mode()
def written(heard, begun=(), draft=(), previous=(), most=100):
    model, memory = heard
    continuer = Continuer(model.network, model.tokenizer, "transcribe", CancelToken())
    return continuer.write(continuer.listen(memory), 150, "en", begun, draft, previous, most)


def test_it_is_what_greedy_search_finds(heard):
    model, memory = heard
    options = DecodeOptions(beam=1, timestamps=False)
    with torch.inference_mode():
        (greedy,) = WindowBatch(model.network, model.tokenizer, memory, [150]).decode(["en"], options)
    found = written(heard)
    assert "fellow Americans" in model.tokenizer.decode(found.tokens)
    assert found.tokens == greedy.tokens
    np.testing.assert_allclose(found.logprobs, greedy.logprobs, atol=1e-3)
    assert found.avg_logprob == pytest.approx(greedy.avg_logprob, abs=1e-3)
    torch.testing.assert_close(found.attention, greedy.attention, atol=2e-3, rtol=0)


@pytest.mark.parametrize("right", [0, 1, 4, 99])
@pytest.mark.parametrize("rewinds", [True, False])
def test_a_draft_changes_nothing_but_the_time(heard, right, rewinds, monkeypatch):
    if not rewinds:
        monkeypatch.setattr(
            "alm_studio.model.decoders.transformer.TransformerState.rewind", lambda _self, tokens: tokens == 0
        )
    alone = written(heard)
    draft = [*alone.tokens[:right], 1000, 1001]
    found = written(heard, draft=draft)
    assert found.tokens == alone.tokens
    np.testing.assert_allclose(found.logprobs, alone.logprobs, atol=1e-3)
    torch.testing.assert_close(found.attention, alone.attention, atol=2e-3, rtol=0)


def test_the_rest_of_a_draft_serves_behind_a_wrong_token(heard, monkeypatch):
    alone = written(heard)
    wrong = {
        "another": [*alone.tokens[:3], 1000, *alone.tokens[4:]],
        "missing": [*alone.tokens[:3], *alone.tokens[4:]],
        "too much": [*alone.tokens[:3], 1000, *alone.tokens[3:]],
    }
    decoder = heard[0].network.decoder
    read = decoder.read
    for name, draft in wrong.items():
        passes = []
        monkeypatch.setattr(decoder, "read", lambda *given, passes=passes: passes.append(given) or read(*given))
        found = written(heard, draft=draft)
        assert found.tokens == alone.tokens, name
        torch.testing.assert_close(found.attention, alone.attention, atol=2e-3, rtol=0)
        assert len(passes) <= 3, name


@pytest.mark.parametrize("stamps", [False, True])
def test_a_window_is_drawn_on_from_its_draft_as_greedy_search_writes_it(heard, stamps):
    model, memory = heard
    options = DecodeOptions(beam=1, timestamps=stamps)
    with torch.inference_mode():
        batch = WindowBatch(model.network, model.tokenizer, memory, [150])
        (greedy,) = batch.decode(["en"], options)
        for draft in (greedy.tokens, greedy.tokens[:4], []):
            found = batch.follow(0, "en", draft, options)
            assert found.tokens == greedy.tokens
            assert found.no_speech_prob == pytest.approx(greedy.no_speech_prob, abs=1e-4)
            torch.testing.assert_close(found.attention, greedy.attention, atol=2e-3, rtol=0)


def test_what_was_begun_is_written_on(heard):
    model, _ = heard
    alone = written(heard)
    for count in (1, 3, len(alone.tokens)):
        found = written(heard, begun=alone.tokens[:count], draft=alone.tokens[count:])
        assert found.tokens == alone.tokens[count:]
        torch.testing.assert_close(found.attention, alone.attention, atol=2e-3, rtol=0)
    previous = model.tokenizer.encode(" my fellow Canadians")
    assert written(heard, previous=previous, begun=alone.tokens[:2]).attention.shape[1] > 3


def test_it_ends_where_it_has_to(heard):
    found = written(heard, most=3)
    assert len(found.tokens) == len(found.logprobs) == 3 and found.attention.shape[1] == 4
    assert written(heard, draft=found.tokens, most=2).tokens == found.tokens[:2]
    model, memory = heard
    token = CancelToken()
    token.cancel()
    continuer = Continuer(model.network, model.tokenizer, "transcribe", token)
    with torch.inference_mode(), pytest.raises(CancelledError):
        continuer.write(continuer.listen(memory), 150, "en", (), (), (), 10)


@torch.inference_mode()
def searched(heard, begun=(), beam=5, most=100):
    model, memory = heard
    continuer = Continuer(model.network, model.tokenizer, "transcribe", CancelToken())
    return continuer.search(continuer.listen(memory), 150, "en", begun, (), most, beam)


@pytest.mark.parametrize("begun", [0, 3])
def test_a_search_finds_what_the_search_of_windows_finds(heard, begun):
    model, memory = heard
    tokens = written(heard).tokens[:begun]
    options = DecodeOptions(beam=5, timestamps=False)
    with torch.inference_mode():
        (best,) = WindowBatch(model.network, model.tokenizer, memory, [150]).decode(["en"], options, begun=tokens)
    found = searched(heard, tokens)
    assert found.tokens == best.tokens and len(found.logprobs) == len(found.tokens)
    assert found.avg_logprob == pytest.approx(best.avg_logprob, abs=1e-3)
    torch.testing.assert_close(found.attention[:, begun:], best.attention, atol=2e-3, rtol=0)


def test_a_search_with_one_hypothesis_is_greedy(heard):
    alone, found = written(heard), searched(heard, beam=1)
    assert found.tokens == alone.tokens
    torch.testing.assert_close(found.attention, alone.attention, atol=2e-3, rtol=0)
    assert searched(heard, most=2, beam=1).tokens == alone.tokens[:2]
