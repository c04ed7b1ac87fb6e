"""The likeliest token behind a text, and how likely it is."""

from dataclasses import dataclass

import torch
from torch import Tensor

from alm_studio.native.library import call, kernels
from alm_studio.native.machine import Machine
from alm_studio.native.network import tried_machine


@dataclass(frozen=True)
class Summary:
    """Of rows of logits.

    Attributes:
        tokens: [R] int64, the column of the largest of each row.
        largest: [R], it.
        totals: [R], log of the sum of e to the power of each: what a logit is above its log-probability.
    """

    tokens: Tensor
    largest: Tensor
    totals: Tensor

    @property
    def logprobs(self) -> Tensor:
        """[R], of the tokens, nats."""
        return self.largest - self.totals


def summary(logits: Tensor) -> Summary:
    """Summarise logits [R, V]: by a kernel where there is one, else by torch, which goes over them five times."""
    readable = logits.device.type == "cpu" and logits.dtype == torch.float32 and logits.stride(1) == 1
    machine = tried_machine() if readable else None
    if machine is not None:
        return _by_kernel(logits, machine)
    largest, tokens = logits.max(dim=1)
    return Summary(tokens, largest, logits.logsumexp(dim=1))


def _by_kernel(logits: Tensor, machine: Machine) -> Summary:
    rows, columns = logits.shape
    tokens, largest, sums = torch.empty(rows, dtype=torch.int64), torch.empty(rows), torch.empty(rows)
    given = (logits.data_ptr(), 4 * logits.stride(0), rows, columns)
    call(kernels(machine).summarise, *given, largest.data_ptr(), tokens.data_ptr(), sums.data_ptr())
    return Summary(tokens, largest, largest + sums.log())
