"""The network against a plain reference, and its incremental decoding against its teacher-forced pass."""

from dataclasses import replace

import pytest
import torch

from alm_studio.model.attention import SelfAttention
from alm_studio.model.builders import build_whisper
from alm_studio.model.encoders.whisper import WhisperEncoder
from alm_studio.model.seq2seq import Seq2Seq
from alm_studio.model.spec import WhisperSpec
from tests.unit.model import reference_whisper

SPEC = WhisperSpec(
    mel_bands=8,
    audio_states=50,
    width=32,
    audio_heads=4,
    audio_layers=2,
    vocabulary=97,
    text_positions=24,
    text_heads=4,
    text_layers=3,
    alignment_heads=((1, 0), (2, 3)),
)
TOKENS = [5, 17, 96, 3, 3, 41, 0]


@pytest.fixture(scope="module")
def network() -> Seq2Seq:
    torch.manual_seed(7)
    built = build_whisper(SPEC, device="cpu").eval().requires_grad_(False)
    for parameter in built.parameters():
        parameter.copy_(torch.randn_like(parameter) * 0.2)
    return built


@pytest.fixture(scope="module")
def mel() -> torch.Tensor:
    return torch.randn(2, 100, 8, generator=torch.Generator().manual_seed(1))


def test_encoder_agrees_with_the_reference(network: Seq2Seq, mel: torch.Tensor) -> None:
    memory = network.encode(mel)
    assert memory.states.shape == (2, 50, 32)
    assert memory.seconds_per_state == 0.02
    for row in range(2):
        expected = reference_whisper.encode(mel[row], dict(network.state_dict()), 2, 4)
        torch.testing.assert_close(memory.states[row], expected, atol=1e-4, rtol=1e-4)


