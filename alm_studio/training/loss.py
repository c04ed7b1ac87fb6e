"""The loss: the negative log-likelihood of the text."""

import torch
import torch.nn.functional as F
from torch import Tensor

IGNORED = -100
"""Label of a token that is given, not predicted: prompt, previous text, padding."""


def negative_log_likelihood(logits: Tensor, labels: Tensor, smoothing: float = 0.0) -> tuple[Tensor, Tensor]:
    """Sums over all labels that are not ignored.

    Args:
        logits: [B, N, V].
        labels: [B, N]; ``IGNORED`` where nothing is predicted.
        smoothing: share of the target probability that is spread over the vocabulary.

    Returns:
        What is minimised, and the plain negative log-likelihood, both in nats; the second carries no gradient.
    """
    wanted = labels != IGNORED
    chosen = logits[wanted].float()
    targets = labels[wanted]
    plain = F.cross_entropy(chosen, targets, reduction="sum")
    if not smoothing:
        return plain, plain.detach()
    return F.cross_entropy(chosen, targets, reduction="sum", label_smoothing=smoothing), plain.detach()


def count_targets(labels: Tensor) -> int:
    """How many tokens are predicted."""
    return int(torch.count_nonzero(labels != IGNORED))
