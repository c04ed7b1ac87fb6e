"""The encoder by kernels, against torch's."""

from collections.abc import Iterator

import pytest
import torch
from torch import Tensor

from alm_studio.model.encoders.whisper import WhisperEncoder
from alm_studio.model.seq2seq import Seq2Seq
from alm_studio.native.encoder import NativeEncoder
from alm_studio.native.machine import Machine
from tests.unit.native.calling import random, relative_error
from tests.unit.native.conftest import SPEC

_BANDS = SPEC.mel_bands


@pytest.fixture(scope="module")
def plain(whisper: Seq2Seq) -> WhisperEncoder:
    assert isinstance(whisper.encoder, WhisperEncoder)
    return whisper.encoder


@pytest.fixture(scope="module")
def native(plain: WhisperEncoder, machine: Machine) -> NativeEncoder:
    return NativeEncoder(plain, machine)


@pytest.fixture
def threads() -> Iterator[None]:
    """A test may choose how many."""
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def _whole(features: Tensor) -> Tensor:
    return torch.full((len(features),), features.shape[1])


def _rounded(machine: Machine) -> float:
    """Relative error of states: all products are of bytes, and without VNNI of 7 bits on one side."""
    return 0.03 if machine.vnni else 0.06


@pytest.mark.parametrize("frames", [2, 4, 6, 100, 192, 194, 256, 298, 300])
def test_states_of_any_number(native: NativeEncoder, plain: WhisperEncoder, machine: Machine, frames: int) -> None:
    mel = random(1, frames, _BANDS, seed=frames)
    memory = native(mel, _whole(mel))
    wanted = plain(mel, _whole(mel))
    assert memory.states.shape == wanted.states.shape == (1, frames // 2, SPEC.width)
    assert memory.lengths.tolist() == wanted.lengths.tolist() == [frames // 2]
    assert memory.seconds_per_state == wanted.seconds_per_state == 0.02
    assert relative_error(memory.states, wanted.states) < _rounded(machine)
    worst = (memory.states[0].float() - wanted.states[0]).norm(dim=1) / wanted.states[0].norm(dim=1)
    assert float(worst.max()) < 3 * _rounded(machine)  # none is lost, at no edge


@pytest.mark.parametrize("frames", [1, 99, 299])
def test_an_odd_number_of_frames(native: NativeEncoder, plain: WhisperEncoder, machine: Machine, frames: int) -> None:
    mel = random(1, frames, _BANDS, seed=frames)
    states, wanted = native(mel, _whole(mel)).states, plain(mel, _whole(mel)).states
    assert states.shape == wanted.shape
    assert relative_error(states, wanted) < 0.3


def test_nothing_is_heard_behind_an_odd_number_of_frames(
    native: NativeEncoder, plain: WhisperEncoder, machine: Machine
) -> None:
    for frames in (1, 3, 7, 99, 299):
        mel = random(1, frames, _BANDS, seed=frames)
        states, wanted = native(mel, _whole(mel)).states, plain(mel, _whole(mel)).states
        assert relative_error(states[:, -1], wanted[:, -1]) < 1.5 * _rounded(machine)


def test_several_examples(native: NativeEncoder) -> None:
    mel = random(3, 120, _BANDS)
    memory = native(mel, torch.tensor([120, 80, 20]))  # padding counts, as in Whisper
    assert memory.lengths.tolist() == [60, 60, 60]
    for row in range(3):
        assert torch.equal(memory.states[row], native(mel[row : row + 1], torch.tensor([120])).states[0])


def _again(native: NativeEncoder) -> tuple[list[Tensor], list[Tensor]]:
    """Longer, shorter and whole windows by turns, and streams between them: all share the same room. Their states,
    and those that they had the first time."""
    sounds = {frames: random(1, frames, _BANDS, seed=frames) for frames in (300, 2, 120, 298)}
    first = {frames: native(mel, _whole(mel)).states for frames, mel in sounds.items()}
    state, found, wanted = native.start(), [], []
    for frames in (300, 120, 2, 300, 298, 120, 300):
        found.append(native(sounds[frames], _whole(sounds[frames])).states)
        wanted.append(first[frames])
        native.go_on(sounds[120], state, 0)
        native.go_on(sounds[300], state, 40)
    return found, wanted


def test_what_was_encoded_before_changes_little(native: NativeEncoder, machine: Machine) -> None:
    for found, wanted in zip(*_again(native), strict=True):
        assert relative_error(found, wanted) < _rounded(machine) / 2


def test_what_was_encoded_before_changes_nothing(native: NativeEncoder) -> None:
    assert all(torch.equal(found, wanted) for found, wanted in zip(*_again(native), strict=True))


def test_silence_and_extremes(native: NativeEncoder, plain: WhisperEncoder, machine: Machine) -> None:
    for mel in (torch.zeros(1, 40, _BANDS), torch.full((1, 40, _BANDS), -1.5), random(1, 40, _BANDS) * 100):
        states = native(mel, _whole(mel)).states
        assert bool(states.isfinite().all())
        assert relative_error(states, plain(mel, _whole(mel)).states) < 2 * _rounded(machine)


def test_features_of_half_precision(native: NativeEncoder) -> None:
    mel = random(1, 60, _BANDS).half()
    assert torch.equal(native(mel, _whole(mel)).states, native(mel.float(), _whole(mel)).states)


@pytest.mark.usefixtures("threads")
@pytest.mark.parametrize("frames", [60, 298, 300])
def test_threads_change_no_bit(plain: WhisperEncoder, machine: Machine, frames: int) -> None:
    native, mel = NativeEncoder(plain, machine), random(2, frames, _BANDS)
    found, streamed = [], []
    for threads in (1, 2, 3, 1):
        torch.set_num_threads(threads)
        found.append(native(mel, _whole(mel)).states)
        state = native.start()
        native.go_on(mel[:1, : frames - 20], state, 0)
        streamed.append(native.go_on(mel[:1], state, 8).states)
    assert all(torch.equal(states, found[0]) for states in found)
    assert all(torch.equal(states, streamed[0]) for states in streamed)


def test_a_sound_of_which_nothing_is_kept_is_heard_as_at_once(plain: WhisperEncoder, machine: Machine) -> None:
    native, mel = NativeEncoder(plain, machine), random(1, 300, _BANDS)
    state = native.start()
    for frames in (2, 60, 130, 298, 300):
        part = mel[:, :frames]
        memory, wanted = native.go_on(part, state, 0), native(part, _whole(part))
        assert torch.equal(memory.states, wanted.states)
        assert memory.lengths.tolist() == [frames // 2]
        assert memory.seconds_per_state == wanted.seconds_per_state


def test_states_that_are_kept(native: NativeEncoder, plain: WhisperEncoder, machine: Machine) -> None:
    """Sounds that grow, and one that becomes shorter, as its padding does."""
    mel, state, other = random(1, 300, _BANDS), native.start(), plain.start()
    for frames, kept in ((120, 0), (200, 40), (240, 60), (220, 96), (300, 100), (300, 148)):
        part, before = mel[:, :frames], state.states.clone()
        memory, wanted = native.go_on(part, state, kept), plain.go_on(part, other, kept)
        assert memory.states.shape == wanted.states.shape
        assert memory.lengths.tolist() == wanted.lengths.tolist()
        assert torch.equal(memory.states[:, :kept], before[:, :kept])
        assert relative_error(memory.states, wanted.states) < _rounded(machine)
        assert relative_error(memory.states[:, kept:], wanted.states[:, kept:]) < _rounded(machine)


def test_states_that_are_kept_did_not_hear_the_rest(native: NativeEncoder) -> None:
    mel, state = random(1, 200, _BANDS), native.start()
    native.go_on(mel[:, :100], state, 0)
    streamed, whole = native.go_on(mel, state, 40).states, native(mel, _whole(mel)).states
    assert relative_error(streamed[:, :40], whole[:, :40]) > 0.1
    assert relative_error(streamed, whole) < 1


@pytest.mark.parametrize("kept", [1, 2, 3, 29, 50])
def test_any_number_may_be_kept(native: NativeEncoder, plain: WhisperEncoder, machine: Machine, kept: int) -> None:
    """Up to three of them are computed again."""
    mel, state, other = random(1, 240, _BANDS), native.start(), plain.start()
    native.go_on(mel[:, :100], state, 0)
    before = state.states.clone()
    memory = native.go_on(mel, state, kept)
    sure = kept - kept % 4
    assert torch.equal(memory.states[:, :sure], before[:, :sure])
    plain.go_on(mel[:, :100], other, 0)
    assert relative_error(memory.states, plain.go_on(mel, other, sure).states) < _rounded(machine)


def test_streams_do_not_disturb_each_other(native: NativeEncoder) -> None:
    first, second = random(2, 1, 200, _BANDS)
    alone = []
    for mel in (first, second):
        state = native.start()
        native.go_on(mel[:, :120], state, 0)
        alone.append(native.go_on(mel, state, 40).states)
    states = native.start(), native.start()
    for mel, state in zip((first, second), states, strict=True):
        native.go_on(mel[:, :120], state, 0)
    for mel, state, wanted in zip((first, second), states, alone, strict=True):
        assert torch.equal(native.go_on(mel, state, 40).states, wanted)