def test_a_sound_of_which_nothing_is_kept_is_heard_as_at_once(network: Seq2Seq, mel: torch.Tensor) -> None:
    encoder = network.encoder
    assert isinstance(encoder, WhisperEncoder)
    state = encoder.start()
    for length, kept in ((60, 0), (80, 0), (100, 0)):  # nothing is kept: the same
        memory = encoder.go_on(mel[:1, :length], state, kept)
        torch.testing.assert_close(memory.states, network.encode(mel[:1, :length]).states, atol=1e-5, rtol=1e-5)
        assert memory.lengths.tolist() == [length // 2]


def test_states_that_are_kept_stay_and_are_listened_to(network: Seq2Seq, mel: torch.Tensor) -> None:
    """The first layer's keys of what is kept are those of the whole sound, so the newest states go by all of it."""
    encoder = network.encoder
    assert isinstance(encoder, WhisperEncoder)
    state = encoder.start()
    before = encoder.go_on(mel[:1, :60], state, 0).states.clone()
    memory = encoder.go_on(mel[:1], state, 20)
    torch.testing.assert_close(memory.states[:, :20], before[:, :20])
    again = encoder.go_on(mel[:1], encoder.start(), 0)
    assert float((memory.states[:, 20:] - again.states[:, 20:]).abs().max()) > 0  # what is kept lacks the rest
    single = build_whisper(replace(SPEC, audio_layers=1), device="cpu").eval().requires_grad_(False).encoder
    assert isinstance(single, WhisperEncoder)
    single.load_state_dict({name: value for name, value in encoder.state_dict().items() if "blocks.1" not in name})
    state = single.start()
    single.go_on(mel[:1, :60], state, 0)
    memory = single.go_on(mel[:1], state, 20)
    whole = single.go_on(mel[:1], single.start(), 0)
    torch.testing.assert_close(memory.states[:, 20:], whole.states[:, 20:], atol=1e-5, rtol=1e-5)


def test_logits_and_attention_agree_with_the_reference(network: Seq2Seq, mel: torch.Tensor) -> None:
    memory = network.encode(mel)
    logits, attention = network.decoder(torch.tensor([TOKENS, TOKENS[::-1]]), memory)
    for row, tokens in enumerate((TOKENS, TOKENS[::-1])):
        expected, weights = reference_whisper.decode(tokens, memory.states[row], dict(network.state_dict()), 3, 4)
        torch.testing.assert_close(logits[row], expected, atol=1e-3, rtol=1e-4)
        torch.testing.assert_close(attention[row, 0], weights[1][0], atol=1e-5, rtol=1e-4)
        torch.testing.assert_close(attention[row, 1], weights[2][3], atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("beam", [1, 3])
def test_steps_equal_the_teacher_forced_pass(network: Seq2Seq, mel: torch.Tensor, beam: int) -> None:
    memory = network.encode(mel)
    tokens = torch.tensor([TOKENS, TOKENS[::-1]])
    logits, attention = network.decoder(tokens, memory)
    state = network.decoder.start(memory, beam)
    rows = tokens.repeat_interleave(beam, dim=0)
    first, heard = network.decoder.step(rows[:, :3], state)  # a prompt of three tokens
    steps, rows_heard = [first], [heard]
    for place in range(3, len(TOKENS)):
        step, heard = network.decoder.step(rows[:, place : place + 1], state)
        steps.append(step)
        rows_heard.append(heard)
    expected = logits[:, 2:].repeat_interleave(beam, dim=0)
    torch.testing.assert_close(torch.stack(steps, dim=1), expected, atol=1e-4, rtol=1e-4)
    expected = attention[:, :, 2:].repeat_interleave(beam, dim=0)
    torch.testing.assert_close(torch.stack(rows_heard, dim=2), expected, atol=1e-4, rtol=1e-4)


def test_reordered_rows_continue_what_they_took_over(network: Seq2Seq, mel: torch.Tensor) -> None:
    memory = network.encode(mel)
    state = network.decoder.start(memory, 2)
    texts = torch.tensor([[1, 2], [3, 4], [5, 6], [7, 8]])
    network.decoder.step(texts, state)
    state.reorder(torch.tensor([1, 1, 3, 2]))
    logits, _ = network.decoder.step(torch.tensor([[9], [10], [11], [12]]), state)
    for row, text in enumerate(([3, 4, 9], [3, 4, 10], [7, 8, 11], [5, 6, 12])):
        expected, _ = reference_whisper.decode(text, memory.states[row // 2], dict(network.state_dict()), 3, 4)
        torch.testing.assert_close(logits[row], expected[-1], atol=1e-3, rtol=1e-4)


def test_dropped_examples_do_not_disturb_the_rest(network: Seq2Seq, mel: torch.Tensor) -> None:
    memory = network.encode(mel)
    state = network.decoder.start(memory, 2)
    network.decoder.step(torch.tensor([[1, 2], [3, 4], [5, 6], [7, 8]]), state)
    state.keep(torch.tensor([1]))
    logits, _ = network.decoder.step(torch.tensor([[9], [10]]), state)
    for row, text in enumerate(([5, 6, 9], [7, 8, 10])):
        expected, _ = reference_whisper.decode(text, memory.states[1], dict(network.state_dict()), 3, 4)
        torch.testing.assert_close(logits[row], expected[-1], atol=1e-3, rtol=1e-4)


def test_attention_rows_sum_to_one(network: Seq2Seq, mel: torch.Tensor) -> None:
    _, attention = network.decoder(torch.tensor([TOKENS, TOKENS]), network.encode(mel))
    torch.testing.assert_close(attention.sum(dim=-1), torch.ones(2, 2, len(TOKENS)))


def test_attention_head_by_head_is_scaled_dot_product_attention() -> None:
    layer = SelfAttention(32, 4).bfloat16()
    layer.norm.float()
    x = torch.randn(2, 50, 32, generator=torch.Generator().manual_seed(1))
    fused = layer(x)  # while learning
    with torch.no_grad():
        torch.testing.assert_close(layer(x), fused, atol=2e-2, rtol=2e-2)
