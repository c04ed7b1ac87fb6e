"""Layers with 8-bit weights, against float32."""

import pytest
import torch
import torch.nn.functional as F

from alm_studio.checkpoints.int8 import Int8Linear, Int8StatesLinear, deprecation_known, multiplies_states_in_int8


@pytest.fixture
def layer() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """States [1, 50, 64], weight [96, 64] whose outputs differ in size, bias [96]."""
    generator = torch.Generator().manual_seed(0)
    weight = torch.randn(96, 64, generator=generator) * torch.logspace(-3, 1, 96)[:, None]
    return torch.randn(1, 50, 64, generator=generator), weight, torch.randn(96, generator=generator)


def _error(found: torch.Tensor, wanted: torch.Tensor) -> float:
    """Of the worst output, as a share of its size."""
    return float(((found.float() - wanted).norm(dim=(0, 1)) / wanted.norm(dim=(0, 1))).max())


def test_few_rows(layer: tuple[torch.Tensor, torch.Tensor, torch.Tensor]) -> None:
    x, weight, bias = layer
    with deprecation_known():
        made = Int8Linear(weight, bias), Int8Linear(weight)
    assert _error(made[0](x), F.linear(x, weight, bias)) < 0.03
    assert _error(made[1](x), F.linear(x, weight)) < 0.03


def test_large_numbers_do_not_overflow() -> None:
    """Without VNNI the products of 8 bits are added up in 16."""
    x, weight = torch.ones(1, 4, 256), torch.ones(32, 256)
    x[..., 0] = -0.5
    with deprecation_known():
        found = Int8Linear(weight)(x)
    torch.testing.assert_close(found, F.linear(x, weight), rtol=0.02, atol=0)


@pytest.mark.skipif(not multiplies_states_in_int8(), reason="This processor has no VNNI.")
def test_states(layer: tuple[torch.Tensor, torch.Tensor, torch.Tensor]) -> None:
    x, weight, bias = layer
    plain = Int8StatesLinear(weight, bias, torch.float32)
    assert plain(x).dtype == torch.float32 and plain(x).shape == (1, 50, 96)
    assert _error(plain(x), F.linear(x, weight, bias)) < 0.03
    assert _error(Int8StatesLinear(weight, None, torch.float32)(x), F.linear(x, weight)) < 0.03
    fused = Int8StatesLinear(weight, bias, torch.bfloat16, gelu=True)(x.bfloat16())
    assert fused.dtype == torch.bfloat16
    wanted = F.gelu(F.linear(x, weight, bias))
    assert float((fused.float() - wanted).norm() / wanted.norm()) < 0.03


@pytest.mark.skipif(not multiplies_states_in_int8(), reason="This processor has no VNNI.")
def test_states_of_nothing_but_silence() -> None:
    bias = torch.arange(32.0)
    found = Int8StatesLinear(torch.ones(32, 64), bias, torch.float32)(torch.zeros(1, 10, 64))
    torch.testing.assert_close(found, bias.expand(1, 10, 32))


def test_a_torch_without_the_kernel_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise RuntimeError("Didn't find kernel to dispatch to for operator 'onednn::qlinear_prepack'")

    monkeypatch.setattr("alm_studio.checkpoints.int8.Int8StatesLinear", missing)
    multiplies_states_in_int8.cache_clear()
    assert not multiplies_states_in_int8()
    multiplies_states_in_int8.cache_clear()
