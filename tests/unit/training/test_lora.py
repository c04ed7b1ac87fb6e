import pytest
import torch

from alm_studio.base.errors import UsageError
from alm_studio.model.builders import build_whisper
from alm_studio.model.spec import WhisperSpec
from alm_studio.training.lora import LoraLinear, add_adapters, has_adapters, merge_into

SPEC = WhisperSpec(8, 20, 16, 2, 2, 51865, 16, 2, 2)
FEATURES, TOKENS = torch.randn(1, 40, 8, generator=torch.Generator().manual_seed(0)), torch.tensor([[50258, 50259, 11]])


@pytest.fixture
def pair():
    torch.manual_seed(1)
    plain, adapted = build_whisper(SPEC, "cpu"), build_whisper(SPEC, "cpu")
    adapted.load_state_dict(plain.state_dict())
    return plain.eval(), adapted.eval()


def test_new_adapters_change_nothing(pair):
    plain, adapted = pair
    add_adapters(adapted, ("qkv", "query", "key_value"), rank=4, alpha=8)
    assert has_adapters(adapted) and not has_adapters(plain)
    assert torch.equal(plain(FEATURES, TOKENS)[0], adapted(FEATURES, TOKENS)[0])


def test_only_adapters_learn(pair):
    _, adapted = pair
    adapters = add_adapters(adapted, ("qkv",), rank=4, alpha=8)
    learning = [name for name, parameter in adapted.named_parameters() if parameter.requires_grad]
    assert len(adapters) == 4  # two layers of each part
    assert len(learning) == 8
    assert all(name.endswith((".up", ".down")) for name in learning)


def test_merged_weights_give_what_the_adapters_give(pair):
    plain, adapted = pair
    for adapter in add_adapters(adapted, ("qkv", "query", "key_value", "out"), rank=4, alpha=8):
        torch.nn.init.normal_(adapter.up, std=0.1)
    before = plain(FEATURES, TOKENS)[0]
    merge_into(plain, adapted)
    after = plain(FEATURES, TOKENS)[0]
    assert not torch.allclose(before, after, atol=1e-3)
    assert torch.allclose(after, adapted(FEATURES, TOKENS)[0], rtol=1e-4, atol=1e-3)


def test_dropout_is_for_learning_only():
    adapter = LoraLinear(torch.nn.Linear(8, 8), 2, 4, dropout=0.5)
    torch.nn.init.normal_(adapter.up)
    x = torch.randn(4, 8)
    assert torch.equal(adapter.eval()(x), adapter(x))
    assert not torch.equal(adapter.train()(x), adapter(x))


def test_a_network_without_such_layers_is_refused():
    with pytest.raises(UsageError, match="no linear layers named nonsense"):
        add_adapters(build_whisper(SPEC), ("nonsense",), 4, 8)
