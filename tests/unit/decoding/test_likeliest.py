"""The kernel against torch."""

import pytest
import torch

from alm_studio.decoding import likeliest
from alm_studio.decoding.likeliest import summary


@pytest.fixture(params=["kernel", "torch"], autouse=True)
def way(request, monkeypatch):
    if request.param == "torch":
        monkeypatch.setattr(likeliest, "tried_machine", lambda: None)
    elif not likeliest.tried_machine():
        pytest.skip("there are no kernels for this processor")


@pytest.mark.parametrize("columns", [1, 7, 16, 33, 51_864, 51_865])
def test_the_largest_and_the_total_are_those_of_torch(columns):
    whole = torch.randn(5, columns + 40, generator=torch.Generator().manual_seed(columns)) * 4
    logits = whole[:, :columns]  # what lies behind does not count
    whole[:, columns:] = 100.0
    found = summary(logits)
    values, tokens = logits.max(dim=1)
    assert torch.equal(found.tokens, tokens) and torch.equal(found.largest, values)
    torch.testing.assert_close(found.totals, logits.logsumexp(dim=1), atol=2e-5, rtol=1e-6)
    torch.testing.assert_close(found.logprobs, logits.log_softmax(dim=1).max(dim=1).values, atol=2e-5, rtol=1e-5)


def test_what_is_forbidden_is_not_chosen():
    logits = torch.randn(3, 100)
    logits[:, :60] = -torch.inf
    logits[1, 60:99] = -torch.inf
    found = summary(logits)
    assert found.tokens.min() >= 60 and int(found.tokens[1]) == 99 and float(found.logprobs[1]) == pytest.approx(0.0)


def test_of_equal_ones_the_first_is_taken():
    logits = torch.zeros(1, 100)
    logits[0, [17, 34, 99]] = 2.0
    assert summary(logits).tokens.tolist() == [17]


def test_half_precision_and_turned_logits_are_read_too():
    logits = torch.randn(40, 6).mT
    assert torch.equal(summary(logits).tokens, logits.argmax(dim=1))
    assert torch.equal(summary(logits.bfloat16()).tokens, logits.bfloat16().argmax(dim=1))
