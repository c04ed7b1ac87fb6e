"""Every encoder with every decoder and every attention keeps the contract of ``model/seq2seq.py``."""

import itertools
import json
from collections.abc import Iterator

import pytest
import torch

from alm_studio.model.attentions.registry import ATTENTIONS
from alm_studio.model.builders import build, family_spec
from alm_studio.model.seq2seq import Memory, Seq2Seq
from alm_studio.model.spec import FamilySpec, spec_from_dict, spec_to_dict

ENCODERS = ("mfcc", "cnn", "cnn-wave", "lstm", "transformer", "whisper")
DECODERS = ("lstm", "transformer")
COMBINATIONS = list(itertools.product(ENCODERS, DECODERS, ATTENTIONS))
VOCABULARY = 23
TEXTS = torch.tensor([[5, 17, 22, 3, 3, 11, 0], [1, 2, 3, 4, 5, 6, 7]])
LENGTHS = torch.tensor([64, 41])
CLOSE = {"atol": 1e-4, "rtol": 1e-4}


def small(encoder: str, decoder: str, attention: str, **changes: float) -> FamilySpec:
    settings = {"width": 16, "layers": 2, "heads": 2, "dropout": 0.0, "text_positions": 12, "longest": 2.0}
    return family_spec(encoder, decoder, attention, VOCABULARY, **{**settings, **changes})


@pytest.fixture(scope="module", params=COMBINATIONS, ids="-".join)
def network(request: pytest.FixtureRequest) -> Iterator[tuple[FamilySpec, Seq2Seq]]:
    spec = small(*request.param)
    torch.manual_seed(3)
    built = build(spec, "cpu").eval().requires_grad_(False)
    for parameter in built.parameters():  # far from the start, so that tokens and places matter
        parameter += 0.3 * torch.randn_like(parameter)
    yield spec, built


def features(spec: FamilySpec) -> torch.Tensor:
    sound = torch.randn(2, 64, spec.features.width, generator=torch.Generator().manual_seed(1))
    return sound / 3 if spec.features.kind == "wave" else sound


def listen(spec: FamilySpec, network: Seq2Seq) -> Memory:
    return network.encode(features(spec), LENGTHS)


def test_every_head_can_be_seen(network: tuple[FamilySpec, Seq2Seq]) -> None:
    spec, built = network
    memory = listen(spec, built)
    logits, attention = built.decoder(TEXTS, memory)
    same, every = built.decoder.attend(TEXTS, memory)
    layers = 1 if spec.decoder.kind == "lstm" else spec.decoder.layers
    assert every.shape == (2, layers, spec.decoder.attention_heads, 7, memory.states.shape[1])
    torch.testing.assert_close(same, logits)
    pairs = built.decoder.alignment_heads
    assert tuple(pairs) == spec.alignment_heads
    torch.testing.assert_close(torch.stack([every[:, layer, head] for layer, head in pairs], dim=1), attention)


