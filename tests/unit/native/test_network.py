"""A whole Whisper by kernels."""

import copy
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from alm_studio.model.builders import family_spec
from alm_studio.model.seq2seq import Seq2Seq
from alm_studio.native import network as networks
from alm_studio.native.decoder import NativeDecoder
from alm_studio.native.encoder import NativeEncoder
from alm_studio.native.library import Kernels, kernels
from alm_studio.native.machine import Machine
from alm_studio.native.network import compile_network, fits, tried_machine
from tests.unit.native.calling import random, relative_error
from tests.unit.native.conftest import SPEC


@pytest.fixture
def compiled(whisper: Seq2Seq, machine: Machine) -> Seq2Seq:
    made = copy.deepcopy(whisper)
    compile_network(made, machine)
    return made


def _tokens(rows: int, count: int) -> Tensor:
    return torch.randint(0, SPEC.vocabulary, (rows, count), generator=torch.Generator().manual_seed(count))


@pytest.fixture
def untried() -> Iterator[None]:
    tried_machine.cache_clear()
    yield
    tried_machine.cache_clear()


@pytest.mark.usefixtures("untried")
def test_where_there_is_a_machine_it_is_tried(monkeypatch: pytest.MonkeyPatch, machine: Machine) -> None:
    monkeypatch.setattr(networks, "this_machine", lambda: machine)
    assert tried_machine() is not None


@pytest.mark.usefixtures("untried")
def test_where_there_is_none_torch_computes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "this_machine", lambda: None)
    assert tried_machine() is None


@pytest.mark.usefixtures("untried")
def test_kernels_that_cannot_be_made_are_not_used(
    monkeypatch: pytest.MonkeyPatch, machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(_machine: Machine) -> Kernels:
        raise RuntimeError("LLVM IR parsing error")

    monkeypatch.setattr(networks, "this_machine", lambda: machine)
    monkeypatch.setattr(networks, "kernels", refused)
    assert tried_machine() is None
    assert "LLVM IR parsing error" in caplog.text


@pytest.mark.usefixtures("untried")
def test_kernels_that_compute_something_else_are_not_used(
    monkeypatch: pytest.MonkeyPatch, machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    made = kernels(machine)
    monkeypatch.setattr(networks, "this_machine", lambda: machine)
    monkeypatch.setattr(networks, "kernels", lambda _: made._replace(linear_gelu=made.linear))
    assert tried_machine() is None
    assert "are off by" in caplog.text


def test_which_networks_fit() -> None:
    assert fits(SPEC)
    for width, bands in ((384, 80), (512, 80), (768, 80), (1024, 80), (1280, 80), (1280, 128)):  # tiny to large-v3
        heads = width // 64
        assert fits(replace(SPEC, width=width, mel_bands=bands, audio_heads=heads, text_heads=heads))
    assert not fits(replace(SPEC, audio_heads=4))
    assert not fits(replace(SPEC, text_heads=4))
    assert not fits(replace(SPEC, mel_bands=40))
    assert not fits(family_spec(vocabulary=100))


def test_sound_to_text(compiled: Seq2Seq, whisper: Seq2Seq, machine: Machine) -> None:
    assert isinstance(compiled.encoder, NativeEncoder) and isinstance(compiled.decoder, NativeDecoder)
    mel, tokens = random(2, 300, SPEC.mel_bands), _tokens(2, 12)
    logits, attention = compiled(mel, tokens)
    wanted, weights = whisper(mel, tokens)
    rounded = 0.05 if machine.vnni else 0.1
    assert relative_error(logits, wanted) < rounded
    assert relative_error(attention, weights) < rounded
    best = (logits.argmax(-1) == wanted.argmax(-1)).float().mean()
    assert float(best) > 0.7


def test_torchs_layers_are_let_go(compiled: Seq2Seq, whisper: Seq2Seq) -> None:
    """What stays is small, or is the table of tokens."""
    names = {name for name, _ in compiled.named_parameters()}
    assert "decoder.token_embedding.weight" in names
    assert not any("blocks" in name or "qkv" in name for name in names)
    assert not any(parameter.requires_grad for parameter in compiled.parameters())
    moved = compiled.requires_grad_(False).eval().to("cpu")  # as a loader does
    assert moved is compiled
    assert len(list(whisper.encoder.parameters())) > 20  # the other one is as it was


def test_two_threads_at_once(compiled: Seq2Seq) -> None:
    """Each gets what it would alone: they listen to other sounds, and write other texts, for a while."""
    sounds = [random(1, frames, SPEC.mel_bands, seed=frames) for frames in (300, 180)]

    def work(thread: int) -> list[Tensor]:
        found = []
        for turn in range(6):
            mel = sounds[thread].roll(turn, 1)
            memory = compiled.encode(mel)
            state = compiled.decoder.start(memory, 2)
            tokens = _tokens(2, 10 + turn + 3 * thread)
            logits, attention = compiled.decoder.read(tokens, state, 3)
            state.reorder(torch.tensor([1, 1]))
            step, _ = compiled.decoder.step(tokens[:, :1], state)
            found += [memory.states, logits, attention, step]
        return found

    alone = []
    for thread in range(2):
        with ThreadPoolExecutor(1) as pool:
            alone.append(pool.submit(work, thread).result())
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(work, (0, 1)))
    for found, wanted in zip(together, alone, strict=True):
        assert all(torch.equal(one, other) for one, other in zip(found, wanted, strict=True))


def test_gradients_are_not_asked_for(compiled: Seq2Seq) -> None:
    logits, _ = compiled(random(1, 40, SPEC.mel_bands), _tokens(1, 3))
    assert not logits.requires_grad
