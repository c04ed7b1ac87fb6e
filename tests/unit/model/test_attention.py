"""Attention over the sounds of some of many examples."""

import pytest
import torch

from alm_studio.model import attention
from alm_studio.model.attention import CrossAttention
from alm_studio.model.attentions.registry import ATTENTIONS


@pytest.mark.parametrize("name", ATTENTIONS)
@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("biased", [False, True])
def test_examples_that_are_copied_give_what_they_give_one_at_a_time(
    monkeypatch: pytest.MonkeyPatch, name: str, hidden: bool, biased: bool
) -> None:
    torch.manual_seed(0)
    layer: CrossAttention = ATTENTIONS[name](32, 4, 32).eval()
    key, value = layer.project_memory(torch.randn(5, 9, 32))
    mask = torch.zeros(5, 1, 1, 9)
    mask[3, ..., 4:] = -torch.inf
    x, bias = torch.randn(3, 2, 32), torch.randn(3, 1, 2, 9)
    given = (x, key, value, mask if hidden else None, [0, 3, 4], bias if biased else None)
    with torch.inference_mode():
        one_at_a_time = layer(*given)
        monkeypatch.setattr(attention, "_copies", lambda device: True)
        copied = layer(*given)
    for ours, theirs in zip(copied, one_at_a_time, strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-5, rtol=1e-5)
