import pytest
import torch

from alm_studio.training.loss import IGNORED, count_targets, negative_log_likelihood


def test_the_loss_is_the_sum_over_predicted_tokens():
    logits = torch.randn(2, 3, 7)
    labels = torch.tensor([[1, 2, IGNORED], [IGNORED, 6, 0]])
    logprobs = logits.log_softmax(-1)
    expected = -(logprobs[0, 0, 1] + logprobs[0, 1, 2] + logprobs[1, 1, 6] + logprobs[1, 2, 0])
    objective, plain = negative_log_likelihood(logits, labels)
    assert objective == pytest.approx(float(expected), rel=1e-5)
    assert plain == pytest.approx(float(expected), rel=1e-5)
    assert count_targets(labels) == 4


def test_smoothing_changes_what_is_minimised_not_what_is_told():
    logits, labels = torch.randn(1, 4, 9, requires_grad=True), torch.tensor([[1, 2, 3, 4]])
    objective, plain = negative_log_likelihood(logits, labels, smoothing=0.1)
    uniform = -logits.log_softmax(-1).mean(-1).sum()
    assert objective.item() == pytest.approx(0.9 * plain.item() + 0.1 * uniform.item(), rel=1e-5)
    assert objective.requires_grad and not plain.requires_grad