def test_shapes(network: tuple[FamilySpec, Seq2Seq]) -> None:
    spec, built = network
    memory = listen(spec, built)
    frame = {"wave": spec.features.bands / 16_000}.get(spec.features.kind, 0.01)
    per_state = round(memory.seconds_per_state / frame)
    assert memory.states.shape == (2, -(-64 // per_state), 16)
    assert memory.lengths.tolist() == [-(-64 // per_state), -(-41 // per_state)]
    logits, attention = built.decoder(TEXTS, memory)
    heads = len(spec.alignment_heads)
    assert heads == (2 if spec.decoder.attention == "multi-head" else 1)
    assert logits.shape == (2, 7, VOCABULARY)
    assert attention.shape == (2, heads, 7, memory.states.shape[1])
    torch.testing.assert_close(attention.sum(dim=-1), torch.ones(2, heads, 7))
    assert attention[1, :, :, int(memory.lengths[1]) :].abs().sum() == 0


@pytest.mark.parametrize("beam", [1, 3])
def test_steps_equal_the_teacher_forced_pass(network: tuple[FamilySpec, Seq2Seq], beam: int) -> None:
    spec, built = network
    memory = listen(spec, built)
    logits, attention = built.decoder(TEXTS, memory)
    state = built.decoder.start(memory, beam)
    rows = TEXTS.repeat_interleave(beam, dim=0)
    steps = [built.decoder.step(rows[:, :3], state)]  # a prompt of three tokens
    steps += [built.decoder.step(rows[:, place : place + 1], state) for place in range(3, 7)]
    expected = logits[:, 2:].repeat_interleave(beam, dim=0)
    torch.testing.assert_close(torch.stack([step for step, _ in steps], dim=1), expected, **CLOSE)
    expected = attention[:, :, 2:].repeat_interleave(beam, dim=0)
    torch.testing.assert_close(torch.stack([heard for _, heard in steps], dim=2), expected, **CLOSE)


def test_a_draft_is_read_in_one_pass_and_taken_back(network: tuple[FamilySpec, Seq2Seq]) -> None:
    spec, built = network
    memory = listen(spec, built)
    logits, attention = built.decoder(TEXTS, memory)
    state = built.decoder.start(memory)
    read, heard = built.decoder.read(TEXTS[:, :5], state, 3)
    torch.testing.assert_close(read, logits[:, 2:5], **CLOSE)
    torch.testing.assert_close(heard, attention[:, :, :5], **CLOSE)
    back = 2 if state.rewind(2) else 0
    assert state.rewind(0)
    again, _ = built.decoder.step(TEXTS[:, 5 - back : 6], state)
    torch.testing.assert_close(again, logits[:, 5], **CLOSE)


def test_padding_changes_nothing(network: tuple[FamilySpec, Seq2Seq]) -> None:
    spec, built = network
    sound = features(spec)
    sound[1, 41:] = 7.0  # whatever stands there
    together, attention = built(sound, TEXTS, LENGTHS)
    alone, heard = built(sound[1:, :41], TEXTS[1:])
    torch.testing.assert_close(together[1:], alone, **CLOSE)
    torch.testing.assert_close(attention[1:, :, :, : heard.shape[3]], heard, **CLOSE)


def test_rows_continue_what_they_took_over(network: tuple[FamilySpec, Seq2Seq]) -> None:
    spec, built = network
    memory = listen(spec, built)

    def last(text: list[int], example: int) -> torch.Tensor:
        one = Memory(memory.states[[example]], memory.lengths[[example]], memory.seconds_per_state)
        return built.decoder(torch.tensor([text]), one)[0][0, -1]

    def check(logits: torch.Tensor, texts: list[list[int]], examples: list[int]) -> None:
        expected = torch.stack([last(text, example) for text, example in zip(texts, examples, strict=True)])
        torch.testing.assert_close(logits, expected, **CLOSE)

    state = built.decoder.start(memory, 2)
    built.decoder.step(torch.tensor([[1, 2], [3, 4], [5, 6], [7, 8]]), state)
    state.reorder(torch.tensor([1, 1, 3, 2]))
    logits, _ = built.decoder.step(torch.tensor([[9], [10], [11], [12]]), state)
    check(logits, [[3, 4, 9], [3, 4, 10], [7, 8, 11], [5, 6, 12]], [0, 0, 1, 1])

    other = state.branch(torch.tensor([1]), 3)  # of the second example's first row
    logits, _ = built.decoder.step(torch.tensor([[13], [14], [15]]), other)
    check(logits, [[7, 8, 11, token] for token in (13, 14, 15)], [1, 1, 1])

    state.keep(torch.tensor([1]))  # the branch did not disturb what it left
    logits, _ = built.decoder.step(torch.tensor([[16], [17]]), state)
    check(logits, [[7, 8, 11, 16], [5, 6, 12, 17]], [1, 1])
    state.reorder(torch.tensor([1, 1]))
    logits, _ = built.decoder.step(torch.tensor([[18], [19]]), state)
    check(logits, [[5, 6, 12, 17, 18], [5, 6, 12, 17, 19]], [1, 1])


def test_beams_share_one_memory(network: tuple[FamilySpec, Seq2Seq]) -> None:
    spec, built = network
    memory = listen(spec, built)
    narrow, wide = built.decoder.start(memory), built.decoder.start(memory, 5)
    branched = wide.branch(torch.tensor([0]), 4)
    for key, value in [*narrow.cross, *wide.cross]:
        assert key.shape[0] == value.shape[0] == 2
    assert all(mine is theirs for mine, theirs in zip(branched.cross, wide.cross, strict=True))


@pytest.mark.parametrize("combination", COMBINATIONS, ids="-".join)
def test_gradients_reach_every_parameter(combination: tuple[str, str, str]) -> None:
    spec = small(*combination)
    torch.manual_seed(5)
    built = build(spec, "cpu").train()
    sound = features(spec)

    def gradients() -> dict[str, torch.Tensor]:
        built.zero_grad()
        logits, _ = built(sound, TEXTS[:, :-1], LENGTHS)
        torch.nn.functional.cross_entropy(logits.flatten(0, 1), TEXTS[:, 1:].flatten()).backward()
        found = {name: parameter.grad for name, parameter in built.named_parameters()}
        return {name: gradient.clone() for name, gradient in found.items() if gradient is not None}

    plain = gradients()
    lost = [name for name, _ in built.named_parameters() if name not in plain or not plain[name].abs().sum() > 0]
    assert not lost
    built.encoder.gradient_checkpointing = built.decoder.gradient_checkpointing = True
    for name, gradient in gradients().items():
        torch.testing.assert_close(gradient, plain[name], atol=1e-6, rtol=1e-4, msg=name)


@pytest.mark.parametrize("combination", COMBINATIONS, ids="-".join)
def test_description_goes_through_json(combination: tuple[str, str, str]) -> None:
    spec = small(*combination)
    assert spec_from_dict(json.loads(json.dumps(spec_to_dict(spec)))) == spec
    built = build(spec, "cpu")
    unfilled = build(spec).state_dict()
    assert {name: tensor.shape for name, tensor in unfilled.items()} == {
        name: tensor.shape for name, tensor in built.state_dict().items()
    }
    assert {*dict(built.named_buffers())} <= {*unfilled}  # a loader can fill everything


@pytest.mark.parametrize("encoder", ENCODERS)
def test_estimated_size(encoder: str) -> None:
    for decoder in DECODERS:
        spec = family_spec(encoder, decoder, "multi-head", 200)
        counted = sum(parameter.numel() for parameter in build(spec).parameters())
        assert spec.parameters == pytest.approx(counted, rel=0.2)


@pytest.mark.parametrize("encoder", ENCODERS)
def test_nothing_to_hear_is_heard_as_silence(encoder: str) -> None:
    spec = small(encoder, "lstm", "dot")
    built = build(spec, "cpu").eval()
    for frames in (0, 1, 2):
        sound = torch.zeros(1, frames, spec.features.width)
        logits, attention = built(sound, TEXTS[:1])
        assert logits.isfinite().all() and attention.isfinite().all()


@pytest.mark.parametrize("decoder", DECODERS)
def test_a_text_has_a_longest_length(decoder: str) -> None:
    built = build(small("mfcc", decoder, "dot", text_positions=5), "cpu")
    memory = built.encode(torch.zeros(1, 20, 39))
    with pytest.raises(IndexError):
        built.decoder(TEXTS[:1], memory)
    state = built.decoder.start(memory)
    built.decoder.step(TEXTS[:1, :5], state)
    with pytest.raises(IndexError):
        built.decoder.step(TEXTS[:1, :1], state)


@pytest.mark.parametrize("attention", ["dot", "scaled-dot", "multi-head"])
def test_attention_prefers_what_fits(attention: str) -> None:
    """With the same projection for text and sound, the state that equals the question gets the largest weight."""
    torch.manual_seed(0)
    layer = ATTENTIONS[attention](8, 1)
    with torch.no_grad():
        layer.query.weight.copy_(torch.eye(8))
        layer.query.bias.zero_()
        layer.key_value.weight[:8] = torch.eye(8)
        layer.key_value.bias.zero_()
    states = torch.randn(1, 9, 8).sign()
    states[0, 2] = torch.tensor([1.0, 1, 1, 1, -1, -1, -1, -1])
    _, weights = layer(states[:, 2:3], *layer.project_memory(states))
    assert weights.shape == (1, 1, 1, 9)
    assert weights.argmax() == 2


def test_dot_and_scaled_dot_differ_by_the_root_of_the_width() -> None:
    torch.manual_seed(0)
    query, key, value = (torch.randn(2, 1, 4, 16) for _ in range(3))
    scaled, dot = ATTENTIONS["scaled-dot"](16), ATTENTIONS["dot"](16)
    torch.testing.assert_close(scaled.weigh(query * 4, key, value, None)[1], dot.weigh(query, key, value, None)[1])


def test_additive_attention_is_a_network_of_one_hidden_layer() -> None:
    torch.manual_seed(0)
    layer = ATTENTIONS["additive"](6)
    query, key, value = torch.randn(1, 1, 2, 6), torch.randn(1, 1, 5, 6), torch.randn(1, 1, 5, 6)
    mixed, weights = layer.weigh(query, key, value, None)
    for place in range(2):
        scores = torch.stack([torch.tanh(query[0, 0, place] + k) @ layer.score.weight[0] for k in key[0, 0]])
        torch.testing.assert_close(weights[0, 0, place], scores.softmax(0))
        torch.testing.assert_close(mixed[0, 0, place], scores.softmax(0) @ value[0, 0])
