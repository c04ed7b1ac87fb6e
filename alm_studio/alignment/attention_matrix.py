"""From the attention of the alignment heads to one matrix that says where each token was heard.

Source: openai/whisper ``timing.py`` (find_alignment).
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from alm_studio.native.library import call, kernels
from alm_studio.native.machine import Machine
from alm_studio.native.network import tried_machine
from alm_studio.native.smoothing import HALF

_ROWS = 16
"""Rows that are filtered at a time: they stay in the cache."""


def alignment_matrix(attention: Tensor, frames: int, filter_width: int = 7) -> Tensor:
    """Normalise, smooth and average the heads.

    Args:
        attention: [H, N, S], weights of each head.
        frames: states that hold sound; the rest is cut away.
        filter_width: of the median over frames; odd.

    Returns:
        [N, frames], float32; larger where the token was heard. All zeros for a token without any weight.
    """
    weights = distributions(attention[:, :, :frames])
    weights -= weights.mean(dim=1, keepdim=True)
    deviation = weights.square().mean(dim=1, keepdim=True).sqrt()  # std_mean takes four times as long
    weights /= deviation.clamp_(min=1e-8)
    machine = tried_machine() if filter_width == 2 * HALF + 1 < weights.shape[-1] and weights.is_cpu else None
    return median_filter(weights, filter_width).mean(dim=0) if machine is None else _smooth(weights, machine)


def _smooth(weights: Tensor, machine: Machine) -> Tensor:
    """By a kernel, in a tenth of the time."""
    heads, rows, columns = weights.shape
    weights = weights.contiguous()
    found = torch.empty(rows, -(-columns // machine.lanes) * machine.lanes)
    room = torch.zeros(found.shape[1] + 2 * HALF)
    given = (weights.data_ptr(), heads, rows, columns, room.data_ptr())
    call(kernels(machine).smooth, *given, found.data_ptr(), found.shape[1])
    return found[:, :columns]


def distributions(attention: Tensor) -> Tensor:
    """Each row [..., S] as a distribution over its states, float32; zeros for a row without any weight."""
    weights = attention.float()
    return weights / weights.sum(dim=-1, keepdim=True).clamp_(min=1e-8)


def median_filter(x: Tensor, width: int) -> Tensor:
    """Running median over the last dimension, edges reflected; unchanged where it is too short. x: [..., T].

    Source: Perrot, Domas and Couturier, "Fine-tuned High-speed Implementation of a GPU-based Median Filter", 2014
    (forgetful selection): of half of the values and two, neither the least nor the largest can be the median of all. It
    takes a fifth of the time of a ``median`` of torch's.
    """
    half = width // 2
    if not 0 < half < x.shape[-1]:
        return x
    rows = x.reshape(-1, x.shape[-1])
    return torch.cat([_running_median(some, half) for some in torch.split(rows, _ROWS)]).view(x.shape)


def _running_median(rows: Tensor, half: int) -> Tensor:
    """The median of each value [R, T] and ``half`` of its neighbours to either side."""
    padded = F.pad(rows[None], (half, half), mode="reflect")[0]
    views = list(padded.unfold(1, rows.shape[1], 1).unbind(1))
    kept, left = views[: half + 2], views[half + 2 :]
    while True:
        for place in range(1, len(kept)):
            kept[0], kept[place] = torch.minimum(kept[0], kept[place]), torch.maximum(kept[0], kept[place])
        for place in range(1, len(kept) - 1):
            kept[place], kept[-1] = torch.minimum(kept[place], kept[-1]), torch.maximum(kept[place], kept[-1])
        kept = kept[1:-1]
        if not left:
            return kept[0]
        kept.append(left.pop(0))
