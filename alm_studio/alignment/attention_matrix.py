"""From the attention of the alignment heads to one matrix that says where each token was heard.

Source: openai/whisper ``timing.py`` (find_alignment).
"""

import torch
import torch.nn.functional as F
from torch import Tensor


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
    deviation, mean = torch.std_mean(weights, dim=1, keepdim=True, correction=0)
    weights = (weights - mean) / deviation.clamp(min=1e-8)
    return median_filter(weights, filter_width).mean(dim=0)


def distributions(attention: Tensor) -> Tensor:
    """Each row [..., S] as a distribution over its states, float32; zeros for a row without any weight."""
    weights = attention.float()
    return weights / weights.sum(dim=-1, keepdim=True).clamp(min=1e-8)


def median_filter(x: Tensor, width: int) -> Tensor:
    """Running median over the last dimension, edges reflected; unchanged where it is too short. x: [..., T]."""
    half = width // 2
    if x.shape[-1] <= half:
        return x
    flat = x.reshape(1, -1, x.shape[-1])
    padded = F.pad(flat, (half, half), mode="reflect")
    return padded.unfold(-1, width, 1).median(dim=-1).values.reshape(x.shape)
